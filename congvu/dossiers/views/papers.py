"""The papers of a dossier as PDF, its control sheet, and the register of a counter (sổ theo dõi hồ sơ)."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers import commands, sheets
from congvu.dossiers.correspondence import papers_of
from congvu.dossiers.models import Dossier, DossierQuerySet, ReadingHow
from congvu.dossiers.views.reading import own_dossier
from congvu.offices.lists import Control, choice, paged, period
from congvu.offices.models import Official, Unit, UnitKind
from congvu.offices.permissions import Right, posts_with, reaches
from congvu.offices.staff import official_of
from congvu.offices.templatetags.congvu_format import local_day
from congvu.papers.answer import as_pdf
from congvu.papers.models import Paper
from congvu.papers.render import pdf, sheet
from congvu.rules.contact import near_day
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

PAGE = 50
# So many rows are one printed book; measured at 2,000: some seconds.
PRINTED = 2_000


@login_required
@require_GET
def receipt_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt as PDF."""
    dossier = own_dossier(request, pk)
    paper = Paper.objects.filter(subject=f"dossier:{dossier.pk}", form="01").order_by("pk").last()
    if paper is None:
        messages.info(request, _("Hồ sơ lấy từ hệ thống khác: giấy tiếp nhận do hệ thống đó cấp."))
        return redirect("dossiers:detail", pk=dossier.pk)
    commands.note_reading(actor=official_of(request), at=clock.now(), dossier=dossier)
    return as_pdf(pdf(paper), f"giay-tiep-nhan-{dossier.code}")


@login_required
@require_GET
def paper_pdf(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """One paper of a dossier that this person may read; opening it is a reading."""
    dossier = own_dossier(request, pk)
    found = papers_of(dossier).filter(pk=paper).first()
    if found is None:
        raise Http404
    commands.note_reading(actor=official_of(request), at=clock.now(), dossier=dossier)
    return as_pdf(pdf(found), found.symbol or f"mau-{found.form}-{dossier.code}")


@login_required
@require_GET
def control_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The control sheet (mẫu 06) as things stand."""
    dossier, at = own_dossier(request, pk), clock.now()
    commands.note_reading(actor=official_of(request), at=at, dossier=dossier)
    return as_pdf(sheet("06", sheets.control_sheet(dossier, at), at), f"phieu-kiem-soat-{dossier.code}")


@dataclass(frozen=True)
class Asked:
    """Which register: of a counter, over a period, both days included."""

    unit: Unit
    first: date
    last: date

    @property
    def rows(self) -> DossierQuerySet:
        """Every dossier received there, in the order of reception."""
        related = ("procedure_version__procedure", "settling_unit", "applicant", "handing_over")
        found: DossierQuerySet = Dossier.objects.filter(
            received_unit=self.unit, received_on__gte=self.first, received_on__lte=self.last
        )
        return found.select_related(*related).order_by("received_at", "pk")


def counters_of(official: Official, at: datetime) -> list[Unit]:
    """The units that receive, among those whose register this person may read.

    Raises: RuleBroken `rights.missing`.
    """
    posts = posts_with(official, Right.READ_REGISTER, localdate(at))
    if not posts:
        raise RuleBroken("rights.missing", right=Right.READ_REGISTER.value, unit=_("nơi tiếp nhận hồ sơ"))
    held = {post.unit_id for post in posts}
    receiving = Unit.of_the_place().order_by("name_key")
    kinds = {UnitKind.CENTRE, UnitKind.RECEPTION}
    return [
        one for one in receiving if (one.kind in kinds or one.pk in held) and any(reaches(post, one) for post in posts)
    ]


def _asked(request: HttpRequest, units: list[Unit], at: datetime) -> Asked:
    """What the address asks for: without anything, this month at the first counter. Raises: RuleBroken `day.*`,
    `time.out_of_range`, `period.reversed`.
    """
    today = localdate(at)
    unit = next((one for one in units if one.code == request.GET.get("don-vi")), None)
    if unit is None:
        if request.GET.get("don-vi"):
            raise Http404
        unit = next((one for one in units if one.kind == UnitKind.CENTRE), units[0])
    first = near_day(request.GET["tu"]) if request.GET.get("tu") else today.replace(day=1)
    last = near_day(request.GET["den"]) if request.GET.get("den") else today
    if last < first:
        raise RuleBroken("period.reversed")
    return Asked(unit, first, last)


def _controls(request: HttpRequest, units: list[Unit], asked: Asked | None = None) -> list[Control]:
    """The counter and the period: as they are shown, else as they were typed."""
    where = choice(request, "don-vi", _("Nơi tiếp nhận"), [(one.code, one.name) for one in units])
    if asked is None:
        return [replace(where, empty=""), *period(request)]
    days = zip(period(request), (asked.first, asked.last), strict=True)
    return [replace(where, empty="", value=asked.unit.code), *(replace(one, value=local_day(on)) for one, on in days)]


@login_required
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The register on a page, 50 dossiers each; whoever is named on the page was read, and that is noted."""
    at, official = clock.now(), official_of(request)
    units = counters_of(official, at)
    context: dict[str, object] = {"controls": _controls(request, units), "said": ""}
    try:
        asked = _asked(request, units, at)
    except RuleBroken as refusal:
        return render(request, "dossiers/register.html", context | {"said": sentence(refusal, _)})
    found = paged(request, asked.rows, PAGE)
    rows = list(found["page"].object_list)
    commands.note_readings(
        actor=official, at=at, dossiers=[row.pk for row in rows], how=ReadingHow.OPENED
    )
    context |= {
        **found, "asked": asked, "printed": PRINTED, "lines": [(one, sheets.note_on(one)) for one in rows],
        "controls": _controls(request, units, asked),
    }  # fmt: skip
    return render(request, "dossiers/register.html", context)


@login_required
@require_GET
def register_pdf(request: HttpRequest) -> HttpResponse:
    """The register as a printed book (mẫu 07). A period too long for one book is refused with what to do."""
    at, official = clock.now(), official_of(request)
    units = counters_of(official, at)
    try:
        asked = _asked(request, units, at)
        count = asked.rows.count()
        if count > PRINTED:
            raise RuleBroken("register.too_many", count=count, limit=PRINTED)
    except RuleBroken as refusal:
        context = {"controls": _controls(request, units), "said": sentence(refusal, _)}
        return render(request, "dossiers/register.html", context)
    rows = list(asked.rows)
    commands.note_readings(
        actor=official, at=at, dossiers=[row.pk for row in rows], how=ReadingHow.OPENED
    )
    made = sheet("07", sheets.register(asked.unit, asked.first, asked.last, rows, at), at)
    return as_pdf(made, f"so-theo-doi-{asked.unit.code}-{asked.first:%Y-%m-%d}-{asked.last:%Y-%m-%d}")
