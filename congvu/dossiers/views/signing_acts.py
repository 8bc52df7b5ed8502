"""What may be done to a submission, as its page shows it: one line an act, with its label, form and verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.forms import Form
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from congvu.dossiers import commands
from congvu.dossiers.commands.signing import SignAs
from congvu.dossiers.forms import SeenForm
from congvu.dossiers.forms_signing import HandOnSigningForm, ReturnForm, SignAsForm, TakeBackForm
from congvu.dossiers.models import Signing, SigningTurn
from congvu.dossiers.signings import open_turn, signers_for
from congvu.dossiers.stand_ins import who_stands_in
from congvu.offices.models import Official
from congvu.offices.permissions import Right, has_right
from congvu.rules.signing import SigningState

Typed = QueryDict | None


@dataclass(frozen=True)
class Desk:
    """A submission before somebody, at an instant: whose turn it is, and what this person is to it."""

    signing: Signing
    official: Official
    at: datetime
    turn: SigningTurn | None

    @property
    def on(self) -> date:
        return localdate(self.at)

    @property
    def is_own_turn(self) -> bool:
        turn = self.turn
        return (
            turn is not None
            and turn.post.official_id == self.official.pk
            and has_right(self.official, Right.SIGN, self.on, turn.post.unit)
        )

    @property
    def is_clerk(self) -> bool:
        return has_right(self.official, Right.ISSUE_PAPER, self.on, self.signing.agency)

    @property
    def is_submitter(self) -> bool:
        return has_right(self.official, Right.WORK_ON_DOSSIER, self.on, self.signing.dossier.unit)


def desk_of(signing: Signing, official: Official, at: datetime) -> Desk:
    return Desk(signing, official, at, open_turn(signing))


@dataclass(frozen=True)
class Doing:
    """One act: when it is offered, its form, and its verb with what was typed."""

    label: Callable[[Desk], str | Promise]
    fits: Callable[[Desk], bool]
    form: Callable[[Desk, Typed, dict[str, object]], Form]
    verb: Callable[..., Signing]
    arguments: Callable[[Mapping[str, Any]], dict[str, Any]] = dict


def _plain(form: type[Form]) -> Callable[[Desk, Typed, dict[str, object]], Form]:
    return lambda desk, typed, start: form(typed, initial=start)


def _sign_form(desk: Desk, typed: Typed, start: dict[str, object]) -> Form:
    """Initials need nothing said; a signature says in whose place, beginning with what was said when it came."""
    turn = desk.turn
    if turn is None or not turn.is_last:
        return SeenForm(typed, initial=start)
    return SignAsForm(typed, initial=start | {"authority": turn.authority, "whom": turn.whom, "basis": turn.basis})


def _hand_on_form(desk: Desk, typed: Typed, start: dict[str, object]) -> Form:
    posts = [post for post in signers_for(desk.signing.dossier, desk.on) if post.official_id != desk.official.pk]
    turn = desk.turn
    said = {"authority": "KT", "whom": turn.post.title} if turn is not None and turn.is_last else {}
    return HandOnSigningForm(typed, initial=start | said, posts=posts, away=who_stands_in(desk.at), says_as=bool(said))


def _sign_as(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"sign_as": SignAs(data["authority"], data["whom"], data["basis"])} if "authority" in data else {}


def _handed(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"sign_as": SignAs(), "to_post": int(data["to_post"])} | _sign_as(data)


def _sign_label(desk: Desk) -> str | Promise:
    return _("Ký nháy") if desk.turn is not None and not desk.turn.is_last else _("Ký")


def _in(desk: Desk, state: SigningState) -> bool:
    return desk.signing.state == state


def _may_return(desk: Desk) -> bool:
    return desk.is_own_turn or (_in(desk, SigningState.SIGNED) and desk.is_clerk)


DOINGS: Mapping[str, Doing] = {
    "ky": Doing(_sign_label, lambda desk: desk.is_own_turn, _sign_form, commands.sign, _sign_as),
    "cap-so": Doing(
        lambda desk: _("Cấp số"), lambda desk: _in(desk, SigningState.SIGNED) and desk.is_clerk, _plain(SeenForm),
        commands.number_paper,
    ),
    "dong-dau": Doing(
        lambda desk: _("Đóng dấu"), lambda desk: _in(desk, SigningState.NUMBERED) and desk.is_clerk,
        _plain(SeenForm), commands.seal_paper,
    ),
    "tra-lai": Doing(lambda desk: _("Trả lại"), _may_return, _plain(ReturnForm), commands.return_draft),
    "chuyen": Doing(
        lambda desk: _("Giao người khác ký"), lambda desk: desk.is_own_turn, _hand_on_form,
        commands.hand_on_signing, _handed,
    ),
    "rut": Doing(
        lambda desk: _("Rút trình"), lambda desk: _in(desk, SigningState.WAITING) and desk.is_submitter,
        _plain(TakeBackForm), commands.withdraw_signing,
    ),
}  # fmt: skip


def form_for(act: str, desk: Desk, typed: Typed = None) -> Form:
    """The form of an act, filled with what the page shows."""
    form = DOINGS[act].form(desk, typed, {"version": desk.signing.dossier.version})
    form.auto_id = f"{act}_%s"  # several forms stand on one page: a label must find its own field
    return form


def do(act: str, desk: Desk, form: Form, at: datetime) -> Signing:
    """Do it, by the verb."""
    typed = dict(form.cleaned_data)
    seen = typed.pop("version")
    doing = DOINGS[act]
    return doing.verb(
        actor=desk.official, at=at, signing_id=desk.signing.pk, seen_version=seen, **doing.arguments(typed)
    )
