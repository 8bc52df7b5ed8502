"""The export of a ledger, one JSON object a line: entries with number, leaf and hash, and the head last.

Standard library only: outsiders read it with this, and check it with `ledger_check.verify_leaves`.
"""

import base64
import json
from collections.abc import Iterable, Iterator

from congvu.rules.errors import RuleBroken
from congvu.rules.ledger_check import Head, Logged


def write_line(one: Logged | Head) -> str:
    """One line of an export; of an entry only what is public."""
    if isinstance(one, Head):
        return json.dumps({"head": one.number}) + "\n"
    row = {"number": one.number, "leaf": one.leaf.decode(), "hash": base64.b64encode(one.hash).decode()}
    return json.dumps(row, ensure_ascii=False) + "\n"


def read(lines: Iterable[bytes]) -> Iterator[Logged | Head]:
    """The entries of an export and its head.

    Raises: RuleBroken `ledger_file.*` with the number of the line.
    """
    at, ended = 0, False
    for at, line in enumerate(lines, start=1):
        if ended:
            raise RuleBroken("ledger_file.after_the_head", line=at)
        one = _read_line(line, at)
        ended = isinstance(one, Head)
        yield one
    if not at:
        raise RuleBroken("ledger_file.empty")
    if not ended:
        raise RuleBroken("ledger_file.cut", line=at)


def _read_line(line: bytes, at: int) -> Logged | Head:
    try:
        row = json.loads(line.decode())
    except UnicodeDecodeError as fault:
        raise RuleBroken("ledger_file.not_utf8", line=at) from fault
    except (ValueError, RecursionError) as fault:
        raise RuleBroken("ledger_file.not_json", line=at) from fault
    if not isinstance(row, dict) or set(row) not in ({"head"}, {"number", "leaf", "hash"}):
        raise RuleBroken("ledger_file.fields", line=at)
    if "head" in row:
        return Head(_whole(row["head"], "head", at))
    return Logged(_whole(row["number"], "number", at), _text(row["leaf"], at), _hash(row["hash"], at))


def _whole(value: object, name: str, at: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RuleBroken("ledger_file.not_whole", line=at, field=name)
    return value


def _text(value: object, at: int) -> bytes:
    try:
        return str.encode(value)  # type: ignore[arg-type]
    except (TypeError, UnicodeEncodeError) as fault:
        raise RuleBroken("ledger_file.not_text", line=at) from fault


def _hash(value: object, at: int) -> bytes:
    try:
        decoded = base64.b64decode(value, validate=True)  # type: ignore[arg-type]
    except (TypeError, ValueError) as fault:
        raise RuleBroken("ledger_file.not_a_hash", line=at) from fault
    if len(decoded) != 32:
        raise RuleBroken("ledger_file.not_a_hash", line=at)
    return decoded
