"""The register of absences: who is away and who stands in; entering one, its course, what came and may go back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers import stand_ins
from congvu.dossiers.absence_history import history
from congvu.dossiers.commands import absence_course, absences
from congvu.dossiers.forms_absence import AbsenceForm, CorrectAbsenceForm, ProlongForm, ReasonForm, as_typed
from congvu.dossiers.substitutes import choices_for
from congvu.dossiers.views.doing import Typed
from congvu.dossiers.views.panels import Bound, panels
from congvu.offices.absence_models import AWAY, KIND_WORDS
from congvu.offices.absences import away, may_know_kind, may_manage, units_of
from congvu.offices.forms import status_of
from congvu.offices.kept_forms import reopens, reopens_form, typed_in
from congvu.offices.lists import paged
from congvu.offices.models import Absence, Official, Post, Unit
from congvu.offices.once import answers_again, fresh_key, key_again, once, once_by
from congvu.offices.permissions import Right, has_right, posts_with, reaches
from congvu.offices.staff import official_of
from congvu.papers.answer import as_pdf
from congvu.papers.models import Paper
from congvu.papers.render import pdf
from congvu.rules.absence import OF_THE_HEAD, AbsenceKind, Span
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

PAGE = 30
LABELS: dict[str, Promise] = {
    "keo-dai": gettext_lazy("Kéo dài"),
    "ket-thuc": gettext_lazy("Kết thúc sớm"),
    "dinh-chinh": gettext_lazy("Đính chính"),
}


@dataclass(frozen=True)
class Line:
    """One absence as this reader may know it."""

    absence: Absence
    kind: str | Promise
    substitutes: list[tuple[Unit, Official]]
    opens: bool
    state: str


def line_of(absence: Absence, reader: Official, now: datetime) -> Line:
    units, today = units_of(absence.official, absence.span, now), localdate(now)
    known = may_know_kind(reader, absence, units, today)
    subs = [(one.unit, one.official) for one in absence.substitutions.select_related("unit", "official")]
    concerned = reader.pk == absence.official_id or any(official.pk == reader.pk for _unit, official in subs)
    opens = concerned or may_manage(reader, absence.official, units, today)
    state = "coming" if now < absence.from_at else "now" if absence.span.holds(now) else "over"
    return Line(absence, KIND_WORDS[AbsenceKind(absence.kind)] if known else AWAY, subs, opens, state)


@login_required
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Who is away now, who will be, and the past, newest first."""
    now, reader = clock.now(), official_of(request)
    rows = Absence.objects.select_related("official").order_by("from_at", "pk")
    past = rows.filter(to_at__lte=now).order_by("-to_at", "-pk")
    found = paged(request, past, PAGE)
    context = found | {
        "here": [line_of(one, reader, now) for one in rows.filter(Absence.in_force(now))],
        "coming": [line_of(one, reader, now) for one in rows.filter(from_at__gt=now).exclude(ended_at__isnull=False)],
        "past": [line_of(one, reader, now) for one in found["page"].object_list], "now": now,
        "may_enter": bool(posts_with(reader, Right.MANAGE_ABSENCES, localdate(now))),
    }  # fmt: skip
    return render(request, "dossiers/absences.html", context)


@login_required
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Whose absence is to be entered: those this person manages, by unit."""
    now, reader = clock.now(), official_of(request)
    posts = posts_with(reader, Right.MANAGE_ABSENCES, localdate(now))
    if not posts:
        raise RuleBroken("rights.missing", right=Right.MANAGE_ABSENCES.value, unit=_("đơn vị"))
    held = Post.objects.filter(Post.held_on(localdate(now)), official__is_active=True).exclude(official=reader)
    found: dict[str, list[tuple[Official, Absence | None]]] = {}
    for post in held.select_related("unit", "official").order_by("unit__name_key", "official__name_key", "pk"):
        people = found.setdefault(post.unit.name, []) if any(reaches(one, post.unit) for one in posts) else []
        if all(official.pk != post.official_id for official, _away in people):
            people.append((post.official, away(post.official, now)))
    return render(request, "dossiers/absence_choose.html", {"groups": [(u, p) for u, p in found.items() if p]})


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again()
def enter(request: HttpRequest, login: str) -> HttpResponse:
    """Enter an absence; a refusal shows what was typed and why."""
    now, actor = clock.now(), official_of(request)
    official = get_object_or_404(Official, login=login, is_active=True)
    units = units_of(official, Span(now), now)
    if not may_manage(actor, official, units, localdate(now)):
        raise RuleBroken("rights.missing", right=Right.MANAGE_ABSENCES.value, unit=units[0].name if units else "")
    typed = typed_in(request)
    kinds = kinds_for(actor, units, localdate(now))
    start = {"from_day": f"{localdate(now):%d/%m/%Y}", "kind": kinds[0].value}
    form = AbsenceForm(typed, initial=start, kinds=kinds, units=choices_for(official, now))
    if answer := once_by(request, now, form, lambda: _enter(actor, official, form, now)):
        return redirect(answer)
    key = key_again(typed, actor)
    context = {
        "form": form, "official": official, "key": key, "count": stand_ins.lying(official),
        "drafts": stand_ins.to_sign(official), "in_source": stand_ins.named_in_source(official, actor, localdate(now)),
    }  # fmt: skip
    return render(request, "dossiers/absence_enter.html", context, status=status_of(form))


def _enter(actor: Official, official: Official, form: AbsenceForm, at: datetime) -> str:
    made = absences.enter_absence(actor=actor, at=at, official_id=official.pk, told=_told(form))
    return reverse("dossiers:absence", args=[made.pk])


def _told(form: AbsenceForm) -> absences.Told:
    data = form.cleaned_data
    return absences.Told(AbsenceKind(data["kind"]), form.span(), form.substitutes(), data["basis"])


def kinds_for(actor: Official, units: list[Unit], on: date) -> list[AbsenceKind]:
    """What this person may enter."""
    knows = any(has_right(actor, Right.READ_ABSENCE_KIND, on, unit) for unit in units)
    return [kind for kind in AbsenceKind if knows or kind in OF_THE_HEAD]


def own_absence(request: HttpRequest, pk: int) -> Absence:
    """The absence, if this person has to do with it; anybody else gets the same 404 as for one that is not there."""
    absence = Absence.objects.select_related("official", "entered_by").filter(pk=pk).first()
    if absence is None or not line_of(absence, official_of(request), clock.now()).opens:
        raise Http404
    return absence


@login_required
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One absence: what it is, what came to whom, what may be done."""
    return _show(request, own_absence(request, pk))


def _show(
    request: HttpRequest, absence: Absence, bound: Bound | None = None, said: str = ""
) -> HttpResponse:
    now, reader = clock.now(), official_of(request)
    line, is_over = line_of(absence, reader, now), absence.to_at is not None and absence.to_at <= now
    may_change = not is_over and absences.may_change(reader, absence, now)
    manages = may_manage(reader, absence.official, units_of(absence.official, absence.span, now), localdate(now))
    back = list(stand_ins.returnable(absence, now).select_related("procedure_version__procedure", "holder"))
    drafts = list(stand_ins.returnable_turns(absence, now))
    context = {
        "absence": absence, "line": line, "is_over": is_over, "now": now, "key": fresh_key(reader),
        "in_source": [] if is_over else stand_ins.named_in_source(absence.official, reader, localdate(now)),
        "came": stand_ins.came(absence), "papers": Paper.objects.filter(subject=f"absence:{absence.pk}").order_by("pk"),
        "back": [row for row in back if manages or row.holder_id == reader.pk] if is_over else [],
        "drafts": [one for one in drafts if manages or one.post.official_id == reader.pk] if is_over else [],
        "knows": may_know_kind(reader, absence, units_of(absence.official, absence.span, now), localdate(now)),
        "history": history(absence), "said": said, "ticked": _ticked(request),
        "form": bound[1] if bound else None,
        "acts": panels(
            reader, ("dossiers:absence_act", absence.pk),
            {act: label for act, label in LABELS.items() if may_change or (bound and bound[0] == act)},
            lambda act: _form(act, absence, reader, now), bound,
        ),
    }  # fmt: skip
    status = status_of(bound[1]) if bound else 200
    return render(request, "dossiers/absence.html", context, status=status)


def _form(act: str, absence: Absence, actor: Official, now: datetime, typed: Typed = None) -> Form:
    start: dict[str, object] = {"version": absence.version}
    form: Form
    if act == "keo-dai":
        form = ProlongForm(typed, initial=start)
    elif act == "ket-thuc":
        form = ReasonForm(typed, initial=start)
    else:
        subs = {f"sub_{one.unit_id}": str(one.official_id) for one in absence.substitutions.all()}
        start |= as_typed(absence.span) | {"kind": absence.kind, "basis": absence.basis} | subs
        kinds = kinds_for(actor, units_of(absence.official, absence.span, now), localdate(now))
        units = choices_for(absence.official, now)
        form = CorrectAbsenceForm(typed, initial=start, kinds=kinds, units=units)
    form.auto_id = f"{act}_%s"
    return form


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
@answers_again()
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Prolong, end, correct, give back; a refusal shows the page again with what was typed."""
    typed = request.POST.copy()
    absence, now = own_absence(request, pk), clock.now()
    if act == "tra-lai":
        return _give_back(request, absence, now) if request.method == "POST" else _show(request, absence)
    if act not in DOINGS:
        raise Http404
    form = _form(act, absence, official_of(request), now, typed)
    if answer := once_by(request, now, form, lambda: DOINGS[act](official_of(request), absence, form, now)):
        return redirect(answer)
    typed["version"] = str(absence.version)
    return _show(request, absence, (act, form))


def _ticked(request: HttpRequest) -> dict[str, list[int]] | None:
    """What was ticked to be given back, as sent or kept; None where that form was not sent."""
    if not request.POST or not request.path.endswith("/tra-lai/"):
        return None
    return {name: [int(pk) for pk in request.POST.getlist(name) if pk.isdigit()] for name in ("chon", "ky")}


def _give_back(request: HttpRequest, absence: Absence, at: datetime) -> HttpResponse:
    ticked = _ticked(request) or {"chon": [], "ky": []}

    def give() -> str:
        absence_course.give_back(
            actor=official_of(request), at=at, absence_id=absence.pk, chosen=ticked["chon"], drafts=ticked["ky"]
        )
        return reverse("dossiers:absence", args=[absence.pk])

    try:
        answer = once(request, at, give)
    except RuleBroken as refusal:
        if refusal.code == "rights.missing":
            raise
        return _show(request, absence, said=sentence(refusal, _))
    messages.success(request, _("Đã bàn giao lại %(count)s việc.") % {"count": len(ticked["chon"]) + len(ticked["ky"])})
    return redirect(answer)


def _prolong(actor: Official, absence: Absence, form: Form, at: datetime) -> str:
    until = form.until()  # type: ignore[attr-defined]
    absences.prolong_absence(
        actor=actor, at=at, absence_id=absence.pk, seen_version=form.cleaned_data["version"], to_at=until,
        reason=form.cleaned_data["reason"],
    )  # fmt: skip
    return reverse("dossiers:absence", args=[absence.pk])


def _end(actor: Official, absence: Absence, form: Form, at: datetime) -> str:
    data = form.cleaned_data
    absences.end_absence(
        actor=actor, at=at, absence_id=absence.pk, seen_version=data["version"], reason=data["reason"]
    )
    return reverse("dossiers:absence", args=[absence.pk])


def _correct(actor: Official, absence: Absence, form: Form, at: datetime) -> str:
    data = form.cleaned_data
    absences.correct_absence(
        actor=actor, at=at, absence_id=absence.pk, seen_version=data["version"], told=_told(form),  # type: ignore[arg-type]
        reason=data["reason"],
    )  # fmt: skip
    return reverse("dossiers:absence", args=[absence.pk])


DOINGS: dict[str, Callable[[Official, Absence, Form, datetime], str]] = {
    "keo-dai": _prolong, "ket-thuc": _end, "dinh-chinh": _correct,
}  # fmt: skip


@login_required
@require_GET
def minutes(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """The minutes of a hand-over as PDF."""
    absence = own_absence(request, pk)
    found = get_object_or_404(Paper, pk=paper, subject=f"absence:{absence.pk}")
    return as_pdf(pdf(found), f"bien-ban-{found.symbol}")
