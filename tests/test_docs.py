"""The docs tell the truth: functions they name exist, the diagram is the table's, every setting is explained."""

import re
from pathlib import Path

import polib
import pytest
from django.test import Client

from congvu.rules.dossier import TRANSITIONS
from congvu.rules.state_machine import diagram

ROOT = Path(__file__).resolve().parents[1]


def test_the_way_of_one_dossier_names_only_what_exists() -> None:
    told = (ROOT / "docs" / "one-dossier.md").read_text()
    named = re.findall(r"`(congvu/[\w/]+\.py): ([\w`, ]+?)`(?=[; |,)]| \()", told)
    assert len(named) >= 10
    for file, functions in named:
        source = (ROOT / file).read_text()
        for function in re.findall(r"\w+", functions):
            assert re.search(rf"def {function}\b", source), f"{file}: {function}"


def test_the_state_diagram_is_the_table() -> None:
    assert diagram(TRANSITIONS) in (ROOT / "docs" / "states.md").read_text()


def test_every_setting_is_explained() -> None:
    used = set(re.findall(r"CONGVU_[A-Z_]+", (ROOT / "congvu" / "settings.py").read_text()))
    assert used <= set(re.findall(r"CONGVU_[A-Z_]+", (ROOT / "docs" / "settings.md").read_text()))


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text().lower()
    project = (ROOT / "pyproject.toml").read_text()
    listed = re.search(r"dependencies = \[(.*?)\]", project, re.S)
    assert listed is not None
    for name in re.findall(r'"([A-Za-z0-9-]+)', listed.group(1)):
        assert name.lower() in reasons, name


def test_the_english_catalogue_is_whole_and_compiled() -> None:
    folder = ROOT / "congvu" / "locale" / "en" / "LC_MESSAGES"
    words = polib.pofile(str(folder / "django.po"))
    assert len(words) > 400
    assert [entry.msgid for entry in words if not entry.translated() or entry.fuzzy] == []
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(folder / "django.mo"))}
    single = [entry for entry in words if not entry.msgid_plural]
    assert [entry.msgid for entry in single if compiled.get(entry.msgid) != entry.msgstr] == []


@pytest.mark.django_db
def test_a_stranger_reads_the_site_in_english() -> None:
    answer = Client().get("/dang-nhap/", headers={"cookie": "ngon-ngu=en"})
    assert "Sign in" in answer.content.decode() and '<html lang="en">' in answer.content.decode()


@pytest.mark.django_db
def test_the_browsers_own_language_decides_nothing() -> None:
    assert "Đăng nhập" in Client().get("/dang-nhap/", headers={"accept-language": "en-US"}).content.decode()
