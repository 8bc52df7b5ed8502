"""The acts a page offers, each a panel with its form; the one just refused stands open with what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from congvu.offices.models import Official
from congvu.offices.once import fresh_key
from congvu.rules.dossier import Move

Label = str | Promise
Bound = tuple[str, Form]  # the act just refused, or kept, and its form with what was typed
ALT = {Move.ASK_PAPERS.value: "B"}  # acts opened from anywhere on the page, by Alt and a letter


@dataclass(frozen=True)
class Panel:
    """One act: its form, where it is sent and under which key."""

    label: Label
    form: Form
    address: str
    key: str
    alt: str
    is_bound: bool
    leads: bool  # the first of a page on which none was refused


def panels(
    official: Official, route: tuple[str, int], offered: Mapping[str, Label], form_for: Callable[[str], Form],
    bound: Bound | None = None,
) -> list[Panel]:  # fmt: skip
    """The acts `offered`, by name with their labels, each sent to `route`; the one `bound` must be among them."""
    (name, pk), key = route, fresh_key(official)
    found = []
    for number, (act, label) in enumerate(offered.items()):
        typed = bound[1] if bound is not None and bound[0] == act else None
        form = form_for(act) if typed is None else typed
        address, leads = reverse(name, args=[pk, act]), bound is None and number == 0
        found.append(Panel(label, form, address, f"{key}-{act}", ALT.get(act, ""), typed is not None, leads))
    return found


def say_noted(request: HttpRequest, act: Label, code: str) -> None:
    """The act is noted in this dossier."""
    messages.success(request, _("Đã ghi: %(act)s, hồ sơ %(code)s.") % {"act": str(act).lower(), "code": code})
