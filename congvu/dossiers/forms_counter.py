"""What the counter types beside the dossier's own form: the card's QR, the hand-over, paper receipts for an outage."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.forms import RELOAD, IntakeForm, MoveForm
from congvu.dossiers.models import PartyKind
from congvu.dossiers.models.counter import WAY_WORDS
from congvu.law import practice
from congvu.offices.fields import CHOSEN, day, line
from congvu.offices.forms import ReadField, told
from congvu.rules import citizen_card, contact
from congvu.rules.errors import RuleBroken
from congvu.rules.handing_over import Way
from congvu.rules.vietnamese import clean, thousands

PLAIN = {"autocomplete": "off"}


def filled_from_card(data: QueryDict, today: date) -> tuple[QueryDict, RuleBroken | None]:
    """What was sent, its empty fields filled from the card; a card that cannot be trusted stays as it was typed.

    An organisation's applicant has no card: it is that of whoever brought the papers.
    """
    try:
        card = citizen_card.read(data.get("card", ""), today)
    except RuleBroken as refusal:
        return data, refusal
    prefix = "submitter_" if data.get("kind") == PartyKind.ORGANISATION else ""
    found = {f"{prefix}name": card.name, f"{prefix}id_number": card.number}
    if not prefix:
        found["address"] = card.address
    data = data.copy()
    data["card"] = ""
    for name, value in found.items():
        if not data.get(name, "").strip():
            data[name] = value
    return data, None


class CounterForm(IntakeForm):
    """The reception with a card in the reader, in a visit."""

    card = ReadField(
        read=clean, max_length=citizen_card.LONGEST, label=_("Quét thẻ căn cước"), required=False,
        help_text=_("Đưa mã QR trên thẻ vào đầu đọc, hoặc bỏ qua và gõ tay."),
        widget=forms.TextInput(attrs=PLAIN | {"autofocus": "autofocus", "spellcheck": "false"}),
    )  # fmt: skip
    visit = forms.IntegerField(required=False, widget=forms.HiddenInput, error_messages=RELOAD)

    def __init__(self, data: QueryDict | None = None, *, today: date, **kwargs: Any) -> None:
        self.card_refusal: RuleBroken | None = None
        if data is not None and data.get("card", "").strip():
            data, self.card_refusal = filled_from_card(data, today)
        super().__init__(data, **kwargs)
        self.fields["name"].widget.attrs.pop("autofocus", None)

    def clean_card(self) -> str:
        if self.card_refusal is not None:
            raise told(self.card_refusal)
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        # The card says what to do; that the name it should have given is missing needs no second sentence.
        if "card" in self.errors and not self.data.get("name", "").strip():
            self.errors.pop("name", None)
        return data


class HandingForm(MoveForm):
    """To whom the result goes, or under which number of the post."""

    way = forms.ChoiceField(
        label=_("Hình thức trả"), choices=list(WAY_WORDS.items()), initial=Way.COUNTER, widget=forms.RadioSelect,
        error_messages=CHOSEN,
    )  # fmt: skip
    taker = ReadField(
        read=contact.name, max_length=250, label=_("Họ tên người nhận"), required=False,
        widget=forms.TextInput(attrs=PLAIN),
    )  # fmt: skip
    authorisation = ReadField(
        read=clean, max_length=200, label=_("Số giấy uỷ quyền, giới thiệu"), required=False,
        help_text=_("Chỉ cần khi người nhận không phải người đề nghị."), widget=forms.TextInput(attrs=PLAIN),
    )  # fmt: skip
    tracking = ReadField(
        read=clean, max_length=60, label=_("Số hiệu bưu gửi"), required=False,
        help_text=_("Khi trả qua bưu chính, ví dụ EB123456785VN."), widget=forms.TextInput(attrs=PLAIN),
    )  # fmt: skip
    field_order = ("way", "taker", "authorisation", "tracking", "note", "version")

    def owes(self, left: int, where: str) -> None:
        """Say what is still to be paid (0: not counted yet), the way to pay it, and ask for the tick to hand over."""
        owed = gettext("Còn phải nộp %(amount)s đồng.") % {"amount": thousands(left)}
        said = owed if left else gettext("Chưa tính phí, lệ phí.")
        self.fields["pays_later"] = forms.BooleanField(
            label=_("Vẫn trả kết quả, thu sau"),
            help_text=format_html('<strong>{}</strong> <a href="{}">{}</a>', said, where, gettext("Thu tiền")),
            error_messages={
                "required": _("Hồ sơ chưa nộp đủ phí, lệ phí. Thu tiền trước, hoặc chọn “Vẫn trả kết quả, thu sau”.")
            },
        )  # fmt: skip
        self.order_fields(["pays_later", *self.field_order])


class PrintReceiptsForm(forms.Form):
    """How many numbered receipts to print for the next outage."""

    count = forms.IntegerField(
        label=_("Số giấy cần in"), initial=20,
        error_messages={"required": _("Nhập số giấy cần in."), "invalid": _("Nhập số giấy bằng chữ số, ví dụ 20.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count"].widget.attrs |= {"min": 1, "max": practice().paper_receipts_at_most}


class CancelPaperReceiptForm(forms.Form):
    """Which number is taken out of use, and why."""

    receipt = forms.IntegerField(widget=forms.HiddenInput, error_messages=RELOAD)
    reason = ReadField(
        read=clean, max_length=300, label=_("Lý do huỷ"),
        error_messages={"required": _("Nhập lý do huỷ giấy biên nhận.")}, widget=forms.TextInput(attrs=PLAIN),
    )  # fmt: skip


class LateEntryForm(forms.Form):
    """Of which days a head lets papers be entered later than a clerk may, and why."""

    first_day = day(_("Giấy nhận từ ngày"), required=_("Nhập ngày đầu, ví dụ 16/11/2026."), placeholder="16/11/2026")
    last_day = day(_("đến hết ngày"), required=_("Nhập ngày cuối, ví dụ 19/11/2026."), placeholder="19/11/2026")
    reason = line(
        _("Lý do cho phép nhập muộn"), limit=300,
        required=_("Nhập lý do cho phép nhập muộn, ví dụ “Mất điện do bão từ 16 đến 19/11”."),
    )  # fmt: skip
