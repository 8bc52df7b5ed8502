"""What is typed of an absence: its kind, from when to when, who stands in; a day without a time is the whole day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.forms import SeenForm
from congvu.dossiers.substitutes import Desks
from congvu.offices.absence_models import KIND_WORDS
from congvu.offices.fields import CHOOSE, CHOSEN, day, line
from congvu.rules.absence import AbsenceKind, Span


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, input_formats=["%H:%M"],
        error_messages={"invalid": _("Nhập giờ theo dạng 09:30.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "07:30"}),
    )  # fmt: skip


class UntilForm(forms.Form):
    """The end of an absence: with no time the day is its last whole day."""

    to_day = day(_("Đến hết ngày"), hint=_("Ví dụ 27/11/2026."))
    to_clock = _clock(_("Trở lại lúc (để trống: nghỉ cả ngày đó)"))

    def until(self) -> datetime | None:
        """The instant at which the absence is over."""
        day, clock = self.cleaned_data.get("to_day"), self.cleaned_data.get("to_clock")
        if not day:
            return None
        return instant(day, clock) if clock else instant(day + timedelta(days=1), None)


def instant(day: date, clock: time | None) -> datetime:
    return datetime.combine(day, clock or time.min, get_current_timezone())


class AbsenceForm(UntilForm):
    """One absence; `sub_…` names the substitute of each unit."""

    kind = forms.ChoiceField(label=_("Vắng mặt vì"), widget=forms.RadioSelect, error_messages=CHOSEN)
    from_day = day(_("Từ ngày"), required=_("Nhập ngày bắt đầu vắng mặt."))
    from_clock = _clock(_("Từ lúc (để trống: từ đầu ngày)"))
    basis = line(_("Số văn bản (không bắt buộc)"), limit=200, hint=_("Ví dụ 12/QĐ-UBND."))

    def __init__(self, *args: Any, kinds: list[AbsenceKind], units: Desks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, KIND_WORDS[one]) for one in kinds]  # type: ignore[attr-defined]
        self.units = list(units)
        for name, (unit, people, hint) in units.items():
            self.fields[name] = forms.ChoiceField(
                label=gettext("Người nhận thay tại %(unit)s") % {"unit": unit},
                choices=[("", gettext("Chọn một người")), *people], help_text=hint,
                error_messages={"invalid_choice": CHOOSE, "required": gettext("Chọn người nhận thay.")},
            )  # fmt: skip
        self.order_fields(["kind", "from_day", "from_clock", "to_day", "to_clock", *units, "basis", "reason"])

    def span(self) -> Span:
        return Span(instant(self.cleaned_data["from_day"], self.cleaned_data.get("from_clock")), self.until())

    def substitutes(self) -> dict[int, int]:
        """By unit."""
        chosen = {name: self.cleaned_data.get(name) for name in self.units}
        return {int(name.partition("_")[2]): int(value) for name, value in chosen.items() if value}


class ReasonForm(SeenForm):
    """Why an absence is changed, and what the sender had seen."""

    reason = line(_("Lý do"), required=_("Nhập lý do."), limit=300)


class ProlongForm(ReasonForm, UntilForm):
    """The new end."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "to_day" not in self.errors and not data.get("to_day"):
            self.add_error("to_day", gettext("Nhập ngày hết vắng mặt mới."))
        return data


class CorrectAbsenceForm(AbsenceForm, ReasonForm):
    """The whole absence as it should have been entered."""


def as_typed(span: Span) -> dict[str, str]:
    """A span as its fields show it."""
    begin = localtime(span.from_at)
    typed = {"from_day": f"{begin:%d/%m/%Y}", "from_clock": f"{begin:%H:%M}" if begin.time() != time.min else ""}
    if span.to_at is None:
        return typed
    end = localtime(span.to_at)
    if end.time() == time.min:
        return typed | {"to_day": f"{end - timedelta(days=1):%d/%m/%Y}"}
    return typed | {"to_day": f"{end:%d/%m/%Y}", "to_clock": f"{end:%H:%M}"}
