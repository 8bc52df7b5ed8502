"""Which period a settlement report is for: a kind with its year and number, or free days; mistakes say what to do."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congvu.indicators.forms import PeriodForm
from congvu.rules.errors import RuleBroken
from congvu.rules.reporting_period import SHAPES, Kind, Period, last_ended, numbered
from congvu.sentences import sentence

KINDS = {
    Kind.REPORT_MONTH: _("Tháng báo cáo (15–14)"),
    Kind.REPORT_QUARTER: _("Quý báo cáo (15–14)"),
    Kind.REPORT_HALF: _("Sáu tháng đầu năm (15/12–14/6)"),
    Kind.REPORT_NINE: _("Chín tháng (15/12–14/9)"),
    Kind.REPORT_YEAR: _("Năm báo cáo (15/12–14/12)"),
    Kind.MONTH: _("Tháng dương lịch"),
    Kind.QUARTER: _("Quý dương lịch"),
    Kind.YEAR: _("Năm dương lịch"),
}
NAMES = {
    Kind.REPORT_MONTH: _("Tháng %(number)s năm %(year)s"),
    Kind.REPORT_QUARTER: _("Quý %(roman)s năm %(year)s"),
    Kind.REPORT_HALF: _("6 tháng đầu năm %(year)s"),
    Kind.REPORT_NINE: _("9 tháng năm %(year)s"),
    Kind.REPORT_YEAR: _("Năm %(year)s"),
    Kind.MONTH: _("Tháng %(number)s năm %(year)s (dương lịch)"),
    Kind.QUARTER: _("Quý %(roman)s năm %(year)s (dương lịch)"),
    Kind.YEAR: _("Năm %(year)s (dương lịch)"),
}
ROMAN = ("", "I", "II", "III", "IV")


def name_of(kind: Kind, year: int, number: int) -> str:
    """A period as papers name it: “Quý IV năm 2026”."""
    roman = ROMAN[number] if number < len(ROMAN) else ""
    return str(NAMES[kind]) % {"number": number, "roman": roman, "year": year}


class KindForm(forms.Form):
    """A named period (kỳ báo cáo): its kind, the year, and its number where the year has several."""

    loai = forms.ChoiceField(
        label=_("Loại kỳ"), choices=[(kind.value, words) for kind, words in KINDS.items()],
        error_messages={"invalid_choice": _("Chọn một mục trong danh sách.")},
    )  # fmt: skip
    nam = forms.IntegerField(
        label=_("Năm"), error_messages={"required": _("Nhập năm, ví dụ 2026."), "invalid": _("Nhập năm, ví dụ 2026.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    so = forms.IntegerField(
        label=_("Tháng hoặc quý số"), required=False, help_text=_("Để trống với kỳ 6 tháng, 9 tháng, năm."),
        error_messages={"invalid": _("Nhập số tháng (1–12) hoặc số quý (1–4).")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        kind = Kind(data["loai"])
        number = 1 if SHAPES[kind].count == 1 else data.get("so") or 0
        try:
            data["period"] = numbered(kind, data["nam"], number)
            data["name"] = name_of(kind, data["nam"], number)
        except RuleBroken as refusal:
            self.add_error("so" if refusal.code == "period.no_such_number" else "nam", sentence(refusal, gettext))
        return data


class Asked:
    """What the address asks for; without anything, the report month that ended last."""

    def __init__(self, query: Any, today: date) -> None:
        kind = Kind.REPORT_MONTH
        year, number = last_ended(kind, today)
        usual = {"loai": kind.value, "nam": year, "so": number}
        is_free = bool(query.get("tu") or query.get("den"))
        is_named = not is_free and bool(query.get("loai") or query.get("nam") or query.get("so"))
        self.free = PeriodForm(query if is_free else None)
        self.named = KindForm(query if is_named else None, initial=usual)
        self.period: Period = numbered(kind, year, number)
        self.name = name_of(kind, year, number)
        if is_free and self.free.is_valid():
            self.period, self.name = Period(self.free.cleaned_data["tu"], self.free.cleaned_data["den"]), ""
        elif is_named and self.named.is_valid():
            self.period, self.name = self.named.cleaned_data["period"], self.named.cleaned_data["name"]

    @property
    def form(self) -> forms.Form:
        """The form that was sent, for its errors."""
        return self.free if self.free.is_bound else self.named
