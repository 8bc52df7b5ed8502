"""The law of the letters: a reason for each paper, a second request confirmed, one extension, late is said."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from congvu.rules.errors import RuleBroken
from congvu.rules.letters import (
    Missing,
    check_extension,
    check_supplement_request,
    is_apology_late,
    legal_basis,
    numbered,
    read_missing,
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_each_paper_that_is_asked_for_has_its_reason() -> None:
    found = read_missing("  Tờ khai: thiếu chữ ký \r\n\nBản sao:  mờ: không đọc được\n")
    assert found == [Missing("Tờ khai", "thiếu chữ ký"), Missing("Bản sao", "mờ: không đọc được")]
    assert numbered(found)[0] == {"what": "Tờ khai", "why": "thiếu chữ ký"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" \n ", "supplement.nothing_asked"), ("Tờ khai", "supplement.line_without_reason"),
        ("Tờ khai: mờ\n: mờ", "supplement.line_without_reason"), ("Tờ khai:", "supplement.line_without_reason"),
        (f"{'a' * 301}: mờ", "supplement.line_too_long"), (f"a: {'b' * 501}", "supplement.line_too_long"),
    ],
)  # fmt: skip
def test_a_request_that_leaves_somebody_guessing_is_refused(typed: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_missing(typed)
    assert refused.value.code == code


def test_a_second_request_is_sent_only_by_somebody_who_knows_what_it_does() -> None:
    check_supplement_request(0, 1, confirmed=False)
    check_supplement_request(1, 1, confirmed=True)
    with pytest.raises(RuleBroken) as refused:
        check_supplement_request(1, 1, confirmed=False)
    assert refused.value.facts == {"number": 2, "tolerated": 1}


DUE, NOW = local("2026-11-27 17:00"), local("2026-11-30 09:00")


@pytest.mark.parametrize(
    ("given", "new_due", "due", "code"),
    [
        (0, "2026-12-02 17:00", None, "extension.no_due"), (1, "2026-12-02 17:00", DUE, "extension.used_up"),
        (0, "2026-11-27 17:00", DUE, "extension.not_later"), (0, "2026-11-28 17:00", DUE, "extension.not_later"),
    ],
)  # fmt: skip
def test_an_extension_is_given_once_and_only_forward(given: int, new_due: str, due: datetime | None, code: str) -> None:
    check_extension(0, 1, local("2026-12-02 17:00"), DUE, NOW)
    with pytest.raises(RuleBroken) as refused:
        check_extension(given, 1, local(new_due), due, NOW)
    assert refused.value.code == code


def test_a_paper_cites_the_law_and_not_the_remarks_of_the_record() -> None:
    recorded = "NĐ 23/2015/NĐ-CP art. 7, 17-22; Thông tư 01/2020/TT-BTP; 2025 decrees; NĐ 1/2 (until 6)"
    assert legal_basis(recorded) == "NĐ 23/2015/NĐ-CP Điều 7, 17-22; Thông tư 01/2020/TT-BTP"
    assert legal_basis("Luật Hộ tịch 03/2026/QH16 only from 2027-03-01; Luật Xây dựng 2025: mostly") == ""


def test_an_apology_on_the_due_day_is_late() -> None:
    assert not is_apology_late(date(2026, 11, 26), date(2026, 11, 27), 1)
    assert is_apology_late(date(2026, 11, 27), date(2026, 11, 27), 1)
    assert is_apology_late(date(2026, 12, 1), date(2026, 11, 27), 1)
