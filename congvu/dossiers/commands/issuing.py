"""The clerk's two acts (văn thư): a signed paper takes its number, then it is sealed; and signings of who is away."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from congvu.dossiers.commands.progress import save
from congvu.dossiers.commands.signing import SignAs, lock_signing, needed, pass_turn, write
from congvu.dossiers.models import Dossier, Outcome, Signing, SigningTurn
from congvu.ledger import commands as ledger
from congvu.ledger.commands import Act
from congvu.offices.models import Official, Post
from congvu.offices.permissions import RIGHTS, Right, has_right, reaches, require
from congvu.papers.commands import take_number
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.signing import SIGNING, SigningMove, SigningState
from congvu.rules.state_machine import next_state


@transaction.atomic
def number_paper(*, actor: Official, at: datetime, signing_id: int, seen_version: int | None) -> Signing:
    """Give a signed paper the next number of its agency, kind and year (cấp số): no gap, whoever else presses.

    Raises: RuleBroken `rights.missing`, `state.no_such_move`, `paper_number.no_agency`.
    """
    signing = lock_signing(signing_id, seen_version)
    require(actor, Right.ISSUE_PAPER, localdate(at), signing.agency)
    signing.state = next_state(SIGNING, SigningState(signing.state), SigningMove.NUMBER)
    taken = take_number(unit=signing.agency, series=signing.paper_kind, year=localtime(at).year)
    signing.year, signing.paper_number, signing.symbol = taken.year, taken.value, taken.symbol
    signing.numbered_at, signing.numbered_by = at, actor
    signing.save(update_fields=["state", "year", "paper_number", "symbol", "numbered_at", "numbered_by"])
    write(signing, Action.DOSSIER_SIGNING_NUMBERED, actor, at, {"symbol": signing.symbol})
    return signing


@transaction.atomic
def seal_paper(*, actor: Official, at: datetime, signing_id: int, seen_version: int | None) -> Signing:
    """Put the agency's seal on a numbered paper (đóng dấu): from now on it is what was submitted for."""
    signing = lock_signing(signing_id, seen_version)
    require(actor, Right.ISSUE_PAPER, localdate(at), signing.agency)
    signing.state = next_state(SIGNING, SigningState(signing.state), SigningMove.SEAL)
    signing.sealed_at, signing.sealed_by = at, actor
    signing.save(update_fields=["state", "sealed_at", "sealed_by"])
    write(signing, Action.DOSSIER_SIGNING_SEALED, actor, at, {})
    return signing


@transaction.atomic
def move_signings(
    *, actor: Official, at: datetime, signer: Official, to: Post, sign_as: SignAs, reason: str
) -> list[Signing]:
    """Everything that waits, or will wait, for a signer who is away goes to a substitute's post; all or nothing.

    `reason` names the paper or the cause of the absence. Gives what was moved, the oldest first.
    Raises: RuleBroken `signing.needs_reason`, `signing.same_signer`, `signing.substitute_may_not`, `signing.needs_*`.
    """
    because, said = needed(reason), sign_as.checked()
    if to.official_id == signer.pk:
        raise RuleBroken("signing.same_signer")
    waiting = SigningTurn.objects.filter(
        post__official=signer, ended_at=None, signing__state=SigningState.WAITING
    )
    ids = sorted(set(waiting.values_list("signing__dossier_id", flat=True)))
    # All dossiers before the first act, in the order of their keys; the ledger's head last of all.
    dossiers = {one.pk: one for one in Dossier.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    turns = list(waiting.filter(signing__dossier__in=dossiers).order_by("signing__sent_at", "pk"))
    moved: dict[int, Signing] = {}
    for turn in turns:
        signing = moved.setdefault(turn.signing_id, turn.signing)
        signing.dossier = dossiers[signing.dossier_id]
        _refuse_substitute(signing, turn, actor, to, at)
        pass_turn(turn, to, said if turn.is_last else SignAs(), Outcome.MOVED, at)
    for signing in moved.values():
        save(signing.dossier, actor, at)
    ledger.append_all([_act(one, signer, to, said, actor, because) for one in moved.values()], at=at)
    return list(moved.values())


def _refuse_substitute(signing: Signing, turn: SigningTurn, actor: Official, to: Post, at: datetime) -> None:
    """Who moves must look over the signer's unit; who takes over must have the right to sign for that dossier."""
    today, unit = localdate(at), turn.post.unit
    if not has_right(actor, Right.SET_UP_PLACE, today, unit):
        require(actor, Right.REASSIGN_DOSSIER, today, unit)
    held = Post.objects.filter(Post.held_on(today), pk=to.pk, official__is_active=True).exists()
    if not held or Right.SIGN not in RIGHTS[to.role] or not reaches(to, signing.dossier.settling_unit):
        raise RuleBroken("signing.substitute_may_not", title=to.title, unit=to.unit.name, code=signing.dossier.code)


def _act(signing: Signing, signer: Official, to: Post, said: SignAs, actor: Official, reason: str) -> Act:
    dossier = signing.dossier
    facts = {
        "signing": signing.number, "from": signer.login, "reason": reason, "authority": said.authority,
        "whom": said.whom, "basis": said.basis,
        "to": {"login": to.official.login, "unit": to.unit.code, "role": to.role},
    }  # fmt: skip
    return Act(Action.DOSSIER_SIGNING_MOVED, f"dossier:{dossier.pk}", dossier.unit.code, actor.login, facts)
