"""The acts around postings, objections, other bodies and dues as a dossier's page offers them: one line an act."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.forms import Form
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congvu import clock
from congvu.dossiers import commands, forms_land
from congvu.dossiers.commands.awaited import Question
from congvu.dossiers.commands.dues import Notice, Proof
from congvu.dossiers.commands.objections import Said
from congvu.dossiers.commands.posting import Minutes
from congvu.dossiers.commands.waiting import is_near_due
from congvu.dossiers.models import Delivery, Dossier, Objection, ObjectionChannel, ObjectionKind
from congvu.dossiers.views.doing import Doing, FormMaker, Typed, plain
from congvu.law import practice
from congvu.offices.models import Unit
from congvu.offices.permissions import Right
from congvu.rules.awaited import ReplyState
from congvu.rules.dossier import Move
from congvu.rules.dues import DuesState
from congvu.rules.posting import ObjectionState, PostingState


def _of_dossier(form: type[forms_land.ChosenForm]) -> FormMaker:
    return lambda dossier, on, typed, start: form(typed, initial=start, dossier=dossier)


def _dated(form: type[Form], name: str) -> FormMaker:
    """A form whose day is today unless typed otherwise."""

    def make(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
        return form(typed, initial=start | {name: f"{on:%d/%m/%Y}"})

    return make


def _payment(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    return forms_land.PaymentForm(typed, initial=start | {"paid_on": f"{on:%d/%m/%Y}"}, dossier=dossier)


def _restart(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    up = dossier.postings.filter(state=PostingState.OPEN).first()
    return forms_land.RestartPostingForm(typed, initial=start | {"places": up.places if up else ""})


def _question_form(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    """Near the due instant it says beforehand whose question still stops the clock."""
    hint = ""
    if is_near_due(dossier, clock.now()):
        hint = gettext(
            "Còn dưới %(hours)s giờ làm việc: chỉ văn bản do thủ trưởng đơn vị hỏi mới dừng được đồng hồ; "
            "người khác hỏi thì thời hạn vẫn tính."
        ) % {"hours": practice().pause_needs_head_working_hours}
    return forms_land.QuestionForm(typed, initial=start, hint=hint)


MINUTES = ("number", "places", "witnesses")


def _minutes(data: dict[str, Any]) -> dict[str, Any]:
    minutes = Minutes(**{name: data[name] for name in MINUTES})
    return {name: data[name] for name in data if name not in MINUTES} | {"minutes": minutes}


def _said(data: dict[str, Any]) -> dict[str, Any]:
    kinds = {"kind": ObjectionKind(data["kind"]), "channel": ObjectionChannel(data["channel"])}
    return {"said": Said(**(data | kinds))}


def _question(data: dict[str, Any]) -> dict[str, Any]:
    return {"note": data["note"], "question": Question(data["kind"], data["paper"], data["body"], data["about"])}


def _notice(data: dict[str, Any]) -> dict[str, Any]:
    how = data["delivered"]
    notice = Notice(data["number"], int(data["amount"]), data["issued_on"], data["pay_by"])
    return {"notice": notice, "delivered": Delivery(how) if how else None, "note": data["note"]}


def _which(name: str, **made: Callable[[Any], object]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The chosen thing under the verb's own name."""

    def arguments(data: dict[str, Any]) -> dict[str, Any]:
        rest = {key: made[key](value) if key in made else value for key, value in data.items() if key != "which"}
        return rest | {name: data["which"]}

    return arguments


def _proof(data: dict[str, Any]) -> dict[str, Any]:
    return {"notice_id": data["which"], "proof": Proof(data["number"], data["paid_on"], int(data["amount"]))}


def _may_open(dossier: Dossier) -> bool:
    step = dossier.procedure_version.step(dossier.step)
    replaced = PostingState.REPLACED
    return step.get("kind") == "posting" and not dossier.postings.exclude(state=replaced).exists()


def _is_up(dossier: Dossier) -> bool:
    return dossier.postings.filter(state=PostingState.OPEN).exists()


def _was_up(dossier: Dossier) -> bool:
    return dossier.postings.exists()


def _has_objection(dossier: Dossier) -> bool:
    return Objection.objects.filter(posting__dossier=dossier, state=ObjectionState.NOTED).exists()


def _has_question(dossier: Dossier) -> bool:
    return dossier.awaited.filter(state=ReplyState.ASKED).exists()


def _owes(dossier: Dossier) -> bool:
    return dossier.dues.filter(state__in=[DuesState.NOTED, DuesState.DELIVERED]).exists()


def _undelivered(dossier: Dossier) -> bool:
    return dossier.dues.filter(state=DuesState.NOTED).exists()


def _expects_dues(dossier: Dossier) -> bool:
    return any(step.get("kind") == "dues" for step in dossier.procedure_version.steps)


def _both(dossier: Dossier) -> tuple[Unit, ...]:
    return dossier.unit, dossier.received_unit


WORK = Right.WORK_ON_DOSSIER
LAND_DOINGS: Mapping[Move, Doing] = {
    Move.OPEN_POSTING: Doing(
        _("Mở niêm yết công khai"), WORK, commands.open_posting, plain(forms_land.OpenPostingForm), _minutes, _may_open,
        proof="minutes_scan",
    ),
    Move.CLOSE_POSTING: Doing(
        _("Kết thúc niêm yết"), WORK, commands.close_posting, plain(forms_land.ClosePostingForm), fits=_is_up,
        proof="closing_scan",
    ),
    Move.EXTEND_POSTING: Doing(
        _("Gia hạn niêm yết"), WORK, commands.extend_posting, plain(forms_land.ExtendPostingForm), fits=_is_up
    ),
    Move.RESTART_POSTING: Doing(
        _("Niêm yết lại"), WORK, commands.restart_posting, _restart, _minutes, _is_up, proof="minutes_scan"
    ),
    Move.NOTE_OBJECTION: Doing(
        _("Ghi ý kiến trong thời gian niêm yết"), WORK, commands.note_objection,
        _dated(forms_land.ObjectionForm, "came_on"), _said, _was_up, _both,
    ),
    Move.SETTLE_OBJECTION: Doing(
        _("Trả lời ý kiến"), WORK, commands.settle_objection, _of_dossier(forms_land.SettleObjectionForm),
        _which("objection_id"), _has_objection,
    ),
    Move.ASK_BODY: Doing(_("Hỏi cơ quan khác"), WORK, commands.ask_body, _question_form, _question),
    Move.NOTE_REPLY: Doing(
        _("Ghi nhận trả lời"), WORK, commands.note_reply, _of_dossier(forms_land.ReplyForm), _which("reply_id"),
        _has_question, _both,
    ),
    Move.NOTE_DUES: Doing(
        _("Ghi thông báo nghĩa vụ tài chính"), WORK, commands.note_dues, _dated(forms_land.DuesForm, "issued_on"),
        _notice, _expects_dues, _both,
    ),
    Move.DELIVER_DUES: Doing(
        _("Giao thông báo cho người nộp"), WORK, commands.deliver_dues, _of_dossier(forms_land.DeliverForm),
        _which("notice_id", how=Delivery), _undelivered, _both,
    ),
    Move.NOTE_PAYMENT: Doing(
        _("Ghi chứng từ nộp tiền"), WORK, commands.note_payment, _payment, _proof, _owes, _both, proof="scan"
    ),
    Move.EXEMPT_DUES: Doing(
        _("Miễn, giảm"), WORK, commands.exempt_dues, _of_dossier(forms_land.ExemptForm),
        _which("notice_id", amount=int), _owes,
        _both,
    ),
    Move.WITHDRAW_DUES: Doing(
        _("Thu hồi thông báo"), WORK, commands.withdraw_dues, _of_dossier(forms_land.WithdrawDuesForm),
        _which("notice_id"), _owes, _both,
    ),
}  # fmt: skip
