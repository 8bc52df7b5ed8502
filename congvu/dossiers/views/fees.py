"""The fees of one dossier: what is owed, paid and let off, every receipt, and the acts; and who has not paid yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers import commands, forms_fees
from congvu.dossiers.commands import fees as verbs
from congvu.dossiers.commands.fees import Paid
from congvu.dossiers.fees import Money, money_of, on_paper, unpaid
from congvu.dossiers.models import Dossier
from congvu.dossiers.views.panels import Bound, panels, say_noted
from congvu.dossiers.views.reading import own_dossier
from congvu.offices.forms import status_of
from congvu.offices.kept_forms import reopens_form
from congvu.offices.lists import paged
from congvu.offices.models import Official
from congvu.offices.once import answers_again, once_by
from congvu.offices.permissions import Right, has_right, posts_with, within_reach
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken
from congvu.rules.fees import FeeKind, Owed, Way

PAGE = 50
MOST = 2000
Typed = Any


@dataclass(frozen=True)
class FeeAct:
    """One act as the page offers it: its form from what is owed and paid, and the verb's own arguments."""

    label: Promise
    form: Callable[[Typed, Money, dict[str, object]], Form]
    verb: Callable[..., Dossier]
    arguments: Callable[[dict[str, Any]], dict[str, Any]]
    fits: Callable[[Money], bool]
    right: Right = Right.TAKE_FEE


def _paid(data: Mapping[str, Any]) -> Paid:
    return Paid(Way(data["way"]), data["reference"], data.get("book", ""), data.get("book_number", ""),
                data.get("taken_on"))


def _on_item(form: Callable[..., Form]) -> Callable[[Typed, Money, dict[str, object]], Form]:
    label = gettext_lazy("Khoản thu")
    return lambda typed, money, start: form(
        typed, initial=start, choices=forms_fees.item_choices(money.items), label=label
    )


def _on_receipt(form: Callable[..., Form]) -> Callable[[Typed, Money, dict[str, object]], Form]:
    label = gettext_lazy("Biên lai")
    return lambda typed, money, start: form(
        typed, initial=start, choices=forms_fees.receipt_choices(money.valid), label=label
    )


ACTS: Mapping[str, FeeAct] = {
    "thu": FeeAct(
        gettext_lazy("Thu tiền, ghi biên lai"),
        lambda typed, money, start: forms_fees.TakeForm(
            typed, initial=start, declared=on_paper(money.dossier, localdate(clock.now()))
        ),
        verbs.take_fee, lambda data: {"paid": _paid(data)}, lambda money: money.balance.left > 0,
    ),
    "mien-giam": FeeAct(
        gettext_lazy("Miễn, giảm"), _on_item(forms_fees.ExemptFeeForm), verbs.exempt_fee,
        lambda data: {"item_id": data["which"], "amount": int(data["amount"]), "ground": data["ground"],
                      "proof": data["proof"]},
        lambda money: money.balance.left > 0,
    ),
    "khoan-thu": FeeAct(
        gettext_lazy("Tính thêm khoản thu"), lambda typed, money, start: forms_fees.AddFeeForm(typed, initial=start),
        verbs.set_fee,
        lambda data: {"item_id": None, "reason": data["reason"],
                      "new": Owed(FeeKind(data["kind"]), data["name"], int(data["amount"]))},
        lambda money: True,
    ),
    "sua-khoan": FeeAct(
        gettext_lazy("Đính chính khoản thu"), _on_item(forms_fees.SetFeeForm), verbs.set_fee,
        lambda data: {"item_id": data["which"], "reason": data["reason"],
                      "new": Owed(FeeKind(data["kind"]), "", int(data["amount"]))},
        lambda money: bool(money.items),
    ),
    "dinh-chinh": FeeAct(
        gettext_lazy("Đính chính hình thức nộp"), _on_receipt(forms_fees.CorrectReceiptForm), verbs.correct_receipt,
        lambda data: {"receipt_id": data["which"], "paid": _paid(data), "reason": data["reason"]},
        lambda money: bool(money.valid), Right.SETTLE_CASH,
    ),
    "huy": FeeAct(
        gettext_lazy("Huỷ biên lai"), _on_receipt(forms_fees.CancelReceiptForm), verbs.cancel_receipt,
        lambda data: {"receipt_id": data["which"], "reason": data["reason"]}, lambda money: bool(money.valid),
        Right.SETTLE_CASH,
    ),
}  # fmt: skip


def _may(official: Official, dossier: Dossier, act: FeeAct, at: datetime) -> bool:
    rights = {Right.TAKE_FEE, act.right}
    return dossier.is_own and any(has_right(official, one, localdate(at), dossier.received_unit) for one in rights)


def _form(act: str, dossier: Dossier, money: Money, typed: Typed = None) -> Form:
    form = ACTS[act].form(typed, money, {"version": dossier.version})
    form.auto_id = f"{act}_%s"
    return form


@login_required
@require_GET
def fees(request: HttpRequest, pk: int) -> HttpResponse:
    """What a dossier owes, what was paid by which receipt, what was cancelled; reading it is noted."""
    return _show(request, own_dossier(request, pk))


def _show(request: HttpRequest, dossier: Dossier, bound: Bound | None = None) -> HttpResponse:
    at, official, money = clock.now(), official_of(request), money_of(dossier)
    commands.note_reading(actor=official, at=at, dossier=dossier)
    offered = {
        name: act.label
        for name, act in ACTS.items()
        if (_may(official, dossier, act, at) and act.fits(money)) or (bound and bound[0] == name)
    }
    acts = panels(official, ("dossiers:fee_act", dossier.pk), offered, lambda act: _form(act, dossier, money), bound)
    context = {
        "dossier": dossier, "money": money, "acts": acts, "form": bound[1] if bound else None,
        "rates": dossier.procedure_version.rates,
    }  # fmt: skip
    status = status_of(bound[1]) if bound else 200
    return render(request, "dossiers/fees.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
@answers_again()
def fee_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do one act; a refusal shows the page again with what was typed and why."""
    dossier, at = own_dossier(request, pk), clock.now()
    if act not in ACTS:
        raise Http404
    typed = request.POST.copy()
    form = _form(act, dossier, money_of(dossier), typed)
    if answer := once_by(request, at, form, lambda: _act(official_of(request), dossier, act, form, at)):
        say_noted(request, ACTS[act].label, dossier.code)
        return redirect(answer)
    if request.method == "POST":
        typed["version"] = str(dossier.version)
    return _show(request, dossier, (act, form))


def _act(official: Official, dossier: Dossier, act: str, form: Form, at: datetime) -> str:
    data, doing = form.cleaned_data, ACTS[act]
    doing.verb(
        actor=official, at=at, dossier_id=dossier.pk, seen_version=data["version"], **doing.arguments(data)
    )
    return reverse("dossiers:fees", args=[dossier.pk])


@login_required
@require_GET
def unpaid_list(request: HttpRequest) -> HttpResponse:
    """The dossiers that still owe something, the oldest first; to read or to print (`in=1`)."""
    at, official = clock.now(), official_of(request)
    on = localdate(at)
    rights = [right for right in (Right.TAKE_FEE, Right.READ_CASH) if posts_with(official, right, on)]
    if not rights:
        raise RuleBroken("rights.missing", right=Right.READ_CASH.value, unit=_("nơi thu phí, lệ phí"))
    reach = within_reach(official, rights[0], on, "received_unit")
    for right in rights[1:]:
        reach |= within_reach(official, right, on, "received_unit")
    rows = unpaid(Dossier.objects.visible_to(official, on).filter(reach))
    rows = rows.select_related("procedure_version__procedure", "received_unit").order_by("received_at", "pk")
    return render(request, "dossiers/unpaid.html", {"now": at} | paged(request, rows, PAGE, MOST))
