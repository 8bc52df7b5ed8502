"""The filters of the list as its page shows them: controls with their choices, and what is applied, each removable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.choice import NONE, OUTSIDE, OWN_UNITS
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import STATE_WORDS, Channel
from congvu.offices.lists import ALL, DAY, Control
from congvu.offices.models import Official, Post, Procedure, ProcedureVersion, Unit
from congvu.offices.permissions import Right, within_reach

# In the order of the page. What else stands in an address is no filter and is left out of what is kept.
LABELS: Mapping[str, Promise] = {
    "nhom": _("Nhóm thời hạn"),
    "don-vi": _("Đơn vị giải quyết"),
    "thu-tuc": _("Thủ tục"),
    "buoc": _("Bước"),
    "can-bo": _("Người đang giữ"),
    "trang-thai": _("Trạng thái"),
    "kenh": _("Hình thức nộp"),
    "tinh-cho": _("Thời hạn tính cho"),
    "tu": _("Từ ngày"),
    "den": _("Đến ngày"),
}
SORTS: Mapping[str, tuple[Promise, tuple[str, ...]]] = {
    "moi": (_("Mới nhất"), ("-received_at", "-pk")),
    "cu": (_("Cũ nhất"), ("received_at", "pk")),
    "han": (_("Hạn gần nhất"), ("due_at", "pk")),
    "ma": (_("Mã hồ sơ"), ("code",)),
}
USUAL_SORT = "moi"
@dataclass(frozen=True)
class Chip:
    """One applied filter in words, and the address of the list without it."""

    label: str | Promise
    value: str | Promise
    address: str


def kept(asked: Mapping[str, str]) -> dict[str, str]:
    """The filters and the order an address asks for, in the page's order; empty ones left out."""
    found = {name: asked[name].strip()[:100] for name in LABELS if asked.get(name, "").strip()}
    sort = asked.get("sap-xep", "")
    return found | ({"sap-xep": sort} if sort in SORTS and sort != USUAL_SORT else {})


def address(asked: Mapping[str, str]) -> str:
    """The query part of a list's address."""
    return urlencode(kept(asked), safe="/")


def controls(asked: Mapping[str, str], official: Official, on: date) -> list[Control]:
    """Every filter with its choices for this official."""
    options: dict[str, list[tuple[str, str]]] = {
        "nhom": [(slug, str(group.label)) for slug, group in GROUPS.items()],
        "don-vi": list(Unit.objects.order_by("name_key").values_list("code", "name")),
        "thu-tuc": list(Procedure.objects.order_by("name_key").values_list("slug", "name")[:500]),
        "buoc": _steps(asked.get("thu-tuc", "")),
        "can-bo": _holders(official, on),
        "trang-thai": [(state.value, str(word)) for state, word in STATE_WORDS.items()],
        "kenh": [(value, str(label)) for value, label in Channel.choices],
        "tinh-cho": [(OWN_UNITS, str(_("Đơn vị của địa phương"))), (OUTSIDE, str(_("Ngành dọc, cấp tỉnh")))],
    }
    found = []
    for name, label in LABELS.items():
        value, choices = asked.get(name, "").strip()[:100], options.get(name, [])
        if value and name in options and value not in dict(choices):
            choices = [*choices, (value, _named(name, value))]
        if name in {"tu", "den"}:
            found.append(Control(name, label, value, DAY))
        else:
            nothing = _("Chọn thủ tục trước") if name == "buoc" and not choices else ALL
            found.append(Control(name, label, value, options=choices, empty=nothing))
    return found


def sort_control(asked: Mapping[str, str]) -> Control:
    """The order; one there always is."""
    orders = [(name, label) for name, (label, _order) in SORTS.items()]
    return Control("sap-xep", _("Sắp xếp"), asked.get("sap-xep", USUAL_SORT), options=orders, empty="")


def _steps(procedure: str) -> list[tuple[str, str]]:
    """The steps of a procedure, in order; none until one is chosen."""
    versions = ProcedureVersion.objects.filter(procedure__slug=procedure).order_by("-valid_from") if procedure else ()
    found: dict[str, str] = {}
    for version in versions:
        for step in version.steps:
            found.setdefault(step["id"], step["name_vi"])
    return list(found.items())


def _holders(official: Official, on: date) -> list[tuple[str, str]]:
    """The people of the units this official may read in."""
    posts = Post.objects.filter(Post.held_on(on)).filter(within_reach(official, Right.READ_DOSSIER, on, "unit"))
    people = Official.objects.filter(posts__in=posts).distinct().order_by("name_key")
    return [(NONE, str(_("Chưa giao cho ai"))), *people.values_list("login", "full_name")]


def _named(name: str, value: str) -> str:
    """The words for a value that is not among the choices offered, such as an official of another unit."""
    if name == "can-bo":
        return Official.objects.filter(login=value).values_list("full_name", flat=True).first() or value
    if name == "buoc" and value == NONE:
        return str(_("Không ghi bước"))
    return value


def chips(found: Iterable[Control], asked: Mapping[str, str]) -> list[Chip]:
    """What is applied, each with one click to remove it."""
    applied = []
    for control in found:
        if control.value:
            rest = address({name: value for name, value in asked.items() if name != control.name})
            value = control.value if control.kind == DAY else dict(control.options)[control.value]
            applied.append(Chip(control.label, value, rest))
    return applied


def in_words(applied: Iterable[Chip]) -> str:
    """The filter as one line, for what is printed or exported."""
    return "; ".join(f"{chip.label}: {chip.value}" for chip in applied) or str(_("Tất cả hồ sơ trong phạm vi được xem"))
