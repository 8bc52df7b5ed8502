"""Workers killed (SIGKILL) in the middle of sending: every message reaches the gateway, each by its one reference."""

from tests.proof.counts import OUTBOX_KILLS, OUTBOX_MESSAGES
from tests.proof.place import Place


def test_workers_killed_in_the_middle_lose_no_message(place: Place) -> None:
    found = place.run("outbox", messages=OUTBOX_MESSAGES, kills=OUTBOX_KILLS, workers=2, seed=7)
    assert (found["errors"], found["lost"], found["foreign"]) == ([], [], [])
    assert found["sent"] == OUTBOX_MESSAGES
    # Two at once take different ones: only what a killed worker held is sent again.
    assert found["repeated"] <= OUTBOX_KILLS


def test_two_workers_at_once_send_each_message_once(place: Place) -> None:
    found = place.run("outbox", messages=OUTBOX_MESSAGES, kills=0, workers=2, seed=7)
    assert (found["lost"], found["repeated"], found["sent"]) == ([], 0, OUTBOX_MESSAGES)
