"""The land page's rows: open dossiers of procedures with a posting or dues, and all that wait for another body."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models import AwaitedReply, Dossier, DossierQuerySet, DuesNotice, Posting
from congvu.offices.models import ProcedureVersion, Unit
from congvu.rules.awaited import ReplyState
from congvu.rules.dues import DuesState
from congvu.rules.posting import PostingState

POSTED = Posting.objects.filter(dossier=OuterRef("pk"), state=PostingState.OPEN)
ASKED = AwaitedReply.objects.filter(dossier=OuterRef("pk"), state=ReplyState.ASKED)
OWED = DuesNotice.objects.filter(dossier=OuterRef("pk"), state__in=[DuesState.NOTED, DuesState.DELIVERED])


@dataclass(frozen=True)
class Choice:
    """A filter of the page: its label, and what it asks of the rows at an instant of a local day."""

    label: Promise
    condition: Callable[[datetime, date], Q]


def _waits(rows: QuerySet[Posting] | QuerySet[AwaitedReply] | QuerySet[DuesNotice]) -> Callable[[datetime, date], Q]:
    return lambda at, on: Q(Exists(rows))


CHOICES: Mapping[str, Choice] = {
    "niem-yet": Choice(_("Đang niêm yết"), _waits(POSTED)),
    "du-ngay": Choice(
        _("Đủ thời gian niêm yết, chờ biên bản kết thúc"), lambda at, on: Q(Exists(POSTED.filter(ends_at__lte=at)))
    ),
    "co-quan-khac": Choice(_("Chờ cơ quan khác"), _waits(ASKED)),
    "tra-loi-cham": Choice(_("Cơ quan khác trả lời chậm"), lambda at, on: Q(Exists(ASKED.filter(reply_by__lt=at)))),
    "tai-chinh": Choice(_("Chờ nghĩa vụ tài chính"), _waits(OWED)),
    "qua-han-nop": Choice(_("Quá hạn nộp"), lambda at, on: Q(Exists(OWED.filter(pay_by__lt=on)))),
    "tai-ban": Choice(
        _("Không chờ bên ngoài"), lambda at, on: ~Q(Exists(POSTED)) & ~Q(Exists(ASKED)) & ~Q(Exists(OWED))
    ),
}


def versions_with_outside_steps() -> list[int]:
    """The procedure versions that have a posting or dues; read in the program, for no database asks JSON here."""
    rows = ProcedureVersion.objects.exclude(steps=[]).values_list("pk", "steps")
    return [pk for pk, steps in rows if any(step.get("kind") for step in steps)]


def land_rows(readable: DossierQuerySet) -> DossierQuerySet:
    """The open dossiers of the page, of those that may be read."""
    wanted = Q(procedure_version__in=versions_with_outside_steps()) | Q(Exists(ASKED)) | Q(Exists(OWED))
    found: DossierQuerySet = readable.filter(wanted, finished_at=None)
    return found


def counts(rows: DossierQuerySet, at: datetime, on: date) -> list[tuple[str, Promise, int]]:
    """How many rows each filter has, for the page's own heads."""
    return [(slug, one.label, rows.filter(one.condition(at, on)).count()) for slug, one in CHOICES.items()]


def postings_of(unit: Unit) -> Sequence[Posting]:
    """What is up now for a unit and those below it, in the order it was put up: the public list."""
    rows = Posting.objects.filter(state=PostingState.OPEN, dossier__settling_unit__path__startswith=unit.path)
    related = rows.select_related("dossier__applicant", "dossier__procedure_version__procedure", "calendar")
    return list(related.order_by("opened_at", "pk"))


def waiting_outside(unit: Unit) -> DossierQuerySet:
    """The open dossiers charged to a unit or one below it that wait for something outside the desks."""
    rows: DossierQuerySet = Dossier.objects.filter(settling_unit__path__startswith=unit.path, finished_at=None)
    return rows.filter(Q(Exists(POSTED)) | Q(Exists(ASKED)) | Q(Exists(OWED)))
