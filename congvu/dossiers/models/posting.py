"""Public posting (niêm yết công khai), how it was lengthened, and the objections that came in; names kept apart."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier
from congvu.dossiers.models.scans import Scan
from congvu.offices.models import CalendarVersion, Official
from congvu.rules.posting import ObjectionState, PostingState
from congvu.rules.term import Term

POSTING_WORDS = {
    PostingState.OPEN: _("Đang niêm yết"),
    PostingState.CLOSED: _("Đã kết thúc niêm yết"),
    PostingState.REPLACED: _("Phải niêm yết lại"),
}


class Posting(models.Model):
    """One putting-up of a dossier's content (một đợt niêm yết), opened and closed with minutes.

    `ends_at` is the earliest instant of closing; it only ever moves to a later one.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="postings")
    number = models.PositiveIntegerField()
    step_id = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default=PostingState.OPEN)
    minutes = models.CharField(max_length=100, help_text="số biên bản niêm yết")
    places = models.TextField(help_text="nơi niêm yết, mỗi nơi một dòng")
    witnesses = models.CharField(max_length=500, blank=True, help_text="người chứng kiến")
    scan = models.CharField(max_length=200, blank=True, help_text="nơi lưu bản quét, của đợt ghi trước khi kèm tệp")
    minutes_scan = models.ForeignKey(Scan, on_delete=models.PROTECT, null=True, related_name="+")
    length = models.CharField(max_length=20, help_text="thời gian luật định, ví dụ 15d")
    calendar = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="+")
    counts_in_clock = models.BooleanField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    closing_minutes = models.CharField(max_length=100, blank=True)
    closing_scan = models.ForeignKey(Scan, on_delete=models.PROTECT, null=True, related_name="+")
    objections_counted = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "number"], name="posting_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state=PostingState.OPEN), name="one_open_posting_a_dossier"
            ),
            models.CheckConstraint(condition=~Q(minutes="") & ~Q(places=""), name="posting_has_its_minutes"),
            models.CheckConstraint(
                condition=Q(state=PostingState.OPEN, closed_at=None)
                | (~Q(state=PostingState.OPEN) & Q(closed_at__isnull=False)),
                name="posting_closed_has_its_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state=PostingState.CLOSED)
                | (Q(closed_at__gte=F("ends_at"), objections_counted__isnull=False) & ~Q(closing_minutes="")),
                name="posting_never_closed_early",
            ),
        ]

    @property
    def term(self) -> Term:
        return Term.parse(self.length)

    @property
    def state_word(self) -> str:
        return str(POSTING_WORDS[PostingState(self.state)])

    @property
    def place_list(self) -> list[str]:
        return self.places.splitlines()


class PostingExtension(models.Model):
    """A posting made longer (gia hạn niêm yết): a storm, a broken board, a rest day at its end; with the reason."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="extensions")
    before = models.DateTimeField()
    after = models.DateTimeField()
    reason = models.CharField(max_length=500)
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(after__gt=F("before")), name="posting_only_gets_longer")
        ]


class ObjectionKind(models.TextChoices):
    REMARK = "remark", _("Ý kiến phản ánh")
    COMPLAINT = "complaint", _("Khiếu nại, tranh chấp")


class ObjectionChannel(models.TextChoices):
    IN_PERSON = "in_person", _("Trực tiếp")
    LETTER = "letter", _("Đơn, thư")
    PHONE = "phone", _("Điện thoại")
    ONLINE = "online", _("Trực tuyến")


class Objection(models.Model):
    """What somebody said against the content posted (ý kiến trong thời gian niêm yết); no name is in it."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="objections")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=ObjectionState.NOTED)
    kind = models.CharField(max_length=10, choices=ObjectionKind)
    channel = models.CharField(max_length=10, choices=ObjectionChannel)
    came_on = models.DateField()
    summary = models.CharField(max_length=1000)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=1000, blank=True)
    answer = models.CharField(max_length=100, blank=True, help_text="số văn bản trả lời")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["posting", "number"], name="objection_once"),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.NOTED, settled_at=None)
                | (Q(state=ObjectionState.SETTLED, settled_at__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="objection_settled_has_its_answer",
            ),
        ]


class Objector(models.Model):
    """Who objected (người nêu ý kiến), kept apart; `is_withheld`: asked that the name be kept from the desks too."""

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, primary_key=True, related_name="objector")
    name = models.CharField(max_length=250)
    contact = models.CharField(max_length=250, blank=True)
    is_withheld = models.BooleanField(default=False)
