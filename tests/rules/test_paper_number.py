"""How numbers of papers are written, and what a unit is called in them."""

import pytest

from congvu.rules.errors import RuleBroken
from congvu.rules.paper_number import abbreviation, write


@pytest.mark.parametrize(
    ("number", "code", "agency", "written"),
    [(5, "PYC", "TTPVHCC", "05/PYC-TTPVHCC"), (9, "TB", "UBND", "09/TB-UBND"), (128, "QĐ", "UBND", "128/QĐ-UBND")],
)  # fmt: skip
def test_numbers_below_ten_get_a_zero(number: int, code: str, agency: str, written: str) -> None:
    assert write(number, code, agency) == write(number, code, agency, "VP") == written


@pytest.mark.parametrize(
    ("number", "drafted_in", "written"), [(145, "VP", "145/UBND-VP"), (3, "UBND", "03/UBND"), (12, "", "12/UBND")]
)
def test_a_letter_ends_in_the_unit_that_drafted_it_unless_that_is_the_agency_itself(
    number: int, drafted_in: str, written: str
) -> None:
    assert write(number, "", "UBND", drafted_in) == written


def test_a_paper_of_nobody_has_no_number() -> None:
    with pytest.raises(RuleBroken, match="no_agency"):
        write(1, "PYC", "")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Trung tâm Phục vụ hành chính công", "TTPVHCC"), ("Phòng Văn hoá – Xã hội", "PVHXH"),
        ("Văn phòng HĐND và UBND", "VPHĐNDVUBND"), ("Điểm tiếp nhận Đồng Tiến", "ĐTNĐT"),
        ("Ủy ban nhân dân", "UBND"), ("–", ""),
    ],
)  # fmt: skip
def test_a_unit_nobody_has_abbreviated_goes_by_the_first_letters_of_its_name(name: str, short: str) -> None:
    assert abbreviation(name) == short
