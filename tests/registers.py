"""Registers of an invented other system, written for the tests: as CSV, as workbooks, and taken over."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import yaml

from congvu.cli.takeover import load_mapping
from congvu.dossiers.commands.mappings import save_mapping
from congvu.dossiers.commands.takeover import Taken, take_over
from congvu.dossiers.models import MappingVersion
from congvu.eventlog.cases import gather
from congvu.eventlog.register import Fault, rows
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from tests.people import Cast, at

COLUMNS = {
    "code": "Mã hồ sơ", "procedure": "Thủ tục", "applicant": "Người nộp", "applicant_id": "Số định danh",
    "received": "Ngày nhận", "due": "Hẹn trả", "ended": "Ngày xong", "returned": "Ngày trả", "unit": "Đơn vị",
    "official": "Cán bộ", "channel": "Hình thức",
}  # fmt: skip
STEPS = {"name": "Bước", "at": "Lúc", "by": "Người làm"}
STATE = {"state": "Trạng thái"}
FILING = 'filing: {column: "Trạng thái", values: ["Mới đăng ký"], counter: mot-cua}\n'
FILED = {"state": "mới đăng ký", "received": "", "official": "", "channel": "online"}
USUAL = {
    "code": "H1", "procedure": "Khai sinh", "applicant": "Bùi Ba", "received": "02/11/2026 08:00",
    "due": "06/11/2026 17:00", "unit": "Tư pháp", "official": "Hà", "channel": "counter",
}  # fmt: skip
Line = Mapping[str, str]


class Register:
    """One mapping and the files written for it, in a folder of the test."""

    def __init__(self, folder: Path, *, steps: bool = False, kind: str = "csv", filings: bool = False) -> None:
        self.folder, self.names = folder, COLUMNS | (STEPS if steps else {}) | (STATE if filings else {})
        columns = "".join(f'  {name}: "{column}"\n' for name, column in COLUMNS.items())
        self.mapping = folder / "MAP.yaml"
        text = f'kind: {kind}\nplace: {{code: so-cu, name: "Sổ của hệ thống cũ"}}\ncolumns:\n{columns}'
        if steps:
            text += "steps: {" + ", ".join(f'{name}: "{column}"' for name, column in STEPS.items()) + "}\n"
        if filings:
            text += "export: whole\n" + FILING
        self.mapping.write_text(text, encoding="utf-8")

    @property
    def head(self) -> list[str]:
        return list(self.names.values())

    def cells(self, line: Line) -> list[str]:
        return [(USUAL | dict(line)).get(name, "") for name in self.names]

    def csv(self, *lines: Line, head: list[str] | None = None, encoding: str = "utf-8", between: str = ",") -> Path:
        written = [head or self.head, *(self.cells(line) for line in lines)]
        file = self.folder / "so.csv"
        file.write_bytes("\n".join(between.join(cells) for cells in written).encode(encoding))
        return file

    def workbook(self, *lines: Line) -> openpyxl.Workbook:
        book = openpyxl.Workbook()
        for cells in [self.head, *(self.cells(line) for line in lines)]:
            book.worksheets[0].append(cells)
        return book

    def saved(self, book: openpyxl.Workbook) -> Path:
        book.save(self.folder / "so.xlsx")
        return self.folder / "so.xlsx"

    def kept(self, cast: Cast) -> MappingVersion:
        """Its mapping, kept in the place under the name `so-tinh`."""
        content = yaml.load(self.mapping.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        return save_mapping(actor=cast.admin, at=at("2026-11-20 08:00"), name="so-tinh", content=content)

    def faults(self, file: Path) -> list[Fault]:
        mapping = load_mapping(self.mapping)
        return gather(rows(file, mapping), mapping, at("2026-11-30 09:00"))[1]

    def refusal(self, file: Path) -> str:
        """The sentence with which the file as a whole is refused; '' if it is read."""
        try:
            self.faults(file)
        except RuleBroken as refused:
            return sentence(refused)
        return ""

    def taken(
        self, cast: Cast, file: Path, when: str = "2026-11-23 09:00", file_hash: str = "h", confirmed: int | None = None
    ) -> Taken:
        mapping = load_mapping(self.mapping)
        cases, faults = gather(rows(file, mapping), mapping, at("2026-11-30 09:00"))
        assert faults == []
        return take_over(
            actor=cast.clockwork, at=at(when), cases=cases, mapping=mapping, file_hash=file_hash, confirmed=confirmed
        )


def with_part(workbook: Path, name: str, content: bytes) -> Path:
    """The workbook with one part of its package put in the place of another."""
    changed = workbook.with_name("changed.xlsx")
    with ZipFile(workbook) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return changed
