"""The papers a procedure asks for (thành phần hồ sơ), as its record lists them: which must be there, which are not."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

Asked = Sequence[Mapping[str, Any]]


def is_required(paper: Mapping[str, Any]) -> bool:
    """Must this paper be handed in? A record that does not say so asks for it only where there is one."""
    return bool(paper.get("required"))


def missing_required(asked: Asked, handed_in: Collection[str]) -> list[str]:
    """The required papers (giấy tờ bắt buộc) that were not handed in, in the record's order."""
    return [paper["name_vi"] for paper in asked if is_required(paper) and paper["name_vi"] not in handed_in]
