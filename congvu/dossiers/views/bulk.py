"""What is done to several dossiers chosen in a list: hand over to one desk, print. Never a pause."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers.commands import note_readings
from congvu.dossiers.commands.bulk import hand_on_many
from congvu.dossiers.models import BulkRun, Dossier, ReadingHow
from congvu.dossiers.printed_receipts import control_sheets_in_one, receipts_in_one
from congvu.dossiers.views.listing import show_list
from congvu.dossiers.views.moves import receiver_from
from congvu.offices.kept_forms import reopens_form
from congvu.offices.once import once
from congvu.offices.staff import official_of
from congvu.papers.answer import as_pdf
from congvu.rules.errors import RuleBroken
from congvu.sentences import REFUSALS, sentence

MOST_PRINTED = 50


def chosen_of(request: HttpRequest) -> dict[int, int]:
    """The rows that were ticked: key and version seen; what is no such pair is left out."""
    pairs = (value.partition(":") for value in request.POST.getlist("chon"))
    return {int(pk): int(version) for pk, _colon, version in pairs if pk.isdigit() and version.isdigit()}


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
def act(request: HttpRequest) -> HttpResponse:
    """Do to all that were ticked what the button says; a refusal shows the list again with the same ticks and why."""
    if request.method != "POST":
        return show_list(request, chosen_of(request))
    try:
        if request.POST.get("viec") in PRINTS:
            return PRINTS[request.POST["viec"]](request)
        return redirect(once(request, clock.now(), lambda: _hand_on(request)))
    except RuleBroken as refusal:
        if refusal.code == "rights.missing":
            raise
        return show_list(request, chosen_of(request), sentence(refusal, _))


def _hand_on(request: HttpRequest) -> str:
    value = request.POST.get("to", "")
    if not value:
        raise RuleBroken("bulk.no_receiver")
    done = hand_on_many(
        actor=official_of(request), at=clock.now(), chosen=chosen_of(request), to=receiver_from(value),
        note=request.POST.get("note", "")[:500],
    )  # fmt: skip
    return reverse("dossiers:bulk_run", args=[done.pk])


@login_required
@require_GET
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each, for the one who did it; the refused stand first with what to do."""
    run = get_object_or_404(BulkRun, pk=pk, official=official_of(request))
    refused = [
        one | {"said": _(REFUSALS[one["refused"]]) % one["facts"]} for one in run.outcomes if one["refused"]
    ]
    done = [one for one in run.outcomes if not one["refused"]]
    return render(request, "dossiers/bulk_run.html", {"run": run, "refused": refused, "done": done})


def _to_print(request: HttpRequest) -> list[Dossier]:
    """What was ticked and may be read, in the order of the codes. Raises: RuleBroken `bulk.*`."""
    wanted = list(chosen_of(request))
    if not wanted:
        raise RuleBroken("bulk.nothing_chosen")
    if len(wanted) > MOST_PRINTED:
        raise RuleBroken("bulk.too_many", most=MOST_PRINTED)
    readable = Dossier.objects.visible_to(official_of(request), localdate(clock.now()))
    related = ("procedure_version__procedure", "received_unit", "settling_unit", "applicant")
    return list(readable.filter(pk__in=wanted).select_related(*related).order_by("code"))


def _receipts(request: HttpRequest) -> HttpResponse:
    """The receipts of all that were ticked in one PDF."""
    asked = _to_print(request)
    made, without = receipts_in_one(asked)
    if without:
        said = _("Không có giấy tiếp nhận của: %(codes)s (hồ sơ lấy từ hệ thống khác).")
        messages.info(request, said % {"codes": ", ".join(one.code for one in without)})
    if not made:
        return redirect("dossiers:list")
    printed = [one.pk for one in asked if one not in without]
    note_readings(actor=official_of(request), at=clock.now(), dossiers=printed, how=ReadingHow.OPENED)
    return as_pdf(made, "giay-tiep-nhan")


def _control_sheets(request: HttpRequest) -> HttpResponse:
    """The control sheets (mẫu 06) of all that were ticked in one PDF, as things stand."""
    asked, at = _to_print(request), clock.now()
    if not asked:
        return redirect("dossiers:list")
    note_readings(actor=official_of(request), at=at, dossiers=[one.pk for one in asked], how=ReadingHow.OPENED)
    return as_pdf(control_sheets_in_one(asked, at), "phieu-kiem-soat")


PRINTS = {"in": _receipts, "in-phieu": _control_sheets}
