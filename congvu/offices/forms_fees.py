"""What an administrator types to publish rates: the day they begin, and a line for each thing that is paid."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congvu.offices.fields import CHOSEN, day, line, money
from congvu.offices.models import Confidence
from congvu.rules.fees import FeeHow, FeeKind, Rate

KINDS = ((FeeKind.FEE, _("Phí")), (FeeKind.CHARGE, _("Lệ phí")))
HOWS = (
    (FeeHow.FIXED, _("Một mức cho mỗi hồ sơ")), (FeeHow.COUNTED, _("Tính theo trang, bản, giá trị")),
    (FeeHow.UNKNOWN, _("Chưa rõ")),
)  # fmt: skip
MOST_LINES = 8


class DayForm(forms.Form):
    valid_from = day(
        _("Áp dụng từ ngày"), required=_("Nhập ngày bắt đầu áp dụng, ví dụ 01/01/2027."), hint=_("Ví dụ 01/01/2027.")
    )


class RateForm(forms.Form):
    """One thing that is paid; a line without a name is left out."""

    kind = forms.ChoiceField(label=_("Loại"), choices=KINDS, initial=FeeKind.FEE, error_messages=CHOSEN)
    name_vi = line(_("Tên khoản thu"), limit=200)
    how = forms.ChoiceField(label=_("Cách tính"), choices=HOWS, initial=FeeHow.FIXED, error_messages=CHOSEN)
    amount = money(_("Số tiền (đồng)"), _("Chỉ khi có một mức; 0 là không thu."))
    note_vi = line(_("Ghi chú cách tính"), limit=300)
    source = line(_("Căn cứ: số văn bản, điều khoản"), limit=300)
    confidence = forms.ChoiceField(
        label=_("Độ chắc chắn"), choices=Confidence.choices, initial=Confidence.HIGH, error_messages=CHOSEN
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("name_vi"):
            return data
        if not data.get("source"):
            self.add_error("source", gettext("Nhập căn cứ của mức thu, ví dụ số nghị quyết, thông tư."))
        if data.get("how") == FeeHow.FIXED and not data.get("amount"):
            self.add_error("amount", gettext("Nhập số tiền bằng chữ số, ví dụ 20000."))
        return data

    def row(self) -> dict[str, object]:
        """The line as the law's records write it."""
        data = self.cleaned_data
        kept = {name: data[name] for name in ("kind", "name_vi", "how", "note_vi", "source", "confidence")}
        return kept | ({"amount": int(data["amount"])} if data["how"] == FeeHow.FIXED else {})


Rates = forms.formset_factory(RateForm, extra=1, max_num=MOST_LINES, validate_max=True)


def as_typed(rate: Rate) -> dict[str, object]:
    """A rate in force, as the form shows it."""
    return {
        "kind": rate.kind, "name_vi": rate.name, "how": rate.how, "note_vi": rate.note, "source": rate.source,
        "confidence": rate.confidence, "amount": str(rate.amount) if rate.how is FeeHow.FIXED else "",
    }  # fmt: skip
