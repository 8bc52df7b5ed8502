"""An official's own saved filters: keep, rename, drop."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congvu import clock
from congvu.dossiers import filters
from congvu.dossiers.commands.finding import delete_filter, rename_filter, save_filter
from congvu.offices.kept_forms import reopens, reopens_form
from congvu.offices.once import fresh_key, once
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

# What a submission can keep as its answer.
LONGEST_ANSWER = 300


@login_required
@require_http_methods(["GET", "POST"])
@reopens
def saved(request: HttpRequest) -> HttpResponse:
    """The own filters with rename and delete; a post keeps the one in `bo-loc` under `ten`."""
    official, said = official_of(request), ""
    query = filters.address(QueryDict(request.POST.get("bo-loc", "")).dict())
    name = request.POST.get("ten", "")
    if request.method == "POST":
        try:
            answer = once(request, clock.now(), lambda: _save(request, name, query))
        except RuleBroken as refusal:
            said = sentence(refusal, _)
        else:
            messages.success(request, _("Đã lưu bộ lọc “%(name)s”.") % {"name": name.strip()})
            return redirect(answer)
    context = {
        "saved": official.saved_filters.order_by("name_key"), "said": said, "name": name, "query": query,
        "key": fresh_key(official),
    }  # fmt: skip
    return render(request, "dossiers/saved.html", context)


def _save(request: HttpRequest, name: str, query: str) -> str:
    save_filter(actor=official_of(request), name=name, query=query)
    address = f"{reverse('dossiers:list')}?{query}"
    return address if len(address) <= LONGEST_ANSWER else reverse("dossiers:saved")


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename or drop one own filter; somebody else's is not there."""
    name, is_delete = request.POST.get("ten", ""), request.POST.get("viec") == "xoa"
    if request.method != "POST":
        return _renaming(request, pk, name)
    try:
        once(request, clock.now(), lambda: _change(request, pk, name, is_delete=is_delete))
    except RuleBroken as refusal:
        return _renaming(request, pk, name, sentence(refusal, _))
    messages.success(request, _("Đã xoá bộ lọc.") if is_delete else _("Đã đổi tên bộ lọc."))
    return redirect("dossiers:saved")


def _renaming(request: HttpRequest, pk: int, name: str, said: str = "") -> HttpResponse:
    official = official_of(request)
    context = {
        "saved": official.saved_filters.order_by("name_key"), "said": said, "key": fresh_key(official), "wrong": pk,
        "typed": name,
    }  # fmt: skip
    return render(request, "dossiers/saved.html", context)


def _change(request: HttpRequest, pk: int, name: str, *, is_delete: bool) -> str:
    if is_delete:
        delete_filter(actor=official_of(request), filter_id=pk)
    else:
        rename_filter(actor=official_of(request), filter_id=pk, name=name)
    return reverse("dossiers:saved")
