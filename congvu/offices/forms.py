"""The sign-in form, and what every form shares: values read by rules, refusals beside what was typed, the status."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean, legible
from congvu.sentences import REFUSALS, sentence

# For fields of Django's own, which refuse a NUL by this name.
NUL = "null_characters_not_allowed"
UNREADABLE = {NUL: gettext_lazy(REFUSALS["text.unreadable"])}
STATUS = {"text.unreadable": 400, NUL: 400, "dossier.changed_meanwhile": 409, "submission.other_content": 409}


def told(refusal: RuleBroken) -> ValidationError:
    """A refusal as a form's error."""
    return ValidationError(sentence(refusal, gettext), code=refusal.code)


def status_of(form: forms.Form) -> int:
    """The HTTP status of a form shown again: 200 unless what was sent could not be read or came too late."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return max((STATUS.get(code or "", 200) for code in codes), default=200)


class ReadField(forms.CharField):
    """A text field whose value a rule reads into its one form (phone, identity number, day).

    The length counts after cleaning, and the browser cuts nothing off: what is too long is said, never lost.
    """

    def __init__(self, *, read: Callable[[str], Any], max_length: int, **kwargs: Any) -> None:
        self.read, self.limit = read, max_length
        super().__init__(**kwargs)
        self.validators = []  # Django's own refuse a NUL in other words

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return text
        try:
            kept = clean(text)
            if len(kept) > self.limit:
                raise RuleBroken("text.too_long", found=len(kept), limit=self.limit)
            found = self.read(kept) if kept else kept
        except RuleBroken as refusal:
            raise told(refusal) from refusal
        if self.required and not found:
            raise ValidationError(self.error_messages["required"])  # nothing but invisible characters
        return found

    def prepare_value(self, value: Any) -> Any:
        return legible(value) if isinstance(value, str) else value


class MailField(forms.EmailField):
    """An e-mail address; what cannot be read in it is shown again, visible."""

    def prepare_value(self, value: Any) -> Any:
        return legible(value) if isinstance(value, str) else value


class SignInForm(forms.Form):
    """Account and password; a password manager may fill both."""

    login = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        error_messages=UNREADABLE | {"required": _("Nhập tên đăng nhập.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=200,
        strip=False,
        error_messages=UNREADABLE | {"required": _("Nhập mật khẩu.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ReminderForm(forms.Form):
    """Where an official wants to be reminded; empty: on the page alone."""

    email = MailField(
        label=_("Thư điện tử công vụ (để trống: chỉ hiện trên trang này)"), required=False, max_length=200,
        error_messages=UNREADABLE | {"invalid": _("Nhập địa chỉ thư dạng ten@vidu.vn.")},
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )  # fmt: skip
