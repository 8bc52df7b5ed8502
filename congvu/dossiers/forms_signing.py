"""What people type about a signature: the draft and its signers, in whose place one signs, and why it goes back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.forms import SeenForm
from congvu.dossiers.models import DraftKind
from congvu.law.signing import authorities, paper_kinds
from congvu.offices.fields import CHOSEN, area, line
from congvu.offices.forms import ReadField
from congvu.offices.models import Post

# Official and unit -> what is added to the name of somebody away.
Away = Mapping[tuple[int, int], str]
PAGES = _("Nhập số trang từ 1 đến 999.")


def _kinds() -> list[tuple[str, str]]:
    return [(f".{code}", f"{one.name_vi} ({code})" if code else one.name_vi) for code, one in paper_kinds().items()]


def _authorities() -> list[tuple[str, str]]:
    return [(one.id, one.name_vi) for one in authorities().values()]


def at_posts(posts: Sequence[Post], away: Away) -> list[tuple[str, str]]:
    """Posts as the choices of a field: title, unit, name, and who signs instead of somebody away."""
    return [
        (str(post.pk), f"{post.title} – {post.unit.name} ({post.official.full_name})"
         + away.get((post.official_id, post.unit_id), ""))
        for post in posts
    ]  # fmt: skip


def _reason(hint: Any) -> ReadField:
    return area(_("Lý do"), required=_("Nhập lý do để người nhận biết cần làm gì."), limit=500, hint=hint)


class SubmitForm(SeenForm):
    """The draft (dự thảo trình ký) and who initials and signs it, in order."""

    draft = forms.ChoiceField(
        label=_("Trình ký"), choices=DraftKind.choices, initial=DraftKind.RESULT, widget=forms.RadioSelect,
        error_messages=CHOSEN,
    )  # fmt: skip
    what = line(_("Trích yếu"), required=_("Nhập trích yếu của dự thảo."), limit=300)
    paper_kind = forms.ChoiceField(label=_("Loại văn bản"), choices=_kinds, error_messages=CHOSEN)
    pages = forms.IntegerField(
        label=_("Số trang"), min_value=1, max_value=999, initial=1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), PAGES),
    )  # fmt: skip
    signer = forms.ChoiceField(label=_("Người ký"), error_messages=CHOSEN)
    note = line(_("Ghi chú cho người ký (không bắt buộc)"), limit=500)

    def __init__(self, *args: Any, posts: Sequence[Post], away: Away, levels: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *at_posts(posts, away)]
        self.initials = [f"initial_{number}" for number in range(1, levels)]
        for number, name in enumerate(self.initials, start=1):
            label = gettext("Ký nháy (nếu cần)") if levels == 2 else gettext("Ký nháy %(n)s") % {"n": number}
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=False, error_messages=CHOSEN
            )
        signer = self.fields["signer"]
        if isinstance(signer, forms.ChoiceField):
            signer.choices = choices
        self.order_fields(["draft", "what", "paper_kind", "pages", *self.initials, "signer", "note", "version"])

    def signers(self) -> list[int]:
        """The chosen posts in their order."""
        chosen = [self.cleaned_data.get(name) for name in (*self.initials, "signer")]
        return [int(pk) for pk in chosen if pk]


class SignAsForm(SeenForm):
    """In whose place the signature is given."""

    authority = forms.ChoiceField(label=_("Hình thức ký"), choices=_authorities, required=False, error_messages=CHOSEN)
    whom = line(_("Chức danh được ký thay (với KT., TL., TUQ., TM., Q.)"), limit=120)
    basis = line(_("Số văn bản uỷ quyền (với TUQ.)"), limit=200)


class HandOnSigningForm(SignAsForm):
    """To whom the signature is given over."""

    to_post = forms.ChoiceField(label=_("Chuyển cho"), error_messages=CHOSEN)
    field_order = ("to_post", "authority", "whom", "basis", "version")

    def __init__(self, *args: Any, posts: Sequence[Post], away: Away, says_as: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not says_as:  # initials are never given in another's name
            for name in ("authority", "whom", "basis"):
                del self.fields[name]
        field = self.fields["to_post"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "–"), *at_posts(posts, away)]


class ReturnForm(SeenForm):
    """Back to who submitted it, with what is to be mended."""

    reason = _reason(_("Nêu điều cần sửa; người trình đọc được, người nộp hồ sơ không đọc được."))


class TakeBackForm(SeenForm):
    """Taken back by who submitted it."""

    reason = _reason("")
