"""`congvu due` and `congvu elapsed`: working-time arithmetic without a database."""

import argparse
from collections.abc import Iterable
from datetime import date, datetime

from congvu.law import calendar_content
from congvu.rules.errors import RuleBroken
from congvu.rules.explanation import Line, why_due, why_elapsed
from congvu.rules.working_time import Calendar, Span, Term

WORDS = {
    "start": "ngày bắt đầu, không tính",
    "working_day": "ngày làm việc thứ {number}/{of}",
    "swapped_day": "ngày làm bù, ngày làm việc thứ {number}/{of}",
    "calendar_day": "ngày thứ {number}/{of}, tính",
    "counted": "tính",
    "worked_swap": "ngày làm bù, tính",
    "weekend": "nghỉ hằng tuần, không tính",
    "holiday": "nghỉ, không tính",
    "closure": "đóng cửa, không tính",
    "rolled": "ngày cuối là ngày nghỉ: chuyển sang ngày làm việc tiếp theo, {at}",
    "same_day": "nhận không sau {name}: trả trong ngày",
    "same_day_late": "nhận sau {name}: trả trong ngày làm việc tiếp theo",
    "same_day_after_hours": "nhận sau giờ làm việc: trả trong ngày làm việc tiếp theo",
    "same_day_shut": "nhận vào ngày nghỉ: trả trong ngày làm việc tiếp theo",
    "next_day": "ngày làm việc tiếp theo",
    "pause": "tạm dừng, không tính",
    "odd_seconds": "chênh do giờ in ra bỏ giây lẻ",
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
        told = why_due(calendar, start, term)
        due = told.due_at
        print(f"Thời hạn: {term.words}")
        _tell(told.parts[0].lines)
        print(f"{_day(due)}  kết quả  {due:%H:%M}")
        _warn(due, calendar)
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
        _tell(why_elapsed(calendar, begin, end, pauses).lines)
        _warn(end.astimezone(calendar.zone), calendar)
    print(seconds // 60)
    return 0


def _tell(lines: Iterable[Line]) -> None:
    for line in lines:
        print(_line(line))


def _warn(last: datetime, calendar: Calendar) -> None:
    if calendar.known_years and last.year > calendar.known_years[1]:
        print(f"Lưu ý: lịch chỉ ghi ngày nghỉ đến hết năm {calendar.known_years[1]}.")


def _day(on: date) -> str:
    return f"{('T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN')[on.weekday()]} {on:%d/%m/%Y}"


def _line(line: Line) -> str:
    same = all(a.date() == b.date() for a, b in line.spans)
    form = "%H:%M" if same else "%H:%M %d/%m"
    spans = ", ".join(f"{a:{form}}–{b:{form}}" for a, b in line.spans if a != b)
    last = f"{line.spans[-1][1]:%H:%M, %d/%m/%Y}" if line.spans else ""
    what = WORDS[line.kind].format(number=line.number, of=line.of, name=line.name, at=last)
    parts = [_day(line.on), what, "" if line.name in what else line.name, spans]
    if line.seconds:
        parts.append(f"{line.seconds // 60} phút".replace("-", "−"))
    return "  ".join(part for part in parts if part)
