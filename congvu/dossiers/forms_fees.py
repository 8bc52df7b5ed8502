"""What people type about fees, receipts, the cash day and scans; the dossier itself fills the choices."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.forms import SeenForm
from congvu.dossiers.models.fees import KIND_WORDS, WAY_WORDS
from congvu.law import fee_exemptions
from congvu.offices.fields import CHOSEN, line, money
from congvu.rules.fees import FeeKind
from congvu.rules.vietnamese import dong

WAYS = [(way.value, word) for way, word in WAY_WORDS.items()]
KINDS = [(kind.value, word) for kind, word in KIND_WORDS.items() if kind is not FeeKind.UNSORTED]
Choices = list[tuple[str, str]]


def grounds() -> Choices:
    """The grounds for a waiver or reduction, each with the paper that proves it."""
    return [(one.id, f"{one.name_vi} ({one.proof_vi})") for one in fee_exemptions().values()]


def grounds_or_none() -> Choices:
    return [("", str(_("Không miễn, giảm"))), *grounds()]


class WayForm(forms.Form):
    """How something was paid, and by which receipt."""

    way = forms.ChoiceField(
        label=_("Hình thức nộp"), choices=WAYS, initial="cash", widget=forms.RadioSelect, error_messages=CHOSEN
    )
    reference = line(_("Mã giao dịch, nếu chuyển khoản"), limit=100)
    book = line(
        _("Ký hiệu quyển biên lai in sẵn (nếu dùng)"), limit=60,
        hint=_("Để trống: chương trình cấp số biên lai tiếp theo của đơn vị."),
    )  # fmt: skip
    book_number = line(_("Số biên lai in sẵn"), limit=20, inputmode="numeric")


class AtReceptionForm(WayForm):
    """The fee as the dossier is received: paid now or not yet, let off or not."""

    way = forms.ChoiceField(
        label=_("Nộp phí, lệ phí"), choices=[("", _("Chưa nộp")), *WAYS], required=False, widget=forms.RadioSelect,
        initial="", error_messages=CHOSEN,
    )  # fmt: skip
    ground = forms.ChoiceField(
        label=_("Miễn, giảm"), choices=grounds_or_none, required=False, error_messages=CHOSEN
    )
    exempted = money(_("Số tiền miễn, giảm (đồng)"), _("Để trống: miễn toàn bộ."))
    proof = line(_("Giấy tờ chứng minh"), limit=200)
    is_from_paper = forms.BooleanField(
        label=_("Đã thu tiền lúc nhận bằng giấy: ghi vào ngày nhận trên giấy biên nhận"), required=False
    )
    field_order = ("way", "reference", "book", "book_number", "ground", "exempted", "proof", "is_from_paper")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_from_paper") and not data.get("way") and "way" not in self.errors:
            self.add_error("way", gettext("Chọn hình thức nộp của số tiền đã thu lúc nhận bằng giấy."))
        return data


class ChosenForm(SeenForm):
    """An act on one line or one receipt of the dossier."""

    which = forms.TypedChoiceField(coerce=int, error_messages=CHOSEN)

    def __init__(self, *args: Any, choices: Choices, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["which"]
        if isinstance(field, forms.ChoiceField):
            field.choices, field.label = choices, label


class TakeForm(WayForm, SeenForm):
    """Take what is still to be paid; of a dossier first noted on paper, perhaps taken on that day."""

    taken_on = forms.TypedChoiceField(
        label=_("Ngày thu"), required=False, coerce=date.fromisoformat, empty_value=None, widget=forms.RadioSelect,
        initial="", error_messages=CHOSEN,
    )  # fmt: skip

    def __init__(self, *args: Any, declared: tuple[date, str] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["taken_on"]
        if declared is None:
            del self.fields["taken_on"]
        elif isinstance(field, forms.ChoiceField):
            on, paper = declared
            said = gettext("%(on)s, lúc nhận bằng giấy biên nhận số %(paper)s")
            field.choices = [
                ("", gettext("Hôm nay")), (on.isoformat(), said % {"on": f"{on:%d/%m/%Y}", "paper": paper})
            ]  # fmt: skip


class ExemptFeeForm(ChosenForm):
    ground = forms.ChoiceField(label=_("Căn cứ miễn, giảm"), choices=grounds, error_messages=CHOSEN)
    amount = money(
        _("Số tiền được miễn, giảm (đồng)"), required=_("Nhập số tiền bằng chữ số, ví dụ 20000.")
    )
    proof = line(
        _("Giấy tờ chứng minh"), limit=200,
        required=_("Nhập giấy tờ chứng minh, ví dụ “Giấy chứng nhận hộ nghèo số 12/2026”."),
    )  # fmt: skip


class AddFeeForm(SeenForm):
    kind = forms.ChoiceField(label=_("Loại"), choices=KINDS, error_messages=CHOSEN)
    name = line(_("Tên khoản thu"), required=_("Nhập tên khoản thu, ví dụ “Phí chứng thực bản sao”."), limit=200)
    amount = money(_("Số tiền (đồng)"), required=_("Nhập số tiền bằng chữ số, ví dụ 20000."))
    reason = line(_("Lý do, căn cứ"), required=_("Nhập lý do."), limit=300)


class SetFeeForm(ChosenForm):
    kind = forms.ChoiceField(label=_("Loại"), choices=KINDS, error_messages=CHOSEN)
    amount = money(_("Số tiền đúng (đồng)"), required=_("Nhập số tiền bằng chữ số, ví dụ 20000."))
    reason = line(_("Lý do"), required=_("Nhập lý do."), limit=300)


class CorrectReceiptForm(ChosenForm):
    way = forms.ChoiceField(
        label=_("Hình thức nộp đúng"), choices=WAYS, widget=forms.RadioSelect, error_messages=CHOSEN
    )
    reference = line(_("Mã giao dịch, nếu chuyển khoản"), limit=100)
    reason = line(_("Lý do"), required=_("Nhập lý do."), limit=300)


class CancelReceiptForm(ChosenForm):
    reason = line(_("Lý do huỷ biên lai"), required=_("Nhập lý do."), limit=300)


class CloseDayForm(forms.Form):
    """Closing a day: the cash counted, and why it differs from what is booked."""

    counted = money(
        _("Tiền mặt kiểm đếm (đồng)"), required=_("Nhập số tiền mặt kiểm đếm bằng chữ số, ví dụ 350000.")
    )
    explanation = line(_("Giải thích nếu lệch so với sổ"), limit=500)


def item_choices(items: Any) -> Choices:
    return [(str(one.pk), f"{one.name}: {dong(one.amount)}") for one in items]


def receipt_choices(receipts: Any) -> Choices:
    return [(str(one.pk), f"{one.symbol}: {dong(one.amount)}") for one in receipts]
