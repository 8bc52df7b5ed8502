"""`congvu due` and `congvu elapsed`: working-time arithmetic without a database."""

import argparse
from datetime import datetime

from congvu.law import calendar_content
from congvu.rules.errors import RuleBroken
from congvu.rules.explanation import Explanation, Line, why_due, why_elapsed
from congvu.rules.working_time import Calendar, Span, Term

WORDS = {
    "start": "ngày bắt đầu, không tính",
    "counted": "tính",
    "worked_swap": "ngày làm bù, tính",
    "weekend": "nghỉ hằng tuần, không tính",
    "holiday": "nghỉ, không tính",
    "closure": "đóng cửa, không tính",
    "pause": "tạm dừng",
    "result": "kết quả",
}


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    due = commands.add_parser("due", help="tính thời điểm đến hạn")
    due.add_argument("start", metavar="BẮT_ĐẦU", help="ISO 8601, không có múi giờ thì theo lịch")
    due.add_argument("amount", metavar="THỜI_HẠN", help="5wd, 4wh, 15d hoặc same_day@15:00")
    due.set_defaults(run=run_due)
    elapsed = commands.add_parser("elapsed", help="tính số phút làm việc giữa hai thời điểm")
    elapsed.add_argument("begin", metavar="TỪ")
    elapsed.add_argument("end", metavar="ĐẾN")
    elapsed.add_argument(
        "--pause", action="append", default=[], metavar="TỪ/ĐẾN", help="một lần tạm dừng; có thể lặp lại"
    )
    elapsed.set_defaults(run=run_elapsed)
    for parser in (due, elapsed):
        parser.add_argument("--calendar", default="co-to", metavar="TÊN_HOẶC_TỆP")
        parser.add_argument("--why", action="store_true", help="liệt kê từng ngày được tính và không tính")


def _instant(text: str, calendar: Calendar) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise RuleBroken("time.unreadable", text=text) from None
    return at.replace(tzinfo=calendar.zone) if at.tzinfo is None else at


def run_due(args: argparse.Namespace) -> int:
    """Print one ISO 8601 instant; with --why the days before it."""
    calendar = Calendar.from_content(calendar_content(args.calendar))
    term, start = Term.parse(args.amount), _instant(args.start, calendar)
    if args.why:
        _tell(why_due(calendar, start, term), calendar)
    print(calendar.due(start, term).isoformat())
    return 0


def run_elapsed(args: argparse.Namespace) -> int:
    """Print whole working minutes and nothing else; with --why the days before them."""
    calendar = Calendar.from_content(calendar_content(args.calendar))
    begin, end = _instant(args.begin, calendar), _instant(args.end, calendar)
    pauses: list[Span] = []
    for text in args.pause:
        first, slash, last = text.partition("/")
        if not slash:
            raise RuleBroken("time.unreadable", text=text)
        pauses.append((_instant(first, calendar), _instant(last, calendar)))
    seconds = calendar.elapsed(begin, end, pauses)
    if args.why:
        _tell(why_elapsed(calendar, begin, end, pauses), calendar)
    print(seconds // 60)
    return 0


def _tell(told: Explanation, calendar: Calendar) -> None:
    for line in told.lines:
        print(_line(line))
    if calendar.known_years and any(line.on.year > calendar.known_years[1] for line in told.lines):
        print(f"Lưu ý: lịch chỉ ghi ngày nghỉ đến hết năm {calendar.known_years[1]}.")


def _line(line: Line) -> str:
    day = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")[line.on.weekday()]
    same = all(a.date() == b.date() for a, b in line.spans)
    form = "%H:%M" if same else "%H:%M %d/%m"
    spans = ", ".join(f"{a:{form}}–{b:{form}}" if a != b else f"{a:%H:%M}" for a, b in line.spans)
    parts = [f"{day} {line.on:%d/%m/%Y}", WORDS[line.kind], line.name, spans]
    if line.seconds:
        parts.append(f"{line.seconds // 60} phút")
    return "  ".join(part for part in parts if part)
