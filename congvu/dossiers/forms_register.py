"""What is typed on the page of a mapping, as the content of a MAP.yaml; and such a content as the page shows it."""

import json
from collections.abc import Mapping as Dict
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from congvu.dossiers.register_sample import LABELS
from congvu.eventlog.mapping import BESIDE, CHANGES, NEEDED, WHOLE, WITHIN
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean

# Fields that may have one value for the whole file instead of a column.
CONSTANTS = ("procedure", "unit")
STEPS = ("name", "at", "by")
# Parts of a content that no control of the page changes.
KEPT = ("calendar", "origin", "licence")
# The place's own for words of the register: the mapping's key by the name of its field.
OWN = {"o-don-vi": "units", "o-can-bo": "officials", "o-thu-tuc": "procedures"}
Typed = QueryDict | dict[str, str]


def typed_of(content: Dict[str, Any]) -> dict[str, str]:
    """The controls of the page for a content already saved."""
    filing, place = content.get("filing") or {}, content["place"]
    typed = {
        "loai": content.get("kind", "csv"), "ma-hoa": content.get("encoding", "utf-8"),
        "mui-gio": content.get("time_zone", "Asia/Ho_Chi_Minh"), "pham-vi": content.get("export", CHANGES),
        "ma-nguon": place["code"], "nguon": place["name"], "dung": place.get("stands", WITHIN),
        "loc-cot": filing.get("column", ""),
        "loc-gia-tri": "\n".join(filing.get("values", [])), "loc-quay": filing.get("counter", ""),
        "ngoai": as_lines(content.get("outside") or {}), "kenh": as_lines(content.get("channels") or {}),
    }  # fmt: skip
    typed |= {name: as_lines(content.get(key) or {}) for name, key in OWN.items()}
    for name, source in content["columns"].items():
        is_constant = isinstance(source, dict)
        typed[f"gia-tri-{name}" if is_constant else f"cot-{name}"] = source["value"] if is_constant else source
    return typed | {f"buoc-{name}": column for name, column in (content.get("steps") or {}).items()}


def as_lines(pairs: Dict[str, str]) -> str:
    return "\n".join(f"{word} = {meaning}" for word, meaning in pairs.items())


def with_proposals(typed: Typed, proposals: Dict[str, Dict[str, str]]) -> dict[str, str]:
    """What is typed, with a line for each proposed word that has none yet."""
    filled = {name: str(typed[name]) for name in typed}
    for name, key in OWN.items():
        lines = [line for line in filled.get(name, "").splitlines() if line.strip()]
        named = {line.rpartition("=")[0].strip() for line in lines}
        lines += [f"{word} = {code}" for word, code in proposals.get(key, {}).items() if word not in named]
        filled[name] = "\n".join(lines)
    return filled


def content_of(typed: Typed, before: Dict[str, Any]) -> dict[str, Any]:
    """The content of a MAP.yaml that was put together on the page; `before`: the version it changes.

    Raises: RuleBroken `mapping.needs_place`, `mapping.missing_field`, `mapping.filing_half`, `mapping.channel_line`,
    `mapping.body_line`, `mapping.own_line`.
    """
    name, code = clean(typed.get("nguon", "")), clean(typed.get("ma-nguon", ""))
    if not name or not code:
        raise RuleBroken("mapping.needs_place")
    content: dict[str, Any] = {
        "kind": typed.get("loai", "csv"), "encoding": typed.get("ma-hoa", "utf-8"),
        "time_zone": typed.get("mui-gio", "Asia/Ho_Chi_Minh"),
        "export": WHOLE if typed.get("pham-vi") == WHOLE else CHANGES,
        "place": {"code": code[:60], "name": name[:250]} | _stands(typed, before), "columns": _columns(typed),
    }  # fmt: skip
    if steps := {name: typed[f"buoc-{name}"] for name in STEPS if typed.get(f"buoc-{name}")}:
        content["steps"] = steps
    if outside := _pairs(typed.get("ngoai", ""), "mapping.body_line"):
        content["outside"] = outside
    if channels := _pairs(typed.get("kenh", ""), "mapping.channel_line"):
        content["channels"] = channels
    for name, key in OWN.items():
        if own := _pairs(typed.get(name, ""), "mapping.own_line"):
            content[key] = own
    if filing := _filing(typed):
        content["filing"] = filing
    return content | {name: before[name] for name in KEPT if name in before}


def _stands(typed: Typed, before: Dict[str, Any]) -> dict[str, str]:
    """Where the source stands is settled with its first version."""
    said = before["place"].get("stands", WITHIN) if before else typed.get("dung", WITHIN)
    return {"stands": BESIDE} if said == BESIDE else {}


def _columns(typed: Typed) -> dict[str, Any]:
    columns: dict[str, Any] = {name: typed[f"cot-{name}"] for name in LABELS if typed.get(f"cot-{name}")}
    for name in CONSTANTS:
        value = clean(typed.get(f"gia-tri-{name}", ""))
        if value and name not in columns:
            columns[name] = {"value": value[:250]}
    if missing := [_(LABELS[name]) for name in NEEDED if name not in columns]:
        raise RuleBroken("mapping.missing_field", fields=", ".join(missing))
    return columns


def _pairs(text: str, code: str) -> dict[str, str]:
    """Lines “words = what they mean”."""
    found: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        word, sign, meaning = line.rpartition("=")
        if not sign or not word.strip():
            raise RuleBroken(code, line=line[:60])
        if found.setdefault(word.strip(), meaning.strip()) != meaning.strip():
            raise RuleBroken("mapping.line_twice", word=word.strip()[:60])
    return found


def _filing(typed: Typed) -> dict[str, Any] | None:
    words = [line.strip() for line in typed.get("loc-gia-tri", "").splitlines() if line.strip()]
    parts = (typed.get("loc-cot", ""), words, typed.get("loc-quay", ""))
    if not any(parts[:2]):
        return None
    if not all(parts):
        raise RuleBroken("mapping.filing_half")
    return {"column": parts[0], "values": words, "counter": parts[2]}


def loaded(text: str) -> dict[str, Any]:
    """A saved content."""
    found: dict[str, Any] = json.loads(text)
    return found
