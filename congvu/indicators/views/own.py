"""Figures of one official: for that official first; for the head only after the official looked, or after some days."""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers.conditions import Window
from congvu.dossiers.models import Dossier
from congvu.indicators import commands
from congvu.indicators.models import Explanation
from congvu.indicators.queries.counts import Scope
from congvu.indicators.queries.own import chosen_steps, own_figures, own_steps, waiting_now
from congvu.indicators.queries.ratings import about_official
from congvu.law import practice
from congvu.offices.forms import ReadField, status_of
from congvu.offices.kept_forms import reopens, typed_in
from congvu.offices.models import Official, Post, Role, Unit
from congvu.offices.once import key_again, once_by
from congvu.offices.permissions import RIGHTS, Right, posts_with, reaches
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken
from congvu.rules.own_figures import may_head_see, open_to_head_from
from congvu.rules.reporting_period import Kind, Period, last_ended, month_before, numbered
from congvu.rules.vietnamese import clean

WORKING = [role for role in Role if Right.WORK_ON_DOSSIER in RIGHTS[role]]


class ExplainForm(forms.Form):
    """An explanation of the own figures; it may be left empty: having looked is said by sending."""

    words = ReadField(
        read=clean, label=gettext_lazy("Giải thích (không bắt buộc)"), required=False, max_length=commands.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("Tối đa 300 ký tự."),
    )  # fmt: skip


@dataclass(frozen=True)
class Month:
    """The report month that is shown, of one unit's official."""

    year: int
    number: int
    period: Period
    now: datetime
    unit: Unit

    @property
    def today(self) -> date:
        return localdate(self.now)

    @property
    def has_ended(self) -> bool:
        return self.period.last < self.today

    @property
    def scope(self) -> Scope:
        return Scope(self.unit, Window(self.period.first, self.period.last, self.now, self.today))

    @property
    def asked(self) -> dict[str, str]:
        """What names the month in an address."""
        return {"nam": str(self.year), "so": str(self.number)}

    @property
    def before(self) -> str:
        year, number = month_before(self.year, self.number)
        return f"?nam={year}&so={number}"

    @property
    def after(self) -> str:
        """The address of the next month; none after the one that runs now."""
        year, number = (self.year + 1, 1) if self.number == 12 else (self.year, self.number + 1)
        return f"?nam={year}&so={number}" if numbered(Kind.REPORT_MONTH, year, number).first <= self.today else ""


def month_asked(request: HttpRequest, now: datetime, unit: Unit) -> Month:
    """The report month in the address; without one, that which ended last. Raises: RuleBroken of `numbered`."""
    year, number = last_ended(Kind.REPORT_MONTH, localdate(now))
    typed = request.GET.get("nam", ""), request.GET.get("so", "")
    if any(typed):
        if not all(one.isascii() and one.isdigit() and len(one) < 5 for one in typed):
            raise RuleBroken("period.no_such_number", count=12, number="?")
        year, number = int(typed[0]), int(typed[1])
    return Month(year, number, numbered(Kind.REPORT_MONTH, year, number), now, unit)


def _own_unit(official: Official, on: date) -> Unit:
    posts = posts_with(official, Right.WORK_ON_DOSSIER, on)
    if not posts:
        raise RuleBroken("rights.missing", right=Right.WORK_ON_DOSSIER.value, unit="")
    return posts[0].unit


@login_required
@require_http_methods(["GET", "POST"])
@reopens
def own(request: HttpRequest) -> HttpResponse:
    """My figures (số liệu của tôi): before anybody else, with room for an explanation."""
    now, official = clock.now(), official_of(request)
    month = month_asked(request, now, _own_unit(official, localdate(now)))
    said = Explanation.objects.filter(official=official, year=month.year, month=month.number).first()
    form = ExplainForm(typed_in(request), initial={"words": said.words if said else ""})

    def act() -> str:
        commands.explain(actor=official, at=now, year=month.year, month=month.number, words=form.cleaned_data["words"])
        return f"{reverse('indicators:own')}?nam={month.year}&so={month.number}"

    if answer := once_by(request, now, form, act):
        messages.success(request, _("Đã ghi ý kiến của bạn về số liệu kỳ này."))
        return redirect(answer)
    head_sees = open_to_head_from(month.period.last, practice().own_figures_first_days)
    context = _figures(official, official, month, reverse("indicators:own_list")) | {
        "form": form, "said": said, "key": key_again(request.POST, official), "head_sees": head_sees,
        "ratings": about_official(official, month.today), "least": practice().ratings_shown_from,
        "supervised": about_official(official, month.today, is_supervised=True),
    }  # fmt: skip
    return render(request, "indicators/own.html", context, status=status_of(form) if request.POST else 200)


def _figures(official: Official, reader: Official, month: Month, address: str) -> dict[str, object]:
    steps = own_steps(official, month.scope)
    return {
        "official": official, "month": month, "found": own_figures(steps, address, month.asked),
        "waiting": waiting_now(official, reader, month.scope.window),
        "waiting_address": f"{reverse('dossiers:list')}?nhom=dang-giai-quyet&can-bo={official.login}",
    }  # fmt: skip


def _list(request: HttpRequest, official: Official, reader: Official, month: Month, back: str) -> HttpResponse:
    steps = chosen_steps(own_steps(official, month.scope), request.GET.dict())
    visible = Dossier.objects.visible_to(reader, month.today).filter(pk__in=[one.dossier for one in steps])
    context = {
        "official": official, "month": month, "steps": steps, "back": f"{back}?nam={month.year}&so={month.number}",
        "visible": set(visible.values_list("pk", flat=True)),
    }  # fmt: skip
    return render(request, "indicators/own_list.html", context)


@login_required
@require_GET
def own_list(request: HttpRequest) -> HttpResponse:
    """The steps behind one of my numbers."""
    now, official = clock.now(), official_of(request)
    month = month_asked(request, now, _own_unit(official, localdate(now)))
    return _list(request, official, official, month, reverse("indicators:own"))


def posts_below(head: Official, on: date) -> list[Post]:
    """The working posts this head answers for, without the head's own. Raises: RuleBroken `rights.missing`."""
    posts = posts_with(head, Right.READ_OFFICIAL_FIGURES, on)
    if not posts:
        raise RuleBroken("rights.missing", right=Right.READ_OFFICIAL_FIGURES.value, unit="")
    working = Post.objects.filter(Post.held_on(on), role__in=WORKING, official__is_active=True).exclude(official=head)
    rows = working.select_related("official", "unit").order_by("official__name_key", "pk")
    return [row for row in rows if any(reaches(post, row.unit) for post in posts)]


def _is_open(official: Official, month: Month) -> bool:
    """May the head see this month of this official now?"""
    said = Explanation.objects.filter(official=official, year=month.year, month=month.number).first()
    return may_head_see(
        period_last=month.period.last, days=practice().own_figures_first_days,
        acknowledged_on=localdate(said.at) if said else None, on=month.today,
    )  # fmt: skip


@login_required
@require_GET
def officials(request: HttpRequest) -> HttpResponse:
    """The officials of a head's unit by name, and from when their figures may be opened: no number, no order by any."""
    now, head = clock.now(), official_of(request)
    posts = posts_below(head, localdate(now))
    month = month_asked(request, now, posts_with(head, Right.READ_OFFICIAL_FIGURES, localdate(now))[0].unit)
    people = {post.official_id: post for post in reversed(posts)}
    lines = [(post, _is_open(post.official, month)) for post in reversed(list(people.values()))]
    from_on = open_to_head_from(month.period.last, practice().own_figures_first_days)
    return render(request, "indicators/officials.html", {"lines": lines, "month": month, "from_on": from_on})


def _of_head(request: HttpRequest, login: str) -> tuple[Official, Official, Month]:
    """The head, the official and the month, if the head may see it.

    Raises: RuleBroken `rights.missing`, `figures.not_yet`; Http404 for somebody of another unit.
    """
    now, head = clock.now(), official_of(request)
    post = next((one for one in posts_below(head, localdate(now)) if one.official.login == login), None)
    if post is None:
        raise Http404
    month = month_asked(request, now, post.unit)
    if not _is_open(post.official, month):
        from_on = open_to_head_from(month.period.last, practice().own_figures_first_days)
        raise RuleBroken("figures.not_yet", from_on=from_on)
    return head, post.official, month


@login_required
@require_GET
def official(request: HttpRequest, login: str) -> HttpResponse:
    """One official's figures for the head, with the official's own explanation beside them."""
    head, person, month = _of_head(request, login)
    said = Explanation.objects.filter(official=person, year=month.year, month=month.number).first()
    address = reverse("indicators:official_list", args=[login])
    return render(request, "indicators/official.html", _figures(person, head, month, address) | {"said": said})


@login_required
@require_GET
def official_list(request: HttpRequest, login: str) -> HttpResponse:
    """The steps behind one number of an official, under the same condition as the number."""
    head, person, month = _of_head(request, login)
    return _list(request, person, head, month, reverse("indicators:official", args=[login]))
