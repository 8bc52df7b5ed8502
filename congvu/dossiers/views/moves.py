"""What may be done to a dossier, as its page shows it: one line a move, with its label, right, form and verb.

A new move is a row in `rules.dossier.TRANSITIONS`, a command, and a line here.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import Form
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.forms import CorrectionForm, HandOnForm, PauseForm
from congvu.dossiers.models import Dossier, Origin
from congvu.dossiers.receipt import papers_known
from congvu.dossiers.stand_ins import who_stands_in
from congvu.dossiers.transit import transit_of
from congvu.dossiers.views import moves_letters as letters
from congvu.dossiers.views.doing import Doing, Typed, plain
from congvu.dossiers.views.handing_over import handing_form, to_handing
from congvu.dossiers.views.land_moves import LAND_DOINGS
from congvu.offices.models import Official, Post, Role, Unit
from congvu.offices.permissions import Right, has_right
from congvu.rules.batch import NEED_THE_PAPERS
from congvu.rules.dossier import OPEN_STATES, TRANSITIONS, Move, State
from congvu.rules.state_machine import allowed_actions


def receivers(dossier: Dossier, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where a dossier may go; the settling and receiving units first."""
    return desks(on, {dossier.settling_unit_id, dossier.unit_id, dossier.received_unit_id})


def desks(on: date, near: set[int]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The desks of all units, grouped by unit, those of the units `near` first."""
    posts = Post.objects.filter(
        Post.held_on(on), role__in=[Role.COUNTER, Role.SPECIALIST, Role.HEAD], official__is_active=True
    )
    by_unit: dict[Unit, list[tuple[str, str]]] = {}
    taken = who_stands_in(clock.now())
    for post in posts.select_related("unit", "official").order_by("unit__name_key", "official__name_key"):
        unassigned = _("%(unit)s (chưa giao cho ai)") % {"unit": post.unit.name}
        of_unit = by_unit.setdefault(post.unit, [(f"{post.unit_id}:", unassigned)])
        label = f"{post.official.full_name} – {post.title}{taken.get((post.official_id, post.unit_id), '')}"
        of_unit.append((f"{post.unit_id}:{post.official_id}", label))
    ordered = sorted(by_unit.items(), key=lambda pair: pair[0].pk not in near)
    return [(unit.name, of_unit) for unit, of_unit in ordered]


def receiver_from(value: str) -> Receiver:
    """The desk a choice of `receivers` means."""
    unit_id, _colon, official_id = value.partition(":")
    official = Official.objects.get(pk=int(official_id)) if official_id else None
    return Receiver(Unit.objects.get(pk=int(unit_id)), official)


def suggested(dossier: Dossier, on: date) -> str:
    """Who the next step's record says should have it: the counter, a specialist or the head of the settling unit."""
    steps = dossier.procedure_version.steps
    by = steps[min(dossier.step + 1, len(steps) - 1)].get("by", "specialist") if steps else "specialist"
    unit = dossier.received_unit if by == "counter" else dossier.settling_unit
    post = unit.posts.filter(Post.held_on(on), role=by).order_by("pk").first()
    return f"{unit.pk}:{post.official_id}" if post else f"{unit.pk}:"


def _hand_on_form(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    return HandOnForm(typed, initial=start | {"to": suggested(dossier, on)}, receivers=receivers(dossier, on))


def _correction_form(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    party = getattr(dossier, "applicant", None)
    if party is None:  # of another system's register, which told of nobody
        raise Http404
    kept = {name: getattr(party, name) for name in CorrectionForm.base_fields if hasattr(party, name)}
    kept |= {"papers": dossier.papers, "channel": dossier.channel}
    return CorrectionForm(typed, initial=start | kept, kind=party.kind, papers=papers_known(dossier))


def _to_receiver(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"to": receiver_from(data["to"])}


def _to_changes(data: dict[str, Any]) -> dict[str, Any]:
    return {"reason": data["reason"], "changes": {name: data[name] for name in data if name != "reason"}}


def _has_next_step(dossier: Dossier) -> bool:
    return dossier.step + 1 < len(dossier.procedure_version.steps)


def _is_paused_by_hand(dossier: Dossier) -> bool:
    return dossier.pauses.filter(ended_at=None, by_act=False).exists()


DOINGS: Mapping[Move, Doing] = {
    Move.FINISH_STEP: Doing(
        gettext_lazy("Hoàn thành bước, chuyển tiếp"), Right.WORK_ON_DOSSIER, commands.finish_step,
        form=_hand_on_form, arguments=_to_receiver, fits=_has_next_step,
    ),
    Move.HAND_ON: Doing(
        gettext_lazy("Chuyển xử lý"), Right.WORK_ON_DOSSIER, commands.hand_on, form=_hand_on_form,
        arguments=_to_receiver,
    ),
    Move.PAUSE: Doing(
        gettext_lazy("Tạm dừng tính hạn"), Right.WORK_ON_DOSSIER, commands.pause, form=plain(PauseForm)
    ),
    Move.ASK_PAPERS: Doing(
        gettext_lazy("Yêu cầu bổ sung, hoàn thiện hồ sơ"), Right.WORK_ON_DOSSIER, commands.ask_for_papers,
        form=letters.ask_form, paper="02",
    ),
    Move.EXTEND: Doing(
        gettext_lazy("Xin lỗi và gia hạn thời gian giải quyết"), Right.EXTEND_DOSSIER, commands.extend,
        form=letters.extend_form, arguments=letters.to_apology, fits=letters.may_extend,
        units=letters.where_it_lies_or_is_settled, paper="04",
    ),
    Move.STOP: Doing(
        gettext_lazy("Dừng giải quyết hồ sơ"), Right.END_DOSSIER, commands.stop, form=letters.stop_form,
        arguments=letters.to_told, units=letters.where_it_lies_or_came_in, paper="05",
    ),
    Move.WITHDRAW: Doing(
        gettext_lazy("Rút hồ sơ theo yêu cầu"), Right.END_DOSSIER, commands.withdraw, form=letters.withdraw_form,
        arguments=letters.to_told, units=letters.where_it_lies_or_came_in, paper="05",
    ),
    Move.RESUME: Doing(
        gettext_lazy("Tiếp tục tính hạn"), Right.WORK_ON_DOSSIER, commands.resume, form=letters.resume_form,
        fits=_is_paused_by_hand,
    ),
    Move.RECORD_RESULT: Doing(gettext_lazy("Ghi nhận kết quả"), Right.RECORD_RESULT, commands.record_result),
    Move.RETURN: Doing(
        gettext_lazy("Trả kết quả"), Right.RETURN_RESULT, commands.hand_over, form=handing_form, arguments=to_handing
    ),
    Move.CORRECT: Doing(
        gettext_lazy("Đính chính"), Right.CORRECT_DOSSIER, commands.correct, form=_correction_form,
        arguments=_to_changes, units=lambda dossier: (dossier.unit, dossier.received_unit),
    ),
    **LAND_DOINGS,
}  # fmt: skip


def moves_for(dossier: Dossier, official: Official, on: date) -> list[Move]:
    """What this person may do to this dossier now; what another system registered only changes desks here."""
    found = allowed_actions(TRANSITIONS, State(dossier.state))
    if dossier.origin == Origin.IMPORTED:
        found = [Move.HAND_ON] if State(dossier.state) in OPEN_STATES else []
    if transit_of(dossier):
        found = [move for move in found if move not in NEED_THE_PAPERS]
    return [
        move
        for move in found
        if DOINGS[move].fits(dossier) and has_right(official, DOINGS[move].right, on, *DOINGS[move].units(dossier))
    ]


def form_for(move: Move, dossier: Dossier, on: date, typed: Typed = None) -> Form:
    """The form of a move, filled with what the page shows."""
    form = DOINGS[move].form(dossier, on, typed, {"version": dossier.version})
    form.auto_id = f"{move.value}_%s"  # several forms stand on one page: a label must find its own field
    return form
