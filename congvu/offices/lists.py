"""What every list shares: the controls of its filter bar, its period, its pages, and itself whole to print (`in=1`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congvu.rules.contact import parse_day

Options = Sequence[tuple[str, str | Promise]]
CHOICE, DAY, SEARCH = "choice", "day", "search"
ALL = _("Tất cả")
OF_PAGE = ("trang", "in", "giu")  # in an address: of the page shown, not of what is asked


@dataclass(frozen=True)
class Control:
    """One visible control: a choice, a day or words typed; `empty` names the choice of nothing, if there is one."""

    name: str
    label: str | Promise
    value: str
    kind: str = CHOICE
    options: Options = ()
    empty: str | Promise = ALL


def choice(request: HttpRequest, name: str, label: str | Promise, options: Options) -> Control:
    return Control(name, label, request.GET.get(name, ""), options=options)


def day(request: HttpRequest, name: str, label: str | Promise) -> Control:
    return Control(name, label, request.GET.get(name, ""), DAY)


def words(request: HttpRequest, label: str | Promise) -> Control:
    return Control("q", label, request.GET.get("q", ""), SEARCH)


def period(request: HttpRequest) -> list[Control]:
    """From one day to another, as `day_asked` reads them."""
    return [day(request, "tu", _("Từ ngày")), day(request, "den", _("Đến ngày"))]


def day_asked(request: HttpRequest, name: str) -> date | None:
    """The day in the address. Raises: RuleBroken `day.*`."""
    typed = request.GET.get(name, "").strip()
    return parse_day(typed) if typed else None


def asks_for_print(request: HttpRequest) -> bool:
    return request.GET.get("in") == "1"


def paged(request: HttpRequest, rows: "QuerySet[Any] | Sequence[Any]", size: int, printed: int = 0) -> dict[str, Any]:
    """The page asked for, whole up to `printed` rows where it is to be printed, and what the address asks besides."""
    is_print = bool(printed) and asks_for_print(request)
    query = request.GET.copy()
    for name in OF_PAGE:
        query.pop(name, None)
    page = Paginator(rows, printed if is_print else size).get_page(request.GET.get("trang"))
    return {"page": page, "query": query.urlencode(), "is_print": is_print}
