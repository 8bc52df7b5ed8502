"""The conditions figures and lists are made of, in SQL, each once: what came, what is left, what was late and when."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Case, DateTimeField, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import get_default_timezone

from congvu.dossiers.models import DueDate, Origin, Pause
from congvu.rules.dossier import State


@dataclass(frozen=True)
class Window:
    """A period (kỳ) by local days, both included, and the instant of reading."""

    first: date
    last: date
    at: datetime
    today: date

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """The first and the last instant of the period."""
        zone = get_default_timezone()
        return datetime.combine(self.first, time.min, zone), datetime.combine(self.last, time.max, zone)

    @property
    def judged_at(self) -> datetime:
        """The instant what is left is judged at: the end of the period, in a period still running the present."""
        return min(self.instants[1], self.at)


def open_runs(window: Window) -> Q:
    return Q(finished_at=None)


def steps_done(window: Window) -> Q:
    return Q(is_step_done=True, finished_at__range=window.instants)


def received(w: Window) -> Q:
    return Q(received_on__gte=w.first, received_on__lte=w.last)


def carried(w: Window) -> Q:
    return (Q(finished_at=None) | Q(finished_on__gte=w.first)) & Q(received_on__lt=w.first)


def left(w: Window) -> Q:
    return (Q(finished_at=None) | Q(finished_on__gt=w.last)) & Q(received_on__lte=w.last)


def due_then(w: Window) -> Subquery:
    """The due instant in force when the period ended; a register tells its appointment later: then the first told."""
    told = When(caused_at__lte=w.judged_at, then=-F("number"))
    rank = Case(told, default=F("number"), output_field=IntegerField())
    rows = DueDate.objects.filter(dossier=OuterRef("pk")).annotate(rank=rank).order_by("rank")
    return Subquery(rows.values("due_at")[:1])


def stopped_then(w: Window) -> Coalesce:
    """Where the clock stood when the period ended: at the pause then open, else at that instant."""
    then = w.judged_at
    lasting = Q(ended_at=None) | Q(ended_at__gt=then)
    rows = Pause.objects.filter(lasting, dossier=OuterRef("pk"), started_at__lte=then).order_by("-started_at")
    return Coalesce(Subquery(rows.values("started_at")[:1]), Value(then, output_field=DateTimeField()))


def breaks_the_sum(w: Window) -> Q:
    """Finished before it was received, with only one of the two days in the period."""
    one_of_two = (received(w) & ~finished(w)) | (finished(w) & ~received(w))
    return Q(finished_on__lt=F("received_on")) & one_of_two


def finished(w: Window) -> Q:
    return Q(finished_on__gte=w.first, finished_on__lte=w.last)


def stopped(w: Window) -> Coalesce:
    """Where the clock of an open dossier stands: at its pause, else now."""
    return Coalesce("paused_at", Value(w.at, output_field=DateTimeField()))


def within(w: Window) -> Q:
    return Q(finished_at=None, due_at__gte=stopped(w))


def overdue(w: Window) -> Q:
    """Open and late (quá hạn): `rules.dossier.is_late` in SQL, twin-tested; a paused one as it stood at its pause."""
    return Q(finished_at=None, due_at__lt=stopped(w))


def early(w: Window) -> Q:
    return finished(w) & Q(finished_on__lt=F("due_on"), finished_at__lte=F("due_at"))


def on_the_day(w: Window) -> Q:
    return finished(w) & Q(finished_on__gte=F("due_on"), finished_at__lte=F("due_at"))


def late(w: Window) -> Q:
    """Finished late (xong quá hạn): `rules.dossier.is_late` of what was finished in the period, twin-tested."""
    return finished(w) & Q(finished_at__gt=F("due_at"))


def waiting_for_collection(w: Window) -> Q:
    """The registers taken over from other systems do not say when a result was handed over."""
    return Q(state=State.RESULT_READY, origin=Origin.OWN)
