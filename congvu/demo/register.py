"""The provincial register in the demonstration: two exports taken, one with mistakes, one waiting to be looked at."""

from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localtime

from congvu.demo.place import Names
from congvu.dossiers import register_reading as reading
from congvu.dossiers import register_store as store
from congvu.dossiers.commands import register_files as files
from congvu.dossiers.commands.mappings import save_mapping
from congvu.dossiers.models import FileHow, FileState, MappingVersion, RegisterFile
from congvu.offices.models import Official

COLUMNS = {
    "code": "Mã hồ sơ", "procedure": "Tên thủ tục", "applicant": "Người nộp", "received": "Ngày tiếp nhận",
    "due": "Ngày hẹn trả", "ended": "Ngày có kết quả", "unit": "Đơn vị xử lý", "official": "Cán bộ xử lý",
}  # fmt: skip
STATE, NEW = "Trạng thái", "Mới đăng ký"
CONTENT = {
    "kind": "csv", "encoding": "utf-8", "time_zone": "Asia/Ho_Chi_Minh", "export": "whole",
    "place": {"code": "so-tinh", "name": "Hệ thống thông tin giải quyết TTHC tỉnh"}, "columns": COLUMNS,
    "filing": {"column": STATE, "values": [NEW], "counter": "ttpvhcc"},
    "outside": {"Sở Tư pháp": "provincial", "Sở Xây dựng": "provincial"},
}  # fmt: skip
PROCEDURES = ("Cấp phiếu lý lịch tư pháp", "Đăng ký kinh doanh vận tải thuỷ", "Cấp giấy phép xây dựng")
UNITS = ("Sở Tư pháp", "Sở Xây dựng")
Row = dict[str, str]


def _written(at: datetime) -> str:
    return f"{localtime(at):%d/%m/%Y %H:%M}"


def _rows(now: datetime, names: Names, random: Random) -> list[Row]:
    rows = []
    for number in range(1, 31):
        since = now - timedelta(days=random.randint(1, 20), minutes=random.randint(0, 300))
        is_new, is_done = number > 25, number % 3 == 0 and number <= 25
        rows.append({
            "code": f"H49.TINH-{localtime(since):%y%m%d}-{number:04d}", "procedure": random.choice(PROCEDURES),
            "applicant": names.person("female" if number % 2 else "male"), "received": _written(since),
            "due": _written(since + timedelta(days=25)), "unit": random.choice(UNITS),
            "ended": _written(since + timedelta(hours=20)) if is_done else "", STATE: NEW if is_new else "Đang xử lý",
            "official": "" if is_new else f"Chuyên viên {number % 4 + 1}",
        })  # fmt: skip
    return rows


def _sent(official: Official, at: datetime, name: str, rows: list[Row], mapping: MappingVersion) -> RegisterFile:
    """An export brought to the page, and read."""
    heads = COLUMNS | {STATE: STATE}
    lines = [",".join(heads.values()), *(",".join(row[name] for name in heads) for row in rows)]
    kept = store.keep(["\n".join(lines).encode()])
    file = files.receive_file(actor=official, at=at, name=name, kept=kept, how=FileHow.PAGE, mapping=mapping)
    reading.look(file, at)
    file.refresh_from_db()
    return file


def bring(*, now: datetime, names: Names, random: Random) -> None:
    """Four files of the provincial register, the newest still to be decided on."""
    official = Official.objects.get(login="quantri")
    mapping = save_mapping(actor=official, at=now, name="so-tinh", content=CONTENT)
    rows = _rows(now, names, random)
    changed = [row | {"due": _written(now + timedelta(days=30))} if n < 3 else row for n, row in enumerate(rows[:24])]
    later = [*changed[1:], *rows[25:29]]
    wrong = [later[0] | {"received": "31/04/2026"}, *later[1:]]
    for name, content in (("so-1.csv", rows[:28]), ("so-2.csv", later), ("so-3-loi.csv", wrong)):
        file = _sent(official, now, name, content, mapping)
        if file.state == FileState.READ:
            files.ask_to_take(actor=official, at=now, file_id=file.pk)
            file.refresh_from_db()
            reading.take(file, now)
    _sent(official, now, "so-3.csv", [*later[2:], rows[0], rows[29]], mapping)
