"""Making how a source is read, once, from a sample: columns with their values, a preview, saved as a version."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers import register_sample as sample
from congvu.dossiers import register_store as store
from congvu.dossiers.commands import register_files as files
from congvu.dossiers.commands.mappings import save_mapping
from congvu.dossiers.forms_register import CONSTANTS, OWN, Typed, content_of, loaded, typed_of, with_proposals
from congvu.dossiers.models import FileHow, MappingVersion, RegisterFile
from congvu.dossiers.queries_register import mapping_in_force
from congvu.dossiers.register_own import own_of, proposed
from congvu.dossiers.views.day_register import keeper_of
from congvu.eventlog.mapping import NEEDED, read
from congvu.offices.kept_forms import reopens
from congvu.offices.models import Official, Role, Unit
from congvu.offices.once import answers_again, fresh_key, once
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from congvu.sentences_register import fault_said

ZONES = ("Asia/Ho_Chi_Minh", "UTC")
STEP_LABELS = {"name": gettext_lazy("Tên bước"), "at": gettext_lazy("Xong lúc"), "by": gettext_lazy("Người làm")}
OWN_LABELS = dict(zip(OWN, (
    gettext_lazy("Đơn vị: tên trong tệp = mã đơn vị ở đây"),
    gettext_lazy("Cán bộ: tên trong tệp = tên đăng nhập ở đây"),
    gettext_lazy("Thủ tục: tên trong tệp = mã thủ tục ở đây"),
), strict=True))  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again()
def begin(request: HttpRequest) -> HttpResponse:
    """Send a sample of the register; its columns are shown next. `ten` names the mapping to be made or changed."""
    now, said = clock.now(), ""
    official = keeper_of(request, now)
    if request.method == "POST":
        try:
            return redirect(once(request, now, lambda: _sampled(request, official, now)))
        except RuleBroken as refusal:
            said = sentence(refusal, _)
    name = request.POST.get("ten", request.GET.get("ten", ""))
    context = {"said": said, "name": name, "key": fresh_key(official), "changes": mapping_in_force(name)}
    return render(request, "dossiers/mapping_begin.html", context)


def _sampled(request: HttpRequest, official: Official, now: datetime) -> str:
    name, sent = request.POST.get("ten", "").strip(), request.FILES.get("tep")
    if sent is None:
        raise RuleBroken("register.no_file")
    if not name or not all(char.isascii() and (char.isalnum() or char == "-") for char in name):
        raise RuleBroken("mapping.needs_name")
    kept = store.keep(sent.chunks())
    try:
        path = store.content_of(kept.folder)
        sample.columns_of(path, sample.guessed_kind(path), sample.guessed_encoding(path), ZoneInfo(ZONES[0]))
    except RuleBroken:
        store.erase(kept.folder)
        raise
    file = files.receive_file(actor=official, at=now, name=sent.name or "", kept=kept, how=FileHow.SAMPLE)
    return f"{reverse('dossiers:mapping_compose', args=[file.pk])}?ten={name.lower()[:60]}"


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again()
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a column for each field; `viec=xem` shows the first rows as they would be taken, `viec=luu` saves, `ghep`
    fills in which words read like names of the place's own."""
    now = clock.now()
    official = keeper_of(request, now)
    rows = RegisterFile.objects.exclude(folder="").filter(how=FileHow.SAMPLE, official=official)
    path = store.content_of(get_object_or_404(rows, pk=pk).folder)
    name = request.GET.get("ten", "")[:60]
    before = mapping_in_force(name)
    typed: Typed = request.POST or _start(path, name, before)
    context: dict[str, Any] = {"name": name, "before": before, "key": fresh_key(official)}
    if request.method == "POST" and request.POST.get("viec") == "ghep":
        typed = with_proposals(typed, _proposals(path, typed, localdate(now)))
    elif request.method == "POST":
        try:
            content = content_of(typed, loaded(before.content) if before else {})
            mapping = read(content)
            if request.POST.get("viec") == "luu":
                return redirect(once(request, now, lambda: _saved(request, official, now, name, content)))
            own_of(mapping, localdate(now))
            cases, faults = sample.preview(path, mapping, now)
            context |= {"cases": cases, "faults": [(one, fault_said(one, _)) for one in faults], "is_shown": True}
        except RuleBroken as refusal:
            context["said"] = sentence(refusal, _)
    return render(request, "dossiers/mapping_compose.html", context | _controls(path, typed))


def _saved(request: HttpRequest, official: Official, now: datetime, name: str, content: dict[str, Any]) -> str:
    made = save_mapping(actor=official, at=now, name=name, content=content)
    messages.success(request, _("Đã lưu ánh xạ %(name)s, bản %(n)s.") % {"name": name, "n": made.number})
    return reverse("dossiers:mapping", args=[name])


def _start(path: Any, name: str, before: MappingVersion | None) -> dict[str, str]:
    """What the page proposes first: the version in force, else what the sample's names and bytes suggest."""
    if before is not None:
        return typed_of(loaded(before.content))
    kind, encoding = sample.guessed_kind(path), sample.guessed_encoding(path)
    columns = sample.columns_of(path, kind, encoding, ZoneInfo(ZONES[0]))
    guessed = {f"cot-{field}": column for field, column in sample.guessed_fields(columns).items()}
    return {"loai": kind, "ma-hoa": encoding, "mui-gio": ZONES[0], "ma-nguon": name, "nguon": "", **guessed}


def _proposals(path: Any, typed: Typed, on: date) -> dict[str, dict[str, str]]:
    columns = {name: typed.get(f"cot-{name}", "") for name in sample.WORDS.values()}
    try:
        return proposed(sample.words_of(path, typed.get("loai", "csv"), _encoding(typed), columns), on)
    except RuleBroken:
        return {}  # the page says already why the sample cannot be read


def _encoding(typed: Typed) -> str:
    """One of those the page offers, whatever was sent."""
    said = str(typed.get("ma-hoa", ""))
    return said if said in sample.ENCODINGS else sample.ENCODINGS[0]


def _controls(path: Any, typed: Typed) -> dict[str, object]:
    """Everything the page offers, with what is chosen now."""
    kind, encoding = typed.get("loai", "csv"), _encoding(typed)
    try:
        columns = sample.columns_of(path, kind, encoding, ZoneInfo(ZONES[0]))
    except RuleBroken as refusal:
        return {"columns": [], "unread": sentence(refusal, _), "typed": typed, "kinds": ("csv", "xlsx"),
                "encodings": sample.ENCODINGS, "zones": ZONES}  # fmt: skip
    found = {one.name: one for one in columns}
    fields = []
    for name, label in sample.LABELS.items():
        chosen = found.get(typed.get(f"cot-{name}", ""))
        dates = ""
        if chosen and name in sample.INSTANTS:
            unread = _("không đọc được là ngày giờ") if chosen.values else _("cột trống trong tệp mẫu")
            dates = chosen.dates or unread
        constant = typed.get(f"gia-tri-{name}", "") if name in CONSTANTS else None
        fields.append((name, _(label), name in NEEDED, chosen, dates, constant))
    return {
        "columns": columns, "fields": fields, "typed": typed, "kinds": ("csv", "xlsx"), "encodings": sample.ENCODINGS,
        "zones": ZONES, "filing_column": typed.get("loc-cot", ""), "counter": typed.get("loc-quay", ""),
        "own": [(name, label, typed.get(name, "")) for name, label in OWN_LABELS.items()],
        "steps": [(name, label, typed.get(f"buoc-{name}", "")) for name, label in STEP_LABELS.items()],
        "counters": Unit.objects.filter(posts__role=Role.COUNTER).distinct().order_by("name_key"),
    }  # fmt: skip


@login_required
@require_GET
def mapping(request: HttpRequest, name: str) -> HttpResponse:
    """One mapping: its versions, each to be taken along as MAP.yaml."""
    keeper_of(request, clock.now())
    versions = MappingVersion.objects.filter(name=name).select_related("official").order_by("-number")
    last = get_object_or_404(versions[:1])
    return render(request, "dossiers/mapping.html", {"versions": versions, "last": last, "text": as_yaml(last)})


@login_required
@require_GET
def download(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One version as the file that `congvu import-dossiers --mapping` reads."""
    keeper_of(request, clock.now())
    version = get_object_or_404(MappingVersion, name=name, number=number)
    response = HttpResponse(as_yaml(version), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.name}-{version.number}.yaml"'
    return response


def as_yaml(version: MappingVersion) -> str:
    """The content as people write it."""
    return yaml.safe_dump(json.loads(version.content), allow_unicode=True, sort_keys=False)
