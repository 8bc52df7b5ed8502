"""What a citizen may say of a dossier after the result was handed over; a mistake says what to do."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.commands.rating import LONGEST, Opinion
from congvu.law import rating_criteria, rating_reasons
from congvu.offices.forms import ReadField
from congvu.rules.vietnamese import clean

SCORES = ((5, _("5 – rất hài lòng")), (4, _("4 – hài lòng")), (3, _("3 – bình thường")),
          (2, _("2 – không hài lòng")), (1, _("1 – rất không hài lòng")))  # fmt: skip
POINTS = (("", _("Không trả lời")), ("2", _("Tốt")), ("1", _("Được")), ("0", _("Chưa được")))


def named(record: Mapping[str, str]) -> str:
    """A criterion or reason of the law's list in the reader's language."""
    return record["name_en"] if get_language() == "en" else record["name_vi"]


class RatingForm(forms.Form):
    """One rating (đánh giá): only the score is asked; the rest may be left out."""

    score = forms.TypedChoiceField(
        label=_("Bạn hài lòng đến mức nào?"), choices=SCORES, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một mức từ 1 đến 5."), "invalid_choice": _("Chọn một mức từ 1 đến 5.")},
    )  # fmt: skip
    reasons = forms.MultipleChoiceField(
        label=_("Vì sao? (không bắt buộc)"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(one["id"], named(one)) for one in rating_reasons()],
        error_messages={"invalid_choice": _("Chọn một mục trong danh sách.")},
    )  # fmt: skip
    words = ReadField(
        read=clean, label=_("Ý kiến (không bắt buộc)"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Tối đa 1.000 ký tự. Đừng ghi họ tên, số điện thoại, mã hồ sơ."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in rating_criteria():
            self.fields[one["id"]] = forms.ChoiceField(
                label=named(one), choices=POINTS, required=False,
                error_messages={"invalid_choice": _("Chọn một mục trong danh sách.")},
            )  # fmt: skip

    @property
    def details(self) -> list[forms.BoundField]:
        """The fields of the criteria (NĐ 61/2018)."""
        return [self[one["id"]] for one in rating_criteria()]

    def opinion(self) -> Opinion:
        """What was said, as the command takes it."""
        data = self.cleaned_data
        points = {one["id"]: int(data[one["id"]]) for one in rating_criteria() if data[one["id"]]}
        return Opinion(data["score"], tuple(data["reasons"]), points, data["words"])
