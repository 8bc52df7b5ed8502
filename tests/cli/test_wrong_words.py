"""What somebody at a shell types wrong: one Vietnamese line that says what to do, and exit code 2."""

import re

import pytest

from congvu.cli import MODULES, main


@pytest.mark.parametrize(("words", "said"), [
    ([], "thiếu LỆNH"),
    (["nope"], "không có lựa chọn “nope”; dùng "),
    (["due"], "thiếu BẮT_ĐẦU, THỜI_HẠN"),
    (["due", "2026-11-23", "5wd", "9"], "không có tham số “9”"),
    (["due", "2026-11-23", "5wd", "--calendar"], "--calendar: thiếu giá trị đi sau"),
    (["due", "2026-11-23", "5wd", "--why=1"], "--why: không nhận giá trị “1”"),
    (["import-dossiers", "so.csv"], "thiếu --mapping"),
    (["ledger", "foo"], "không có lựa chọn “foo”; dùng "),
    (["demo", "--port", "99999"], "--port: cổng là số từ 1 đến 65535, không phải “99999”"),
    (["serve", "--port", "0"], "--port: cổng là số từ 1 đến 65535, không phải “0”"),
    (["serve", "--port", "８０８０"], "--port: cổng là số từ 1 đến 65535, không phải “８０８０”"),
    (["demo", "--dossiers", "-5"], "--dossiers: số hồ sơ là số từ 40 đến 100000, không phải “-5”"),
    (["demo", "--today", "23/11/2026"], "--today: “23/11/2026” không phải ngày; ghi như 2026-11-23"),
])  # fmt: skip
def test_a_wrong_word_gets_one_vietnamese_line_and_exit_code_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.out == "" and len(told.err.splitlines()) == 1
    assert told.err.startswith("Lệnh viết chưa đúng: ") and said in told.err
    assert re.search(r"Xem cách viết: congvu( [a-z-]+)? --help\n$", told.err)
    assert not re.search(r"\b(?:argument|usage|required|invalid|expected|error)\b", told.err)


@pytest.mark.parametrize("words", [[], *([name] for name in MODULES)], ids=lambda words: " ".join(words) or "congvu")
def test_help_is_vietnamese(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("cách dùng: congvu") and "xem cách dùng rồi thôi" in said
    assert not re.search(r"usage|positional|options:|show this", said)


@pytest.mark.parametrize(("words", "code", "said"), [
    (["due", "2026-11-23T09:00", "same_day@15:00+07:00"], 2,
     "Không đọc được thời hạn “same_day@15:00+07:00”. Ghi như "),
    (["due", "1850-06-01", "5wd"], 1, "Năm 1850 nằm ngoài khoảng tính được (1901–2199). Kiểm tra lại năm."),
    (["elapsed", "2026-06-01", "2300-06-01"], 1, "Năm 2300 nằm ngoài khoảng tính được (1901–2199). Kiểm tra lại năm."),
])  # fmt: skip
def test_a_value_that_cannot_be_computed_is_named_as_it_was_typed(
    words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    assert capsys.readouterr().err.startswith(said)


def test_a_same_day_term_is_computed_as_the_hint_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "2026-11-23T09:00", "same_day@15:00"]) == 0
    assert main(["due", "2026-11-23T15:01", "same_day@15:00"]) == 0
    assert capsys.readouterr().out == "2026-11-23T17:00:00+07:00\n2026-11-25T17:00:00+07:00\n"
