"""The register of absences (sổ theo dõi vắng mặt): who is away, from when to when, and who stands in."""

from datetime import time, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congvu.rules.absence import AbsenceKind, Span

KIND_WORDS = {
    AbsenceKind.LEAVE: _("Nghỉ phép"),
    AbsenceKind.ERRAND: _("Công tác"),
    AbsenceKind.DEPARTURE: _("Thôi việc, chuyển công tác"),
    AbsenceKind.SUSPENSION: _("Tạm đình chỉ công tác"),
}
# What everybody else reads, whatever the kind: a word of its own for one kind would tell which it is.
AWAY = _("Vắng mặt")


class Absence(models.Model):
    """One absence. In force from `from_at` to `to_at`; one ended before it began lasts no time (`to_at = from_at`)."""

    official = models.ForeignKey("offices.Official", on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=12)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, help_text="hết vắng mặt; trống: thôi việc, chuyển công tác")
    basis = models.CharField(max_length=200, blank=True, help_text="số văn bản")
    entered_by = models.ForeignKey("offices.Official", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, help_text="lúc công việc đã chuyển cho người nhận thay")
    ended_at = models.DateTimeField(null=True, help_text="lúc ghi nhận đã hết vắng mặt")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(to_at=None) | Q(to_at__gte=F("from_at")), name="absence_ends_in_order"),
            models.CheckConstraint(
                condition=Q(to_at__isnull=False) | Q(kind=AbsenceKind.DEPARTURE.value),
                name="absence_without_end_is_departure",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["official", "from_at"], name="absence_of_official")]

    @property
    def span(self) -> Span:
        return Span(self.from_at, self.to_at)

    @property
    def lasts(self) -> str:
        """The span in words; whole days are told as days."""
        begin, end = localtime(self.from_at), localtime(self.to_at) if self.to_at else None
        told = {"a": f"{begin:%d/%m/%Y}" if begin.time() == time.min else f"{begin:%H:%M, %d/%m/%Y}"}
        if end is None:
            return gettext("từ %(a)s") % told
        if self.to_at == self.from_at:
            return gettext("đã bỏ, không vắng mặt")
        if end.time() == time.min:
            return gettext("từ %(a)s đến hết %(b)s") % (told | {"b": f"{end - timedelta(days=1):%d/%m/%Y}"})
        return gettext("từ %(a)s đến %(b)s") % (told | {"b": f"{end:%H:%M, %d/%m/%Y}"})

    @staticmethod
    def in_force(at: object) -> Q:
        """`Span.holds` in SQL, twin-tested."""
        return Q(from_at__lte=at) & (Q(to_at=None) | Q(to_at__gt=at))


class Substitution(models.Model):
    """Who takes over in one of the absent person's units (người nhận thay)."""

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="substitutions")
    unit = models.ForeignKey("offices.Unit", on_delete=models.PROTECT, related_name="+")
    official = models.ForeignKey("offices.Official", on_delete=models.PROTECT, related_name="standing_in")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["absence", "unit"], name="one_substitute_an_absence_and_unit")
        ]


class Job(models.Model):
    """A periodic job of `congvu work`: leased while it runs, so that of two workers one does it."""

    name = models.CharField(max_length=40, unique=True)
    next_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
