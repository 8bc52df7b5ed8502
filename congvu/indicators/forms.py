"""The period a reader types in; a mistake says what to do, and what was typed stays."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.offices.fields import line
from congvu.offices.forms import told
from congvu.rules.contact import near_day
from congvu.rules.errors import RuleBroken


class PeriodForm(forms.Form):
    """A free period (kỳ tự chọn): both days are included."""

    tu = line(
        _("Từ ngày"), required=_("Nhập ngày đầu kỳ, ví dụ 01/11/2026."), limit=20, hint=_("Ví dụ 01/11/2026"),
        read=near_day, inputmode="numeric",
    )  # fmt: skip
    den = line(
        _("Đến hết ngày"), required=_("Nhập ngày cuối kỳ, ví dụ 23/11/2026."), limit=20, hint=_("Ví dụ 23/11/2026"),
        read=near_day, inputmode="numeric",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("tu"), data.get("den")
        if first and last and last < first:
            self.add_error("den", told(RuleBroken("period.reversed")))
        return data
