"""Who asks and who brought the papers; kept apart from the dossier so that it can be erased without it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier


class PartyKind(models.TextChoices):
    PERSON = "person", _("Cá nhân")
    ORGANISATION = "organisation", _("Tổ chức")


class Applicant(models.Model):
    """Who asks, and who brought the papers (người nộp); kept apart so that it can be erased without the dossier."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="applicant")
    kind = models.CharField(max_length=20, choices=PartyKind, default=PartyKind.PERSON)
    name = models.CharField(max_length=250)
    name_fold = models.CharField(max_length=250, db_index=True)
    id_number = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    wants_messages = models.BooleanField(default=False)
    submitter_name = models.CharField(max_length=250, blank=True)
    submitter_id_number = models.CharField(max_length=20, blank=True)
    authorisation = models.CharField(max_length=200, blank=True, help_text="số giấy uỷ quyền, giới thiệu")
