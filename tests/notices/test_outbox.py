"""The outbox: one message goes to one worker, a lease that runs out gives it back, a refusal makes it wait longer."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import F

from congvu.notices import commands, senders
from congvu.notices.models import Notice
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
    commands.mark_sent(notice_id=notice.pk, at=NOW)
    commands.mark_sent(notice_id=notice.pk, at=NOW + timedelta(hours=1))
    notice.refresh_from_db()
    assert (notice.sent_at, notice.leased_until) == (NOW, None) and claimed(9999) == ""


def test_a_refusal_is_kept_with_its_reason_waits_longer_each_time_and_ends_after_eight() -> None:
    notice, minute, waits = queued("a")[0], 1.0, []
    for _n in range(commands.TRIES):
        assert claimed(minute) == "a"
        commands.mark_failed(notice_id=notice.pk, failure="hết chỗ" * 99, at=NOW + timedelta(minutes=minute))
        notice.refresh_from_db()
        assert notice.leased_until is not None and notice.failure == ("hết chỗ" * 99)[:300]
        until = (notice.leased_until - NOW) / timedelta(minutes=1)
        waits.append(until - minute)
        assert claimed(until - 0.1) == ""
        minute = until + 0.1
    assert [round(wait) for wait in waits] == [2**n for n in range(1, 9)] and claimed(99_999) == ""
    commands.mark_sent(notice_id=notice.pk, at=NOW)
    notice.refresh_from_db()
    assert notice.failure == ""


def test_one_that_cannot_leave_does_not_hold_up_the_next() -> None:
    first, _second = queued("a", "b")
    claimed()
    commands.mark_failed(notice_id=first.pk, failure="x", at=NOW)
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
