"""MAP.yaml: every mistake in it names its key."""

import pytest

from congvu.eventlog.mapping import read
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

GOOD: dict[str, object] = {
    "place": {"code": "cu", "name": "Cũ"},
    "columns": {"code": "Mã", "procedure": {"value": "Khai sinh"}, "received": "Nhận"},
}


@pytest.mark.parametrize(("content", "said"), [
    (["a"], "không đọc được"),
    (GOOD | {"colour": 1}, "mục lạ “colour”"),
    (GOOD | {"place": {"code": "cu"}}, "thiếu mục “place.code, place.name”"),
    (GOOD | {"place": "cu"}, "thiếu mục “place.code"),
    (GOOD | {"place": {"code": "sổ cũ", "name": "Cũ"}}, "mục place.code: “sổ cũ” không dùng làm mã được. Ghi chữ"),
    (GOOD | {"place": {"code": "a/b", "name": "Cũ"}}, "mục place.code: “a/b”"),
    (GOOD | {"place": {"code": "So-Cu", "name": "Cũ"}}, "mục place.code: “So-Cu”"),
    (GOOD | {"place": {"code": "x" * 41, "name": "Cũ"}}, "tối đa 40 ký tự"),
    (GOOD | {"place": {"code": "", "name": "Cũ"}}, "mục place.code: “”"),
    (GOOD | {"place": {"code": "cu", "name": " "}}, "thiếu mục “place.code, place.name”"),
    (GOOD | {"place": {"code": "cu", "name": "x" * 121}}, "mục place.name: dài 121 ký tự; tối đa 120"),
    (GOOD | {"place": {"code": "cu", "name": "Cũ", "stands": "x"}}, "mục place.stands ghi “x”; dùng within"),
    ({"place": GOOD["place"]}, "thiếu mục “columns”"),
    (GOOD | {"columns": GOOD["columns"] | {"procedure": {"value": " "}}}, "thiếu mục “columns.procedure”"),  # type: ignore[operator]
    (GOOD | {"columns": GOOD["columns"] | {"code": ""}}, "thiếu mục “columns.code”"),  # type: ignore[operator]
    (GOOD | {"columns": {"code": "Mã"}}, "thiếu mục “columns.procedure”"),
    (GOOD | {"columns": {**GOOD["columns"], "colour": "x"}}, "mục lạ “columns.colour”"),  # type: ignore[dict-item]
    (GOOD | {"steps": {"name": "Bước"}}, "thiếu mục “steps.at”"),
    (GOOD | {"steps": {"name": "Bước", "at": "Lúc", "who": "x"}}, "mục lạ “steps.who”"),
    (GOOD | {"kind": "xls"}, "loại tệp “xls”"),
    (GOOD | {"channels": {"Fax": "fax"}}, "hình thức nộp “fax”"),
    (GOOD | {"time_zone": "Asia/Co_To"}, "không có múi giờ “Asia/Co_To”"),
    (GOOD | {"time_zone": "../etc/passwd"}, "không có múi giờ"),
])  # fmt: skip
def test_a_mistake_names_its_key(content: object, said: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read(content)
    assert said in sentence(refused.value)


def test_a_mapping_says_which_columns_a_file_must_have_and_a_constant_needs_none() -> None:
    mapping = read(GOOD | {"steps": {"name": "Bước", "at": "Lúc"}})
    assert mapping.named_columns == ["Mã", "Nhận", "Bước", "Lúc"]
    assert mapping.columns["procedure"].read({}) == "Khai sinh"
    assert mapping.columns["code"].read({"Mã": " H1 "}) == "H1"
    assert (mapping.kind, mapping.encoding, str(mapping.zone)) == ("csv", "utf-8", "Asia/Ho_Chi_Minh")


def test_names_of_columns_are_composed() -> None:
    from unicodedata import normalize

    columns = {"code": normalize("NFD", "Mã"), "procedure": "TT", "received": "Nhận"}
    assert read(GOOD | {"columns": columns}).named_columns[0] == "Mã"
