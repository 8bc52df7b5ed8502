"""Words no page may use: what nobody says at a counter, and verdicts without their reason (the avoid list)."""

import re
from importlib import import_module
from pathlib import Path

import polib
import pytest
from django.forms import Field, Form

from congvu.sentences import REFUSALS
from tests.test_docs import ROOT, words_of_the_program

AVOIDED = {
    "submit": re.compile(r"\bsubmit", re.IGNORECASE),
    "xử lý thành công": re.compile("xử lý thành công", re.IGNORECASE),
    "lỗi hệ thống": re.compile("lỗi hệ thống", re.IGNORECASE),
    # A verdict; “hợp lệ” may stand where the same sentence gives the reason.
    "hợp lệ": re.compile(r"\bhợp lệ(?!.*(?:\bvì\b|\bdo\b|:))", re.IGNORECASE),
    "quý khách": re.compile("quý khách", re.IGNORECASE),
    "sổ cái": re.compile("sổ cái", re.IGNORECASE),
    "chờ nghiệm thu": re.compile("chờ nghiệm thu", re.IGNORECASE),
    "xin lùi hạn": re.compile("xin lùi hạn", re.IGNORECASE),
}


def avoided_in(texts: list[str]) -> list[tuple[str, str]]:
    return [(name, text) for text in texts for name, pattern in AVOIDED.items() if pattern.search(text)]


def test_the_net_catches_what_it_should_and_lets_a_reason_pass() -> None:
    caught = ["Bấm Submit", "Xử lý thành công!", "Lỗi hệ thống", "Số điện thoại không hợp lệ", "Kính chào Quý khách"]
    assert [name for name, _text in avoided_in(caught)] == [
        "submit", "xử lý thành công", "lỗi hệ thống", "hợp lệ", "quý khách",
    ]  # fmt: skip
    assert avoided_in(["Giấy tờ không hợp lệ vì thiếu chữ ký.", "Gửi", "Người nộp"]) == []


def test_no_text_of_the_screens_uses_them() -> None:
    catalogue = polib.pofile(str(ROOT / "congvu" / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    texts = {entry.msgid for entry in catalogue} | words_of_the_program() | set(REFUSALS.values())
    assert len(texts) > 400
    assert avoided_in(sorted(texts)) == []


def test_no_template_no_paper_and_no_printed_line_uses_them() -> None:
    folder = ROOT / "congvu"
    said = [path for kind in ("*.html", "*.typ") for path in folder.rglob(kind)]
    printed = [*(folder / "cli").rglob("*.py"), folder / "settings.py"]
    found: dict[str, object] = {}
    for path in [*said, *printed]:
        lines = path.read_text(encoding="utf-8").splitlines()
        # The names of HTML attributes and of variables are not words of the screen.
        texts = [re.sub(r'type="submit"|submitter\w*|requestSubmit', "", line) for line in lines]
        if wrong := avoided_in(texts):
            found[str(Path(path).relative_to(ROOT))] = wrong
    assert found == {}


def forms_of_the_program() -> list[tuple[str, Field]]:
    """Every field of every form class, by name."""
    found = []
    files = [path for path in (ROOT / "congvu").rglob("*.py") if any(part.startswith("forms") for part in path.parts)]
    for path in sorted(files):
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, Form) and one.__module__ == module.__name__:
                found += [(f"{one.__name__}.{name}", field) for name, field in one.base_fields.items()]
    return found


@pytest.mark.parametrize(("name", "field"), [pytest.param(*one, id=one[0]) for one in forms_of_the_program()])
def test_no_field_says_something_is_invalid_and_nothing_more(name: str, field: Field) -> None:
    """Django's own words for a wrong choice are of that kind: each field says what to do instead."""
    told = [str(text) for code, text in field.error_messages.items() if code not in {"missing", "incomplete"}]
    assert avoided_in(told) == [] and name
