"""The program refuses to start on a database that may forget what it acknowledged."""

import pytest

from congvu.ledger import durability
from congvu.rules.errors import RuleBroken
from tests.proof.place import SERVER, Place

SOUND = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "fsync": "on", "synchronous_commit": "on",
         "full_page_writes": "on"}  # fmt: skip
CARELESS = (
    {"options": "-c synchronous_commit=off"}
    if SERVER
    else {"init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"}
)


class Said:
    """A database that answers what it is told to."""

    def __init__(self, vendor: str, **other: object) -> None:
        self.vendor, self.answers, self.asked = vendor, SOUND | other, ""

    def cursor(self) -> "Said":
        return self

    def __enter__(self) -> "Said":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execute(self, statement: str) -> None:
        self.asked = statement.split()[-1]

    def fetchone(self) -> tuple[object]:
        return (self.answers[self.asked],)


def test_a_real_place_starts_and_a_carelessly_set_one_does_not(place: Place) -> None:
    assert place.run("start", options={}) == {"code": 0, "said": ""}
    refused = place.run("start", options=CARELESS)
    assert refused["code"] == 1
    assert "mất dữ liệu khi mất điện" in refused["said"] and "synchronous" in refused["said"]


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_safe_settings_are_accepted(vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Said(vendor)
    monkeypatch.setattr(durability, "connection", database)
    durability.refuse_unsafe_database()
    assert database.asked == list(durability.SAFE[vendor])[-1]


@pytest.mark.parametrize(
    ("vendor", "setting", "found"),
    [
        ("sqlite", "journal_mode", "delete"),
        ("sqlite", "journal_mode", "memory"),
        ("sqlite", "synchronous", 1),
        ("sqlite", "synchronous", 0),
        ("sqlite", "foreign_keys", 0),
        ("postgresql", "fsync", "off"),
        ("postgresql", "synchronous_commit", "off"),
        ("postgresql", "synchronous_commit", "local"),
        ("postgresql", "full_page_writes", "off"),
    ],
)
def test_each_unsafe_setting_is_named(
    vendor: str, setting: str, found: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durability, "connection", Said(vendor, **{setting: found}))
    with pytest.raises(RuleBroken) as refused:
        durability.refuse_unsafe_database()
    assert refused.value.facts["setting"] == setting and refused.value.facts["found"] == str(found)
