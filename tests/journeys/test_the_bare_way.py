"""The bare way of one dossier: what docs/one-dossier.md names first is what a dossier passes, and it stays short."""

import re
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.test import Client

from congvu.dossiers.models import Dossier
from congvu.offices.models import Official
from tests.people import Cast, at

ROOT = Path(__file__).parents[2]
MOST_FILES, MOST_LINES = 10, 1_500
ALL_FILES, ALL_LINES = 17, 2_500
BARE, BETWEEN = "## The bare way", "## Between the page and the command"


def named(part: str = BARE) -> list[tuple[str, str]]:
    """The functions of one table of the page, in its order: file, name."""
    table = (ROOT / "docs" / "one-dossier.md").read_text(encoding="utf-8").split(part)[1].split("## ")[0]
    found = []
    for row in re.findall(r"^\|[^|]+\|(.+)\|$", table, re.M):
        cell = re.match(r" `(congvu/[\w/]+\.py): (\w+)`((?:, `\w+`)*)", row)
        if cell:
            found += [(cell[1], name) for name in (cell[2], *re.findall(r"\w+", cell[3]))]
    return found


def test_the_bare_way_is_ten_files_and_1500_lines_at_most() -> None:
    lines = lines_of(named())
    assert 8 <= len(lines) <= MOST_FILES
    assert sum(lines.values()) <= MOST_LINES, lines


def test_with_what_lies_between_page_and_command_it_is_as_long_as_the_page_says() -> None:
    lines = lines_of(named() + named(BETWEEN))
    assert len(lines) == ALL_FILES and MOST_LINES < sum(lines.values()) < ALL_LINES, lines


def lines_of(functions: list[tuple[str, str]]) -> dict[str, int]:
    """Each file once, with its length."""
    files = {file for file, _name in functions}
    return {file: len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in files}


@pytest.mark.django_db
def test_a_dossier_passes_every_function_the_page_names(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: set[tuple[str, str]] = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call":
            passed.add((frame.f_code.co_filename.removeprefix(f"{ROOT}/"), frame.f_code.co_name))

    sys.setprofile(note)
    try:
        walk(cast, monkeypatch)
    finally:
        sys.setprofile(None)
    at_import = {("congvu/dossiers/groups.py", "_period")}
    assert [one for one in named() + named(BETWEEN) if one not in passed | at_import] == []


def walk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the form at the counter to the figure on the unit's page."""
    sent = send(cast.lan, "2026-11-23 09:10", "tiep-nhan/hon-nhan", monkeypatch, kind="person", name="Bùi Văn Ba",
                papers="Tờ khai", channel="counter", fee="0")  # fmt: skip
    dossier = Dossier.objects.get()
    assert sent == f"/ho-so/{dossier.pk}/da-tiep-nhan/"
    pk = dossier.pk
    send(cast.lan, "2026-11-23 09:40", f"{pk}/finish_step", monkeypatch, to=f"{cast.justice.pk}:{cast.ha.pk}")
    send(cast.ha, "2026-11-24 15:00", f"{pk}/finish_step", monkeypatch, to=f"{cast.justice.pk}:{cast.minh.pk}")
    send(cast.minh, "2026-12-01 09:00", f"{pk}/record_result", monkeypatch)
    send(cast.lan, "2026-12-01 10:00", f"{pk}/return", monkeypatch, way="counter", taker="Bùi Văn Ba")
    dossier.refresh_from_db()
    assert dossier.state == "returned"
    chairman = Client()
    chairman.force_login(cast.chairman)
    assert "nhom=xong-qua-han" in chairman.get("/don-vi/", {"tu": "01/11/2026", "den": "31/12/2026"}).content.decode()


def send(who: Official, when: str, where: str, monkeypatch: pytest.MonkeyPatch, **typed: str) -> str:
    """Post a form as this person at this time; gives the address of the answer."""
    monkeypatch.setattr("congvu.clock.now", lambda: at(when))
    client = Client()
    client.force_login(who)
    dossier = Dossier.objects.first()
    seen = {"version": str(dossier.version)} if dossier else {}
    answer = client.post(f"/ho-so/{where}/", {"key": f"{where}-{when}", **seen, **typed})
    assert answer.status_code == 302
    return str(answer.headers["Location"])
