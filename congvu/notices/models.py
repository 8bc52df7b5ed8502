"""The outbox (hộp thư đi): a message is a row written with its act, sent later by `congvu work`."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.offices.models import Official, Unit


class Channel(models.TextChoices):
    SMS = "sms", _("Tin nhắn")
    EMAIL = "email", _("Thư điện tử")
    SCREEN = "screen", _("Chỉ hiện trên trang")


class Via(models.TextChoices):
    """Who took the message from us: no more than that is known until it is confirmed."""

    GATEWAY = "gateway", _("nhà mạng")
    MAIL_SERVER = "mail_server", _("máy chủ thư")
    FILE = "file", _("ghi vào tệp trên máy chủ")
    SCREEN = "screen", _("chỉ hiện trên trang Cảnh báo sớm")


# Kept in the house: nobody outside was told.
INSIDE = (Via.FILE, Via.SCREEN)


class NoticeState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    KEPT = "kept"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    GIVEN_UP = "given_up"


STATE_WORDS = {
    NoticeState.WAITING: _("Chờ gửi"),
    NoticeState.SENDING: _("Đang gửi"),
    NoticeState.SENT: _("Đã gửi"),
    NoticeState.KEPT: _("Không gửi ra ngoài"),
    NoticeState.CONFIRMED: _("Được xác nhận đã tới"),
    NoticeState.FAILED: _("Hỏng, sẽ gửi lại"),
    NoticeState.GIVEN_UP: _("Bỏ cuộc"),
}


class Notice(models.Model):
    """One message; it carries rendered text without names.

    Its state is read from the instants. `reference` goes with every try, so that the other side can tell a repetition.
    """

    channel = models.CharField(max_length=10, choices=Channel, default=Channel.SMS)
    to = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    about = models.CharField(max_length=100, blank=True, db_index=True, help_text="ví dụ dossier:12")
    reference = models.CharField(max_length=80, unique=True)
    reminds = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    in_hours_of = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", help_text="chỉ gửi trong giờ làm việc của đơn vị"
    )
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    sent_via = models.CharField(max_length=12, choices=Via, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["queued_at"], condition=Q(sent_at=None, given_up_at=None), name="notice_to_send")
        ]

    def state_at(self, at: datetime) -> NoticeState:
        """What is known of it, and no more."""
        if self.confirmed_at:
            return NoticeState.CONFIRMED
        if self.sent_at:
            return NoticeState.KEPT if self.sent_via in INSIDE else NoticeState.SENT
        if self.given_up_at:
            return NoticeState.GIVEN_UP
        if self.leased_until and self.leased_until > at:
            return NoticeState.SENDING
        return NoticeState.FAILED if self.failure else NoticeState.WAITING
