"""After a long storm: what a clerk may declare by the open days, what a head lets be entered, and what nobody may."""

from datetime import date

import pytest

from congvu.dossiers import commands
from congvu.dossiers.commands.declared import allow_late_entry
from congvu.dossiers.commands.reception import Declared, Intake
from congvu.dossiers.models import Dossier, LateEntry
from congvu.law import practice
from congvu.ledger.queries import bodies_of
from congvu.offices import commands as offices
from congvu.offices.models import Official, Role
from congvu.offices.once import fresh_key
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from tests.dossiers.test_counter_pages import ACCEPT, FORM, browser, text_of
from tests.people import BA, Cast, at

pytestmark = pytest.mark.django_db
NOW = "2026-11-23 09:10"  # a Monday; the Friday a week before lies five open days back
STORM = {"first_day": date(2026, 11, 16), "last_day": date(2026, 11, 19), "reason": "Mất điện do bão"}
PAGE = "/giay-bien-nhan/"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at(NOW))


@pytest.fixture
def head(cast: Cast) -> Official:
    """Who heads the counter."""
    offices.grant_post(
        actor=cast.clockwork, at=at("2026-11-02 08:00"), official=cast.minh, unit=cast.counter, role=Role.HEAD,
        title="Giám đốc", from_on=date(2026, 1, 1),
    )  # fmt: skip
    return cast.minh


def receive(cast: Cast, when: str) -> Dossier:
    declared = Declared(at(when), "Mất điện", "05/BN")
    intake = Intake(cast.version.pk, BA, ("Tờ khai",), declared=declared)
    return commands.accept(actor=cast.lan, at=at(NOW), unit=cast.counter, intake=intake)


def refusal(cast: Cast, when: str) -> str:
    with pytest.raises(RuleBroken) as refused:
        receive(cast, when)
    assert "%(" not in str(sentence(refused.value))
    return refused.value.code


def test_a_paper_of_before_the_storm_is_entered_with_its_true_time_once_the_head_allows_it(
    cast: Cast, head: Official
) -> None:
    assert refusal(cast, "2026-11-16 08:30") == "declared.too_far_back"
    allow_late_entry(actor=head, at=at(NOW), unit=cast.counter, **STORM)
    made = receive(cast, "2026-11-16 08:30")
    assert made.received_at == at("2026-11-16 08:30") and made.due_at == at("2026-11-19 17:00")
    assert refusal(cast, "2026-11-13 08:30") == "declared.too_far_back"  # not of the days allowed
    told = bodies_of(f"late_entry:{LateEntry.objects.get().pk}")[-1]
    assert (told["action"], told["facts"]["reason"]) == ("paper_receipts.late_allowed", "Mất điện do bão")


def test_only_days_on_which_the_unit_was_open_count(cast: Cast) -> None:
    assert practice().declared_working_days_back == 3
    assert receive(cast, "2026-11-18 16:00").received_at == at("2026-11-18 16:00")  # Thursday, Friday, Monday since
    assert refusal(cast, "2026-11-17 16:00") == "declared.too_far_back"


def test_beyond_the_second_limit_nobody_lets_it_in_and_the_sentence_says_what_to_do(
    cast: Cast, head: Official
) -> None:
    with pytest.raises(RuleBroken) as refused:
        allow_late_entry(actor=head, at=at(NOW), unit=cast.counter, **STORM | {"first_day": date(2026, 10, 1)})
    assert refused.value.code == "late_entry.too_far_back"
    assert refusal(cast, "2026-10-01 08:00") == "declared.beyond_all"


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"reason": " "}, "late_entry.needs_reason"), ({"last_day": date(2026, 11, 24)}, "late_entry.days"),
     ({"first_day": date(2026, 11, 20)}, "late_entry.days")],
)  # fmt: skip
def test_half_a_permission_is_none(cast: Cast, head: Official, changes: dict[str, object], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        allow_late_entry(actor=head, at=at(NOW), unit=cast.counter, **STORM | changes)
    assert refused.value.code == code and not LateEntry.objects.exists()


def test_the_clerk_is_sent_to_the_page_where_the_head_allows_it(cast: Cast, head: Official) -> None:
    lan, minh = browser(cast.lan), browser(head)
    sent = FORM | {"name": "Bùi Văn Ba", "declared_day": "16/11/2026", "declared_clock": "08:30",
                   "declared_reason": "Bão", "declared_paper": "5"}  # fmt: skip
    page = text_of(lan.post(ACCEPT, sent | {"key": fresh_key(cast.lan)}))
    assert "thủ trưởng cho phép ở trang “Giấy biên nhận khi mất mạng, mất điện”" in page
    typed = {"first_day": "16/11/2026", "last_day": "19/11/2026", "reason": "Mất điện do bão"}
    assert "Cho phép nhập muộn</button>" not in text_of(lan.get(PAGE))
    refused = lan.post(PAGE, typed | {"key": fresh_key(cast.lan)})
    assert refused.status_code == 403 and not LateEntry.objects.exists()
    where = f"{PAGE}?don-vi={cast.counter.code}"
    page = text_of(minh.post(where, typed | {"key": fresh_key(head), "reason": ""}))
    assert "Nhập lý do cho phép nhập muộn" in page and 'value="16/11/2026"' in page
    page = text_of(minh.post(where, typed | {"key": fresh_key(head)}, follow=True))
    assert "Đã cho phép nhập muộn giấy nhận từ 16/11/2026 đến 19/11/2026." in page and "Mất điện do bão" in page
    lan.post(ACCEPT, sent | {"key": fresh_key(cast.lan)})
    assert Dossier.objects.get().received_at == at("2026-11-16 08:30")
