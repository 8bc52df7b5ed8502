"""The day's register (sổ trong ngày): how a source is read, its files, what vanished from it, what was filed online."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier
from congvu.offices.models import Official, ProcedureVersion, Unit


class MappingVersion(models.Model):
    """One saved way to read a source (ánh xạ): the newest number is in force, earlier ones are kept.

    `content` is what a MAP.yaml holds, as JSON.
    """

    name = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=60, help_text="mã nơi mà sổ được đặt vào")
    content = models.TextField()
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "number"], name="mapping_version_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class FileState(models.TextChoices):
    """Where a file stands; `taken`, `broken`, `known` and `dropped` are ends."""

    WAITING = "waiting", _("Chờ đọc")
    READ = "read", _("Đã đọc, chưa nhận")
    TAKING = "taking", _("Đang nhận")
    TAKEN = "taken", _("Đã nhận")
    BROKEN = "broken", _("Không nhận được")
    KNOWN = "known", _("Đã nhận trước đó")
    DROPPED = "dropped", _("Đã bỏ")


class FileHow(models.TextChoices):
    PAGE = "page", _("tải lên trang")
    FOLDER = "folder", _("thư mục theo dõi")
    SAMPLE = "sample", _("tệp mẫu để lập ánh xạ")


OPEN_FILES = (FileState.WAITING, FileState.READ, FileState.TAKING)
LINES_IN_LIST = 20


class RegisterFile(models.Model):
    """One file of a source (tệp sổ), its progress, its counts and its report; the content lies outside the database.

    `basis`: the last import of the source when the file was compared; another one since means comparing again.
    """

    mapping = models.ForeignKey(MappingVersion, on_delete=models.PROTECT, null=True, related_name="files")
    name = models.CharField(max_length=250)
    file_hash = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    how = models.CharField(max_length=10, choices=FileHow)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.WAITING)
    folder = models.CharField(max_length=40, blank=True, help_text="nơi giữ nội dung, xoá khi xong")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()
    rows_read = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    basis = models.PositiveBigIntegerField(default=0)
    confirmed = models.PositiveIntegerField(null=True)
    report = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    put_away_at = models.DateTimeField(null=True, help_text="lúc tệp của thư mục được cất vào done hoặc broken")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["file_hash"], name="register_file_hash"),
            models.Index(fields=["state"], condition=Q(state__in=OPEN_FILES), name="register_file_open"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_FILES

    @property
    def why(self) -> list[str]:
        """The first lines of what was said of a file that was not taken, for the list of files."""
        return self.report.splitlines()[:LINES_IN_LIST] if self.state == FileState.BROKEN else []

    @property
    def says_more(self) -> bool:
        return len(self.report.splitlines()) > LINES_IN_LIST


class Vanishing(models.Model):
    """A dossier that its source no longer holds (không còn trong sổ nguồn), since when, and until when."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="vanishings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(until=None), name="one_open_vanishing_a_dossier"),
        ]


class FilingState(models.TextChoices):
    """`elsewhere`: received in the source before anybody did here (its dossier came then); `gone`: no longer there."""

    WAITING = "waiting", _("Chờ tiếp nhận")
    ACCEPTED = "accepted", _("Đã tiếp nhận tại đây")
    REFUSED = "refused", _("Đã từ chối")
    ELSEWHERE = "elsewhere", _("Đã tiếp nhận ở hệ thống nguồn")
    GONE = "gone", _("Không còn trong sổ nguồn")


RECEIVED = (FilingState.ACCEPTED, FilingState.ELSEWHERE)


class OnlineFiling(models.Model):
    """One filing made online in another system, waiting for the counter (hồ sơ trực tuyến chờ tiếp nhận)."""

    code = models.CharField(max_length=60, unique=True)
    place = models.CharField(max_length=60)
    counter = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="đơn vị giải quyết theo sổ")
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT)
    applicant = models.CharField(max_length=250, blank=True)
    applicant_id = models.CharField(max_length=20, blank=True)
    filed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(help_text="lần đầu thấy trong sổ")
    state = models.CharField(max_length=10, choices=FilingState, default=FilingState.WAITING)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, null=True, related_name="filing")
    decided_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["counter", "state"], name="filing_queue")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=RECEIVED, dossier__isnull=False) | (~Q(state__in=RECEIVED) & Q(dossier=None)),
                name="filing_received_has_its_dossier",
            ),
        ]

    @property
    def waiting_since(self) -> object:
        return self.filed_at or self.seen_at
