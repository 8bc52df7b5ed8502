"""What people type about postings, objections, other bodies and dues; the dossier itself fills the choices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.forms import CHOOSE, RELOAD, MoveForm
from congvu.dossiers.forms import _text as text
from congvu.dossiers.models import Delivery, Dossier, Objection, ObjectionChannel, ObjectionKind
from congvu.dossiers.waits import dong
from congvu.law import other_bodies
from congvu.offices.forms import ReadField, told
from congvu.rules import contact, dues
from congvu.rules.awaited import ReplyState
from congvu.rules.dues import DuesState
from congvu.rules.errors import RuleBroken
from congvu.rules.posting import ObjectionState
from congvu.rules.vietnamese import clean

CHOSEN = {"required": CHOOSE, "invalid_choice": CHOOSE}


class LinesField(ReadField):
    """Several lines, each cleaned by itself; empty ones are left out."""

    def clean(self, value: Any) -> Any:
        lines = str(value or "").splitlines()
        kept = [super(LinesField, self).clean(line) for line in lines if clean_or_same(line)]
        if not kept:
            return super().clean("")
        if len(found := "\n".join(kept)) > self.limit:
            raise told(RuleBroken("text.too_long", found=len(found), limit=self.limit))
        return found


def clean_or_same(line: str) -> str:
    """Is there anything on a line? What cannot be read is something, and is refused by its field."""
    try:
        return clean(line)
    except RuleBroken:
        return line


def _places() -> ReadField:
    return LinesField(
        read=clean, label=_("Nơi niêm yết, mỗi nơi một dòng"), max_length=1000,
        error_messages={"required": _("Nhập nơi niêm yết, mỗi nơi một dòng.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


def _long(label: Any, required: Any, hint: Any = "") -> ReadField:
    return ReadField(
        read=clean, label=label, max_length=1000, help_text=hint, error_messages={"required": required},
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


def _day(label: Any, required: Any, hint: Any = "") -> ReadField:
    return ReadField(
        read=contact.parse_day, label=label, max_length=20, help_text=hint, error_messages={"required": required},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "25/11/2026"}),
    )  # fmt: skip


def _money(label: Any, hint: Any = "") -> ReadField:
    return ReadField(
        read=dues.read_dong, label=label, max_length=30, help_text=hint,
        error_messages={"required": _("Nhập số tiền (đồng).")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class ChosenForm(MoveForm):
    """A form about one of several things the dossier has; the choices come from the dossier."""

    which = forms.TypedChoiceField(
        coerce=int, error_messages={"required": _("Chọn một mục."), "invalid_choice": _("Chọn một mục còn chờ.")}
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["which"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = self.offered(dossier)
            if len(field.choices) == 1:
                field.initial = field.choices[0][0]

    @staticmethod
    def offered(dossier: Dossier) -> list[tuple[int, str]]:
        """The things that may be chosen."""
        raise NotImplementedError


class OpenPostingForm(MoveForm):
    number = text(_("Số biên bản niêm yết"), required=_("Nhập số biên bản, ví dụ 12/BB-UBND."), limit=100)
    places = _places()
    witnesses = text(_("Người chứng kiến (không bắt buộc)"), limit=500, hint=_("Tên, chức danh như trong biên bản."))
    scan = text(_("Nơi lưu bản quét (không bắt buộc)"), limit=200)
    field_order = ("number", "places", "witnesses", "scan", "note", "version")


class RestartPostingForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=RELOAD)
    reason = text(_("Lý do niêm yết lại"), required=_("Nhập lý do."), limit=500)
    number = text(_("Số biên bản niêm yết mới"), required=_("Nhập số biên bản, ví dụ 12/BB-UBND."), limit=100)
    places = _places()
    witnesses = text(_("Người chứng kiến (không bắt buộc)"), limit=500)
    scan = text(_("Nơi lưu bản quét (không bắt buộc)"), limit=200)


class ExtendPostingForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=RELOAD)
    until = _day(_("Niêm yết đến hết ngày"), _("Nhập ngày."), _("Phải sau ngày kết thúc hiện tại."))
    reason = text(_("Lý do gia hạn"), required=_("Nhập lý do."), limit=500)


class ClosePostingForm(MoveForm):
    number = text(_("Số biên bản kết thúc niêm yết"), required=_("Nhập số biên bản, ví dụ 27/BB-UBND."), limit=100)
    objections = forms.IntegerField(
        label=_("Số ý kiến nhận được trong thời gian niêm yết"), min_value=0, max_value=9999, initial=0,
        error_messages={
            **dict.fromkeys(("invalid", "min_value", "max_value"), _("Nhập bằng chữ số, ví dụ 0.")),
            "required": _("Nhập 0 nếu không có ý kiến."),
        },
    )  # fmt: skip
    field_order = ("number", "objections", "note", "version")


class ObjectionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=RELOAD)
    came_on = _day(_("Ngày nhận ý kiến"), _("Nhập ngày nhận ý kiến."))
    kind = forms.ChoiceField(label=_("Loại"), choices=ObjectionKind.choices, error_messages=CHOSEN)
    channel = forms.ChoiceField(label=_("Hình thức"), choices=ObjectionChannel.choices, error_messages=CHOSEN)
    summary = _long(
        _("Tóm tắt ý kiến"), _("Nhập tóm tắt ý kiến, không ghi tên người nêu."),
        _("Không ghi tên người nêu ở đây: người nộp hồ sơ và người khác không được biết."),
    )  # fmt: skip
    name = text(_("Người nêu ý kiến (không bắt buộc)"), read=contact.name)
    contact = text(_("Địa chỉ, điện thoại (không bắt buộc)"))
    is_withheld = forms.BooleanField(label=_("Người nêu yêu cầu giữ kín tên"), required=False)


class SettleObjectionForm(ChosenForm):
    outcome = _long(_("Kết quả xem xét"), _("Nhập kết quả xem xét."))
    answer = text(_("Số văn bản trả lời"), required=_("Nhập số văn bản, ví dụ 31/UBND-KT."), limit=100)
    field_order = ("which", "outcome", "answer", "version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].label = _("Ý kiến")
        del self.fields["note"]

    @staticmethod
    def offered(dossier: Dossier) -> list[tuple[int, str]]:
        rows = Objection.objects.filter(posting__dossier=dossier, state=ObjectionState.NOTED).order_by("pk")
        return [(one.pk, f"{one.number}. {one.came_on:%d/%m/%Y}: {one.summary[:80]}") for one in rows]


class QuestionForm(MoveForm):
    kind = forms.ChoiceField(
        label=_("Hỏi cơ quan nào"),
        choices=lambda: [(one.id, f"{one.name_vi} – {one.asks_vi}") for one in other_bodies().values()],
        error_messages=CHOSEN,
    )
    paper = text(_("Số văn bản gửi đi"), required=_("Nhập số văn bản, ví dụ 45/PC-UBND."), limit=100)
    body = text(_("Tên cơ quan (nếu khác tên trong danh sách)"))
    about = text(_("Nội dung hỏi (nếu khác nội dung trong danh sách)"), limit=300)
    field_order = ("kind", "paper", "body", "about", "note", "version")


class ReplyForm(ChosenForm):
    answer = text(_("Số văn bản trả lời"), required=_("Nhập số văn bản, ví dụ 204/CCT."), limit=100)
    field_order = ("which", "answer", "note", "version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].label = _("Trả lời cho văn bản")

    @staticmethod
    def offered(dossier: Dossier) -> list[tuple[int, str]]:
        rows = dossier.awaited.filter(state=ReplyState.ASKED).order_by("sent_at")
        return [(one.pk, f"{one.paper} – {one.body}") for one in rows]


class DuesForm(MoveForm):
    number = text(_("Số thông báo nghĩa vụ tài chính"), required=_("Nhập số thông báo, ví dụ 1204/TB-CCT."), limit=100)
    amount = _money(_("Số tiền phải nộp (đồng)"), _("Nhập 0 nếu thông báo ghi không phát sinh nghĩa vụ."))
    issued_on = _day(_("Ngày ra thông báo"), _("Nhập ngày ra thông báo."))
    pay_by = _day(_("Hạn nộp"), _("Nhập hạn nộp ghi trên thông báo."))
    delivered = forms.ChoiceField(
        label=_("Đã giao cho người nộp"), required=False, choices=[("", _("Chưa giao")), *Delivery.choices],
        error_messages=CHOSEN,
    )
    field_order = ("number", "amount", "issued_on", "pay_by", "delivered", "note", "version")


class NoticeForm(ChosenForm):
    """About one notice that still waits."""

    states: tuple[DuesState, ...] = (DuesState.NOTED, DuesState.DELIVERED)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, dossier=dossier, **kwargs)
        self.fields["which"].label = _("Thông báo")
        del self.fields["note"]
        field = self.fields["which"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [
                (one.pk, f"{one.number} – {dong(one.balance.left)}")
                for one in dossier.dues.filter(state__in=self.states).order_by("pk")
            ]

    @staticmethod
    def offered(dossier: Dossier) -> list[tuple[int, str]]:
        return []


class DeliverForm(NoticeForm):
    states = (DuesState.NOTED,)
    how = forms.ChoiceField(label=_("Cách giao"), choices=Delivery.choices, error_messages=CHOSEN)


class PaymentForm(NoticeForm):
    number = text(_("Số chứng từ nộp tiền"), required=_("Nhập số chứng từ nộp tiền, ví dụ GNT-0012345."), limit=100)
    paid_on = _day(_("Ngày nộp"), _("Nhập ngày nộp ghi trên chứng từ."))
    amount = _money(_("Số tiền đã nộp (đồng)"), _("Nộp nhiều lần thì ghi từng chứng từ; số tiền được cộng lại."))


class ExemptForm(NoticeForm):
    decision = text(_("Số quyết định miễn, giảm"), required=_("Nhập số quyết định miễn, giảm."), limit=100)
    amount = _money(_("Số tiền được miễn, giảm (đồng)"))


class WithdrawDuesForm(NoticeForm):
    reason = text(_("Lý do thu hồi thông báo"), required=_("Nhập lý do."), limit=500)
