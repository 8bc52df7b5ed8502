"""Vietnamese text, contacts, lookup codes and dossier codes, as people type them."""

from datetime import date
from random import Random
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.rules import contact, dossier_code, lookup_code
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import (
    clean,
    dong,
    fold,
    initials,
    isolate,
    legible,
    refuse_disguise,
    sort_key,
    thousands,
)


def refused(call: object, *args: object) -> str:
    with pytest.raises(RuleBroken) as found:
        call(*args)  # type: ignore[operator]
    return found.value.code


def test_a_name_typed_decomposed_is_kept_composed_and_found() -> None:
    typed = normalize("NFD", "Nguyễn")
    assert len(typed) == 8 or len(typed) > 6
    assert clean(typed) == "Nguyễn"
    assert fold(typed) == fold("Nguyễn") == "nguyen"


def test_the_icelandic_letter_is_the_vietnamese_one() -> None:
    assert clean("Ðức") == "Đức"
    assert fold("Ðức") == fold("ĐỨC") == "duc"


def test_old_and_new_tone_placement_fold_alike() -> None:
    assert fold("Hoạ") == fold("Họa") == "hoa"


def test_spaces_and_invisible_characters_are_forgiven_control_characters_are_not() -> None:
    assert clean("  Bùi \u200b Văn\u00a0Ba ") == "Bùi Văn Ba"
    assert clean("\u200b \ufeff") == ""
    assert refused(clean, "a\0b") == "text.unreadable"


def test_initials_find_a_procedure() -> None:
    assert "ks" in initials("Đăng ký khai sinh")


def test_a_direction_mark_cannot_reverse_its_surroundings() -> None:
    assert isolate("ab\u202ecd") == "\u2068abcd\u2069"
    assert isolate("abc") == "abc"


def test_a_name_reads_as_it_is_kept() -> None:
    for name in ("Bùi Văn Ba", "Nguyễn Thị Quỳnh", "Z\u0335\u0316\u0317oé", "नमस्ते", "שלום"):
        refuse_disguise(name)
    for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        assert refused(refuse_disguise, f"Bùi {mark}Ba") == refused(contact.name, f"Bùi {mark}Ba") == "text.turned"
        assert legible(f"Bùi {mark}Ba") == "Bùi \ufffdBa"
    assert refused(refuse_disguise, "Ba" + "\u0316" * 4) == "text.piled_marks"


def test_words_sort_by_letters_then_by_tones() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(reversed(tones), key=sort_key) == tones
    letters = ["a", "ă", "â", "b", "d", "đ", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
    assert sorted(reversed(letters), key=sort_key) == letters
    assert sort_key("a\u0332") == sort_key("a")
    assert sorted(["Đào", "Dũng", "An Bình", "An", "7", "?"], key=sort_key) == [
        "7",
        "An",
        "An Bình",
        "Dũng",
        "Đào",
        "?",
    ]


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_single_slip_and_every_swap_of_neighbours_is_caught() -> None:
    random = Random(5)
    for _n in range(130):
        code = lookup_code.new(random.randrange)
        slips = [code[:i] + d + code[i + 1 :] for i in range(16) for d in "0123456789" if d != code[i]]
        swaps = [code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(15) if code[i] != code[i + 1]]
        assert all(lookup_code.check_digit(wrong) != "0" for wrong in slips + swaps)
        assert lookup_code.read(code) == code


def test_a_code_is_read_as_people_write_it() -> None:
    code = lookup_code.new(lambda n: 10**14 + 10)
    shown = f"{code[:4]} {code[4:8]}.{code[8:12]}-{code[12:]}"
    assert lookup_code.read(shown.replace("0", "O").replace("1", "l")) == code
    assert lookup_code.read("".join(chr(ord(d) + 0xFEE0) for d in code)) == code


def test_each_wrong_code_is_told_apart() -> None:
    code = lookup_code.new(lambda n: 5)
    assert refused(lookup_code.read, code[:15]) == "lookup.length"
    assert refused(lookup_code.read, " ") == "lookup.length"
    assert refused(lookup_code.read, code[:15] + str((int(code[15]) + 1) % 10)) == "lookup.check_digit"
    assert refused(lookup_code.read, "H49.CTO-261123-0017") == "lookup.dossier_code"
    assert refused(lookup_code.read, "000.00.16.H26-200819-0001") == "lookup.dossier_code"
    assert refused(lookup_code.read, "https://example.org/x") == "lookup.other_qr"
    assert refused(lookup_code.read, "9" * 4000) == "lookup.unreadable"
    assert refused(lookup_code.read, "12\t34") == "lookup.unreadable"


def test_the_official_code_needs_an_identification_code() -> None:
    assert dossier_code.write("H49.CTO", date(2026, 11, 23), 17) == "H49.CTO-261123-0017"
    assert refused(dossier_code.write, "", date(2026, 11, 23), 1) == "dossier_code.no_org_code"


@pytest.mark.parametrize("typed", ["0912 345 678", "+84912345678", "84.912.345.678", "(091) 2345678"])
def test_one_phone_number_in_many_spellings(typed: str) -> None:
    assert contact.phone(typed) == "0912345678"


def test_wrong_numbers_say_how_many_digits_they_need() -> None:
    assert refused(contact.phone, "091234567") == "phone.digits"
    assert refused(contact.personal_id, "22099000001") == "personal_id.digits"
    assert contact.personal_id("999 000 000 001") == "999000000001"
    assert contact.organisation_id("0123456789") == "0123456789"
    assert refused(contact.organisation_id, "123") == "organisation_id.digits"


def test_days_are_read_day_first_and_must_exist() -> None:
    assert contact.parse_day("13/02/2026") == contact.parse_day("2026-02-13") == date(2026, 2, 13)
    assert refused(contact.parse_day, "31/02/2026") == "day.not_in_calendar"
    assert refused(contact.parse_day, "02/13/2026") == "day.order"
    assert refused(contact.parse_day, "13/02/26") == "day.year"
    assert refused(contact.parse_day, "mai") == "day.order"


def test_a_name_needs_a_letter_or_a_digit() -> None:
    assert contact.name("  Bùi  Ba ") == "Bùi Ba" and contact.name("7") == "7"
    assert [contact.name(text) for text in ("🙂", "\u200b", "-.-", "")] == [""] * 4


def test_pasted_digits_are_read_in_full_width_and_with_invisible_characters_others_are_not() -> None:
    assert contact.phone("０９１２ 345\u200b678") == "0912345678"
    assert contact.parse_day("１３/０２/2026\ufeff") == date(2026, 2, 13)
    assert refused(contact.phone, "٠٩١٢٣٤٥٦٧٨") == "phone.digits"
    assert refused(contact.phone, "0912\x00345678") == "text.unreadable"


def test_what_cannot_be_read_is_made_visible_and_refused_until_it_is_deleted() -> None:
    assert legible("a\x00b\x1bc") == "a\ufffdb\ufffdc" and legible("Bùi\nBa") == "Bùi\nBa"
    assert refused(clean, legible("a\x00b")) == "text.unreadable"
    assert fold("Bùi\x00 Ba") == "bui ba"


def test_a_code_that_is_too_long_and_the_address_in_our_own_qr() -> None:
    assert refused(lookup_code.read, "1" * 17) == "lookup.too_long"
    token = "ABCDEFGHIJKLMNOPQRSTUVWX27"
    assert lookup_code.qr_token(f" https://co-to.example/Q/{token.lower()} ") == token
    assert lookup_code.qr_token(f"https://co-to.example/other/Q/{token}") == ""
    assert lookup_code.shown("\x02" + "7" * 80) == "7" * 63


def test_marks_that_no_vietnamese_letter_has_do_not_change_the_order() -> None:
    assert sort_key("c\u0327a") == sort_key("ca") and sort_key("\u0301a") == sort_key("a")


def test_a_day_of_a_period_lies_within_the_years_that_can_be_computed() -> None:
    assert contact.near_day("23/11/2026") == date(2026, 11, 23)
    assert refused(contact.near_day, "01/01/1900") == refused(contact.near_day, "01/01/2200") == "time.out_of_range"


@pytest.mark.parametrize(("amount", "written"), [
    (0, "0 đồng"), (999, "999 đồng"), (50_000, "50.000 đồng"), (12_500_000, "12.500.000 đồng"),
    (-20_000, "-20.000 đồng"),
])  # fmt: skip
def test_a_sum_of_money_is_written_with_its_thousands_apart(amount: int, written: str) -> None:
    assert dong(amount) == written
    assert thousands(amount, ",") == written.removesuffix(" đồng").replace(".", ",")
