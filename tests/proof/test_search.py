"""Search over very many dossiers: nothing is missed, nothing is too much, and hits with the marks typed come first."""

import re
import sys
import time
from datetime import date
from random import Random

import pytest

from congvu.dossiers.finding import find
from congvu.dossiers.models import Dossier
from congvu.rules import search
from tests.people import Cast
from tests.proof.corpus import fill
from tests.proof.counts import SEARCHED, SEARCHES
from tests.proof.plain_reading import PlainReading, Row, plain

PARTY = [f"applicant__{name}" for name in ("name", "submitter_name", "phone", "id_number")]


def asked_for(random: Random, row: Row) -> tuple[str, str]:
    """Something a person types who looks for this row, and how."""
    _pk, code, name, _submitter, phone, number, procedure = row
    words = random.sample(name.split(), k=random.randint(1, 2))
    some = " ".join(word[: random.randint(2, 7)] for word in name.split()[-2:])
    return random.choice([
        ("marks", name), ("no marks", plain(name)), ("marks", " ".join(words)), ("no marks", plain(" ".join(words))),
        ("marks", some), ("no marks", plain(some)), ("number", phone), ("number", phone[-5:]), ("number", number[-6:]),
        ("number", code), ("phone", f"{phone[:4]} {phone[4:7]} {phone[7:]}"), ("phone", f"+84{phone[1:]}"),
        ("phone", f"+84 {phone[1:4]} {phone[4:7]} {phone[7:]}"),
        ("procedure", f"{plain(name)} {procedure.split()[-1]}"),
        ("procedure", " ".join(word[:4] for word in procedure.split()[:3])),
    ])  # fmt: skip


def as_kept(how: str, typed: str) -> str:
    """A phone as the row has it, however it was typed; anything else is what was typed."""
    digits = re.sub(r"\D", "", typed)
    return ("0" + digits[2:] if typed.startswith("+84") else digits) if how == "phone" else typed


@pytest.mark.django_db
def test_nothing_is_missed_nothing_is_too_much_and_hits_with_the_marks_typed_come_first(cast: Cast) -> None:
    fill(cast, SEARCHED)
    readable = Dossier.objects.visible_to(cast.minh, date(2026, 11, 23))
    told_of = ("pk", "code", *PARTY, "procedure_version__procedure__search_key")
    rows: list[Row] = list(readable.order_by("pk").values_list(*told_of))  # the same searches on both databases
    reading, random = PlainReading(rows), Random(11)
    tried, seconds, is_order_seen = dict.fromkeys(("marks", "no marks", "number", "phone", "procedure"), 0), [], 0
    for _n in range(SEARCHES):
        row = random.choice(rows)
        how, typed = asked_for(random, row)
        begun = time.perf_counter()
        hits = find(readable, search.read(typed))
        seconds.append(time.perf_counter() - begun)
        kept = as_kept(how, typed)
        there, exact = reading.hits(kept), reading.exactly(kept)
        assert row[0] in there and set(hits) == there and len(hits) == len(there), typed
        assert set(hits[: len(exact)]) == exact, typed
        tried[how] += 1
        is_order_seen += 0 < len(exact) < len(there)
    assert min(tried.values()) > SEARCHES / 10 and is_order_seen > SEARCHES / 40
    seconds.sort()
    half, most = seconds[len(seconds) // 2] * 1000, seconds[int(len(seconds) * 0.99)] * 1000
    told = f"{SEARCHED} dossiers, {tried} searches, all hits found, {is_order_seen} with hits of other marks behind"
    sys.stderr.write(f"\n{told}; half under {half:.1f} ms, 99 % under {most:.1f} ms\n")
