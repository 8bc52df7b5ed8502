"""The ledger's form: literal bytes that may never change, and a check that finds every fault at its number."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action, Kind
from congvu.rules.ledger_check import Body, Fault, Head, Logged, NoBody, Report, read_leaf, verify, verify_leaves
from congvu.rules.ledger_leaf import canonical, commitment, leaf, leaf_hash, salt

KEY = bytes(range(32))


def entry(number: int, kind: Kind = Kind.RECEIVED, **other: object) -> Logged:
    said = {"v": 1, "action": "dossier.accepted", "number": number, "at": f"2027-01-12T09:{number:02}:00+07:00"}
    body = canonical(said | {"facts": {}} | other)
    public = leaf(kind, "coto-ttpvhcc", "2027-01-12T09", commitment(salt(KEY, kind, number), body))
    return Logged(number, public, leaf_hash(public), Body(body, KEY))


LOG = [entry(number) for number in range(1, 9)]


def checked(log: list[Logged], head: int = 8) -> Report:
    return verify([*log, Head(head)])


def test_the_form_is_these_bytes_for_ever() -> None:
    body = canonical({"v": 1, "action": "dossier.accepted", "number": 1})
    public = leaf(
        Kind.RECEIVED, "coto-ttpvhcc", "2027-01-12T09", commitment(salt(KEY, Kind.RECEIVED, 1), body)
    )
    assert public == (
        b'{"b":"2027-01-12T09","c":"gG2jDrhxGDLXGFnLh+/+DNn14rWMwJCGZUlNwZF/BeE=","t":"rx","u":"coto-ttpvhcc","v":1}'
    )
    assert leaf_hash(public).hex() == "b99ecdf9c41d4c70d9ec3ccd629fde9e38715a6a517180847e2f3782d827b4df"


def test_canonical_json_sorts_and_keeps_vietnamese() -> None:
    assert canonical({"b": [True, 1, "Đỗ"], "a": {"x": ""}}) == '{"a":{"x":""},"b":[true,1,"Đỗ"]}'.encode()


@pytest.mark.parametrize("value", [1.0, None, 2**53, {"đ": 1}, {1: 1}, "Đo\u0302\u0303", {"a": [None]}, b"x"])
def test_what_has_two_spellings_is_refused(value: object) -> None:
    with pytest.raises(RuleBroken, match=r"canonical\.refused"):
        canonical(value)


def test_every_action_has_a_kind_and_vault_like_ones_are_other() -> None:
    assert {action.kind for action in Action} <= set(Kind)
    assert Action.DOSSIER_PAUSED.kind == Kind.PAUSED
    assert Action.OFFICES_POST_GRANTED.kind == Kind.OTHER
    assert [action for action in Action if action.kind is Kind.ERASED] == [Action.BODIES_ERASED]


def test_a_whole_log_is_right_and_its_public_part_alone_too() -> None:
    last = datetime.fromisoformat("2027-01-12T09:08:00+07:00")
    assert checked(LOG) == Report(8, 8, latest=last)
    assert verify_leaves([*(replace(one, body=NoBody.GONE) for one in LOG), Head(8)]) == Report(8)
    assert checked([], 0) == verify_leaves([Head(0)]) == Report(0)


def rehashed(one: Logged, public: bytes) -> Logged:
    return replace(one, leaf=public, hash=leaf_hash(public))


def other_body(**changes: object) -> Logged:
    """The fourth entry by somebody who holds the key and writes what `append` never does."""
    said = json.loads(LOG[3].body.text) | changes  # type: ignore[union-attr]
    body = canonical({name: value for name, value in said.items() if value != "left out"})
    public = leaf(Kind.ERASED, "u", "2027-01-12T09", commitment(salt(KEY, Kind.ERASED, 4), body))
    return replace(rehashed(LOG[3], public), body=Body(body, KEY))


def fourth(one: Logged) -> list[Logged]:
    return [*LOG[:3], one, *LOG[4:]]


FOUR = LOG[3]
FAULTS: list[tuple[list[Logged], int, int, Fault]] = [
    ([*LOG[:3], *LOG[4:]], 8, 4, Fault.NUMBER),
    ([*LOG[:3], LOG[4], LOG[3], *LOG[5:]], 8, 4, Fault.NUMBER),
    (fourth(replace(FOUR, leaf=FOUR.leaf.replace(b"09", b"08"))), 8, 4, Fault.HASH),
    (fourth(replace(FOUR, body=Body(FOUR.body.text[:-1] + b" ", KEY))), 8, 4, Fault.BODY),  # type: ignore[union-attr]
    (fourth(replace(FOUR, body=NoBody.SHUT)), 8, 4, Fault.BODY),
    (fourth(other_body(number=5)), 8, 4, Fault.BODY),
    (fourth(other_body(at="hôm qua")), 8, 4, Fault.BODY),
    (fourth(other_body(at="left out")), 8, 4, Fault.BODY),
    (fourth(other_body(facts={"entries": 3})), 8, 4, Fault.BODY),
    (fourth(replace(FOUR, body=NoBody.GONE)), 8, 4, Fault.GONE),
    (LOG[:-1], 8, 8, Fault.HEAD),
    (LOG[:-1], 9, 8, Fault.HEAD),
    (LOG, 5, 6, Fault.BEYOND),
    ([], 8, 1, Fault.HEAD),
]


@pytest.mark.parametrize(("log", "head", "number", "wrong"), FAULTS)
def test_a_fault_is_found_at_its_number(log: list[Logged], head: int, number: int, wrong: Fault) -> None:
    report = checked(log, head)
    assert (report.wrong_at, report.wrong) == (number, wrong)


def test_a_lost_head_is_a_fault() -> None:
    assert verify(LOG).wrong == verify_leaves([]).wrong == Fault.NO_HEAD


SPOILT: list[Callable[[bytes], bytes]] = [
    lambda data: data.replace(b'":"', b'": "', 1),
    lambda data: data.replace(b"rx", b"zz"),
    lambda data: data.replace(b'"rx"', b'["rx"]'),
    lambda data: data.replace(b'"v":1', b'"v":true'),
    lambda data: data.replace(b'"v":1', b'"v":2'),
    lambda data: data.replace(b'"coto-ttpvhcc"', b"7"),
    lambda data: data.replace(b'"coto-ttpvhcc"', b'"\\ud800"'),
    lambda data: data.replace(b"T09", b"T9"),
    lambda data: data.replace(b"=", b""),
    lambda data: canonical(json.loads(data) | {"c": "AAAA"}),
    lambda data: canonical(json.loads(data) | {"x": 1}),
    lambda data: data + b" ",
    lambda _data: b"no json",
    lambda _data: b"\xff\xfe",
    lambda _data: b"[]",
    lambda _data: b"[" * 100_000,
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_leaf_not_in_its_one_form_is_a_fault_even_under_its_own_hash(spoil: Callable[[bytes], bytes]) -> None:
    public = spoil(FOUR.leaf)
    assert public != FOUR.leaf and read_leaf(public) is None
    report = checked(fourth(rehashed(FOUR, public)))
    assert (report.wrong_at, report.wrong) == (4, Fault.LEAF)


def test_a_commitment_to_nothing_under_no_key_opens_nothing() -> None:
    """Whoever has the database and not the key can write such a leaf; no body stands behind it."""
    forged = leaf(Kind.RECEIVED, "u", "2027-01-12T09", commitment(salt(b"", Kind.RECEIVED, 4), b""))
    for body in (NoBody.SHUT, Body(b"", b"")):
        report = checked(fourth(replace(rehashed(FOUR, forged), body=body)))
        assert (report.wrong_at, report.wrong) == (4, Fault.BODY)


def erasing(number: int, *entries: int) -> Logged:
    return entry(number, Kind.ERASED, action="bodies.erased", facts={"entries": list(entries)})


@pytest.mark.parametrize(
    ("gone", "named", "wrong_at"),
    [((2, 4), (2, 4), 0), ((2, 4), (2,), 4), ((2, 4), (), 2), ((2,), (2, 4), 0), ((2,), (4,), 2)],
)
def test_a_body_may_be_missing_only_where_a_later_erasure_names_its_number(
    gone: tuple[int, ...], named: tuple[int, ...], wrong_at: int
) -> None:
    log = [replace(one, body=NoBody.GONE) if one.number in gone else one for one in LOG]
    report = checked([*log, erasing(9, *named)], 9)
    assert (report.wrong_at, report.wrong) == (wrong_at, Fault.GONE if wrong_at else "")
    if not wrong_at:
        assert (report.bodies, report.erased, report.erasures) == (9 - len(gone), len(gone), {9})


def test_an_erasure_names_only_what_was_before_it_and_another_entry_erases_nothing() -> None:
    after = [erasing(1, 2), replace(entry(2), body=NoBody.GONE)]
    assert (checked(after, 2).wrong_at, checked(after, 2).wrong) == (2, Fault.GONE)
    no_erasure = [replace(entry(1), body=NoBody.GONE), entry(2, facts={"entries": [1]})]
    assert (checked(no_erasure, 2).wrong_at, checked(no_erasure, 2).wrong) == (1, Fault.GONE)
