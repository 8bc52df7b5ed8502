"""A file among the fields of an act: one, looked at before anything is written, and never required."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.offices.forms import told
from congvu.papers.uploads import Checked, check
from congvu.rules.errors import RuleBroken

ACCEPTED = ".pdf,.jpg,.jpeg,.png"


class ScanField(forms.FileField):
    """One picture or PDF, as `papers.uploads` lets it through; it may be attached later."""

    widget = forms.FileInput

    def __init__(self, *, label: Any) -> None:
        hint = _("PDF, JPG hoặc PNG; có thể kèm sau ở “Giấy tờ số hoá”.")
        super().__init__(
            label=label, required=False, help_text=hint, widget=forms.FileInput(attrs={"accept": ACCEPTED})
        )

    def clean(self, data: Any, initial: Any = None) -> Checked | None:
        if not data:
            return None
        try:
            return check(data.read(), data.name or "")
        except RuleBroken as refusal:
            raise told(refusal) from None
