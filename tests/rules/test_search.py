"""Words of search: what is kept, what a beginning means, and what is shown of a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.rules import search
from congvu.rules.errors import RuleBroken
from congvu.rules.search import Piece


def told(pieces: list[Piece]) -> str:
    return "".join(f"[{one.text}]" if one.is_hit else one.text for one in pieces)


def test_the_place_of_the_tone_mark_makes_no_difference_and_the_tone_does() -> None:
    old, new, other = (search.words(text)[0] for text in ("Hoà", "Hòa", "Hoá"))
    assert old == new and old.marked == "hoa1"
    assert other.plain == "hoa" and other.marked == "hoa4"


def test_a_word_keeps_its_letters_and_loses_them_when_folded() -> None:
    word = search.words("ĐƯỜNG")[0]
    assert (word.plain, word.letters, word.tone) == ("duong", "đương", "1")
    assert [one.plain for one in search.words("Thuỷ-Nguyên, _.")] == ["thuy", "nguyen"]
    assert search.words("\ufe70") == []  # a sign that is nothing but a mark


@given(st.text("abcđêưh0189xyz~ж", min_size=1, max_size=15), st.text("abc0189zж", max_size=3))
def test_every_word_with_a_beginning_lies_in_its_span(beginning: str, rest: str) -> None:
    low, high = search.span(beginning)
    assert low <= search.key(beginning + rest) < high <= 2**63


@given(st.text(search.ALPHABET, min_size=1, max_size=12), st.text(search.ALPHABET, min_size=1, max_size=12))
def test_no_other_word_lies_in_the_span(beginning: str, word: str) -> None:
    low, high = search.span(beginning)
    assert (low <= search.key(word) < high) is word.startswith(beginning)


def test_long_and_foreign_words_are_compared_letter_by_letter() -> None:
    assert search.is_told_by_key("nguyen") and search.is_told_by_key("~8765")
    assert not search.is_told_by_key("a" * 13) and not search.is_told_by_key("жук")


def test_what_is_kept_of_a_dossier() -> None:
    kept = search.entries("H49.CTO-261123-0001", ["Đỗ Hoà", ""], ["0912345678", ""])
    numbers = {"0912345678", "~8765432190"}
    assert {plain for plain, _marked in kept} == {"h49", "cto", "261123", "0001", "do", "hoa"} | numbers


def test_a_number_is_found_by_its_end_from_three_digits_on() -> None:
    assert search.beginnings("678") == ("678", "~876")
    assert search.beginnings("78") == ("78",) and search.beginnings("hoa") == ("hoa",)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912 345 678", "0912345678"), ("+84 912 345 678", "0912345678"), ("84912345678", "0912345678"),
        ("0912345678", ""), ("261123 1", ""), ("Ba 0912.345.678", "0912345678"),
    ],
)  # fmt: skip
def test_a_number_typed_in_groups_is_one_number(typed: str, number: str) -> None:
    asked = search.read(typed)
    assert asked.number == number
    assert [word.plain for word in asked.without_digits if number] == (["ba"] if typed.startswith("Ba") else [])


@pytest.mark.parametrize("typed", ["", "  ", "a", "Đ . 1", "%%%"])
def test_one_letter_alone_is_not_searched_for(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        search.read(typed)
    assert refused.value.code == "search.too_short"


@pytest.mark.parametrize(
    ("text", "typed", "said"),
    [
        ("Đỗ Thị Hoà", "hoa", "Đỗ Thị [Hoà]"), ("Nguyễn Văn Đức", "duc ngu", "[Ngu]yễn Văn [Đức]"),
        ("Bùi Ba", "lan anh", "Bùi Ba"), ("ﬁ xa", "fi", "[ﬁ] xa"),
        ("H49.CTO-261123-0001", "0001 261123", "H49.CTO-[261123]-[0001]"),
    ],
)  # fmt: skip
def test_a_hit_is_marked_where_it_is(text: str, typed: str, said: str) -> None:
    assert told(search.shown(text, search.read(typed))) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0912", "[0912]••••••"), ("678", "•••••••[678]"), ("0912345678", "[0912345678]"),
        ("0912 345 678", "[0912345678]"), ("84912345678", "[0912345678]"), ("78", ""), ("Hoa", ""), ("999", ""),
    ],
)  # fmt: skip
def test_of_a_number_only_the_digits_looked_for_are_shown(typed: str, said: str) -> None:
    assert told(search.masked("0912345678", search.read(typed))) == said
