"""What is typed for the letters to an applicant: papers asked for, apology and new day, end of a dossier, refusal."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.forms import RELOAD, MoveForm
from congvu.dossiers.models import PartyKind
from congvu.offices.fields import CHOOSE, area, day, line
from congvu.offices.forms import ReadField, told
from congvu.rules import contact
from congvu.rules.errors import RuleBroken
from congvu.rules.letters import read_missing


def _basis() -> ReadField:
    hint = _("Ví dụ: khoản 2 Điều 17 NĐ 118/2025/NĐ-CP.")
    return area(_("Căn cứ pháp lý"), required=_("Nhập căn cứ pháp lý."), limit=500, rows=2, hint=hint)


def _missing() -> ReadField:
    return area(
        _("Giấy tờ cần bổ sung"), required=_("Ghi ít nhất một giấy tờ cần bổ sung."), limit=8000, rows=5,
        hint=_("Mỗi dòng một giấy tờ: tên, dấu hai chấm, lý do. Ví dụ: Bản sao trích lục khai sinh: bản nộp bị mờ số."),
        read=read_missing,
    )  # fmt: skip


class AskForm(MoveForm):
    """The request for missing papers: one a line with its reason; a further request is confirmed."""

    missing = _missing()
    basis = _basis()
    confirmed = forms.BooleanField(required=False)
    field_order = ("missing", "basis", "confirmed", "note", "version")

    def __init__(self, *args: Any, asked: int, tolerated: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked < tolerated:
            del self.fields["confirmed"]
            return
        said = {"turn": asked + 1, "tolerated": tolerated}
        self.fields["confirmed"].label = gettext(
            "Tôi biết đây là lần yêu cầu bổ sung thứ %(turn)s: "
            "chỉ số quốc gia tính hồ sơ yêu cầu quá %(tolerated)s lần là quá hạn. Vẫn gửi."
        ) % said


class CameForm(MoveForm):
    """Going on after a request: which of the papers asked for have come."""

    came = forms.TypedMultipleChoiceField(
        label=_("Giấy tờ đã nộp"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE},
    )  # fmt: skip
    field_order = ("came", "note", "version")

    def __init__(self, *args: Any, asked: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["came"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = asked


class ExtendForm(MoveForm):
    """The apology: the new day, why, and the unit at fault."""

    new_day = day(_("Hẹn lại đến hết ngày"), required=_("Nhập ngày hẹn lại, ví dụ 02/12/2026."))
    reason = area(
        _("Lý do chậm"), required=_("Nhập lý do chậm; lý do được in trên văn bản xin lỗi."), limit=1000,
        hint=_("In trong văn bản gửi người nộp."),
    )  # fmt: skip
    unit_at_fault = forms.TypedChoiceField(
        label=_("Đơn vị để xảy ra chậm trễ"), coerce=int,
        error_messages={"required": _("Chọn một mục trong danh sách."),
                        "invalid_choice": _("Chọn một mục trong danh sách.")},
    )  # fmt: skip
    field_order = ("new_day", "reason", "unit_at_fault", "note", "version")

    def __init__(self, *args: Any, units: list[tuple[int, str]], said: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_day"].help_text = said
        field = self.fields["unit_at_fault"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = units


class EndForm(MoveForm):
    """What both ends of a dossier have: the papers given back."""

    returned = forms.MultipleChoiceField(
        label=_("Giấy tờ trả lại người nộp"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE},
    )  # fmt: skip

    def __init__(self, *args: Any, papers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["returned"]
        if papers and isinstance(field, forms.MultipleChoiceField):
            field.choices = [(name, name) for name in papers]
            field.initial = papers
        else:
            del self.fields["returned"]


class StopForm(EndForm):
    """Stopping by the office."""

    reason = area(_("Lý do dừng giải quyết"), required=_("Nhập lý do dừng giải quyết."), limit=1000)
    basis = _basis()
    field_order = ("reason", "basis", "returned", "note", "version")


class WithdrawForm(EndForm):
    """Withdrawing: what the applicant handed in to ask for it."""

    reason = area(
        _("Đề nghị của người nộp"), required=_("Ghi đề nghị rút của người nộp, ví dụ: đơn ngày 25/11/2026."),
        limit=1000, rows=2, hint=_("Ví dụ: đơn ngày 25/11/2026; hoặc đề nghị trực tiếp tại quầy."),
    )  # fmt: skip
    field_order = ("reason", "returned", "note", "version")


class ToWhomForm(forms.Form):
    """To whom a letter goes that is written at the counter before there is a dossier."""

    kind = forms.ChoiceField(
        label=_("Người đề nghị là"), choices=PartyKind.choices, initial=PartyKind.PERSON, widget=forms.RadioSelect,
        error_messages={"invalid_choice": CHOOSE},
    )  # fmt: skip
    name = line(
        _("Họ và tên hoặc tên tổ chức"), required=_("Nhập họ và tên."), read=contact.name, autofocus="autofocus"
    )
    id_number = line(_("Số định danh cá nhân hoặc mã số tổ chức (không bắt buộc)"), limit=20)
    phone = line(_("Điện thoại (không bắt buộc)"), limit=30, read=contact.phone)
    address = line(_("Địa chỉ (không bắt buộc)"), limit=300)
    visit = forms.IntegerField(required=False, widget=forms.HiddenInput, error_messages=RELOAD)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if number := data.get("id_number"):
            is_person = data.get("kind") != PartyKind.ORGANISATION
            read = contact.personal_id if is_person else contact.organisation_id
            try:
                data["id_number"] = read(number)
            except RuleBroken as refusal:
                self.add_error("id_number", told(refusal))
        return data


class RefuseForm(ToWhomForm):
    """A refusal at the counter: to whom, why, on what law, where to go instead."""

    reason = area(_("Lý do từ chối"), required=_("Nhập lý do từ chối."), limit=1000)
    basis = _basis()
    instead = area(
        _("Nơi có thẩm quyền tiếp nhận (không bắt buộc)"), required="", limit=500, rows=2,
        hint=_("Người dân cần đến đâu, làm gì tiếp. Ví dụ: Văn phòng đăng ký đất đai, số điện thoại."),
    )  # fmt: skip


class EarlyRequestForm(ToWhomForm):
    """Papers asked for before reception: of whom, which and why, on what law."""

    missing = _missing()
    basis = _basis()
