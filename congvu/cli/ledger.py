"""`congvu ledger verify` and `congvu ledger export`: checking the log, and giving it to others."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from congvu.cli.place import open_made
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger_check import Fault, Report, verify_leaves
from congvu.rules.ledger_export import read, write_line

RESTORE = "Giữ nguyên dữ liệu làm chứng, khôi phục bản sao lưu vào nơi khác rồi kiểm tra và so sánh."
AGAIN = "Xin bản xuất khác rồi so sánh hai tệp."
WRONG = {
    Fault.NUMBER: "số thứ tự bị thiếu hoặc sai",
    Fault.HASH: "mã băm không khớp mục",
    Fault.LEAF: "mục không đúng khuôn dạng",
    Fault.BODY: "nội dung không mở được hoặc không khớp cam kết đã ghi",
    Fault.GONE: "nội dung đã bị xoá mà không có mục xoá (er) nào nêu số này",
    Fault.HEAD: "không có mục này, dù số cuối đã ghi lớn hơn: mục ở cuối đã bị xoá",
    Fault.BEYOND: "mục này nằm sau số cuối đã ghi: số cuối đã bị đặt lùi",
    Fault.NO_HEAD: "dòng ghi số cuối của nhật ký đã bị xoá",
    Fault.CUT: "mục từ số này đã bị xoá: còn lại khoá, nội dung hoặc thời điểm ghi cuối của mục đó",
    Fault.KEY: "có khoá ghi là đã huỷ theo mục này, nhưng đây không phải mục xoá (er)",
}
# What may differ on a dossier (dossiers/alterations.py), as an official calls it.
WORDS = {
    "entries": "không có mục nào trong nhật ký", "row": "có trong nhật ký nhưng dòng hồ sơ đã bị xoá",
    "code": "mã số hồ sơ", "lookup_code": "mã tra cứu", "origin": "nguồn", "procedure": "thủ tục",
    "version_of": "bản thủ tục", "state": "trạng thái", "received_unit": "nơi nhận", "unit": "nơi đang giữ",
    "settling_unit": "đơn vị giải quyết", "holder": "người đang giữ", "received_at": "lúc nhận",
    "received_on": "ngày nhận", "recorded_at": "lúc ghi", "finished_at": "lúc xong", "finished_on": "ngày xong",
    "returned_at": "lúc trả", "acts": "số việc đã làm", "step": "bước", "runs": "các chặng xử lý",
    "stops": "các lần tạm dừng", "dues": "các lần hẹn trả", "appointed": "các lần hẹn lại",
    "calendars": "lịch tính hạn", "due_at": "hẹn trả", "due_on": "ngày hẹn trả",
    "committed_at": "cam kết", "paused_at": "lúc tạm dừng", "extended_on": "ngày gia hạn",
    "original_due_at": "hẹn trả ban đầu", "changed_by": "người sửa cuối", "changed_at": "lúc sửa cuối",
    "applicant": "người nộp", "corrections": "các lần đính chính", "papers": "giấy tờ đã lập", "fee": "lệ phí",
    "fee_items": "các khoản thu", "fee_receipts": "các biên lai", "signings": "các lần trình ký",
    "channel": "hình thức nộp", "handed_in": "giấy tờ nộp kèm", "qr_token": "mã QR",
    "declared_paper": "số giấy biên nhận đã khai", "said": "nơi nằm theo sổ nguồn",
}  # fmt: skip


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("ledger", help="kiểm tra và xuất nhật ký xác thực")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VIỆC")
    check = verbs.add_parser("verify", help="kiểm tra số thứ tự, mục, mã băm, nội dung, và hồ sơ so với nhật ký")
    check.add_argument("export", nargs="?", type=Path, help="tệp đã xuất; không có thì kiểm tra cơ sở dữ liệu")
    check.add_argument("--db", action="store_true", help="kiểm tra cơ sở dữ liệu (mặc định)")
    check.set_defaults(run=run_verify)
    export = verbs.add_parser("export", help="ghi các mục công khai ra tệp JSONL (không có nội dung)")
    export.add_argument("file", type=Path)
    export.set_defaults(run=run_export)


def run_verify(args: argparse.Namespace) -> int:
    """Exit 1 with the first wrong number or every dossier that differs, else a line or two with the counts."""
    return _verify_file(args.export) if args.export else _verify_place()


def _verify_file(path: Path) -> int:
    try:
        with path.open("rb") as lines:
            report = verify_leaves(read(lines))
    except OSError as fault:
        raise RuleBroken("ledger_file.unreadable", file=str(path)) from fault
    if report.wrong:
        return _say(f"SAI ở dòng {report.wrong_at}: {WRONG[Fault(report.wrong)]}. {AGAIN}")
    print(f"Nhật ký xác thực đúng: {report.entries} mục; tệp không có nội dung nên chỉ kiểm tra phần công khai.")
    return 0


def _verify_place() -> int:
    open_made()
    from congvu.ledger.queries import check
    from congvu.ledger.snapshot import one_snapshot
    from congvu.offices.models import Unit

    with one_snapshot():
        report = check()
        if report.wrong:
            return _say_wrong(report)
        if not report.entries and Unit.objects.exists():
            return _say(f"SAI: nhật ký xác thực trống dù nơi này đã được khởi tạo. {RESTORE}")
        erased = f", {report.erased} nội dung đã xoá có mục xoá nêu số" if report.erased else ""
        print(f"Nhật ký xác thực đúng: {report.entries} mục, {report.bodies} nội dung mở được và khớp{erased}.")
        return _compare_dossiers()


def _compare_dossiers() -> int:
    from congvu.dossiers.alterations import compared

    counts: Counter[str] = Counter()
    for one in compared():
        counts["erased" if one.is_erased else "wrong" if one.differs else "right"] += 1
        if one.differs:
            _say(f"SAI, hồ sơ {one.code} khác nhật ký: {', '.join(WORDS[name] for name in one.differs)}.")
    left_out = f" {counts['erased']} hồ sơ đã xoá nội dung nên không so được." if counts["erased"] else ""
    if counts["wrong"]:
        return _say(f"{counts['wrong']} hồ sơ khác nhật ký, {counts['right']} hồ sơ khớp.{left_out} {RESTORE}")
    print(f"{counts['right']} hồ sơ khớp với nhật ký.{left_out}")
    return 0


def _say_wrong(report: Report) -> int:
    return _say(f"SAI ở số {report.wrong_at}: {WRONG[Fault(report.wrong)]}. {RESTORE}")


def _say(line: str) -> int:
    print(line, file=sys.stderr)
    return 1


def run_export(args: argparse.Namespace) -> int:
    """Leaves and hashes, one JSON object a line, and the head last; bodies stay in the house. Only a right ledger."""
    open_made()
    from congvu.ledger.queries import leaves
    from congvu.ledger.snapshot import one_snapshot

    with one_snapshot():
        report = verify_leaves(leaves())
        if report.wrong:
            return _say_wrong(report)
        try:
            with args.file.open("w", encoding="utf-8") as file:
                file.writelines(write_line(one) for one in leaves())
        except OSError as fault:
            raise RuleBroken("ledger_file.unwritable", file=str(args.file)) from fault
    print(f"Đã ghi {report.entries} mục vào {args.file}.")
    return 0
