"""What waits for a signature: who may sign for a dossier, whose turn it is, since when, and the lists made of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from congvu.dossiers.conditions import Window
from congvu.dossiers.models import OPEN_SIGNING_VALUES, Dossier, Signing, SigningTurn
from congvu.law import practice
from congvu.offices.models import Official, Post, Unit
from congvu.offices.permissions import Right, has_right, posts_with, within_reach
from congvu.offices.signing_posts import SIGNING_ROLES, signs_for
from congvu.rules.signing import Draft, SigningState, check_result_is_signed, levels_of
from congvu.rules.working_time import Calendar

SIGNING_RELATED = ("dossier__procedure_version__procedure", "sent_by", "agency")
RELATED = (
    "signing__dossier__procedure_version__procedure", "signing__dossier__settling_unit", "signing__dossier__unit",
    "signing__sent_by", "signing__agency", "post__unit__calendar", "post__official",
)  # fmt: skip


def awaiting_signature(w: Window) -> Q:
    """Open dossiers of which something waits to be initialled or signed."""
    waiting = Signing.objects.filter(dossier=OuterRef("pk"), state=SigningState.WAITING)
    return Q(Exists(waiting), finished_at=None)


def signers_for(dossier: Dossier, on: date) -> list[Post]:
    """The posts that may sign for a dossier on a day: their right reaches the unit that settles it.

    For a unit outside the place (ngành dọc, cấp tỉnh) only its own: the posts above it are the People's Committee's.
    """
    posts = Post.objects.filter(Post.held_on(on), role__in=SIGNING_ROLES, official__is_active=True)
    ordered = posts.select_related("unit", "official").order_by("-unit__path", "official__name_key", "pk")
    return [post for post in ordered if signs_for(post, dossier.settling_unit)]


def levels_for(draft: Draft, dossier: Dossier) -> list[str]:
    """The roles a draft of this dossier passes, the last one signs."""
    steps, settling = dossier.procedure_version.steps, dossier.settling_unit
    return levels_of(draft, steps, practice().signing_levels, is_outside=settling.is_outside)


def open_turn(signing: Signing) -> SigningTurn | None:
    """The turn under way."""
    turns = signing.turns.filter(began_at__isnull=False, ended_at=None)
    return turns.select_related("post__unit", "post__official").first()


def refuse_unsigned(dossier: Dossier, actor: Official, on: date) -> None:
    """No result while something waits to be signed, nor before it is signed: sealed, or recorded by a head's own act.

    Raises: RuleBroken `signing.still_open`, `signing.needed`, `signing.by_head`.
    """
    found = [(Draft(draft), SigningState(state)) for draft, state in dossier.signings.values_list("draft", "state")]
    by_head = has_right(actor, Right.SIGN, on, dossier.unit)
    check_result_is_signed(dossier.procedure_version.steps, found, by_head=by_head)


@dataclass(frozen=True)
class Waiting:
    """One turn under way on a list. Units: working seconds, by the calendar of the signer's unit."""

    turn: SigningTurn
    seconds: int

    @property
    def signing(self) -> Signing:
        return self.turn.signing

    def is_pressing(self, now: datetime) -> bool:
        """Is its dossier overdue, or due on this day?"""
        dossier = self.signing.dossier
        return dossier.paused_at is None and dossier.due_on is not None and dossier.due_on <= localdate(now)


class Hours:
    """Working time of units, each calendar read once; what another machine's clock puts ahead has not waited yet."""

    def __init__(self) -> None:
        self._known: dict[int, Calendar] = {}

    def of(self, unit: Unit) -> Calendar:
        if unit.calendar_id not in self._known:
            self._known[unit.calendar_id] = unit.calendar_in_force().hours
        return self._known[unit.calendar_id]

    def elapsed(self, unit: Unit, begin: datetime, end: datetime) -> int:
        return self.of(unit).elapsed(begin, max(begin, end))


def under_way() -> "QuerySet[SigningTurn]":
    """All turns under way, the oldest submission first."""
    turns = SigningTurn.objects.filter(began_at__isnull=False, ended_at=None, signing__state=SigningState.WAITING)
    return turns.select_related(*RELATED).order_by("signing__sent_at", "pk")


def awaited_of(dossiers: Iterable[int]) -> dict[int, SigningTurn]:
    """Whose signature each of these dossiers waits for now, by the dossier's key; it has one turn under way at most."""
    return {one.signing.dossier_id: one for one in under_way().filter(signing__dossier__in=dossiers)}


def unsigned() -> "QuerySet[SigningTurn]":
    """Every turn that waits, or will wait, for a signature."""
    return SigningTurn.objects.filter(ended_at=None, signing__state=SigningState.WAITING).select_related(*RELATED)


def waiting(turns: "QuerySet[SigningTurn]", now: datetime) -> list[Waiting]:
    """Turns with how long each submission has waited so far."""
    hours = Hours()
    return [Waiting(one, hours.elapsed(one.post.unit, one.signing.sent_at, now)) for one in turns]


def to_issue(official: Official, on: date, state: SigningState) -> "QuerySet[Signing]":
    """What waits for this clerk: signed for its number, numbered for its seal, the oldest first."""
    rows = Signing.objects.filter(within_reach(official, Right.ISSUE_PAPER, on, "agency"), state=state)
    return rows.select_related(*SIGNING_RELATED).order_by("decided_at", "pk")


def turn_lines(signing: Signing, now: datetime) -> list[tuple[SigningTurn, int | None]]:
    """The turns in their order with the working seconds each lasted; None where it was not reached."""
    hours = Hours()
    turns = signing.turns.select_related("post__unit__calendar", "post__official").order_by("level", "pk")
    return [
        (one, hours.elapsed(one.post.unit, one.began_at, one.ended_at or now) if one.began_at else None)
        for one in turns
    ]


def signings_of(dossier: Dossier, now: datetime) -> list[tuple[Signing, list[tuple[SigningTurn, int | None]]]]:
    """The submissions of one dossier with their turns, the newest first, for its page."""
    rows = dossier.signings.select_related("agency", "sent_by").order_by("-number")
    return [(one, turn_lines(one, now)) for one in rows]


def may_ask_signature(dossier: Dossier, official: Official, on: date) -> bool:
    """Is a submission offered to this person on the dossier's page?"""
    here = dossier.finished_at is None and not dossier.signings.open().exists()
    return here and has_right(official, Right.WORK_ON_DOSSIER, on, dossier.unit)


def sent_back(official: Official) -> "QuerySet[Signing]":
    """Drafts given back on dossiers that lie with this official, and not submitted again since."""
    later = Signing.objects.filter(dossier=OuterRef("dossier"), number__gt=OuterRef("number"))
    rows = Signing.objects.filter(
        ~Exists(later), state=SigningState.RETURNED, dossier__holder=official, dossier__finished_at=None
    )
    return rows.select_related(*SIGNING_RELATED).order_by("decided_at", "pk")


def own_under_way(official: Official) -> "QuerySet[Signing]":
    """What this official submitted and is still under way."""
    rows = Signing.objects.filter(sent_by=official, state__in=OPEN_SIGNING_VALUES)
    return rows.select_related(*SIGNING_RELATED).order_by("sent_at", "pk")


def readable(official: Official, on: date) -> Q:
    """What this person may open: of dossiers that may be read, papers to number and seal, own turns, own drafts."""
    of_dossier = within_reach(
        official, Right.READ_DOSSIER, on, "dossier__unit", "dossier__received_unit", "dossier__settling_unit"
    )
    own = SigningTurn.objects.filter(signing=OuterRef("pk"), post__official=official, began_at__isnull=False)
    return of_dossier | within_reach(official, Right.ISSUE_PAPER, on, "agency") | Q(Exists(own)) | Q(sent_by=official)


@dataclass(frozen=True)
class AtPost:
    """What waits at one post: how many, of them pressing, and the oldest."""

    post: Post
    waiting: Sequence[Waiting]
    pressing: int

    @property
    def oldest(self) -> Waiting:
        return self.waiting[0]


def by_post(rows: Iterable[Waiting], now: datetime) -> list[AtPost]:
    """Turns gathered by the post they wait at, where the oldest waits first."""
    found: dict[int, list[Waiting]] = {}
    for one in rows:
        found.setdefault(one.turn.post_id, []).append(one)
    return [AtPost(all_[0].turn.post, all_, sum(one.is_pressing(now) for one in all_)) for all_ in found.values()]


def seen_by_overseer(official: Official, on: date) -> "QuerySet[SigningTurn]":
    """Turns under way that who answers for units may look over: at posts of those units, or of dossiers they settle."""
    return under_way().filter(
        within_reach(official, Right.READ_FIGURES, on, "post__unit", "signing__dossier__settling_unit")
    )


@dataclass(frozen=True)
class Calls:
    """How much of this waits for one person, for the page of my work."""

    to_sign: int
    to_issue: int
    sent_back: int


def calls(official: Official, on: date) -> Calls:
    """What waits for this person's signature, number, seal or mending."""
    to_sign = under_way().filter(post__official=official).count() if posts_with(official, Right.SIGN, on) else 0
    may_issue = posts_with(official, Right.ISSUE_PAPER, on)
    states = (SigningState.SIGNED, SigningState.NUMBERED) if may_issue else ()
    return Calls(to_sign, sum(to_issue(official, on, one).count() for one in states), sent_back(official).count())
