"""A simulated other system over two weeks: it adds, moves on, corrects, renames, reorders, withdraws and takes back.

It knows nothing of Công Vụ; `compared` says in which dossiers the register here is not what the source holds.
"""

import csv
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import openpyxl
from django.utils.timezone import localtime

from congvu.dossiers.models import Dossier, FilingState, OnlineFiling, Vanishing
from tests.people import at

FIELDS = ("code", "procedure", "applicant", "applicant_id", "received", "due", "ended", "returned", "unit", "official",
          "channel", "state")  # fmt: skip
NAMES = {
    "code": ("Mã hồ sơ", "Số hồ sơ", "Mã HS"), "procedure": ("Thủ tục", "Tên thủ tục"),
    "applicant": ("Người nộp", "Chủ hồ sơ"), "applicant_id": ("Số định danh", "CCCD"),
    "received": ("Ngày nhận", "Thời điểm tiếp nhận"), "due": ("Hẹn trả", "Hạn xử lý"), "ended": ("Ngày xong",),
    "returned": ("Ngày trả",), "unit": ("Đơn vị", "Cơ quan"), "official": ("Cán bộ", "Người xử lý"),
    "channel": ("Hình thức",), "state": ("Trạng thái", "Tình trạng"),
}  # fmt: skip
NEW, GOING = "Mới đăng ký", "Đang xử lý"
SURNAMES, GIVEN = ("Bùi", "Cao", "Đỗ", "Hồ", "Lê", "Ngô", "Vũ"), ("An", "Bình", "Chi", "Đạt", "Én", "Giang", "Hà")
Row = dict[str, str]


def written(when: datetime) -> str:
    return f"{localtime(when):%d/%m/%Y %H:%M}"


@dataclass
class Source:
    """The other system as it stands; `gone` is what it withdrew.

    `own`: whom the first unit, official and procedure stand for at the place, as code and name, whatever they are
    called today.
    """

    random: Random
    size: int
    now: datetime = field(default_factory=lambda: at("2026-11-09 07:30"))
    rows: dict[str, Row] = field(default_factory=dict)
    gone: dict[str, Row] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=lambda: {name: heads[0] for name, heads in NAMES.items()})
    order: list[str] = field(default_factory=lambda: list(FIELDS))
    units: list[str] = field(default_factory=lambda: ["Tư pháp", "Địa chính", "Tài chính"])
    procedures: list[str] = field(default_factory=lambda: [f"Thủ tục {n}" for n in range(8)])
    officials: list[str] = field(default_factory=lambda: [f"Cán bộ {n}" for n in range(12)])
    counted: int = 0
    own: dict[str, tuple[str, str]] = field(default_factory=dict)

    def day(self) -> None:
        """One day's life, up to the evening."""
        for _n in range(self.size):
            self.add(is_filing=self.random.random() < 0.15)
        for row in self.some(0.4, lambda row: row["state"] == GOING and not row["ended"]):
            row["ended"] = written(self.now + timedelta(hours=self.random.randint(1, 8)))
        for row in self.some(0.3, lambda row: bool(row["ended"]) and not row["returned"]):
            row["returned"] = written(self.now + timedelta(hours=9))
        for row in self.some(0.05, lambda row: bool(row["returned"])):
            row["ended"] = row["returned"] = ""  # an end taken back
        for row in self.some(0.15, lambda row: True):
            self.correct(row)
        for row in self.some(0.3, lambda row: row["state"] == NEW):
            self.received(row)
        for row in self.some(0.03, lambda row: True):
            self.gone[row["code"]] = self.rows.pop(row["code"])
        for code in [code for code in self.gone if self.random.random() < 0.25]:
            self.rows[code] = self.gone.pop(code)
        self.random.shuffle(self.order)
        if self.random.random() < 0.4:
            self.rename()

    def some(self, share: float, fits: object) -> list[Row]:
        return [row for row in list(self.rows.values()) if fits(row) and self.random.random() < share]  # type: ignore[operator]

    def add(self, *, is_filing: bool) -> None:
        self.counted += 1
        day, pick = self.now, self.random.choice
        code = f"H49.DT-{localtime(day):%y%m%d}-{self.counted:05d}"
        row = dict.fromkeys(FIELDS, "") | {
            "code": code, "procedure": pick(self.procedures), "applicant": f"{pick(SURNAMES)} {pick(GIVEN)}",
            "applicant_id": f"0220{self.random.randrange(10**8):08d}", "unit": pick(self.units), "state": NEW,
            "due": written(day + timedelta(days=self.random.randint(1, 9), hours=9)), "channel": "online",
        }  # fmt: skip
        self.rows[code] = row
        if not is_filing:
            self.received(row)
            row["channel"] = pick(["counter", "post"])

    def received(self, row: Row) -> None:
        since = self.now + timedelta(minutes=self.random.randint(0, 500))
        row |= {"state": GOING, "received": written(since), "official": self.random.choice(self.officials)}
        row["due"] = written(since + timedelta(days=self.random.randint(1, 9)))

    def correct(self, row: Row) -> None:
        pick = self.random
        what = pick.choice(["applicant", "applicant_id", "due", "unit", "official", "procedure"])
        if what == "due":
            row["due"] = written(self.now + timedelta(days=pick.randint(2, 12), hours=10))
        elif what == "applicant":
            row["applicant"] = f"{pick.choice(SURNAMES)} Thị {pick.choice(GIVEN)}"
        elif what == "applicant_id":
            row["applicant_id"] = f"0221{pick.randrange(10**8):08d}"
        elif what != "official" or row["state"] == GOING:
            row[what] = pick.choice({"unit": self.units, "official": self.officials}.get(what, self.procedures))

    def rename(self) -> None:
        """A column gets another name, and so do a unit, a procedure or an official everywhere."""
        name = self.random.choice([name for name, heads in NAMES.items() if len(heads) > 1])
        self.heads[name] = self.random.choice(NAMES[name])
        what = self.random.choice(["unit", "procedure", "official"])
        words = {"unit": self.units, "procedure": self.procedures, "official": self.officials}[what]
        place = self.random.randrange(len(words))
        old, new = words[place], f"{words[place].partition(' (')[0]} ({self.counted})"
        words[place] = new
        for row in (*self.rows.values(), *self.gone.values()):
            row[what] = new if row[what] == old else row[what]

    def content(self) -> dict[str, object]:
        """The mapping that reads the columns as they are named now."""
        return {
            "kind": "csv", "export": "whole", "place": {"code": "nguon-tinh", "name": "Hệ thống tỉnh"},
            "columns": {name: self.heads[name] for name in FIELDS if name != "state"},
            "filing": {"column": self.heads["state"], "values": [NEW.lower()], "counter": "mot-cua"},
            **{key: {words[0]: self.own[key][0]} for key, words in self.words.items() if key in self.own},
        }  # fmt: skip

    @property
    def words(self) -> dict[str, list[str]]:
        return {"units": self.units, "officials": self.officials, "procedures": self.procedures}

    def at_home(self, row: Row) -> Row:
        """A row with the names that the place has for its own."""
        named = {words[0]: self.own[key][1] for key, words in self.words.items() if key in self.own}
        return row | {name: named.get(row[name], row[name]) for name in ("unit", "official", "procedure")}

    def export(self, path: Path) -> Path:
        """The whole register of the evening, columns in today's order."""
        lines = [[self.heads[name] for name in self.order]]
        lines += [[row[name] for name in self.order] for row in self.rows.values()]
        if path.suffix == ".xlsx":
            book = openpyxl.Workbook(write_only=True)
            sheet = book.create_sheet()
            for line in lines:
                sheet.append(line)
            book.save(path)
            return path
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=self.random.choice(",;")).writerows(lines)
        return path


def here(dossier: Dossier) -> Row:
    """A dossier as the source would write it."""
    dates = {name: getattr(dossier, f"{name}_at") for name in ("received", "due", "finished", "returned")}
    told = {name: written(when) if when else "" for name, when in dates.items()}
    return {
        "code": dossier.code, "procedure": dossier.procedure_version.procedure.name, "unit": dossier.unit.name,
        "official": dossier.holder.full_name if dossier.holder else "", "channel": dossier.channel,
        "applicant": dossier.applicant.name, "applicant_id": dossier.applicant.id_number, **told,
        "state": dossier.state,
    }  # fmt: skip


def there(row: Row) -> Row:
    """The same, from the source's own row."""
    state = "returned" if row["returned"] else "result_ready" if row["ended"] else "in_process"
    return {name: row[name] for name in FIELDS if name not in {"ended", "state"}} | {
        "finished": row["ended"] or row["returned"], "state": state,
    }  # fmt: skip


def compared(source: Source, accepted: set[str], refused: set[str]) -> list[str]:
    """Every difference between the source and the register here; empty when they are equal."""
    related = ("procedure_version__procedure", "unit", "holder", "applicant")
    dossiers = {one.code: one for one in Dossier.objects.select_related(*related)}
    wrong = [f"{code}: double" for code in dossiers if Dossier.objects.filter(code=code).count() != 1][:1]
    marked = set(Vanishing.objects.filter(until=None).values_list("dossier__code", flat=True))
    waiting = set(OnlineFiling.objects.filter(state=FilingState.WAITING).values_list("code", flat=True))
    filed = {code for code, row in source.rows.items() if row["state"] == NEW}
    for code, row in source.rows.items():
        if code in filed:
            continue
        if code not in dossiers:
            wrong.append(f"{code}: missing")
        elif here(dossiers[code]) != there(source.at_home(row)):
            wrong.append(f"{here(dossiers[code])} is not {there(source.at_home(row))}")
    if waiting != filed - accepted - refused:
        wrong.append(f"waiting {waiting ^ (filed - accepted - refused)}")
    if marked != set(dossiers) - set(source.rows):
        wrong.append(f"marked {marked ^ (set(dossiers) - set(source.rows))}")
    if not set(dossiers) <= set(source.rows) | set(source.gone):
        wrong.append(f"invented {set(dossiers) - set(source.rows) - set(source.gone)}")
    return wrong
