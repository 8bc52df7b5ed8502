"""What people type about postings, objections, other bodies and dues; the dossier itself fills the choices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.forms import RELOAD, MoveForm
from congvu.dossiers.forms_scans import ScanField
from congvu.dossiers.models import Delivery, Dossier, Objection, ObjectionChannel, ObjectionKind
from congvu.law import other_bodies
from congvu.offices.fields import CHOSEN, area, day, line, money
from congvu.offices.forms import ReadField, told
from congvu.rules import contact
from congvu.rules.awaited import ReplyState
from congvu.rules.dues import DuesState
from congvu.rules.errors import RuleBroken
from congvu.rules.posting import ObjectionState
from congvu.rules.vietnamese import clean, dong

AMOUNT = _("Nhập số tiền (đồng).")
EXAMPLE = "25/11/2026"


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
    number = line(_("Số biên bản niêm yết"), required=_("Nhập số biên bản, ví dụ 12/BB-UBND."), limit=100)
    places = _places()
    witnesses = line(_("Người chứng kiến (không bắt buộc)"), limit=500, hint=_("Tên, chức danh như trong biên bản."))
    file = ScanField(label=_("Bản số hoá biên bản (không bắt buộc)"))
    field_order = ("number", "places", "witnesses", "file", "note", "version")


class RestartPostingForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=RELOAD)
    reason = line(_("Lý do niêm yết lại"), required=_("Nhập lý do."), limit=500)
    number = line(_("Số biên bản niêm yết mới"), required=_("Nhập số biên bản, ví dụ 12/BB-UBND."), limit=100)
    places = _places()
    witnesses = line(_("Người chứng kiến (không bắt buộc)"), limit=500)
    file = ScanField(label=_("Bản số hoá biên bản (không bắt buộc)"))


class ExtendPostingForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=RELOAD)
    until = day(
        _("Niêm yết đến hết ngày"), required=_("Nhập ngày."), hint=_("Phải sau ngày kết thúc hiện tại."),
        placeholder=EXAMPLE,
    )  # fmt: skip
    reason = line(_("Lý do gia hạn"), required=_("Nhập lý do."), limit=500)


class ClosePostingForm(MoveForm):
    number = line(_("Số biên bản kết thúc niêm yết"), required=_("Nhập số biên bản, ví dụ 27/BB-UBND."), limit=100)
    objections = forms.IntegerField(
        label=_("Số ý kiến nhận được trong thời gian niêm yết"), min_value=0, max_value=9999, initial=0,
        error_messages={
            **dict.fromkeys(("invalid", "min_value", "max_value"), _("Nhập bằng chữ số, ví dụ 0.")),
            "required": _("Nhập 0 nếu không có ý kiến."),
        },
    )  # fmt: skip
    file = ScanField(label=_("Bản số hoá biên bản (không bắt buộc)"))
    field_order = ("number", "objections", "file", "note", "version")


class ObjectionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=RELOAD)
    came_on = day(_("Ngày nhận ý kiến"), required=_("Nhập ngày nhận ý kiến."), placeholder=EXAMPLE)
    kind = forms.ChoiceField(label=_("Loại"), choices=ObjectionKind.choices, error_messages=CHOSEN)
    channel = forms.ChoiceField(label=_("Hình thức"), choices=ObjectionChannel.choices, error_messages=CHOSEN)
    summary = area(
        _("Tóm tắt ý kiến"), required=_("Nhập tóm tắt ý kiến, không ghi tên người nêu."), limit=1000,
        hint=_("Không ghi tên người nêu ở đây: người nộp hồ sơ và người khác không được biết."),
    )  # fmt: skip
    name = line(_("Người nêu ý kiến (không bắt buộc)"), read=contact.name)
    contact = line(_("Địa chỉ, điện thoại (không bắt buộc)"))
    is_withheld = forms.BooleanField(label=_("Người nêu yêu cầu giữ kín tên"), required=False)


class SettleObjectionForm(ChosenForm):
    outcome = area(_("Kết quả xem xét"), required=_("Nhập kết quả xem xét."), limit=1000)
    answer = line(_("Số văn bản trả lời"), required=_("Nhập số văn bản, ví dụ 31/UBND-KT."), limit=100)
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
    paper = line(_("Số văn bản gửi đi"), required=_("Nhập số văn bản, ví dụ 45/PC-UBND."), limit=100)
    body = line(_("Tên cơ quan (nếu khác tên trong danh sách)"))
    about = line(_("Nội dung hỏi (nếu khác nội dung trong danh sách)"), limit=300)
    field_order = ("kind", "paper", "body", "about", "note", "version")

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].help_text = hint


class ReplyForm(ChosenForm):
    answer = line(_("Số văn bản trả lời"), required=_("Nhập số văn bản, ví dụ 204/CCT."), limit=100)
    field_order = ("which", "answer", "note", "version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].label = _("Trả lời cho văn bản")

    @staticmethod
    def offered(dossier: Dossier) -> list[tuple[int, str]]:
        rows = dossier.awaited.filter(state=ReplyState.ASKED).order_by("sent_at")
        return [(one.pk, f"{one.paper} – {one.body}") for one in rows]


class DuesForm(MoveForm):
    number = line(_("Số thông báo nghĩa vụ tài chính"), required=_("Nhập số thông báo, ví dụ 1204/TB-CCT."), limit=100)
    amount = money(
        _("Số tiền phải nộp (đồng)"), _("Nhập 0 nếu thông báo ghi không phát sinh nghĩa vụ."), required=AMOUNT
    )
    issued_on = day(_("Ngày ra thông báo"), required=_("Nhập ngày ra thông báo."), placeholder=EXAMPLE)
    pay_by = day(_("Hạn nộp"), required=_("Nhập hạn nộp ghi trên thông báo."), placeholder=EXAMPLE)
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
    number = line(_("Số chứng từ nộp tiền"), required=_("Nhập số chứng từ nộp tiền, ví dụ GNT-0012345."), limit=100)
    paid_on = day(_("Ngày nộp"), required=_("Nhập ngày nộp ghi trên chứng từ."), placeholder=EXAMPLE)
    amount = money(
        _("Số tiền đã nộp (đồng)"), _("Nộp nhiều lần thì ghi từng chứng từ; số tiền được cộng lại."), required=AMOUNT
    )
    file = ScanField(label=_("Bản số hoá chứng từ (không bắt buộc)"))


class ExemptForm(NoticeForm):
    decision = line(_("Số quyết định miễn, giảm"), required=_("Nhập số quyết định miễn, giảm."), limit=100)
    amount = money(_("Số tiền được miễn, giảm (đồng)"), required=AMOUNT)


class WithdrawDuesForm(NoticeForm):
    reason = line(_("Lý do thu hồi thông báo"), required=_("Nhập lý do."), limit=500)
