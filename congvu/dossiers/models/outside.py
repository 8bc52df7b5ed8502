"""What a dossier waits for outside the desks: answers of other bodies, and the applicant's financial dues."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier
from congvu.dossiers.models.scans import Scan
from congvu.offices.models import CalendarVersion, Official
from congvu.rules.awaited import ReplyState
from congvu.rules.dues import Balance, DuesState, balance


class AwaitedReply(models.Model):
    """A numbered question to another body (văn bản lấy ý kiến, phiếu chuyển thông tin) and its answer.

    `reply_by` is the end of the time the law gives that body; null where the law gives none.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="awaited")
    state = models.CharField(max_length=10, default=ReplyState.ASKED)
    kind = models.CharField(max_length=30, help_text="mã trong law/other_bodies.yaml")
    body = models.CharField(max_length=250)
    question = models.CharField(max_length=300)
    paper = models.CharField(max_length=100, help_text="số văn bản gửi đi")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    term = models.CharField(max_length=20, blank=True)
    reply_by = models.DateTimeField(null=True)
    calendar = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=60, blank=True, help_text="căn cứ tạm dừng; trống: không tạm dừng")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=100, blank=True, help_text="số văn bản trả lời")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "paper"], name="question_once"),
            models.CheckConstraint(condition=~Q(paper="") & ~Q(body=""), name="question_has_its_paper"),
            models.CheckConstraint(
                condition=Q(state=ReplyState.ASKED, answered_at=None)
                | (Q(state=ReplyState.ANSWERED, answered_at__isnull=False) & ~Q(answer="")),
                name="answered_has_its_paper",
            ),
        ]


DUES_WORDS = {
    DuesState.NOTED: _("Chưa giao thông báo"),
    DuesState.DELIVERED: _("Chờ thực hiện nghĩa vụ tài chính"),
    DuesState.SETTLED: _("Đã thực hiện nghĩa vụ tài chính"),
    DuesState.WITHDRAWN: _("Thông báo đã thu hồi"),
}


class Delivery(models.TextChoices):
    IN_PERSON = "in_person", _("Giao trực tiếp")
    POST = "post", _("Bưu chính")
    ONLINE = "online", _("Tài khoản dịch vụ công, thư điện tử")
    BODY = "body", _("Cơ quan thuế giao")


class DuesNotice(models.Model):
    """A notice of dues (thông báo nghĩa vụ tài chính): amount in đồng, payable until the end of `pay_by`."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="dues")
    state = models.CharField(max_length=10, default=DuesState.NOTED)
    number = models.CharField(max_length=100)
    amount = models.PositiveBigIntegerField(help_text="đồng")
    issued_on = models.DateField()
    pay_by = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    delivered_how = models.CharField(max_length=10, choices=Delivery, blank=True)
    exempted = models.PositiveBigIntegerField(default=0, help_text="đồng được miễn, giảm")
    decision = models.CharField(max_length=100, blank=True, help_text="số quyết định miễn, giảm")
    settled_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "number"], name="dues_notice_once"),
            models.CheckConstraint(condition=Q(exempted=0) | ~Q(decision=""), name="exemption_has_its_decision"),
            models.CheckConstraint(
                condition=Q(state=DuesState.SETTLED, settled_at__isnull=False)
                | (~Q(state=DuesState.SETTLED) & Q(settled_at=None)),
                name="dues_settled_has_its_instant",
            ),
        ]

    @property
    def state_word(self) -> str:
        return str(DUES_WORDS[DuesState(self.state)])

    @property
    def balance(self) -> Balance:
        """What is owed and paid; a list asks for the payments beforehand."""
        return balance(self.amount, self.exempted, [one.amount for one in self.payments.all()])


class Payment(models.Model):
    """Proof that a part or all of a notice was paid (chứng từ nộp tiền)."""

    notice = models.ForeignKey(DuesNotice, on_delete=models.PROTECT, related_name="payments")
    number = models.CharField(max_length=100, help_text="số chứng từ, biên lai")
    paid_on = models.DateField()
    amount = models.PositiveBigIntegerField(help_text="đồng")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "number"], name="payment_once")]
