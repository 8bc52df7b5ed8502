"""MAP.yaml: which column of a foreign register means what. Every key is explained in docs/import.md."""

import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from congvu.rules.errors import RuleBroken

CHANNELS = ("counter", "online", "post")
FIELDS = (
    "code", "procedure", "applicant", "applicant_id", "received", "due", "ended", "returned", "unit", "official",
    "channel",
)  # fmt: skip
OUTSIDE = ("provincial", "vertical")
NEEDED = ("code", "procedure", "received")
LONGEST_CODE, LONGEST_NAME = 40, 120
KEYS = {
    "kind", "encoding", "time_zone", "columns", "steps", "channels", "place", "calendar", "origin", "licence", "export",
    "filing", "outside", "units", "officials", "procedures",
}  # fmt: skip
# Words of the register that stand for the place's own: its units, officials and procedures, by code, log-in and slug.
OWN = ("units", "officials", "procedures")
# A whole export holds every dossier of its source each time; one of changes says nothing of those it leaves out.
WHOLE, CHANGES = "whole", "changes"
# A register of the place's own dossiers is counted with it; one of a body elsewhere has its own page only.
WITHIN, BESIDE = "within", "beside"


@dataclass(frozen=True)
class Source:
    """Where a value comes from: a column, or one constant for the whole file."""

    column: str = ""
    value: str = ""

    def read(self, cells: Dict[str, str]) -> str:
        return cells[self.column].strip() if self.column else self.value


@dataclass(frozen=True)
class Filing:
    """Which rows are filed online and not yet received (mới đăng ký): the state's column, its words, whose counter."""

    column: str
    words: frozenset[str]
    counter: str

    def fits(self, cells: Dict[str, str]) -> bool:
        return cells[self.column].strip().casefold() in self.words


@dataclass(frozen=True)
class Mapping:
    """A mapping read and checked. `steps` present: several rows a dossier, one a step."""

    kind: str
    encoding: str
    zone: ZoneInfo
    columns: Dict[str, Source]
    place: Dict[str, str]
    calendar: Dict[str, object]
    steps: Dict[str, Source] = field(default_factory=dict)
    channels: Dict[str, str] = field(default_factory=dict)
    is_whole: bool = False
    filing: Filing | None = None
    outside: Dict[str, str] = field(default_factory=dict)
    own: Dict[str, Dict[str, str]] = field(default_factory=dict)

    @property
    def is_beside(self) -> bool:
        """Is it the register of a body elsewhere, which the place's own figures leave out?"""
        return self.place["stands"] == BESIDE

    @property
    def named_columns(self) -> list[str]:
        """The columns the file must have."""
        named = [one.column for one in (*self.columns.values(), *self.steps.values()) if one.column]
        return [*named, self.filing.column] if self.filing else named


def read(content: object) -> Mapping:
    """Check a mapping file's content. Raises: RuleBroken `mapping.*` with the key."""
    if not isinstance(content, Dict):
        raise RuleBroken("mapping.unreadable", key="")
    if unknown := sorted(set(content) - KEYS):
        raise RuleBroken("mapping.unknown_key", key=unknown[0], keys=", ".join(sorted(KEYS)))
    columns = _sources(content.get("columns"), "columns", FIELDS, NEEDED)
    steps = _sources(
        content.get("steps") or {}, "steps", ("name", "by", "at"), ("name", "at") if content.get("steps") else ()
    )
    place = _place(content.get("place"))
    kind = str(content.get("kind", "csv"))
    if kind not in {"csv", "xlsx"}:
        raise RuleBroken("mapping.unknown_kind", key=kind)
    channels = {str(word): str(channel) for word, channel in _table(content, "channels").items()}
    if strange := sorted(set(channels.values()) - set(CHANNELS)):
        raise RuleBroken("mapping.unknown_channel", key=strange[0])
    try:
        zone = ZoneInfo(str(content.get("time_zone", "Asia/Ho_Chi_Minh")))
    except (ZoneInfoNotFoundError, ValueError):
        raise RuleBroken("mapping.unknown_time_zone", key=content.get("time_zone")) from None
    encoding = str(content.get("encoding", "utf-8"))
    _refuse_unknown(encoding)
    return Mapping(
        kind, encoding, zone, columns, place, _table(content, "calendar"), steps, channels,
        _is_whole(content.get("export", CHANGES)), _filing(content.get("filing")), _outside(content),
        _own(content, place),
    )  # fmt: skip


def _is_whole(said: object) -> bool:
    if said not in {WHOLE, CHANGES}:
        raise RuleBroken("mapping.unknown_export", key=str(said))
    return said == WHOLE


def _filing(found: Any) -> Filing | None:
    if not found:
        return None
    if not isinstance(found, Dict) or not {"column", "values", "counter"} <= set(found):
        raise RuleBroken("mapping.missing_key", key="filing.column, filing.values, filing.counter")
    words = found["values"] if isinstance(found["values"], list) else [found["values"]]
    kept = frozenset(normalize("NFC", str(word)).strip().casefold() for word in words)
    return Filing(normalize("NFC", str(found["column"])), kept, str(found["counter"]))


def _outside(content: Dict[Any, Any]) -> dict[str, str]:
    """Units of the register that answer to somebody else, and what they are: their dossiers are counted apart."""
    found = {str(word).strip(): str(kind) for word, kind in _table(content, "outside").items()}
    if strange := sorted(set(found.values()) - set(OUTSIDE)):
        raise RuleBroken("mapping.unknown_body", key=strange[0])
    return found


def _own(content: Dict[Any, Any], place: Dict[str, str]) -> dict[str, dict[str, str]]:
    """Which words stand for the place's own; a body elsewhere has no desk here."""
    own = {
        key: {str(word).strip(): str(code).strip() for word, code in _table(content, key).items()}
        for key in OWN
        if content.get(key)
    }
    if own and place["stands"] == BESIDE:
        raise RuleBroken("mapping.own_beside", key=next(iter(own)))
    return own


def _refuse_unknown(encoding: str) -> None:
    try:
        b"    ".decode(encoding)
    except UnicodeError:
        return  # known, and no spaces in it
    except (LookupError, ValueError):
        raise RuleBroken("mapping.unknown_encoding", key=encoding) from None


def _table(content: Dict[Any, Any], key: str) -> Dict[str, Any]:
    """A part of the mapping that is keys and values; empty where it is left out."""
    found = content.get(key) or {}
    if not isinstance(found, Dict):
        raise RuleBroken("mapping.not_a_table", key=key, found=str(found))
    return found


def _place(found: object) -> Dict[str, str]:
    """The unit the register's own are put under; its code stands in addresses of pages."""
    if not isinstance(found, Dict) or not {"code", "name"} <= set(found) or not str(found["name"]).strip():
        raise RuleBroken("mapping.missing_key", key="place.code, place.name")
    code, name = str(found["code"]), str(found["name"]).strip()
    if len(code) > LONGEST_CODE or not re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", code):
        raise RuleBroken("mapping.not_a_code", key=code, limit=LONGEST_CODE)
    if len(name) > LONGEST_NAME:
        raise RuleBroken("mapping.too_long", key="place.name", found=len(name), limit=LONGEST_NAME)
    stands = str(found.get("stands", WITHIN))
    if stands not in {WITHIN, BESIDE}:
        raise RuleBroken("mapping.unknown_stands", key=stands)
    return {"code": code, "name": name, "stands": stands}


def _sources(found: Any, where: str, known: tuple[str, ...], needed: tuple[str, ...]) -> dict[str, Source]:
    if not isinstance(found, Dict):
        raise RuleBroken("mapping.missing_key", key=where)
    if unknown := sorted(set(found) - set(known)):
        raise RuleBroken("mapping.unknown_key", key=f"{where}.{unknown[0]}", keys=", ".join(known))
    sources = {
        name: Source(value=str(one["value"]).strip())
        if isinstance(one, Dict) and "value" in one
        else Source(column=normalize("NFC", str(one)))
        for name, one in found.items()
    }
    if missing := [one for one in needed if sources.get(one, Source()) == Source()]:
        raise RuleBroken("mapping.missing_key", key=f"{where}.{missing[0]}")
    return sources
