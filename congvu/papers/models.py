"""A paper (giấy tờ) is its canonical data and the version of its template; the PDF is made from them at any time."""

from django.db import models


class Paper(models.Model):
    """One issued paper; `form` is the number of the legal form, `data` the canonical JSON of all that is printed."""

    form = models.CharField(max_length=10)
    subject = models.CharField(max_length=100, db_index=True)
    unit = models.CharField(max_length=60)
    data = models.TextField()
    template_version = models.PositiveIntegerField()
    data_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=60)
