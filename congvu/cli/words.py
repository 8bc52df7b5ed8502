"""The parser of the command line in Vietnamese: usage, help, and one sentence with a hint for a wrong word."""

import argparse
import re
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

# What the standard parser says, and what a person here reads.
SAID = (
    (r"argument (.+?): (.+)", r"\1: \2"),
    (r"the following arguments are required: (.+)", r"thiếu \1"),
    (r"unrecognized arguments: (.+)", r"không có tham số “\1”"),
    (r"(.*?)invalid choice: '(.*?)'.*choose from (.+)\)", r"\1không có lựa chọn “\2”; dùng \3"),
    (r"(.*?)expected (?:one|at least one|\d+) arguments?", r"\1thiếu giá trị đi sau"),
    (r"ambiguous option: (.+) could match (.+)", r"“\1” viết tắt chưa rõ, có thể là \2"),
    (r"(.*?)ignored explicit argument '(.*)'", r"\1không nhận giá trị “\2”"),
)
HELP = (("usage: ", "cách dùng: "), ("positional arguments:", "tham số:"), ("options:", "tuỳ chọn:"))
HIGHEST_PORT = 65535


class Parser(argparse.ArgumentParser):
    """An argument parser in Vietnamese; its commands get the same parser."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, add_help=False)
        self.add_argument("-h", "--help", action="help", help="xem cách dùng rồi thôi")

    def format_usage(self) -> str:
        return _told(super().format_usage())

    def format_help(self) -> str:
        return _told(super().format_help())

    def error(self, message: str) -> NoReturn:
        """One line, exit code 2."""
        for pattern, words in SAID:
            message = re.sub(f"^{pattern}$", words, message, flags=re.S)
        self.exit(2, f"Lệnh viết chưa đúng: {message}. Xem cách viết: {self.prog} --help\n")


def _told(text: str) -> str:
    for english, words in HELP:
        text = text.replace(english, words)
    return text


def whole(lowest: int, highest: int, what: str) -> Callable[[str], int]:
    """A reader of whole numbers within bounds."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not lowest <= int(text) <= highest:
            raise argparse.ArgumentTypeError(f"{what} là số từ {lowest} đến {highest}, không phải “{text}”")
        return int(text)

    return read


port = whole(1, HIGHEST_PORT, "cổng")


def day(text: str) -> date:
    """A day as ISO 8601 writes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày; ghi như 2026-11-23") from None
