"""The law as data: procedures, grounds for pausing, calendars, office practice, each with source and confidence.

A faulty record stops the program loudly and names itself; docs and records live in this folder, see README.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from congvu.rules.errors import RuleBroken

# The ground on which a dossier waits for papers that were asked for by form 02.
SUPPLEMENT_GROUND = "cho-bo-sung"


@dataclass(frozen=True)
class PauseGround:
    """A legal ground for stopping the clock (căn cứ tạm dừng); `who_waits`: applicant, other_body, public or none.

    `act` names the act that stops the clock on this ground and starts it again; empty: people do it by hand.
    """

    id: str
    name_vi: str
    name_en: str
    who_waits: str
    paper: str
    basis: str
    confidence: str
    act: str = ""


@dataclass(frozen=True)
class OtherBody:
    """A body whose answer is awaited (cơ quan được hỏi); `term` empty: the law sets none; `ground` empty: no pause."""

    id: str
    name_vi: str
    name_en: str
    asks_vi: str
    term: str
    ground: str
    source: str
    confidence: str


@dataclass(frozen=True)
class FeeExemption:
    """A ground on which a fee is waived or reduced (miễn, giảm phí), and the paper that proves it."""

    id: str
    name_vi: str
    name_en: str
    proof_vi: str
    source: str
    confidence: str


@dataclass(frozen=True)
class PaperForm:
    """One form of the one-stop place (mẫu giấy tờ); `type_code` names its series of numbers, empty: it has none."""

    form: str
    name_vi: str
    name_en: str
    type_code: str
    to_applicant: bool
    source: str
    confidence: str


@dataclass(frozen=True)
class Practice:
    """Numbers of the office's practice; their sources are in practice.yaml."""

    declared_working_days_back: int
    declared_working_days_back_by_head: int
    pause_needs_head_working_hours: int
    supplement_requests_tolerated: int
    working_hours_a_day: int
    due_soon_working_hours: int
    report_first_day: int
    apology_days_before_due: int
    extensions_allowed: int
    export_rows_at_most: int
    register_vanished_percent: int
    own_figures_first_days: int
    ratings_shown_from: int
    kiosk_seconds: int
    kiosk_warning_seconds: int
    paper_receipts_at_most: int
    ticket_shown_seconds: int
    screen_refresh_seconds: int
    filing_waits_working_hours: int
    remind_holder_working_hours: int
    remind_holder_share: int
    remind_head_working_hours: int
    remind_head_share: int
    signing_levels: Sequence[str]
    scan_megabytes_at_most: int
    scans_at_a_time: int
    scans_of_a_dossier: int
    scan_megapixels_at_most: int
    scan_pages_at_most: int
    lookup_misses_at_once: int
    lookup_misses_a_minute: int
    sign_in_misses_at_once: int
    sign_in_misses_a_minute: int


def _load(name: str) -> Any:
    return yaml.safe_load(files(__name__).joinpath(name).read_text(encoding="utf-8"))


@cache
def procedures() -> tuple[Mapping[str, Any], ...]:
    """The shipped procedures, as written."""
    return tuple(_load("procedures.yaml")["procedures"])


@cache
def pause_grounds() -> tuple[PauseGround, ...]:
    """The closed list of grounds."""
    return tuple(PauseGround(**one) for one in _load("pause_grounds.yaml")["pause_grounds"])


def pause_ground(ground_id: str) -> PauseGround:
    """One ground. Raises: RuleBroken `pause.unknown_ground`."""
    found = next((one for one in pause_grounds() if one.id == ground_id), None)
    if found is None:
        raise RuleBroken("pause.unknown_ground", ground=ground_id)
    return found


def ground_of_act(act: str) -> PauseGround:
    """The ground on which an act stops the clock (posting, dues)."""
    return next(one for one in pause_grounds() if one.act == act)


@cache
def other_bodies() -> Mapping[str, OtherBody]:
    """The bodies that may be asked, by their id."""
    return {one["id"]: OtherBody(**one) for one in _load("other_bodies.yaml")["other_bodies"]}


@cache
def fee_exemptions() -> Mapping[str, FeeExemption]:
    """The closed list of grounds, by their id."""
    return {one["id"]: FeeExemption(**one) for one in _load("fee_exemptions.yaml")["fee_exemptions"]}


@cache
def rating_criteria() -> tuple[Mapping[str, str], ...]:
    """What may be judged in detail, 0 to 2 points each (tiêu chí đánh giá)."""
    return tuple(_load("rating.yaml")["criteria"])


@cache
def rating_reasons() -> tuple[Mapping[str, str], ...]:
    """The closed list of reasons of a rating."""
    return tuple(_load("rating.yaml")["reasons"])


@cache
def paper_forms() -> Mapping[str, PaperForm]:
    """The forms by their number."""
    return {one["form"]: PaperForm(**one) for one in _load("paper_forms.yaml")["paper_forms"]}


@cache
def practice() -> Practice:
    """The office's numbers."""
    return Practice(**{name: one["value"] for name, one in _load("practice.yaml").items()})


def calendar_content(name_or_file: str) -> Mapping[str, object]:
    """A calendar file's content: one shipped under calendars/, or any YAML or JSON file.

    Raises: RuleBroken `calendar.not_found`, `calendar.unreadable`.
    """
    shipped = files(__name__).joinpath("calendars", f"{name_or_file}.yaml")
    source = shipped if shipped.is_file() else Path(name_or_file)
    if not source.is_file():
        raise RuleBroken("calendar.not_found", where=name_or_file)
    try:
        # Every value stays text: YAML would make minutes of 07:30 and keys of dates that JSON cannot hold.
        content = yaml.load(source.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        raise RuleBroken("calendar.unreadable", where=name_or_file) from None
    if not isinstance(content, Mapping):
        raise RuleBroken("calendar.unreadable", where=name_or_file)
    return content
