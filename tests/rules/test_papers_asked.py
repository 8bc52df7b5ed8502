"""What a procedure requires of the papers: only what its record says, in its order."""

from congvu.rules.papers_asked import missing_required

ASKED = [
    {"name_vi": "Tờ khai", "required": True}, {"name_vi": "Giấy kết hôn (nếu có)", "required": False},
    {"name_vi": "Ảnh"}, {"name_vi": "Giấy chứng sinh", "required": True},
]  # fmt: skip


def test_only_what_is_required_and_was_not_handed_in_is_missing() -> None:
    assert missing_required(ASKED, []) == ["Tờ khai", "Giấy chứng sinh"]
    assert missing_required(ASKED, ["Giấy chứng sinh", "Ảnh", "Giấy tờ khác"]) == ["Tờ khai"]
    assert missing_required(ASKED, ["Tờ khai", "Giấy chứng sinh"]) == missing_required([], []) == []
