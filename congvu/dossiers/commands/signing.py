"""Submission for signature (trình ký): submitted, initialled, signed, returned, given to another signer, withdrawn.

Every act takes the dossier's lock and renews its version: of two who press at once one succeeds, the other learns who
was first. The clock of the law goes on meanwhile; the time waited stands in the turns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from congvu.dossiers.commands.draft_files import kept
from congvu.dossiers.commands.progress import lock, record, save
from congvu.dossiers.commands.stand_in import note_signing_stand_in, seated_signer
from congvu.dossiers.draft_files import refuse_changed
from congvu.dossiers.models import Dossier, Origin, Outcome, Signing, SigningTurn
from congvu.dossiers.signings import levels_for, open_turn, signers_for
from congvu.dossiers.transit import transit_of
from congvu.law.signing import authorities, paper_kinds
from congvu.offices.models import Official, Post
from congvu.offices.permissions import Right, require
from congvu.papers.uploads import Checked
from congvu.rules.dossier import OPEN_STATES, State
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.signing import SIGNING, Draft, SigningMove, SigningState, check_authority, check_levels
from congvu.rules.state_machine import next_state
from congvu.rules.vietnamese import clean

OVER_AT_SOURCE = "Hệ thống nguồn ghi hồ sơ đã có kết quả hoặc đã trả."


@dataclass(frozen=True)
class DraftPaper:
    """What is submitted (dự thảo): its summary, the kind that names its series of numbers, how many pages, the file."""

    draft: Draft
    what: str
    paper_kind: str
    pages: int
    note: str = ""
    file: Checked | None = None


@dataclass(frozen=True)
class SignAs:
    """In whose place one signs (ký thay, thừa lệnh, thừa uỷ quyền); empty: by one's own title."""

    authority: str = ""
    whom: str = ""
    basis: str = ""

    def checked(self) -> "SignAs":
        """Cleaned, and whole as the form asks. Raises: RuleBroken `signing.unknown_authority`, `signing.needs_*`."""
        form = authorities().get(self.authority)
        if form is None:
            raise RuleBroken("signing.unknown_authority")
        whom, basis = clean(self.whom)[:120], clean(self.basis)[:200]
        check_authority(needs_whom=form.needs_whom, needs_basis=form.needs_basis, whom=whom, basis=basis)
        return SignAs(form.id, whom if form.needs_whom else "", basis if form.needs_whom else "")


@transaction.atomic
def submit_for_signature(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, paper: DraftPaper,
    signers: Sequence[int],
) -> Signing:  # fmt: skip
    """Submit a draft to posts in order: the last signs, those before initial (trình ký; ký nháy).

    Whoever stands in for a signer who is away gets the turn.

    Raises: RuleBroken `signing.*`, `dossier.on_the_way`, `state.no_such_move`.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit)
    _refuse_closed(dossier)
    may = {post.pk: post for post in signers_for(dossier, localdate(at))}
    if not set(signers) <= set(may):
        raise RuleBroken("signing.not_a_signer")
    seats = [seated_signer(may[pk], dossier.settling_unit, at) for pk in signers]
    check_levels(levels_for(paper.draft, dossier), [may[pk].role for pk in signers])
    earlier = dossier.signings.aggregate(last=Max("number"))["last"] or 0
    signing = Signing(
        dossier=dossier, number=earlier + 1, draft=paper.draft, step_id=_step_of(dossier),
        agency=seats[-1].post.unit, drafted_in=dossier.unit, sent_at=at, sent_by=actor, **_read(paper),
        **kept(paper.file),
    )  # fmt: skip
    signing.save()
    for level, seat in enumerate(seats, start=1):
        turn = SigningTurn.objects.create(
            signing=signing, level=level, is_last=level == len(seats), post=seat.post,
            began_at=at if level == 1 else None,
        )  # fmt: skip
        note_signing_stand_in(turn, seat, at)
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_SIGNING_SUBMITTED, actor, at, {
        "signing": signing.number, "draft": paper.draft, "what": signing.what, "kind": signing.paper_kind,
        "pages": signing.pages, "agency": signing.agency.code, "drafted": dossier.unit.code,
        "turns": [seat.told for seat in seats], "file": signing.file_hash,
    })  # fmt: skip
    return signing


def _step_of(dossier: Dossier) -> str:
    """The step it is at; of a dossier of another system only that system knows."""
    return str(dossier.procedure_version.step(dossier.step)["id"]) if dossier.origin == Origin.OWN else ""


def _refuse_closed(dossier: Dossier) -> None:
    """Only an open dossier that lies here, with nothing else under way, has something to be signed."""
    if (on_the_way := transit_of(dossier)) is not None:
        raise RuleBroken("dossier.on_the_way", to=on_the_way.to_unit.name)
    if State(dossier.state) not in OPEN_STATES:
        raise RuleBroken("state.no_such_move", state=dossier.state, action="submit")
    if dossier.signings.open().exists():
        raise RuleBroken("signing.one_at_a_time")


def _read(paper: DraftPaper) -> Mapping[str, object]:
    what = clean(paper.what)[:300]
    if not what:
        raise RuleBroken("signing.needs_summary")
    if paper.paper_kind not in paper_kinds():
        raise RuleBroken("signing.unknown_kind")
    if not 1 <= paper.pages <= 999:
        raise RuleBroken("signing.pages")
    return {"what": what, "paper_kind": paper.paper_kind, "pages": paper.pages, "note": clean(paper.note)[:500]}


@transaction.atomic
def sign(
    *, actor: Official, at: datetime, signing_id: int, seen_version: int | None, sign_as: SignAs | None = None
) -> Signing:
    """Initial or sign, by the turn's level (ký nháy, ký); `sign_as` None keeps what was said when it was handed over.

    Raises: RuleBroken `signing.not_your_turn`, `signing.unknown_authority`, `signing.needs_*`, `signing.file_changed`.
    """
    signing = lock_signing(signing_id, seen_version)
    turn = _own_turn(signing, actor, at)
    refuse_changed(signing)
    step = SigningMove.SIGN if turn.is_last else SigningMove.INITIAL
    signing.state = next_state(SIGNING, SigningState(signing.state), step)
    said = (sign_as or SignAs(turn.authority, turn.whom, turn.basis)).checked() if turn.is_last else SignAs()
    turn.authority, turn.whom, turn.basis = said.authority, said.whom, said.basis
    end_turn(turn, Outcome.SIGNED if turn.is_last else Outcome.INITIALLED, at)
    if turn.is_last:
        signing.decided_at = at
        signing.save(update_fields=["state", "decided_at"])
    else:
        following = signing.turns.filter(level=turn.level + 1, ended_at=None).get()
        following.began_at = at
        following.save(update_fields=["began_at"])
    action = Action.DOSSIER_SIGNING_SIGNED if turn.is_last else Action.DOSSIER_SIGNING_INITIALLED
    told = {"authority": said.authority, "whom": said.whom, "basis": said.basis} if turn.is_last else {}
    write(signing, action, actor, at, told | {"file": signing.file_hash})
    return signing


@transaction.atomic
def return_draft(
    *, actor: Official, at: datetime, signing_id: int, seen_version: int | None, reason: str
) -> Signing:
    """Give the draft back to be mended (trả lại): its signer; once signed, the clerk before the number.

    Raises: RuleBroken `signing.needs_reason`, `signing.not_your_turn`.
    """
    signing = lock_signing(signing_id, seen_version)
    because = needed(reason)
    if signing.state == SigningState.SIGNED:
        require(actor, Right.ISSUE_PAPER, localdate(at), signing.agency)
    else:
        _own_turn(signing, actor, at)
    end_signing(signing, SigningMove.RETURN, Outcome.RETURNED, at, because)
    write(signing, Action.DOSSIER_SIGNING_RETURNED, actor, at, {"reason": because})
    return signing


@transaction.atomic
def withdraw_signing(
    *, actor: Official, at: datetime, signing_id: int, seen_version: int | None, reason: str
) -> Signing:
    """Take a draft back before it is signed (rút trình). Raises: RuleBroken `signing.needs_reason`."""
    signing = lock_signing(signing_id, seen_version)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), signing.dossier.unit)
    because = needed(reason)
    end_signing(signing, SigningMove.WITHDRAW, Outcome.ENDED, at, because)
    write(signing, Action.DOSSIER_SIGNING_WITHDRAWN, actor, at, {"reason": because})
    return signing


@transaction.atomic
def hand_on_signing(
    *, actor: Official, at: datetime, signing_id: int, seen_version: int | None, to_post: int, sign_as: SignAs
) -> Signing:
    """Let another sign in one's place (uỷ quyền, giao ký thay): the turn goes to that post with the form it will bear.

    Raises: RuleBroken `signing.not_your_turn`, `signing.not_a_signer`, `signing.same_signer`, `signing.needs_*`.
    """
    signing = lock_signing(signing_id, seen_version)
    turn = _own_turn(signing, actor, at)
    next_state(SIGNING, SigningState(signing.state), SigningMove.HAND_ON)
    post = next((one for one in signers_for(signing.dossier, localdate(at)) if one.pk == to_post), None)
    if post is None:
        raise RuleBroken("signing.not_a_signer")
    seat = seated_signer(post, signing.dossier.settling_unit, at)
    if seat.post.official_id == actor.pk:  # also as the substitute of whom was chosen
        raise RuleBroken("signing.same_signer")
    said = sign_as.checked() if turn.is_last else SignAs()
    note_signing_stand_in(pass_turn(turn, seat.post, said, Outcome.HANDED_ON, at), seat, at)
    write(signing, Action.DOSSIER_SIGNING_HANDED_ON, actor, at, {
        "to": seat.told, "authority": said.authority, "whom": said.whom, "basis": said.basis,
    })  # fmt: skip
    return signing


def cancel_signings(dossier: Dossier, at: datetime) -> None:
    """What was under way ends with its dossier (hồ sơ dừng, rút); the dossier's own ledger entry tells it."""
    for signing in dossier.signings.open():
        end_signing(signing, SigningMove.CANCEL, Outcome.ENDED, at, "")


def cancel_unsigned(dossier: Dossier, at: datetime) -> None:
    """Its source says that it is over: nobody need sign any more; what is signed is still numbered and sealed."""
    for signing in dossier.signings.filter(state=SigningState.WAITING):
        end_signing(signing, SigningMove.CANCEL, Outcome.ENDED, at, OVER_AT_SOURCE)


def lock_signing(signing_id: int, seen_version: int | None) -> Signing:
    """The submission with its dossier locked. Raises: RuleBroken `dossier.changed_meanwhile`."""
    dossier = lock(Signing.objects.values_list("dossier_id", flat=True).get(pk=signing_id), seen_version)
    signing: Signing = Signing.objects.get(pk=signing_id)  # read after the lock: nobody else changes it now
    signing.dossier = dossier
    return signing


def needed(reason: str) -> str:
    """A reason, cleaned. Raises: RuleBroken `signing.needs_reason`."""
    because = clean(reason)[:500]
    if not because:
        raise RuleBroken("signing.needs_reason")
    return because


def _own_turn(signing: Signing, actor: Official, at: datetime) -> SigningTurn:
    """The turn under way, if it is this person's and the post still gives the right."""
    turn = open_turn(signing)
    if turn is None:
        raise RuleBroken("state.no_such_move", state=signing.state, action="sign")
    if turn.post.official_id != actor.pk:
        raise RuleBroken("signing.not_your_turn", title=turn.post.title, unit=turn.post.unit.name)
    require(actor, Right.SIGN, localdate(at), turn.post.unit)
    return turn


def end_turn(turn: SigningTurn, outcome: Outcome, at: datetime) -> None:
    """End one person's waiting; what was said of the form stays with it."""
    turn.ended_at, turn.outcome = at, outcome
    turn.save(update_fields=["ended_at", "outcome", "authority", "whom", "basis", "reason"])


def pass_turn(turn: SigningTurn, post: Post, said: SignAs, outcome: Outcome, at: datetime) -> SigningTurn:
    """End this turn and begin the same level anew at another post; one not yet reached only changes its post."""
    if turn.began_at is None:
        turn.post, turn.authority, turn.whom, turn.basis = post, said.authority, said.whom, said.basis
        turn.save(update_fields=["post", "authority", "whom", "basis"])
        return turn
    end_turn(turn, outcome, at)
    there: SigningTurn = SigningTurn.objects.create(
        signing=turn.signing, level=turn.level, is_last=turn.is_last, post=post, began_at=at,
        authority=said.authority, whom=said.whom, basis=said.basis,
    )  # fmt: skip
    return there


def end_signing(signing: Signing, step: SigningMove, outcome: Outcome, at: datetime, reason: str) -> None:
    """Nobody signs it any more; the turn under way ends with the reason."""
    signing.state = next_state(SIGNING, SigningState(signing.state), step)
    turn = open_turn(signing)
    if turn is not None:
        turn.reason = reason
        end_turn(turn, outcome, at)
    signing.decided_at, signing.ended_at, signing.reason = signing.decided_at or at, at, reason
    signing.save(update_fields=["state", "decided_at", "ended_at", "reason"])


def write(signing: Signing, action: Action, actor: Official, at: datetime, facts: Mapping[str, object]) -> None:
    """The dossier's next version and the act's entry."""
    save(signing.dossier, actor, at)
    record(signing.dossier, action, actor, at, {"signing": signing.number} | dict(facts))
