"""`congvu import-dossiers`: a register of another system becomes dossiers here, all or nothing, again and again."""

import argparse
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from congvu.cli.place import is_made, make, moment, open_made
from congvu.eventlog.cases import Case, gather
from congvu.eventlog.mapping import Mapping, read
from congvu.eventlog.register import Fault, rows
from congvu.eventlog.workbook import oddities
from congvu.rules import calendar_file
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import thousands
from congvu.sentences import LOCAL
from congvu.sentences_register import fault_said

if TYPE_CHECKING:
    from congvu.dossiers.commands.takeover import Taken

SHOWN = 20


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("import-dossiers", help="lấy hồ sơ từ sổ của hệ thống khác")
    parser.add_argument("file", type=Path, metavar="TỆP")
    parser.add_argument("--mapping", type=Path, required=True, metavar="MAP.yaml")
    parser.add_argument("--dry-run", action="store_true", help="chỉ xem sẽ thay đổi gì, không ghi")
    parser.add_argument("--confirm-vanished", type=int, metavar="SỐ", help="số hồ sơ không còn trong sổ, để xác nhận")
    parser.set_defaults(run=run)


def refuse_no_file(path: Path) -> None:
    """Raises: RuleBroken `register.not_found`, `register.is_folder`."""
    if not path.is_file():
        raise RuleBroken("register.is_folder" if path.is_dir() else "register.not_found", file=path.name or str(path))


def load_mapping(path: Path) -> Mapping:
    """A mapping file; text stays text."""
    import yaml

    refuse_no_file(path)
    try:
        mapping = read(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise RuleBroken("mapping.unreadable") from None
    if mapping.calendar:
        calendar_file.read(mapping.calendar)  # a mistake in it is told before anything is written
    return mapping


def run(args: argparse.Namespace) -> int:
    """Read and check the whole file first; then one transaction."""
    mapping = load_mapping(args.mapping)
    refuse_no_file(args.file)
    cases, faults = gather(rows(args.file, mapping), mapping, moment())
    if faults:
        _tell_faults(faults)
        return 1
    if is_made():
        open_made()
    else:
        make()
    from django.db import transaction

    from congvu.dossiers.commands.takeover import found_if_empty, take_over
    from congvu.ledger.queries import refuse_a_clock_behind

    # Anew: while a long file was read others may have written, and nothing is written at a time before theirs.
    at, file_hash = moment(), hashlib.sha256(args.file.read_bytes()).hexdigest()
    refuse_a_clock_behind(at)
    with transaction.atomic():
        actor = found_if_empty(mapping=mapping, at=at)
        taken = take_over(actor=actor, at=at, cases=cases, mapping=mapping, file_hash=file_hash,
                          confirmed=args.confirm_vanished)  # fmt: skip
        if args.dry_run:
            transaction.set_rollback(True)
    _tell(taken, trial=args.dry_run)
    dossiers = [case for case in cases if not case.is_filing]
    if dossiers and not args.dry_run:
        print(f"Xem trên trang của đơn vị: {_page(mapping, dossiers)}")
    _warn(args.file, mapping, cases)
    return 0


def _page(mapping: Mapping, cases: list[Case]) -> str:
    """The address of the unit's page over every day the register speaks of: its figures are those printed here."""
    days = [at.astimezone(LOCAL).date() for case in cases for at in (case.received, case.finished) if at]
    return f"/don-vi/{mapping.place['code']}/?tu={min(days):%d/%m/%Y}&den={max(days):%d/%m/%Y}"


def _warn(file: Path, mapping: Mapping, cases: list[Case]) -> None:
    """What was in the file and was not taken as it stood."""
    if mapping.kind == "xlsx" and (odd := oddities(file)):
        print(f"Lưu ý: tệp có {odd.merged} ô gộp, {odd.hidden} trang ẩn, {odd.formulas} công thức; "
              f"chỉ lấy giá trị của trang “{odd.sheet}”.", file=sys.stderr)  # fmt: skip
    if doubled := sum(case.doubled for case in cases):
        print(f"Lưu ý: {thousands(doubled)} dòng lặp lại nguyên vẹn, mỗi dòng chỉ lấy một lần.", file=sys.stderr)


def _tell(taken: "Taken", *, trial: bool) -> None:
    if trial:
        print("Xem trước, chưa ghi gì:")
    dossiers = taken.total - taken.unreceived
    print(f"{thousands(dossiers)} hồ sơ: {thousands(taken.ended)} đã xong, trong đó {thousands(taken.late)} sau hạn; "
          f"{thousands(dossiers - taken.ended)} đang giải quyết.")  # fmt: skip
    if taken.unreceived:
        print(f"Ngoài ra {thousands(taken.unreceived)} hồ sơ nộp trực tuyến chưa tiếp nhận, "
              f"trong đó {thousands(taken.filings)} mới vào hàng chờ.")  # fmt: skip
    if taken.vanished or taken.reappeared:
        print(f"Không còn trong sổ nguồn {thousands(taken.vanished)}, có lại {thousands(taken.reappeared)}.")
    if taken.new or taken.changed:
        print(f"Mới {thousands(taken.new)}, thay đổi {thousands(taken.changed)}, "
              f"giữ nguyên {thousands(taken.unchanged)}; "
              f"thêm {taken.units} đơn vị, {taken.officials} cán bộ, {taken.procedures} thủ tục.")  # fmt: skip
    elif taken.earlier_at:
        at = taken.earlier_at.astimezone(LOCAL)
        print(f"Tệp này đã nhập lúc {at:%H:%M} ngày {at:%d/%m/%Y}; không có thay đổi.")
    else:
        print("Không có thay đổi so với lần nhập trước.")
    if taken.missing:
        print(f"{thousands(taken.missing)} hồ sơ đã lấy trước đây không có trong tệp này: giữ nguyên.")


def _tell_faults(faults: list[Fault]) -> None:
    print(f"Không nhập gì: tệp có {thousands(len(faults))} lỗi.", file=sys.stderr)
    for fault in faults[:SHOWN]:
        print(f"Dòng {fault.row}, cột “{fault.column}”: {fault_said(fault)}.", file=sys.stderr)
    if len(faults) > SHOWN:
        print(f"… và {thousands(len(faults) - SHOWN)} lỗi khác.", file=sys.stderr)
