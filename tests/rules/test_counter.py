"""What the counter types and reads: a citizen card's QR, a ticket's state, to whom a result goes, paper numbers."""

from datetime import date

import pytest

from congvu.rules.citizen_card import Card, read
from congvu.rules.errors import RuleBroken
from congvu.rules.handing_over import Handing, Way, check_paid, checked, tracking_number
from congvu.rules.paper_receipt import foreign_key, key, number_of
from congvu.rules.state_machine import allowed_actions, next_state
from congvu.rules.ticket import TICKET, TicketMove, TicketState

TODAY = date(2026, 11, 23)
# Province 999 does not exist: nobody has such a number.
PLAIN = "999087000123|099000123|Bùi Văn Ba|05061987|Nam|Thôn 2, Đặc khu Cô Tô, Quảng Ninh|10082021"


def changed(at: int, text: str) -> str:
    parts = PLAIN.split("|")
    parts[at] = text
    return "|".join(parts)


def test_a_card_gives_number_name_birth_sex_and_address() -> None:
    read_card = read(PLAIN, TODAY)
    assert read_card == Card(
        "999087000123", "Bùi Văn Ba", date(1987, 6, 5), "Nam", "Thôn 2, Đặc khu Cô Tô, Quảng Ninh"
    )


@pytest.mark.parametrize(
    "text",
    [
        PLAIN + "\r\n", "\ufeff" + PLAIN, changed(1, ""), PLAIN + "||||", changed(2, "  Bùi  Văn Ba "),
        changed(2, "Bu\u0300i Va\u0306n Ba"),
    ],
)  # fmt: skip
def test_blanks_marks_apart_no_old_number_and_the_fields_of_newer_cards_do_not_matter(text: str) -> None:
    assert read(text, TODAY).name == "Bùi Văn Ba"


def test_a_woman_born_in_this_century_and_a_name_with_an_apostrophe() -> None:
    card = read("999312000123||H'Yến Niê|01022012|Nữ||", TODAY)
    assert (card.name, card.sex, card.address) == ("H'Yến Niê", "Nữ", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "card.not_a_card"),
        ("https://a.vn/Q/AAAA", "card.not_a_card"),
        ("|" * 40, "card.not_a_card"),
        (PLAIN + "|" + "x" * 600, "card.not_a_card"),
        (changed(1, "12"), "card.not_a_card"),
        (changed(0, "99908700012"), "card.number"),
        (changed(2, ""), "card.name"),
        (changed(2, "<b>Ba</b>"), "card.name"),
        (changed(2, "Bùi VÄƒn Ba»"), "card.name"),
        (changed(2, "Ba 2"), "card.name"),
        (changed(3, "31021987"), "card.birth"),
        (changed(3, "1987-06-05"), "card.birth"),
        (changed(3, "05062987"), "card.birth"),
        (changed(4, "Nam giới"), "card.sex"),
        (changed(4, "Nữ"), "card.does_not_agree"),
        (changed(3, "05061988"), "card.does_not_agree"),
        (changed(2, "Bùi\x00Ba"), "text.unreadable"),
    ],
)
def test_a_text_that_is_no_sound_card_is_refused_with_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read(text, TODAY)
    assert refusal.value.code == code


def test_who_did_not_come_may_be_called_again_and_who_was_served_may_not() -> None:
    assert next_state(TICKET, TicketState.WAITING, TicketMove.CALL) is TicketState.CALLED
    assert next_state(TICKET, TicketState.CALLED, TicketMove.SKIP) is TicketState.SKIPPED
    assert next_state(TICKET, TicketState.SKIPPED, TicketMove.CALL) is TicketState.CALLED
    assert allowed_actions(TICKET, TicketState.SERVED) == []


def test_the_applicant_needs_no_paper_and_somebody_else_does() -> None:
    assert checked(Handing(taker="bùi văn ba "), "Bùi Văn Ba") == Handing(taker="bùi văn ba")
    with pytest.raises(RuleBroken, match="needs_authorisation"):
        checked(Handing(taker="Bùi Thị Tư"), "Bùi Văn Ba")
    kept = checked(Handing(taker="Bùi Thị Tư", authorisation="12/UQ"), "Bùi Văn Ba")
    assert kept.authorisation == "12/UQ"


def test_who_brought_the_papers_with_an_authorisation_takes_the_result_on_it() -> None:
    brought = [("Bùi Thị Tư", "12/UQ")]
    assert checked(Handing(taker="Bui Thi Tu"), "Bùi Văn Ba", brought).authorisation == "12/UQ"
    with pytest.raises(RuleBroken, match="needs_taker"):
        checked(Handing(taker="  "), "Bùi Văn Ba", [("", "12/UQ")])


def test_by_post_the_number_is_kept_without_blanks_and_nothing_else() -> None:
    kept = checked(Handing(Way.POST, "Ai đó", "12/UQ", "eb 123 456 785 vn"), "Bùi Văn Ba")
    assert kept == Handing(Way.POST, tracking="EB123456785VN")


@pytest.mark.parametrize("text", ["", "EB12", "EB123456785VN!", "số 12345678"])
def test_what_is_no_number_of_a_postal_item_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"handing\.tracking"):
        tracking_number(text)


@pytest.mark.parametrize("text", ["5", "05", "05/BN", " 5 / bn-TTPVHCC ", "0005/BN-TTPVHCC"])
def test_a_number_of_the_own_series_is_known_however_it_is_typed(text: str) -> None:
    assert number_of(text) == 5


@pytest.mark.parametrize("text", ["", "0", "5/PYC", "sổ cũ 5", "BN5", "12345678"])
def test_other_papers_are_no_number_of_the_own_series(text: str) -> None:
    assert number_of(text) is None
    assert foreign_key(text) != key(5)


def test_another_papers_number_is_one_key_however_it_is_spaced() -> None:
    assert foreign_key("Sổ cũ 5") == foreign_key("sổ  CŨ  5") == "~socu5"


def test_a_result_leaves_unpaid_only_where_somebody_said_so() -> None:
    with pytest.raises(RuleBroken, match=r"handing\.unpaid"):
        check_paid(8000, Handing(taker="Bùi Văn Ba"))
    assert check_paid(8000, Handing(taker="Bùi Văn Ba", pays_later=True)) is None  # type: ignore[func-returns-value]
    assert check_paid(0, Handing(taker="Bùi Văn Ba")) is None  # type: ignore[func-returns-value]
