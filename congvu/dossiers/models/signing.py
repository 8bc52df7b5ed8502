"""A draft submitted for signature (trình ký), and the turns of those who initial and sign it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier
from congvu.offices.models import Official, Post, Unit
from congvu.rules.signing import OPEN_SIGNINGS, Draft, SigningState

OPEN_SIGNING_VALUES = sorted(state.value for state in OPEN_SIGNINGS)
SIGNING_WORDS = {
    SigningState.WAITING: _("Chờ ký"),
    SigningState.SIGNED: _("Đã ký, chờ cấp số"),
    SigningState.NUMBERED: _("Đã cấp số, chờ đóng dấu"),
    SigningState.SEALED: _("Đã đóng dấu"),
    SigningState.RETURNED: _("Trả lại"),
    SigningState.WITHDRAWN: _("Đã rút trình"),
    SigningState.CANCELLED: _("Huỷ do hồ sơ kết thúc"),
}


class DraftKind(models.TextChoices):
    RESULT = Draft.RESULT.value, _("Kết quả giải quyết")
    LETTER = Draft.LETTER.value, _("Văn bản khác của hồ sơ")


class SigningQuerySet(models.QuerySet["Signing"]):
    def open(self) -> Self:
        """Not yet sealed, returned, withdrawn or cancelled."""
        return self.filter(state__in=OPEN_SIGNING_VALUES)


class Signing(models.Model):
    """One submission: what is to be signed, for which body, and what became of it.

    `decided_at` ends the waiting for a signature: signed, returned, withdrawn or cancelled; `ended_at` ends the
    submission: sealed, or given back, by the clerk too. `agency` is the body in whose name the paper goes out: its
    symbol and series number it, whoever signs in whose place.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="signings")
    number = models.PositiveIntegerField(help_text="lần trình thứ mấy")
    draft = models.CharField(max_length=10, choices=DraftKind)
    what = models.CharField(max_length=300, help_text="trích yếu")
    paper_kind = models.CharField(max_length=20, blank=True, help_text="chữ viết tắt tên loại, ví dụ QĐ")
    pages = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    file = models.CharField(max_length=40, blank=True, default="", help_text="tên ngẫu nhiên của tệp dự thảo")
    file_hash = models.CharField(max_length=64, blank=True, default="")
    file_name = models.CharField(max_length=150, blank=True, default="", help_text="tên tệp khi gửi, chỉ để xem")
    file_size = models.PositiveIntegerField(default=0, help_text="byte")
    step_id = models.CharField(max_length=60, help_text="bước của hồ sơ khi trình")
    agency = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    drafted_in = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", help_text="đơn vị soạn thảo"
    )
    state = models.CharField(max_length=10, default=SigningState.WAITING)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, help_text="lý do trả lại, rút")
    year = models.PositiveIntegerField(null=True)
    paper_number = models.PositiveIntegerField(null=True)
    symbol = models.CharField(max_length=60, blank=True)
    numbered_at = models.DateTimeField(null=True)
    numbered_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    sealed_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = SigningQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "number"], name="signing_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state__in=OPEN_SIGNING_VALUES), name="one_open_signing_a_dossier"
            ),
            models.UniqueConstraint(
                fields=["agency", "paper_kind", "year", "paper_number"], condition=Q(paper_number__isnull=False),
                name="signed_paper_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(state=SigningState.WAITING, decided_at=None)
                | (~Q(state=SigningState.WAITING) & Q(decided_at__gte=F("sent_at"))),
                name="signing_decided_has_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_SIGNING_VALUES, ended_at=None)
                | (~Q(state__in=OPEN_SIGNING_VALUES) & Q(ended_at__gte=F("decided_at"))),
                name="signing_over_has_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(paper_number=None, year=None, symbol="", numbered_at=None)
                | (Q(paper_number__gte=1, year__isnull=False, numbered_at__isnull=False) & ~Q(symbol="")),
                name="signing_number_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=SigningState.SEALED) | Q(paper_number__isnull=False, sealed_at__isnull=False),
                name="sealed_has_its_number",
            ),
            models.UniqueConstraint(fields=["file"], condition=~Q(file=""), name="signing_file_once"),
            models.CheckConstraint(
                condition=Q(file="", file_hash="") | (~Q(file="") & ~Q(file_hash="")), name="signing_file_has_its_hash"
            ),
        ]  # fmt: skip

    @property
    def state_word(self) -> str:
        return str(SIGNING_WORDS[SigningState(self.state)])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_SIGNING_VALUES


class Outcome(models.TextChoices):
    INITIALLED = "initialled", _("đã ký nháy")
    SIGNED = "signed", _("đã ký")
    RETURNED = "returned", _("trả lại")
    HANDED_ON = "handed_on", _("chuyển người khác ký")
    MOVED = "moved", _("chuyển người thay do vắng mặt")
    ENDED = "ended", _("thôi trình")


class SigningTurn(models.Model):
    """One person's turn: waiting from `began_at` to `ended_at`; a level not yet reached has neither.

    `authority`, `whom` and `basis` say in whose place it is signed (law/signing.yaml).
    """

    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="turns")
    level = models.PositiveIntegerField(help_text="cấp ký, từ 1; cấp cuối là người ký")
    is_last = models.BooleanField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    authority = models.CharField(max_length=5, blank=True)
    whom = models.CharField(max_length=120, blank=True, help_text="chức danh được ký thay")
    basis = models.CharField(max_length=200, blank=True, help_text="văn bản uỷ quyền")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["signing"], condition=Q(began_at__isnull=False, ended_at=None), name="one_open_turn_a_signing"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | (Q(ended_at__gte=F("began_at")) & ~Q(outcome="")),
                name="signing_turn_ends_with_an_outcome",
            ),
        ]
