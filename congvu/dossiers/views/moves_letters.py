"""The moves that write to the applicant, as the dossier's page shows them; `moves.DOINGS` takes them in."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _

from congvu import clock
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.commands.extension import Apology
from congvu.dossiers.commands.waiting import asked_for_papers
from congvu.dossiers.forms import MoveForm
from congvu.dossiers.forms_letters import AskForm, CameForm, ExtendForm, StopForm, WithdrawForm
from congvu.dossiers.models import Dossier, MissingPaper
from congvu.law import practice
from congvu.offices.models import Unit
from congvu.offices.templatetags.congvu_format import local_instant
from congvu.rules.letters import is_apology_late, legal_basis, moves_the_due

Typed = QueryDict | None


def ask_form(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    """The request for papers; the basis begins with the procedure's own."""
    tolerated = practice().supplement_requests_tolerated
    start = start | {"basis": legal_basis(dossier.procedure_version.basis)[:500]}
    return AskForm(typed, initial=start, asked=asked_for_papers(dossier), tolerated=tolerated)


def resume_form(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    """Going on; after a request for papers it asks which of them came."""
    items = MissingPaper.objects.filter(request__dossier=dossier, request__pause__ended_at=None)
    asked = [(one.number, one.what) for one in items]
    return CameForm(typed, initial=start, asked=asked) if asked else MoveForm(typed, initial=start)


def extend_form(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    """The apology; the hint says the present date and whether an apology now is late."""
    days, due_on = practice().apology_days_before_due, dossier.due_on or on
    hint = _("Ngày làm việc sau hạn hiện tại %(due)s; chỉ được hẹn lại một lần.") % {"due": f"{due_on:%d/%m/%Y}"}
    if dossier.due_at and not moves_the_due(dossier.due_at, clock.now()):
        said = {"due": local_instant(dossier.due_at)}
        hint = _(
            "Hồ sơ đã quá hạn từ %(due)s: ngày hẹn lại được báo cho người nộp, hạn không đổi và hồ sơ vẫn quá hạn. "
            "Văn bản sẽ ghi là xin lỗi muộn; chỉ được hẹn lại một lần."
        ) % said
    elif is_apology_late(on, due_on, days):
        last = {"last": f"{due_on - timedelta(days=days):%d/%m/%Y}"}
        hint += " " + _("Chậm nhất phải xin lỗi ngày %(last)s: văn bản sẽ ghi là xin lỗi muộn.") % last
    units = Unit.of_the_place().order_by("name_key").values_list("pk", "name")
    start = start | {"unit_at_fault": dossier.settling_unit_id}
    return ExtendForm(typed, initial=start, units=list(units), said=hint)


def stop_form(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    return StopForm(typed, initial=start, papers=list(dossier.papers))


def withdraw_form(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    return WithdrawForm(typed, initial=start, papers=list(dossier.papers))


def to_apology(data: Mapping[str, Any]) -> dict[str, Any]:
    """What `extend` takes."""
    fault = Unit.objects.get(pk=data["unit_at_fault"])
    return {"note": data["note"], "apology": Apology(data["new_day"], data["reason"], fault)}


def to_told(data: Mapping[str, Any]) -> dict[str, Any]:
    """What `stop` and `withdraw` take."""
    told = Told(data["reason"], data.get("basis", ""), tuple(data.get("returned", ())))
    return {"note": data["note"], "told": told}


def may_extend(dossier: Dossier) -> bool:
    """Is there a date of our own to move, and has it not been moved yet?"""
    return dossier.due_at is not None and dossier.extensions.count() < practice().extensions_allowed


def where_it_lies_or_came_in(dossier: Dossier) -> tuple[Unit, ...]:
    return (dossier.unit, dossier.received_unit)


def where_it_lies_or_is_settled(dossier: Dossier) -> tuple[Unit, ...]:
    return (dossier.unit, dossier.settling_unit)
