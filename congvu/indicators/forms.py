"""The period a reader types in; a mistake says what to do, and what was typed stays."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.offices.forms import ReadField, told
from congvu.rules.contact import near_day
from congvu.rules.errors import RuleBroken


class PeriodForm(forms.Form):
    """A free period (kỳ tự chọn): both days are included."""

    tu = ReadField(
        read=near_day, label=_("Từ ngày"), max_length=20, help_text=_("Ví dụ 01/11/2026"),
        error_messages={"required": _("Nhập ngày đầu kỳ, ví dụ 01/11/2026.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    den = ReadField(
        read=near_day, label=_("Đến hết ngày"), max_length=20, help_text=_("Ví dụ 23/11/2026"),
        error_messages={"required": _("Nhập ngày cuối kỳ, ví dụ 23/11/2026.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("tu"), data.get("den")
        if first and last and last < first:
            self.add_error("den", told(RuleBroken("period.reversed")))
        return data
