"""Who and where: units (đơn vị), officials (cán bộ, công chức) and their dated posts, calendars, procedures.

Rights come from posts alone; terms and hours are versioned records with source and confidence, never constants.
"""

import json
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from congvu.offices.absence_models import Absence as Absence
from congvu.offices.absence_models import Job as Job
from congvu.offices.absence_models import Substitution as Substitution
from congvu.rules.fees import Rate, read_rates
from congvu.rules.working_time import Calendar, Term


class UnitKind(models.TextChoices):
    LEADERSHIP = "leadership", _("Lãnh đạo")
    DEPARTMENT = "department", _("Phòng chuyên môn")
    CENTRE = "centre", _("Trung tâm Phục vụ hành chính công")
    RECEPTION = "reception", _("Điểm tiếp nhận")
    VERTICAL = "vertical", _("Cơ quan ngành dọc")
    PROVINCIAL = "provincial", _("Cơ quan cấp tỉnh")
    IMPORTED = "imported", _("Đơn vị lấy từ sổ của hệ thống khác")


# Bodies that settle procedures received here but do not answer to the place: figures show them apart.
OUTSIDE_KINDS = (UnitKind.VERTICAL, UnitKind.PROVINCIAL)


# The place itself. Beside it may stand bodies of which only a register was taken over: roots of their own.
PLACE = Q(parent=None) & ~Q(kind=UnitKind.IMPORTED)


class Role(models.TextChoices):
    """What a post is for; permissions.py says what each may do."""

    COUNTER = "counter", _("Cán bộ tiếp nhận")
    SPECIALIST = "specialist", _("Công chức thụ lý")
    HEAD = "head", _("Thủ trưởng đơn vị")
    LEADER = "leader", _("Lãnh đạo")
    CLERK = "clerk", _("Văn thư")
    AUDITOR = "auditor", _("Người kiểm tra, giám sát")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    PERSONNEL = "personnel", _("Cán bộ tổ chức, nội vụ")


class Confidence(models.TextChoices):
    HIGH = "high", _("chắc chắn")
    MEDIUM = "medium", _("khá chắc chắn")
    LOW = "low", _("cần kiểm tra lại")


class OfficeCalendar(models.Model):
    """A named calendar of working hours (lịch làm việc); what it says is in its versions."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)


class CalendarVersion(models.Model):
    """One published content of a calendar; due dates keep the version they were computed with."""

    calendar = models.ForeignKey(OfficeCalendar, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField(help_text="tệp lịch (JSON), design 4.3")
    published_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_once")]

    @property
    def hours(self) -> Calendar:
        """The compiled calendar; versions never change, so one compilation serves the whole process."""
        return compiled(self.content)


@lru_cache(maxsize=64)
def compiled(content: str) -> Calendar:
    """A calendar file's text, compiled once."""
    return Calendar.from_content(json.loads(content))


class Unit(models.Model):
    """A unit of the place (đơn vị): department, centre, reception point, or one named by a foreign register."""

    code = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=250)
    name_key = models.CharField(max_length=600, db_index=True)
    kind = models.CharField(max_length=20, choices=UnitKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=250, unique=True, help_text="mã các đơn vị cấp trên, mỗi mã một dấu /")
    calendar = models.ForeignKey(OfficeCalendar, on_delete=models.PROTECT)
    org_code = models.CharField(max_length=35, help_text="phần đầu của mã hồ sơ, ví dụ H49.CTO")
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=250, blank=True)
    symbol = models.CharField(max_length=20, blank=True, help_text="chữ viết tắt trong số văn bản, ví dụ TTPVHCC")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Value(1), condition=PLACE, name="one_place")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of_the_place(cls) -> "models.QuerySet[Unit]":
        """Units that did not only come with another system's register."""
        return cls.objects.exclude(kind=UnitKind.IMPORTED).exclude(parent__kind=UnitKind.IMPORTED)

    @property
    def is_outside(self) -> bool:
        """Does it answer to somebody else (ngành dọc, cấp tỉnh)?"""
        return self.kind in OUTSIDE_KINDS

    @property
    def is_place(self) -> bool:
        """Is it the place itself: at the top, and no body beside it?"""
        return self.parent_id is None and self.kind != UnitKind.IMPORTED

    def covers(self, other: "Unit") -> bool:
        """Is `other` this unit or somewhere below it? The place covers the bodies beside it too."""
        return self.is_place or other.path.startswith(self.path)

    def calendar_in_force(self) -> CalendarVersion:
        """The newest published version of the unit's calendar."""
        return self.calendar.versions.latest("number")


class OfficialManager(BaseUserManager["Official"]):
    def get_by_natural_key(self, username: str | None) -> "Official":
        return self.get(login=(username or "").strip().lower())


class Category(models.TextChoices):
    """The law treats the four differently; a responsibility case starts from this."""

    CADRE = "cadre", _("Cán bộ")
    CIVIL_SERVANT = "civil_servant", _("Công chức")
    PUBLIC_EMPLOYEE = "public_employee", _("Viên chức")
    CONTRACT = "contract", _("Người lao động hợp đồng")


class Official(AbstractBaseUser):
    """A person who works for the place (cán bộ, công chức, viên chức, người lao động hợp đồng).

    Also the program's own actor, `clockwork`, who has no password and holds the administrator's post alone.
    """

    login = models.SlugField(unique=True, max_length=60)
    full_name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600, db_index=True)
    category = models.CharField(max_length=20, choices=Category, default=Category.CIVIL_SERVANT)
    is_active = models.BooleanField(default=True)
    is_imported = models.BooleanField(default=False, help_text="tên lấy từ sổ của hệ thống khác, không đăng nhập")
    email = models.CharField(max_length=200, blank=True, help_text="nơi nhận nhắc việc")

    objects: ClassVar[OfficialManager] = OfficialManager()

    USERNAME_FIELD = "login"

    def __str__(self) -> str:
        return self.full_name

    def posts_on(self, on: date) -> "models.QuerySet[Post]":
        """The posts held on a local day."""
        return self.posts.select_related("unit").filter(Post.held_on(on))


class Post(models.Model):
    """A dated post (vị trí công tác): the only source of rights."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role)
    title = models.CharField(max_length=120, help_text="chức danh ghi trên giấy tờ")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True, help_text="số quyết định")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")), name="post_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["official", "unit", "role", "from_on"], name="post_granted_once"),
        ]

    @staticmethod
    def held_on(on: date) -> Q:
        return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))


class Procedure(models.Model):
    """An administrative procedure (thủ tục hành chính); its terms are in its versions."""

    slug = models.SlugField(unique=True, max_length=80)
    code = models.CharField(max_length=40, blank=True, help_text="mã quốc gia, ví dụ 1.001193")
    name = models.CharField(max_length=400)
    name_en = models.CharField(max_length=400, blank=True)
    field = models.CharField(max_length=120, help_text="lĩnh vực")
    search_key = models.CharField(max_length=900, help_text="mã, tên và chữ cái đầu, không dấu")
    name_key = models.CharField(max_length=1200)
    is_imported = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    def version_on(self, on: date) -> "ProcedureVersion | None":
        """The version in force on a local day."""
        in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        return self.versions.filter(in_force).order_by("-valid_from").first()


class SupplementPolicy(models.TextChoices):
    PAUSE = "pause", _("tạm dừng, sau đó tính tiếp")
    RESTART = "restart", _("tính lại từ đầu khi hồ sơ đủ")


class ProcedureVersion(models.Model):
    """What the law and the place's commitment say of a procedure from a day on; a dossier keeps its version.

    An imported procedure has no term: its dossiers carry the appointment stated by the other system.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    settling_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True)
    term = models.CharField(max_length=20, blank=True, help_text="5wd, 2wh, 15d hoặc same_day@15:00")
    commitment = models.CharField(max_length=20, blank=True)
    supplement_policy = models.CharField(max_length=10, choices=SupplementPolicy, default=SupplementPolicy.PAUSE)
    steps = models.JSONField(default=list)
    papers = models.JSONField(default=list)
    fee = models.CharField(max_length=300, blank=True)
    fees = models.JSONField(default=list, help_text="mức thu từng khoản; rỗng: chưa có trong dữ liệu")
    basis = models.TextField(blank=True)
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.LOW)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "valid_from"], name="procedure_version_once_a_day"),
        ]

    @property
    def statutory_term(self) -> Term | None:
        return Term.parse(self.term) if self.term else None

    @property
    def committed_term(self) -> Term | None:
        return Term.parse(self.commitment) if self.commitment else None

    @property
    def rates(self) -> tuple[Rate, ...]:
        """What is to be paid, line by line; none where the record says nothing."""
        return read_rates(self.fees)

    def step(self, index: int) -> dict[str, Any]:
        """The step at a place in the procedure, as the law's record writes it."""
        found: dict[str, Any] = self.steps[index]
        return found


class Submission(models.Model):
    """One sending of a form (lần gửi biểu mẫu): the same key again gets the first answer, never a second act."""

    key = models.CharField(max_length=64, unique=True)
    sender = models.CharField(max_length=60)
    content_hash = models.CharField(max_length=64)
    answer = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField()


class Guessing(models.Model):
    """Wrong tries under one key (an account, a known browser, a network).

    Of an account the next try waits the longer, the more there were; a network's run out (miss_commands.py).
    """

    key = models.CharField(max_length=100, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    def wait_until(self) -> datetime | None:
        """When the next try is heard; the delay doubles from the fourth failure and ends at 30 seconds."""
        if self.failures < 4:
            return None
        return self.last_at + timedelta(seconds=min(30, 2 ** (self.failures - 3)))
