"""One dossier on a desk: how it stands, what happened, and what may be done to it."""

from collections.abc import Callable
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.forms import CorrectionForm, HandOnForm, MoveForm, PauseForm
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries import readers, story
from congvu.dossiers.views.counter import own_dossier
from congvu.offices.models import Official, Post, Role, Unit
from congvu.offices.once import fresh_key, once
from congvu.offices.permissions import Right, has_right
from congvu.offices.staff import official_of
from congvu.rules.dossier import TRANSITIONS, Move, State
from congvu.rules.errors import RuleBroken
from congvu.rules.state_machine import allowed_actions
from congvu.sentences import sentence


def receivers(dossier: Dossier, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where a dossier may go: the desks of own units, grouped by unit; the settling and receiving units first."""
    posts = Post.objects.filter(
        Post.held_on(on), role__in=[Role.COUNTER, Role.SPECIALIST, Role.HEAD], official__is_active=True
    )
    by_unit: dict[Unit, list[tuple[str, str]]] = {}
    for post in posts.select_related("unit", "official").order_by("unit__name_key", "official__name_key"):
        unassigned = _("%(unit)s (chưa giao cho ai)") % {"unit": post.unit.name}
        desks = by_unit.setdefault(post.unit, [(f"{post.unit_id}:", unassigned)])
        desks.append((f"{post.unit_id}:{post.official_id}", f"{post.official.full_name} – {post.title}"))
    near = (dossier.settling_unit_id, dossier.unit_id, dossier.received_unit_id)
    return sorted(((unit.name, desks) for unit, desks in by_unit.items()), key=lambda pair: not any(
        str(pair[1][0][0]).startswith(f"{unit_id}:") for unit_id in near
    ))  # fmt: skip


def receiver_from(value: str) -> Receiver:
    unit_id, _colon, official_id = value.partition(":")
    return Receiver(
        Unit.objects.get(pk=int(unit_id)), Official.objects.get(pk=int(official_id)) if official_id else None
    )


def suggested(dossier: Dossier, on: date) -> str:
    """Who the next step's record says should have it: the counter, a specialist or the head of the settling unit."""
    steps = dossier.procedure_version.steps
    by = steps[min(dossier.step + 1, len(steps) - 1)].get("by", "specialist") if steps else "specialist"
    unit = dossier.received_unit if by == "counter" else dossier.settling_unit
    post = unit.posts.filter(Post.held_on(on), role=by).order_by("pk").first()
    return f"{unit.pk}:{post.official_id}" if post else f"{unit.pk}:"


RIGHTS_FOR = {
    Move.FINISH_STEP: Right.WORK_ON_DOSSIER, Move.HAND_ON: Right.WORK_ON_DOSSIER, Move.PAUSE: Right.WORK_ON_DOSSIER,
    Move.RESUME: Right.WORK_ON_DOSSIER, Move.RECORD_RESULT: Right.RECORD_RESULT, Move.RETURN: Right.RETURN_RESULT,
    Move.CORRECT: Right.CORRECT_DOSSIER,
}  # fmt: skip
LABELS = {
    Move.FINISH_STEP: gettext_lazy("Hoàn thành bước, chuyển tiếp"), Move.HAND_ON: gettext_lazy("Chuyển xử lý"),
    Move.PAUSE: gettext_lazy("Tạm dừng tính hạn"), Move.RESUME: gettext_lazy("Tiếp tục tính hạn"),
    Move.RECORD_RESULT: gettext_lazy("Ghi nhận kết quả"), Move.RETURN: gettext_lazy("Trả kết quả"),
    Move.CORRECT: gettext_lazy("Đính chính"),
}  # fmt: skip


def moves_for(dossier: Dossier, official: Official, on: date) -> list[Move]:
    """What this person may do to this dossier now."""
    found = allowed_actions(TRANSITIONS, State(dossier.state))
    steps = dossier.procedure_version.steps
    last = dossier.step + 1 >= len(steps)
    units = {Move.CORRECT: (dossier.unit, dossier.received_unit)}
    return [
        move for move in found
        if has_right(official, RIGHTS_FOR[move], on, *units.get(move, (dossier.unit,)))
        and not (move is Move.FINISH_STEP and last)
        and not (dossier.origin == "imported" and move is not Move.HAND_ON)
    ]  # fmt: skip


def form_for(move: Move, dossier: Dossier, on: date, data: QueryDict | None = None) -> Form:
    """The form of a move, filled with what the page shows."""
    start: dict[str, object] = {"version": dossier.version}
    if move in {Move.FINISH_STEP, Move.HAND_ON}:
        start["to"] = suggested(dossier, on)
        return HandOnForm(data, initial=start, receivers=receivers(dossier, on))
    if move is Move.PAUSE:
        return PauseForm(data, initial=start)
    if move is Move.CORRECT:
        party = dossier.applicant
        start |= {"name": party.name, "phone": party.phone, "address": party.address}
        return CorrectionForm(data, initial=start)
    return MoveForm(data, initial=start)


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One dossier: how it stands, what happened, what may be done. Reading it is noted for the applicant to see."""
    dossier = own_dossier(request, pk)
    commands.note_reading(actor=official_of(request), at=clock.now(), dossier=dossier)
    return _show(request, dossier)


def _show(
    request: HttpRequest, dossier: Dossier, bound: tuple[Move, Form] | None = None, status: int = 200
) -> HttpResponse:
    now = clock.now()
    moves = moves_for(dossier, official_of(request), localdate(now))
    forms = [
        (move, LABELS[move], bound[1] if bound and bound[0] == move else form_for(move, dossier, localdate(now)))
        for move in moves
    ]
    context = {
        "story": story(dossier, now), "dossier": dossier, "readers": readers(dossier), "forms": forms,
        "key": fresh_key(), "failed": bound[0] if bound else None, "form": bound[1] if bound else None,
        "party": getattr(dossier, "applicant", None), "corrections": dossier.corrections.select_related("official"),
    }  # fmt: skip
    return render(request, "dossiers/detail.html", context, status=status)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Do one move; a refusal shows the page again with what was typed and why."""
    dossier = own_dossier(request, pk)
    if move not in set(Move):
        raise Http404
    at, step = clock.now(), Move(move)
    form = form_for(step, dossier, localdate(at), request.POST)
    status = 200
    if form.is_valid():
        try:
            answer = once(request, at, lambda: _act(official_of(request), dossier, step, form, at))
        except RuleBroken as refusal:
            if refusal.code == "rights.missing":
                raise
            status = 409 if refusal.code == "dossier.changed_meanwhile" else 200
            form.add_error(None, sentence(refusal, _))
        else:
            messages.success(
                request,
                _("Đã ghi: %(act)s, hồ sơ %(code)s.") % {"act": str(LABELS[step]).lower(), "code": dossier.code},
            )
            return redirect(answer)
    typed = request.POST.copy()  # what was typed stays; only the version seen is renewed
    typed["version"] = str(dossier.version)
    form.data = typed
    return _show(request, dossier, (step, form), status)


def _act(official: Official, dossier: Dossier, move: Move, form: Form, at: datetime) -> str:
    data = dict(form.cleaned_data)
    common = {"actor": official, "at": at, "dossier_id": dossier.pk, "seen_version": data.pop("version")}
    if move in {Move.FINISH_STEP, Move.HAND_ON}:
        data["to"] = receiver_from(data["to"])
    if move is Move.CORRECT:
        data = {"reason": data.pop("reason"), "changes": data}
    verbs: dict[Move, Callable[..., Dossier]] = {
        Move.FINISH_STEP: commands.finish_step, Move.HAND_ON: commands.hand_on, Move.PAUSE: commands.pause,
        Move.RESUME: commands.resume, Move.RECORD_RESULT: commands.record_result, Move.RETURN: commands.return_result,
        Move.CORRECT: commands.correct,
    }  # fmt: skip
    done = verbs[move](**common, **data)
    visible = Dossier.objects.visible_to(official, localdate(at)).filter(pk=done.pk).exists()
    return reverse("dossiers:detail", args=[done.pk]) if visible else reverse("dossiers:work")
