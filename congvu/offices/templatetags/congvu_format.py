"""How values look on a page: instants, days, numbers, codes, working time, and the badge of a dossier's time."""

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.formats import get_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from congvu.law import practice
from congvu.rules.standing import Standing, Timing
from congvu.rules.vietnamese import isolate, thousands

register = template.Library()

BADGES = {
    Timing.NO_DUE: "done",
    Timing.ON_TIME: "ok",
    Timing.DUE_SOON: "soon",
    Timing.OVERDUE: "late",
    Timing.PAUSED: "wait",
    Timing.DONE_ON_TIME: "done",
    Timing.DONE_LATE_COMMITMENT: "soon",
    Timing.DONE_LATE: "late",
    Timing.ENDED: "done",
}


@register.filter
@stringfilter
def isolated(text: str) -> str:
    """A name as it was typed; a direction mark in it reverses nothing."""
    return isolate(text)


@register.filter
def local_instant(at: datetime | None) -> str:
    """16:30, 19/11/2026"""
    return f"{localtime(at):%H:%M, %d/%m/%Y}" if at else ""


@register.filter
def local_span(at: datetime, until: datetime | None) -> str:
    """08:40 – 16:30, 19/11/2026; both days where they differ, the first instant alone where nothing lies between"""
    if until is None or until == at:
        return local_instant(at)
    first, last = localtime(at), localtime(until)
    begun = f"{first:%H:%M}" if first.date() == last.date() else local_instant(at)
    return f"{begun} – {local_instant(until)}"


@register.filter
def local_hour(at: datetime | None) -> str:
    """16:30"""
    return f"{localtime(at):%H:%M}" if at else ""


@register.filter
def local_day(on: date | None) -> str:
    """19/11/2026"""
    return f"{on:%d/%m/%Y}" if on else ""


@register.filter
def number(value: int) -> str:
    """1.204 in Vietnamese, 1,204 in English."""
    # Django's Vietnamese formats name the separator but leave grouping out.
    return thousands(value, str(get_format("THOUSAND_SEPARATOR")))


@register.filter
def get(values: Mapping[str, str], name: str) -> str:
    """A value by a name that holds a hyphen."""
    return values.get(name, "")


@register.filter
def percent(ratio: float | None) -> str:
    """96,2 %"""
    return "–" if ratio is None else f"{number_format(round(ratio * 100, 1), decimal_pos=1, use_l10n=True)} %"


@register.filter
@stringfilter
def code_groups(code: str) -> str:
    """2611 4807 3395 1068"""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


@register.filter
def working_duration(seconds: int) -> str:
    """Working seconds in working days of eight hours, hours and minutes; at most two parts, cut to whole minutes."""
    days, rest = divmod(abs(int(seconds)) // 60, practice().working_hours_a_day * 60)
    parts = [_working_days(days)] if days else []
    if rest // 60:
        parts.append(_hours(rest // 60))
    if rest % 60 and not days:
        parts.append(_minutes(rest % 60))
    return " ".join(parts) or _("dưới 1 phút")


@register.filter
def hours_and_minutes(seconds: int) -> str:
    """6 giờ 13 phút: every whole minute, so that lines add up to their sum; less than nothing with its sign."""
    hours, minutes = divmod(abs(int(seconds)) // 60, 60)
    parts = [_hours(hours)] if hours else []
    if minutes or not hours:
        parts.append(_minutes(minutes))
    return ("−" if seconds < 0 else "") + " ".join(parts)


@register.filter
def days_on_the_wall(seconds: int) -> str:
    """3 ngày 2 giờ 5 phút: days of twenty-four hours, as terms in calendar days have them."""
    days, rest = divmod(int(seconds), 86_400)
    parts = [_days(days)] if days else []
    return " ".join([*parts, hours_and_minutes(rest)] if rest >= 60 or not days else parts)


# English has a form of its own for one; Vietnamese has not.
def _working_days(n: int) -> str:
    return _("1 ngày làm việc") if n == 1 else _("%(n)s ngày làm việc") % {"n": number(n)}


def _days(n: int) -> str:
    return _("1 ngày") if n == 1 else _("%(n)s ngày") % {"n": number(n)}


def _hours(n: int) -> str:
    return _("1 giờ") if n == 1 else _("%(n)s giờ") % {"n": number(n)}


def _minutes(n: int) -> str:
    return _("1 phút") if n == 1 else _("%(n)s phút") % {"n": n}


@register.filter
def remaining(standing: Standing) -> str:
    """“còn 3 giờ 20 phút”, “quá 2 ngày làm việc”; late since office hours ended: “vừa quá hạn”."""
    if standing.timing in {Timing.OVERDUE, Timing.DONE_LATE} and not standing.seconds:
        return _("vừa quá hạn")
    text = working_duration(standing.seconds)
    return (_("quá %(time)s") if standing.seconds < 0 else _("còn %(time)s")) % {"time": text}


@register.inclusion_tag("parts/badge.html")
def time_badge(standing: Standing) -> dict[str, str]:
    """The badge of a standing: shape, words and fill differ, never colour alone."""
    time = working_duration(standing.seconds)
    words = {
        Timing.NO_DUE: _("Không có hạn"),
        Timing.ON_TIME: _("Trong hạn – còn %(time)s"),
        Timing.DUE_SOON: _("Sắp đến hạn – còn %(time)s"),
        Timing.OVERDUE: _("Quá hạn %(time)s"),
        Timing.PAUSED: _("Tạm dừng tính hạn"),
        Timing.DONE_ON_TIME: _("Xong đúng hạn"),
        Timing.DONE_LATE_COMMITMENT: _("Xong đúng hạn, chậm so với cam kết"),
        Timing.DONE_LATE: _("Xong, quá hạn %(time)s"),
        Timing.ENDED: _("Kết thúc trong hạn"),
    }
    return {
        "kind": BADGES[standing.timing], "words": words[standing.timing] % {"time": time}, "behind": _behind(standing)
    }  # fmt: skip


@register.inclusion_tag("parts/badge.html")
def left_badge(standing: Standing) -> dict[str, str]:
    """The same badge for a list: of an open clock only the time left or overrun (còn lại)."""
    badge: dict[str, str] = time_badge(standing)
    if standing.timing in {Timing.ON_TIME, Timing.DUE_SOON, Timing.OVERDUE}:
        badge["words"] = remaining(standing)
    return badge | {"behind": _("Chậm so với cam kết") if standing.behind else ""}


def _behind(standing: Standing) -> str:
    """What stands beside the badge where the place's own promise is missed, and only that."""
    return _("Chậm so với cam kết %(time)s") % {"time": working_duration(standing.behind)} if standing.behind else ""
