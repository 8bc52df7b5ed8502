"""What search looks up (bảng từ để tìm): every word of a dossier, kept in step by the commands that write the rows."""

from typing import ClassVar

from django.db import models

from congvu.dossiers.models.dossier import Dossier
from congvu.offices.models import Official


class SearchWord(models.Model):
    """One word of a dossier's code, names and numbers; `key` holds its beginning as a number (rules.search.key).

    It repeats what the dossier and its applicant say and goes when they go: personal data like them.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="search_words")
    key = models.BigIntegerField()
    word = models.CharField(max_length=70)
    marked = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "marked", "dossier"], name="search_word_by_key")]


class SavedFilter(models.Model):
    """A filter of the list that an official keeps under a name (bộ lọc đã lưu); nobody else sees it."""

    official = models.ForeignKey(Official, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=400)
    query = models.CharField(max_length=600)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["official", "name"], name="one_saved_filter_a_name"),
        ]
