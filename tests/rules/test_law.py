"""The law as data: every number of practice has its source, every basis of a procedure is Vietnamese."""

import re
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest
import yaml

from congvu.law import practice, procedures
from congvu.rules.errors import RuleBroken
from congvu.rules.letters import legal_basis
from congvu.rules.reporting_period import Kind, numbered
from congvu.rules.term import Term
from congvu.rules.working_time import Calendar
from congvu.sentences import sentence

ENGLISH = re.compile(r"\b(?:arts?|only|from|until|mostly|amended|am|of|the)\b")
EVERY_DAY_ALIKE = {"timezone": "Asia/Ho_Chi_Minh", "work": {"mon": [["08:00", "12:00"]]}}


def test_every_number_of_practice_names_its_source_and_how_sure_it_is() -> None:
    records = yaml.safe_load(files("congvu.law").joinpath("practice.yaml").read_text(encoding="utf-8"))
    assert len(records) > 8
    for name, one in records.items():
        assert set(one) == {"value", "source", "confidence"} and one["source"], name
        assert one["confidence"] in {"high", "medium", "low"}, name


def test_report_periods_begin_on_the_day_the_record_says() -> None:
    assert numbered(Kind.REPORT_MONTH, 2026, 11).first == date(2026, 10, practice().report_first_day)


def test_the_basis_of_every_procedure_is_vietnamese_and_a_letter_cites_it() -> None:
    for procedure in procedures():
        for version in procedure["versions"]:
            basis = version["basis"]
            assert [one for one in basis if ENGLISH.search(one)] == [], procedure["id"]
            assert legal_basis("; ".join(basis)), procedure["id"]
    cited = "Điều 7, Điều 17–22 NĐ 23/2015/NĐ-CP; khoản 2 Điều 9 Luật Hộ tịch 2014"
    assert legal_basis(f"{cited}; Luật 03/2026 (chưa rõ)") == cited


def test_a_calendar_without_days_of_its_own_is_the_same_every_year() -> None:
    hours = Calendar.from_content(EVERY_DAY_ALIKE)
    assert hours.known_years is None
    for year, monday in ((2019, 7), (2024, 1), (2033, 3)):
        at = datetime(year, 1, monday, 9, tzinfo=hours.zone)
        assert hours.due(at, Term.parse("1wd")) == datetime(year, 1, monday + 7, 12, tzinfo=hours.zone)


@pytest.mark.parametrize("year", [1850, 1900, 2200, 9999])
def test_a_year_out_of_range_is_named_as_it_was_typed(year: int) -> None:
    with pytest.raises(RuleBroken) as refused:
        Calendar.from_content(EVERY_DAY_ALIKE).is_open(datetime(year, 6, 1, tzinfo=UTC))
    assert sentence(refused.value) == f"Năm {year} nằm ngoài khoảng tính được (1901–2199). Kiểm tra lại năm."


@pytest.mark.parametrize("year", [1901, 2199])
def test_the_first_and_the_last_year_named_are_computed(year: int) -> None:
    hours = Calendar.from_content(EVERY_DAY_ALIKE)
    mondays = hours.elapsed(datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, tzinfo=UTC)) / 14400
    assert mondays in {52, 53}


@pytest.mark.parametrize("text", ["same_day@15:00+07:00", "same_day@15:00Z", "same_day@25:00", "same_day@", "same_day"])
def test_the_cutoff_of_a_same_day_term_is_a_local_time(text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        Term.parse(text)
    assert refused.value.code == "term.unreadable" and "same_day@15:00" in sentence(refused.value)


def test_a_same_day_term_cannot_be_made_without_its_cutoff() -> None:
    plain = Term.parse("same_day@15:00")
    for amount, unit, cutoff in ((1, plain.unit, None), (1, Term.parse("1wd").unit, plain.cutoff)):
        with pytest.raises(ValueError, match="same-day term"):
            Term(plain.amount * amount, unit, cutoff)


@pytest.mark.parametrize("text", ["1e5wh", "0.00001wh", "٣wd", "+5wd", "5.5.5wh"])
def test_a_term_is_written_in_plain_digits_and_lasts_a_minute_at_least(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"term\.unreadable"):
        Term.parse(text)
