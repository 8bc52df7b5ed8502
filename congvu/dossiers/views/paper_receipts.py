"""Paper receipts for an outage: printed beforehand, which are used, cancelled, still out."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.forms_counter import CancelPaperReceiptForm, LateEntryForm, PrintReceiptsForm
from congvu.dossiers.models import LateEntry, PaperReceipt, ReceiptBlock
from congvu.dossiers.models.counter import RECEIPT_WORDS
from congvu.dossiers.views.papers import counters_of
from congvu.law import practice
from congvu.offices.forms import status_of
from congvu.offices.kept_forms import reopens, typed_in
from congvu.offices.lists import paged
from congvu.offices.models import Post, Role, Unit
from congvu.offices.once import answers_again, key_again, once_by
from congvu.offices.permissions import Right, has_right, require
from congvu.offices.staff import official_of
from congvu.papers.answer import as_pdf
from congvu.papers.render import pdf
from congvu.rules.paper_receipt import ReceiptState

PAGE = 50


def _receiving(units: list[Unit], on: date) -> list[Unit]:
    """Those at which somebody receives; all where nobody does yet."""
    there = set(Post.objects.filter(Post.held_on(on), role=Role.COUNTER).values_list("unit_id", flat=True))
    return [one for one in units if one.pk in there] or units


def _unit(request: HttpRequest, units: list[Unit]) -> Unit:
    """The counter asked for; without one, where this person receives, else the first to be read."""
    official, today = official_of(request), localdate(clock.now())
    named = next((one for one in units if one.code == request.GET.get("don-vi")), None)
    if named is None and "don-vi" in request.GET:
        raise Http404
    own = next((one for one in units if has_right(official, Right.ACCEPT_DOSSIER, today, one)), units[0])
    return named or own


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again()
def paper_receipts(request: HttpRequest) -> HttpResponse:
    """The list of a counter's numbers; whoever receives there prints more and cancels spoilt ones."""
    at, official = clock.now(), official_of(request)
    units = _receiving(counters_of(official, at), localdate(at))
    unit = _unit(request, units)
    typed = typed_in(request)
    forms = _forms(typed)
    form = forms[_meant(typed)]
    if answer := once_by(request, at, form, lambda: _act(request, unit, form)):
        return redirect(answer)
    rows = PaperReceipt.objects.filter(unit=unit).select_related("dossier", "ended_by", "block")
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("tinh-trang", "")
    shown = rows.filter(state=state) if state in set(ReceiptState) else rows
    context = {
        **paged(request, shown.order_by("-year", "-number", "-pk"), PAGE),
        "units": units, "unit": unit, "form": form, **forms, "state": state,
        "key": key_again(typed, official),
        "states": [(one.value, word, counts.get(one.value, 0)) for one, word in RECEIPT_WORDS.items()],
        "blocks": ReceiptBlock.objects.filter(unit=unit).order_by("-pk")[:10],
        "receiving": has_right(official, Right.ACCEPT_DOSSIER, localdate(at), unit),
        "may_allow": has_right(official, Right.ALLOW_LATE_ENTRY, localdate(at), unit),
        "late_entries": LateEntry.objects.filter(unit=unit).select_related("allowed_by").order_by("-pk")[:10],
        "practice": practice(),
    }  # fmt: skip
    return render(request, "dossiers/paper_receipts.html", context, status=status_of(form))


def _meant(typed: QueryDict | None) -> str:
    """Which of the page's forms was sent."""
    if typed is not None and "receipt" in typed:
        return "cancelling"
    return "allowing" if typed is not None and "first_day" in typed else "printing"


def _forms(typed: QueryDict | None) -> dict[str, Form]:
    made = {"printing": PrintReceiptsForm, "cancelling": CancelPaperReceiptForm, "allowing": LateEntryForm}
    return {name: form(typed if name == _meant(typed) else None) for name, form in made.items()}


def _act(request: HttpRequest, unit: Unit, form: Form) -> str:
    official, at, data = official_of(request), clock.now(), form.cleaned_data
    here = f"{reverse('dossiers:paper_receipts')}?don-vi={unit.code}"
    if isinstance(form, CancelPaperReceiptForm):
        receipt = get_object_or_404(PaperReceipt, pk=data["receipt"], unit=unit)
        commands.cancel_paper_receipt(actor=official, at=at, receipt_id=receipt.pk, reason=data["reason"])
        messages.success(request, _("Đã huỷ giấy biên nhận số %(number)s.") % {"number": receipt.symbol})
        return here
    if isinstance(form, LateEntryForm):
        commands.allow_late_entry(actor=official, at=at, unit=unit, **data)
        messages.success(request, _("Đã cho phép nhập muộn giấy nhận từ %(first)s đến %(last)s.") % {
            "first": f"{data['first_day']:%d/%m/%Y}", "last": f"{data['last_day']:%d/%m/%Y}",
        })  # fmt: skip
        return here
    block = commands.print_receipts(actor=official, at=at, unit=unit, count=data["count"])
    facts = {"first": block.first, "last": block.last}
    messages.success(request, _("Đã cấp giấy biên nhận số %(first)s đến %(last)s. Mở bản in bên dưới.") % facts)
    return here


@login_required
@require_GET
def block_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A block as it is printed: two copies of each receipt on a page."""
    block = get_object_or_404(ReceiptBlock.objects.select_related("unit", "paper"), pk=pk)
    require(official_of(request), Right.READ_REGISTER, localdate(clock.now()), block.unit)
    if block.paper is None:
        raise LookupError(f"block {pk} without its paper")
    return as_pdf(pdf(block.paper), f"giay-bien-nhan-{block.unit.code}-{block.year}-{block.first}-{block.last}")
