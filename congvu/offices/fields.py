"""The fields that forms are made of: a line, an area, a day, a sum of money, and the words for a wrong choice."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.offices.forms import ReadField
from congvu.rules import contact
from congvu.rules.dues import read_dong
from congvu.rules.vietnamese import clean

CHOOSE = _("Chọn một mục trong danh sách.")
CHOSEN = {"required": CHOOSE, "invalid_choice": CHOOSE}


def line(
    label: Any,
    *,
    required: Any = "",
    limit: int = 250,
    hint: Any = "",
    read: Callable[[str], Any] = clean,
    **attrs: str,
) -> ReadField:
    """One line of text; it must be there where `required` says what to do."""
    return ReadField(
        read=read, max_length=limit, label=label, required=bool(required), help_text=hint,
        error_messages={"required": required},
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )  # fmt: skip


def area(
    label: Any, *, required: Any, limit: int, hint: Any = "", read: Callable[[str], Any] = clean, **attrs: Any
) -> ReadField:  # fmt: skip
    """Several lines of text."""
    return ReadField(
        read=read, max_length=limit, label=label, required=bool(required), help_text=hint,
        error_messages={"required": required}, widget=forms.Textarea(attrs={"rows": 3, **attrs}),
    )  # fmt: skip


def day(label: Any, *, required: Any = "", hint: Any = "", **attrs: str) -> ReadField:
    """A day, as people write it."""
    return line(label, required=required, limit=20, hint=hint, read=contact.parse_day, inputmode="numeric", **attrs)


def money(label: Any, hint: Any = "", *, required: Any = "") -> ReadField:
    """An amount in đồng, as people write it."""
    return line(label, required=required, limit=30, hint=hint, read=read_dong, inputmode="numeric")
