"""The ledger's tables. Actor and unit are codes, not foreign keys: the ledger stands below everything else."""

from django.db import models


class LedgerHead(models.Model):
    """One row: how many entries there are, and the latest instant of any. Locked by every act, last of all."""

    number = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField(null=True)


class SubjectKey(models.Model):
    """The key of one subject's bodies (a dossier, a unit's year), wrapped by a key outside the database."""

    subject = models.CharField(max_length=100, unique=True)
    wrapped = models.BinaryField()
    erased_by = models.PositiveBigIntegerField(null=True)


class LedgerEntry(models.Model):
    """One act: its number, the public leaf and the leaf's hash. Never changed, never deleted."""

    number = models.PositiveBigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    hash = models.BinaryField(max_length=32)


class LedgerBody(models.Model):
    """What the act was, sealed under its subject's key; goes only when the subject is erased."""

    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, primary_key=True, related_name="body")
    subject = models.ForeignKey(SubjectKey, on_delete=models.PROTECT, related_name="bodies")
    sealed = models.BinaryField()
