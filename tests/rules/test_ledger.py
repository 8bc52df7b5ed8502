"""The ledger's form: literal bytes that may never change, and a check that finds every fault at its number."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from congvu.rules import ledger
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action, Kind, Logged

KEY = bytes(range(32))


def entry(number: int) -> Logged:
    body = ledger.canonical({"v": 1, "action": "dossier.accepted", "number": number})
    committed = ledger.commitment(ledger.salt(KEY, Kind.RECEIVED, number), body)
    leaf = ledger.leaf(Kind.RECEIVED, "coto-ttpvhcc", "2027-01-12T09", committed)
    return Logged(number, leaf, ledger.leaf_hash(leaf), body, KEY)


LOG = [entry(number) for number in range(1, 9)]


def test_the_form_is_these_bytes_for_ever() -> None:
    first = LOG[0]
    assert first.leaf == (
        b'{"b":"2027-01-12T09","c":"gG2jDrhxGDLXGFnLh+/+DNn14rWMwJCGZUlNwZF/BeE=","t":"rx","u":"coto-ttpvhcc","v":1}'
    )
    assert first.hash.hex() == "b99ecdf9c41d4c70d9ec3ccd629fde9e38715a6a517180847e2f3782d827b4df"


def test_canonical_json_sorts_and_keeps_vietnamese() -> None:
    assert ledger.canonical({"b": [True, 1, "Đỗ"], "a": {"x": ""}}) == '{"a":{"x":""},"b":[true,1,"Đỗ"]}'.encode()


@pytest.mark.parametrize("value", [1.0, None, 2**53, {"đ": 1}, {1: 1}, "Đo\u0302\u0303", {"a": [None]}, b"x"])
def test_what_has_two_spellings_is_refused(value: object) -> None:
    with pytest.raises(RuleBroken, match=r"canonical\.refused"):
        ledger.canonical(value)


def test_every_action_has_a_kind_and_vault_like_ones_are_other() -> None:
    assert {action.kind for action in Action} <= set(Kind)
    assert Action.DOSSIER_PAUSED.kind == Kind.PAUSED
    assert Action.OFFICES_POST_GRANTED.kind == Kind.OTHER


def test_a_whole_log_is_right_with_and_without_its_bodies() -> None:
    assert ledger.verify(LOG, 8) == ledger.Report(8, 8)
    assert ledger.verify([replace(one, body=None, subject_key=None) for one in LOG], 8) == ledger.Report(8, 0)
    assert ledger.verify([], 0) == ledger.Report(0, 0)


def rehashed(one: Logged, leaf: bytes) -> Logged:
    return replace(one, leaf=leaf, hash=ledger.leaf_hash(leaf))


FAULTS: list[tuple[Callable[[list[Logged]], list[Logged]], int, str]] = [
    (lambda log: [*log[:3], *log[4:]], 4, "number"),
    (lambda log: [*log[:3], log[4], log[3], *log[5:]], 4, "number"),
    (lambda log: [*log[:3], replace(log[3], leaf=log[3].leaf.replace(b"09", b"08")), *log[4:]], 4, "hash"),
    (lambda log: [*log[:3], rehashed(log[3], log[3].leaf.replace(b'":"', b'": "', 1)), *log[4:]], 4, "leaf"),
    (lambda log: [*log[:3], rehashed(log[3], log[3].leaf.replace(b"rx", b"zz")), *log[4:]], 4, "leaf"),
    (lambda log: [*log[:3], rehashed(log[3], b"no json"), *log[4:]], 4, "leaf"),
    (lambda log: [*log[:3], replace(log[3], body=log[3].body[:-1] + b" "), *log[4:]], 4, "body"),  # type: ignore[index]
    (lambda log: log[:-1], 8, "head"),
]


@pytest.mark.parametrize(("spoil", "number", "wrong"), FAULTS)
def test_a_fault_is_found_at_its_number(spoil: Callable[[list[Logged]], list[Logged]], number: int, wrong: str) -> None:
    report = ledger.verify(spoil(list(LOG)), 8)
    assert (report.wrong_at, report.wrong) == (number, wrong)
