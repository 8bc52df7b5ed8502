"""The forms of signing for another and the kinds of papers that take a number (signing.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Authority:
    """In whose place one signs (thể thức ký): KT., TL., TUQ. …; `words` stand above the signature."""

    id: str
    words: str
    name_vi: str
    needs_whom: bool
    needs_basis: bool
    source: str
    confidence: str


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper and the code in its number (tên loại văn bản)."""

    code: str
    name_vi: str
    source: str
    confidence: str


@cache
def _read() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("signing.yaml").read_text(encoding="utf-8"))
    return found


@cache
def authorities() -> Mapping[str, Authority]:
    """The forms by their id; the empty one is one's own title."""
    return {one["id"]: Authority(**one) for one in _read()["authorities"]}


@cache
def paper_kinds() -> Mapping[str, PaperKind]:
    """The kinds by their code."""
    return {one["code"]: PaperKind(**one) for one in _read()["kinds"]}
