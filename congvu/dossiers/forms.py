"""What the counter and the desks type in; every value is read by the rules, every mistake says what to do."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models import Channel, PartyKind
from congvu.law import SUPPLEMENT_GROUND, pause_grounds
from congvu.offices.fields import CHOOSE, CHOSEN, line
from congvu.offices.forms import UNREADABLE, MailField, ReadField, told
from congvu.rules import contact
from congvu.rules.errors import RuleBroken
from congvu.rules.papers_asked import Asked, is_required, missing_required

DECLARED = ("declared_clock", "declared_paper", "declared_reason")
LACKING = "lacking"


def _authorisation() -> ReadField:
    return line(
        _("Giấy uỷ quyền, giới thiệu hoặc quan hệ"), limit=200, hint=_("Ví dụ: giấy uỷ quyền số 12; hoặc cha của cháu.")
    )


class IntakeForm(forms.Form):
    """The reception of a dossier (tiếp nhận hồ sơ)."""

    kind = forms.ChoiceField(
        label=_("Người đề nghị là"), choices=PartyKind.choices, initial=PartyKind.PERSON, widget=forms.RadioSelect,
        error_messages=CHOSEN,
    )  # fmt: skip
    name = line(
        _("Họ và tên hoặc tên tổ chức"), required=_("Nhập họ và tên."), read=contact.name, autofocus="autofocus"
    )
    id_number = line(_("Số định danh cá nhân hoặc mã số tổ chức (không bắt buộc)"), limit=20, inputmode="numeric")
    phone = ReadField(
        read=contact.phone, label=_("Điện thoại (không bắt buộc)"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    wants_messages = forms.BooleanField(label=_("Nhận tin nhắn về hồ sơ"), required=False)
    email = MailField(
        label=_("Thư điện tử (không bắt buộc)"), required=False, max_length=200,
        error_messages=UNREADABLE | {"invalid": _("Nhập địa chỉ thư dạng ten@vidu.vn.")},
    )  # fmt: skip
    address = line(_("Địa chỉ (không bắt buộc)"), limit=300)
    submitter_name = line(
        _("Người nộp thay (nếu có)"), read=contact.name, hint=_("Để trống nếu người đề nghị tự nộp.")
    )
    submitter_id_number = line(_("Số định danh người nộp thay"), limit=20, inputmode="numeric")
    authorisation = _authorisation()
    papers = forms.MultipleChoiceField(
        label=_("Thành phần hồ sơ đã nhận"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE},
    )  # fmt: skip
    bring_later = forms.BooleanField(label=_("Vẫn tiếp nhận, người nộp bổ sung sau"), required=False)
    channel = forms.ChoiceField(
        label=_("Hình thức nộp"), choices=Channel.choices, initial=Channel.COUNTER,
        error_messages=CHOSEN,
    )  # fmt: skip
    fee = forms.IntegerField(
        label=_("Phí, lệ phí (đồng)"), min_value=0, max_value=10**12, initial=0,
        error_messages={
            "invalid": _("Nhập số tiền bằng chữ số, ví dụ 20000."),
            "required": _("Nhập tổng số tiền đã tính; nhập 0 nếu không thu."),
            "min_value": _("Nhập số tiền từ 0 trở lên."), "max_value": _("Số tiền quá lớn. Kiểm tra lại."),
        },
    )  # fmt: skip
    declared_day = ReadField(
        read=contact.parse_day, label=_("Ngày nhận trên giấy biên nhận"), required=False, max_length=20,
        help_text=_("Chỉ dùng khi nhận bằng giấy lúc mất mạng, mất điện. Ví dụ 23/11/2026."),
    )  # fmt: skip
    declared_clock = forms.TimeField(
        label=_("Giờ nhận"), required=False, input_formats=["%H:%M"],
        error_messages={"invalid": _("Nhập giờ theo dạng 09:30.")},
    )  # fmt: skip
    declared_paper = line(_("Số giấy biên nhận"), limit=100)
    declared_reason = line(_("Lý do khai sau"), limit=300)

    def __init__(self, *args: Any, papers: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, self.asked = self.fields["papers"], papers
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(paper["name_vi"], paper["name_vi"]) for paper in papers]

    def paper_rows(self) -> list[tuple[Any, bool]]:
        """Each paper's tick, and whether the procedure requires that paper."""
        return [(tick, is_required(paper)) for tick, paper in zip(self["papers"], self.asked, strict=True)]

    @property
    def asks_about_papers(self) -> bool:
        """Is “receive all the same” offered? Only where required papers were found missing."""
        return self.is_bound and (self.has_error("papers", LACKING) or bool(self["bring_later"].value()))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for field, kind in (("id_number", data.get("kind")), ("submitter_id_number", PartyKind.PERSON)):
            if number := data.get(field):
                read = contact.organisation_id if kind == PartyKind.ORGANISATION else contact.personal_id
                try:
                    data[field] = read(number)
                except RuleBroken as refusal:
                    self.add_error(field, told(refusal))
        _whole_submitter(self)
        if data.get("wants_messages") and not (_given(self, "phone") or _given(self, "email")):
            said = gettext(
                "Nhập số điện thoại hoặc thư điện tử để nhận tin nhắn, hoặc bỏ chọn “Nhận tin nhắn về hồ sơ”."
            )
            self.add_error("phone", said)
        self._whole_declaration()
        self._required_papers()
        return data

    def _required_papers(self) -> None:
        """What the procedure requires and nobody ticked is told once; whoever then says so receives without it."""
        if "papers" in self.errors or self.cleaned_data.get("bring_later"):
            return
        if missing := missing_required(self.asked, self.cleaned_data.get("papers", [])):
            said = gettext(
                "Chưa đánh dấu giấy tờ bắt buộc: %(papers)s. Đánh dấu nếu đã nhận. Nếu còn thiếu: lập phiếu "
                "bổ sung khi chưa tiếp nhận, từ chối tiếp nhận, hoặc chọn “Vẫn tiếp nhận, người nộp bổ sung sau”."
            )
            self.add_error("papers", forms.ValidationError(said % {"papers": "; ".join(missing)}, code=LACKING))

    def _whole_declaration(self) -> None:
        """An earlier receipt is declared whole: without its day, hour and paper would be lost without a word."""
        declared = any(_given(self, name) for name in DECLARED)
        if declared and not _given(self, "declared_day"):
            self.add_error("declared_day", gettext("Nhập ngày nhận ghi trên giấy biên nhận, hoặc xoá các ô khai sau."))
        if _given(self, "declared_day") and not _given(self, "declared_clock"):
            self.add_error("declared_clock", gettext("Nhập giờ nhận ghi trên giấy biên nhận."))


def _given(form: forms.Form, name: str) -> bool:
    """Is something in this field, readable or not? What cannot be read has its own error already."""
    return name in form.errors or form.cleaned_data.get(name) not in {"", None}


def _whole_submitter(form: forms.Form) -> None:
    """Whoever brings the papers for another (người nộp thay) has a name and stands in a relation to the applicant."""
    if _given(form, "submitter_name"):
        if not _given(form, "authorisation"):
            said = gettext("Nhập số giấy uỷ quyền, giới thiệu, hoặc quan hệ với người đề nghị.")
            form.add_error("authorisation", said)
    elif _given(form, "submitter_id_number") or _given(form, "authorisation"):
        form.add_error("submitter_name", gettext("Nhập họ và tên người nộp thay."))


RELOAD = dict.fromkeys(("required", "invalid"), _("Trang này đã cũ. Tải lại trang rồi nhập lại."))


class SeenForm(forms.Form):
    """Common to every act on what others may act on too: which version of it the sender had seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=RELOAD)


class MoveForm(SeenForm):
    """Common to every move of a dossier: what the sender had seen, and a note."""

    note = line(_("Ghi chú (không bắt buộc)"), limit=500)


class HandOnForm(MoveForm):
    """Where the dossier goes next; the value is unit:official, the official may be left out."""

    to = forms.ChoiceField(
        label=_("Chuyển đến"), error_messages={"required": _("Chọn nơi nhận."), "invalid_choice": CHOOSE}
    )
    field_order = ("to", "note", "version")

    def __init__(self, *args: Any, receivers: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = receivers


def _grounds() -> list[tuple[str, str]]:
    """Papers that are missing are asked for by form 02; other acts, too, stop the clock by themselves."""
    return [(one.id, one.name_vi) for one in pause_grounds() if one.id != SUPPLEMENT_GROUND and not one.act]


class PauseForm(MoveForm):
    """A stop of the clock: the ground from the closed list, the number of the paper that was sent."""

    ground = forms.ChoiceField(
        label=_("Căn cứ tạm dừng"), choices=_grounds,
        error_messages={"required": _("Chọn một căn cứ tạm dừng trong danh sách."), "invalid_choice": CHOOSE},
    )  # fmt: skip
    paper = line(_("Số văn bản gửi người nộp"), required=_("Nhập số văn bản, ví dụ 31/PBS-TTPVHCC."), limit=100)
    field_order = ("ground", "paper", "note", "version")


class CorrectionForm(forms.Form):
    """Setting right what was typed and ticked at reception, with the reason."""

    said = _(
        "Sai thủ tục thì không đính chính được, vì thời hạn, nơi giải quyết và phí tính theo thủ tục: ghi “Rút hồ sơ "
        "theo yêu cầu” khi người nộp đồng ý, rồi tiếp nhận lại theo đúng thủ tục."
    )

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=RELOAD)
    name = line(_("Họ và tên hoặc tên tổ chức"), required=_("Nhập họ và tên."), read=contact.name)
    id_number = ReadField(read=contact.personal_id, label=_("Số định danh, mã số"), required=False, max_length=20)
    phone = ReadField(read=contact.phone, label=_("Điện thoại"), required=False, max_length=30)
    email = MailField(
        label=_("Thư điện tử"), required=False, max_length=200,
        error_messages=UNREADABLE | {"invalid": _("Nhập địa chỉ thư dạng ten@vidu.vn.")},
    )  # fmt: skip
    address = line(_("Địa chỉ"), limit=300)
    submitter_name = line(_("Người nộp thay"), read=contact.name)
    submitter_id_number = ReadField(
        read=contact.personal_id, label=_("Số định danh người nộp thay"), required=False, max_length=20
    )
    authorisation = _authorisation()
    papers = forms.MultipleChoiceField(
        label=_("Thành phần hồ sơ đã nhận"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE},
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("Hình thức nộp"), choices=Channel.choices, error_messages=CHOSEN)
    reason = line(_("Lý do đính chính"), required=_("Nhập lý do đính chính."), limit=500)

    def __init__(self, *args: Any, kind: str, papers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, ticks = self.fields["id_number"], self.fields["papers"]
        if isinstance(ticks, forms.MultipleChoiceField):
            ticks.choices = [(name, name) for name in papers]
        if kind == PartyKind.ORGANISATION and isinstance(field, ReadField):
            field.read = contact.organisation_id

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _whole_submitter(self)
        return data
