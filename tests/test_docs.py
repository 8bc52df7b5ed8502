"""The docs tell the truth: functions they name exist, the diagram is the table's, every setting is explained."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.utils.translation.template import templatize

from congvu.cli import MODULES, main
from congvu.rules import awaited, batch, dues, posting, signing, ticket
from congvu.rules.dossier import TRANSITIONS
from congvu.rules.state_machine import diagram
from tests import rights_page

ROOT = Path(__file__).resolve().parents[1]


def test_the_way_of_one_dossier_names_only_what_exists() -> None:
    told = (ROOT / "docs" / "one-dossier.md").read_text()
    named = re.findall(r"`(congvu/[\w/]+\.py): (\w+)`((?:, `\w+`)*)", told)
    assert len(named) >= 10 and any(others for _file, _first, others in named)
    for file, first, others in named:
        source = (ROOT / file).read_text()
        for function in (first, *re.findall(r"\w+", others)):
            assert re.search(rf"def {function}\b", source), f"{file}: {function}"


def test_the_picture_of_one_dossier_names_only_what_exists() -> None:
    told = (ROOT / "docs" / "one-dossier.md").read_text()
    drawn = re.findall(r"participant \w+ as ([\w/]+)\.(\w+)$", told, re.M)
    assert len(drawn) >= 6
    for file, function in drawn:
        assert re.search(rf"def {function}\b", (ROOT / "congvu" / f"{file}.py").read_text()), f"{file}.{function}"


def read_me(name: str) -> tuple[list[str], list[str]]:
    """The make targets and the program's commands that a README names."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return sorted(set(re.findall(r"\bmake ([a-z-]+)", text))), sorted(set(re.findall(r"\bcongvu ([a-z-]+)", text)))


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_what_a_readme_tells_to_run_exists(name: str) -> None:
    targets, commands = read_me(name)
    makefile = (ROOT / "Makefile").read_text()
    assert {"run", "test"} <= set(targets)
    assert [one for one in targets if not re.search(rf"^{one}:", makefile, re.M)] == []
    assert [one for one in commands if one not in MODULES] == []


def test_both_readmes_name_the_same_commands() -> None:
    assert read_me("README.md") == read_me("README.vi.md")


def test_both_readmes_are_built_alike() -> None:
    """The same sections in the same order, as many steps of the tour, the same files named."""

    def built(name: str) -> tuple[list[str], list[str], list[str]]:
        text = (ROOT / name).read_text(encoding="utf-8")
        files = sorted(set(re.findall(r"`((?:docs|congvu)/[\w./-]*)`", text)))
        return re.findall(r"^#+ ", text, re.M), re.findall(r"^\d+\. ", text, re.M), files

    assert built("README.md") == built("README.vi.md")
    assert [one for one in built("README.md")[2] if not (ROOT / one).exists()] == []


def test_the_working_time_examples_of_the_readme_run() -> None:
    lines = re.findall(r"^ +\.venv/bin/congvu ((?:due|elapsed) .*)$", (ROOT / "README.md").read_text(), re.M)
    assert [main(line.partition("#")[0].split()) for line in lines] == [0, 0]


def test_the_state_diagram_is_the_table() -> None:
    told = (ROOT / "docs" / "states.md").read_text()
    tables = (
        TRANSITIONS, batch.TRANSITIONS, posting.POSTING, posting.OBJECTION, awaited.REPLY, dues.DUES, signing.SIGNING,
        ticket.TICKET,
    )  # fmt: skip
    for table in tables:
        assert diagram(table) in told


def test_the_table_of_rights_is_what_the_program_asks() -> None:
    assert rights_page.PAGE.read_text(encoding="utf-8") == rights_page.page()


def test_the_architecture_names_only_what_exists() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    files = re.findall(r"`(congvu/[\w/]+\.py)", told)
    assert len(files) >= 6
    assert [one for one in files if not (ROOT / one).exists()] == []
    for file, function in re.findall(r"`(congvu/[\w/]+\.py):\s+(\w+)`", told):
        assert re.search(rf"def {function}\b", (ROOT / file).read_text()), f"{file}: {function}"


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


def translated(entry: polib.POEntry) -> tuple[str, dict[int, str]]:
    """One text or its plurals."""
    return entry.msgstr, dict(entry.msgstr_plural)


def test_the_english_catalogue_is_whole_and_compiled() -> None:
    folder = ROOT / "congvu" / "locale" / "en" / "LC_MESSAGES"
    words = polib.pofile(str(folder / "django.po"))
    assert len(words) > 400
    assert [entry.msgid for entry in words if not entry.translated() or entry.fuzzy] == []
    compiled = {entry.msgid: translated(entry) for entry in polib.mofile(str(folder / "django.mo"))}
    assert [entry.msgid for entry in words if compiled.get(entry.msgid) != translated(entry)] == []


MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
# A text as Django writes it into what it hands to gettext.
QUOTED = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""


def words_of_the_program() -> set[str]:
    """Every text marked for translation, blocks and plurals too, found in the sources without gettext."""
    found: set[str] = set()
    for path in (ROOT / "congvu").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for quoted in re.findall(rf"\bn?gettext\(({QUOTED}(?:,\s*{QUOTED})?)", templatize(text)):
            said = ast.literal_eval(quoted)
            found |= {said} if isinstance(said, str) else set(said)
        found |= set(re.findall(r'_\("([^"]+)"\)', text))
    for path in (ROOT / "congvu").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if called in MARKS and isinstance(node, ast.Call):
                texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
                found |= {text for text in texts if isinstance(text, str)}
    return found


def test_every_text_of_the_program_is_in_the_english_catalogue() -> None:
    words = polib.pofile(str(ROOT / "congvu" / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    # A template's per cent sign is doubled in the catalogue.
    told = {text for entry in words for text in (entry.msgid, entry.msgid_plural) if text}
    known = told | {text.replace("%%", "%") for text in told}
    assert sorted(words_of_the_program() - known) == []


@pytest.mark.django_db
def test_a_stranger_reads_the_site_in_english() -> None:
    answer = Client().get("/dang-nhap/", headers={"cookie": "ngon-ngu=en"})
    assert "Sign in" in answer.content.decode() and '<html lang="en">' in answer.content.decode()


@pytest.mark.django_db
def test_the_browsers_own_language_decides_nothing() -> None:
    assert "Đăng nhập" in Client().get("/dang-nhap/", headers={"accept-language": "en-US"}).content.decode()
