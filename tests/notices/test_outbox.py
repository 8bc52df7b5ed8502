"""The outbox: one message goes to one worker, a lease that runs out gives it back, a refusal makes it wait longer."""

import json
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import F
from django.test import Client

from congvu.dossiers.commands.reception import Intake, Party, accept
from congvu.ledger.queries import bodies_of
from congvu.notices import commands, senders
from congvu.notices.models import STATE_WORDS, Notice, NoticeState, Via
from congvu.notices.views import in_state
from congvu.rules.errors import RuleBroken
from congvu.rules.outbox import TRIES, is_waiting
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23 08:00")


def queued(*texts: str) -> list[Notice]:
    return [
        commands.queue(to="0100000001", text=text, at=NOW + timedelta(seconds=n)) for n, text in enumerate(texts)
    ]


def claimed(minutes: float = 1) -> str:
    notice = commands.claim(at=NOW + timedelta(minutes=minutes))
    return notice.text if notice else ""


def test_the_oldest_goes_first_and_each_to_one_worker() -> None:
    queued("a", "b")
    assert [claimed(), claimed(), claimed()] == ["a", "b", ""]


def test_of_two_workers_that_saw_the_same_message_only_one_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    queued("a", "b")
    taken: list[str] = []

    def rival_first(name: str) -> F:
        """Asked for between reading and claiming: here the other worker claims."""
        monkeypatch.setattr(commands, "F", F)
        taken.append(claimed())
        return F(name)

    monkeypatch.setattr(commands, "F", rival_first)
    taken.append(claimed())
    assert taken == ["a", "b"]
    assert list(Notice.objects.order_by("pk").values_list("tries", flat=True)) == [1, 1]


def test_a_worker_that_died_gives_its_message_back_when_the_lease_ends() -> None:
    queued("a")
    assert [claimed(1), claimed(2.9), claimed(3.1)] == ["a", "", "a"]
    assert Notice.objects.get().tries == 2


def test_what_was_sent_is_never_claimed_again() -> None:
    notice = queued("a")[0]
    claimed()
    commands.mark_sent(notice_id=notice.pk, via=Via.GATEWAY, at=NOW)
    commands.mark_sent(notice_id=notice.pk, via=Via.FILE, at=NOW + timedelta(hours=1))
    notice.refresh_from_db()
    assert (notice.sent_at, notice.sent_via, notice.leased_until) == (NOW, "gateway", None) and claimed(9999) == ""


def failed(notice: Notice, minute: float, *, is_final: bool = False) -> None:
    notice.refresh_from_db()
    commands.mark_failed(notice=notice, failure="hết chỗ" * 99, at=NOW + timedelta(minutes=minute), is_final=is_final)
    notice.refresh_from_db()


def test_a_refusal_is_kept_with_its_reason_waits_longer_each_time_and_is_given_up_after_eight() -> None:
    notice, minute, waits = queued("a")[0], 1.0, []
    for n in range(1, TRIES + 1):
        assert claimed(minute) == "a"
        failed(notice, minute)
        assert notice.failure == ("hết chỗ" * 99)[:300]
        if n < TRIES:
            assert notice.next_try_at is not None
            until = (notice.next_try_at - NOW) / timedelta(minutes=1)
            waits.append(round(until - minute))
            assert claimed(until - 0.1) == ""
            minute = until + 0.1
    assert waits == [2**n for n in range(1, TRIES)] and claimed(99_999) == ""
    assert notice.state_at(NOW) == NoticeState.GIVEN_UP and notice.next_try_at is None


def test_a_refusal_for_good_is_given_up_at_once() -> None:
    notice = queued("a")[0]
    claimed()
    failed(notice, 1, is_final=True)
    assert (notice.tries, notice.given_up_at) == (1, NOW + timedelta(minutes=1)) and claimed(999) == ""


def test_every_state_is_told_as_it_is() -> None:
    notice = queued("a")[0]
    assert notice.state_at(NOW) == NoticeState.WAITING
    claimed()
    notice.refresh_from_db()
    assert notice.state_at(NOW + timedelta(minutes=2)) == NoticeState.SENDING
    assert notice.state_at(NOW + timedelta(minutes=9)) == NoticeState.WAITING
    failed(notice, 2)
    assert notice.state_at(NOW + timedelta(minutes=3)) == NoticeState.FAILED
    commands.mark_sent(notice_id=notice.pk, via=Via.GATEWAY, at=NOW)
    notice.refresh_from_db()
    assert notice.state_at(NOW) == NoticeState.SENT and notice.failure == ""
    assert commands.confirm(reference=notice.reference, at=NOW) and not commands.confirm(reference="khac", at=NOW)
    notice.refresh_from_db()
    assert notice.state_at(NOW) == NoticeState.CONFIRMED
    assert set(NoticeState) == set(STATE_WORDS)


def test_a_worker_whose_lease_ran_out_cannot_spoil_what_another_does() -> None:
    notice = queued("a")[0]
    assert claimed(1) == "a"
    notice.refresh_from_db()
    slow = Notice.objects.get()
    assert claimed(4) == "a"
    commands.mark_failed(notice=slow, failure="chậm", at=NOW + timedelta(minutes=5))
    notice.refresh_from_db()
    assert (notice.failure, notice.tries) == ("", 2) and notice.state_at(NOW + timedelta(minutes=5)) == "sending"
    commands.mark_sent(notice_id=slow.pk, via=Via.GATEWAY, at=NOW + timedelta(minutes=5))
    assert claimed(99) == ""


@pytest.mark.parametrize("field", ["leased_until", "next_try_at"])
def test_an_instant_of_a_clock_that_ran_ahead_holds_nothing_up(field: str) -> None:
    queued("a")
    Notice.objects.update(**{field: NOW + timedelta(days=400)})
    assert claimed() == "a"


def test_a_clock_set_back_a_little_only_makes_it_wait_a_little() -> None:
    notice = queued("a")[0]
    claimed(60)
    failed(notice, 60)
    assert claimed(0) == "" and claimed(62.1) == "a"


def test_a_reminder_leaves_in_working_hours_only(cast: Cast) -> None:
    cast.ha.email = "ha@vidu.vn"
    here = {"official": cast.ha, "unit": cast.justice, "text": "t", "about": "dossier:1", "reference": "r"}
    assert commands.remind(**here, at=at("2026-11-23 16:59"))
    assert not commands.remind(**here, at=at("2026-11-23 16:59"))
    assert [commands.claim(at=at(f"2026-11-{when}")) for when in ("23 17:00", "23 20:00", "25 07:29")] == [None] * 3
    found = commands.claim(at=at("2026-11-25 07:31"))  # the 24th is a holiday
    assert found is not None and (found.to, found.channel, found.reminds) == ("ha@vidu.vn", "email", cast.ha)


def test_a_reminder_without_an_address_stands_on_the_page_alone_and_says_so(cast: Cast) -> None:
    commands.remind(official=cast.ha, unit=cast.justice, text="t", about="dossier:1", reference="r", at=NOW)
    notice = Notice.objects.get()
    assert (notice.channel, notice.sent_via, notice.state_at(NOW)) == ("screen", "screen", "kept")
    assert claimed(99) == ""


def test_only_an_administrator_sends_again_what_was_given_up(cast: Cast) -> None:
    notice, reference = queued("a")[0], Notice.objects.get().reference
    claimed()
    with pytest.raises(RuleBroken, match=r"notice\.not_given_up"):
        commands.retry(actor=cast.admin, at=NOW, notice_id=notice.pk)
    failed(notice, 1, is_final=True)
    with pytest.raises(RuleBroken, match=r"rights\.missing"):
        commands.retry(actor=cast.minh, at=NOW, notice_id=notice.pk)
    commands.retry(actor=cast.admin, at=NOW, notice_id=notice.pk)
    assert claimed() == "a" and Notice.objects.get().reference == reference
    assert bodies_of("unit:dao:2026")[-1]["facts"]["reference"] == reference


def test_one_that_cannot_leave_does_not_hold_up_the_next() -> None:
    first, _second = queued("a", "b")
    claimed()
    failed(first, 0)
    assert claimed() == "b"


def test_a_message_of_an_act_that_failed_was_never_queued() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        queued("a")
        raise RuntimeError
    assert claimed() == ""


def test_the_file_channel_writes_one_line_a_message(tmp_path: Path) -> None:
    for notice in queued("Hồ sơ đã có kết quả", "hai"):
        senders.to_file(notice, tmp_path / "outbox")
    lines = (tmp_path / "outbox" / f"{date(2026, 11, 23)}.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["Hồ sơ đã có kết quả", "hai"]


def test_messages_of_a_dossier_carry_no_name(cast: Cast) -> None:
    cast.at_desk()
    texts = list(Notice.objects.values_list("text", flat=True))
    assert texts and not any("Bùi" in text or "Ba" in text.split() for text in texts)


def test_who_asked_is_told_by_every_address_given_and_nobody_else(cast: Cast) -> None:
    told = {"phone": "0912345678", "email": "ba@vidu.vn"}
    for wants, given, channels in ((True, told, ["email", "sms"]), (True, {"email": "ba@vidu.vn"}, ["email"]),
                                   (True, {}, []), (False, told, [])):  # fmt: skip
        Notice.objects.all().delete()
        party = Party("Bùi Văn Ba", wants_messages=wants, **given)
        accept(actor=cast.lan, at=NOW, unit=cast.counter, intake=Intake(cast.version.pk, party))
        assert sorted(Notice.objects.values_list("channel", flat=True)) == channels
        assert all(about.startswith("dossier:") for about in Notice.objects.values_list("about", flat=True))
    assert Notice.objects.count() == 0


def test_the_states_in_sql_are_the_states_of_the_rows(cast: Cast) -> None:
    later = NOW + timedelta(minutes=5)
    instants = {
        "confirmed_at": [None, NOW], "sent_at": [None, NOW], "given_up_at": [None, NOW], "failure": ["", "x"],
        "leased_until": [None, NOW, later], "sent_via": ["", "file", "gateway"],
    }  # fmt: skip
    for n, values in enumerate(product(*instants.values())):
        told = dict(zip(instants, values, strict=True))
        Notice.objects.create(to="1", text="t", reference=str(n), queued_at=NOW, **told)
    at_once = NOW + timedelta(minutes=1)
    for state in NoticeState:
        wanted = {one.pk for one in Notice.objects.all() if one.state_at(at_once) == state}
        assert set(Notice.objects.filter(in_state(state, at_once)).values_list("pk", flat=True)) == wanted, state


def test_the_page_hides_addresses_and_sends_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: NOW + timedelta(minutes=9))
    notice = queued("Hồ sơ đã có kết quả")[0]
    claimed()
    failed(notice, 1, is_final=True)
    client = Client()
    client.force_login(cast.admin)
    page = client.get("/hop-thu-di/?trang-thai=given_up").content.decode()
    assert "010*****01" in page and "0100000001" not in page and "hết chỗ" in page
    assert "Không có tin nào." in client.get("/hop-thu-di/?trang-thai=waiting").content.decode()
    address, key = f"/hop-thu-di/{notice.pk}/gui-lai/", {"key": "k"}
    client.post(address, key)
    notice.refresh_from_db()
    assert notice.state_at(NOW + timedelta(minutes=9)) == NoticeState.FAILED and notice.tries == 0
    assert "chưa bỏ cuộc" in client.post(address, {"key": "l"}, follow=True).content.decode()
    client.force_login(cast.minh)
    assert client.post(address, key).status_code == 403


def test_many_reminders_of_a_closed_unit_hold_up_no_message(cast: Cast) -> None:
    cast.ha.email = "ha@vidu.vn"
    for n in range(60):
        commands.remind(official=cast.ha, unit=cast.justice, text="t", about="x", reference=str(n), at=NOW)
    commands.queue(to="0100000001", text="tin", at=NOW + timedelta(minutes=1))
    found = commands.claim(at=at("2026-11-23 20:00"))
    assert found is not None and found.text == "tin"


def test_what_may_be_claimed_is_what_waits_for_nothing() -> None:
    """`is_waiting` of both instants, in SQL."""
    instants = [None, NOW - timedelta(days=1), NOW, NOW + timedelta(hours=1), NOW + timedelta(days=9)]
    for n, (leased, ripe) in enumerate(product(instants, instants)):
        Notice.objects.create(
            to="1", text="t", reference=str(n), queued_at=NOW, leased_until=leased, next_try_at=ripe
        )
    rows = Notice.objects.all()
    wanted = {one.pk for one in rows if not (is_waiting(one.leased_until, NOW) or is_waiting(one.next_try_at, NOW))}
    free: set[int] = set()
    while (notice := commands.claim(at=NOW)) is not None:
        free.add(notice.pk)
    assert free == wanted and 0 < len(wanted) < 25
