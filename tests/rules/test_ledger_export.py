"""An exported ledger as outsiders get it: read line by line; whatever was done to the file is told by its line."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.rules.errors import RuleBroken
from congvu.rules.ledger_check import Head, Report, verify_leaves
from congvu.rules.ledger_export import read, write_line
from congvu.sentences import sentence
from tests.rules.test_ledger import LOG

LINES = [write_line(one).encode() for one in [*LOG, Head(8)]]
WHOLE = b"".join(LINES)


def judged(data: bytes) -> Report:
    return verify_leaves(read(data.splitlines(keepends=True)))


def test_an_export_is_read_as_it_was_written() -> None:
    assert judged(WHOLE) == judged(WHOLE.rstrip()) == Report(8)
    assert list(read([b'{"head": 0}\n'])) == [Head(0)]


def row(**changes: object) -> bytes:
    return json.dumps(json.loads(LINES[3]) | changes).encode()


SHORT = base64.b64encode(b"x" * 31).decode()
FAULTS = [
    (b"", "empty", None),
    (b"".join(LINES[:-1]), "cut", 8),
    (WHOLE[: len(b"".join(LINES[:3])) + 40], "not_json", 4),
    (WHOLE + LINES[0], "after_the_head", 10),
    (WHOLE + b"\n", "after_the_head", 10),
    (LINES[0] + b"\n" + LINES[-1], "not_json", 2),
    (LINES[0] + b"\xff\n" + LINES[-1], "not_utf8", 2),
    (b"[" * 100_000, "not_json", 1),
    (b"9" * 5000, "not_json", 1),
    (b"[]\n", "fields", 1),
    (b'{"number": 1}\n', "fields", 1),
    (b'{"head": "8"}\n', "not_whole", 1),
    (b'{"head": true}\n', "not_whole", 1),
    (b'{"head": -1}\n', "not_whole", 1),
    (row(number=4.0), "not_whole", 1),
    (row(number=None), "not_whole", 1),
    (row(leaf=7), "not_text", 1),
    (row(leaf="\ud800"), "not_text", 1),
    (row(hash=None), "not_a_hash", 1),
    (row(hash="không"), "not_a_hash", 1),
    (row(hash="AAA"), "not_a_hash", 1),
    (row(hash=SHORT), "not_a_hash", 1),
    (row(hash=["AAAA"]), "not_a_hash", 1),
]


@pytest.mark.parametrize(("data", "code", "line"), FAULTS)
def test_a_file_that_is_no_export_is_told_by_its_line(data: bytes, code: str, line: int | None) -> None:
    with pytest.raises(RuleBroken) as refused:
        judged(data)
    assert (refused.value.code, refused.value.facts.get("line")) == (f"ledger_file.{code}", line)
    assert line is None or f" {line}" in sentence(refused.value) or f"Dòng {line}" in sentence(refused.value)


def told(data: bytes) -> str:
    """What a person reads of a file: the sentence, or the fault with its line; empty where it is right."""
    try:
        report = judged(data)
    except RuleBroken as refusal:
        return sentence(refusal)
    return f"{report.wrong} {report.wrong_at}" if report.wrong else ""


@given(at=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255))
def test_no_single_byte_can_be_changed_unseen(at: int, byte: int) -> None:
    spoilt = WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :]
    try:
        same = [json.loads(one) for one in spoilt.splitlines()] == [json.loads(one) for one in WHOLE.splitlines()]
    except ValueError:
        same = False
    assert bool(told(spoilt)) is not same


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60) | st.binary(max_size=40).map(
        lambda data: base64.b64encode(data).decode()
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@given(line=st.integers(0, 8), field=st.sampled_from(["number", "leaf", "hash", "head", "x"]), value=ANYTHING)
def test_no_field_can_be_changed_unseen_or_end_in_a_traceback(line: int, field: str, value: object) -> None:
    before = json.loads(LINES[line])
    after = before | {field: value}
    data = b"".join([*LINES[:line], json.dumps(after).encode() + b"\n", *LINES[line + 1 :]])
    assert bool(told(data)) is (json.dumps(after) != json.dumps(before))


@given(data=st.binary(max_size=300) | st.integers(0, len(WHOLE)).map(lambda end: WHOLE[:end]))
def test_a_cut_file_or_any_bytes_get_a_sentence(data: bytes) -> None:
    assert bool(told(data)) is (data not in (WHOLE, WHOLE[:-1]))
