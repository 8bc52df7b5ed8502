"""The cast: Lan at the counter, Hà a specialist, Minh her head, Hoa of another ward, Mr Ba the citizen."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.commands.early_request import Asked
from congvu.dossiers.commands.extension import Apology
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.reception import Intake, Party
from congvu.dossiers.commands.refusal import Refused
from congvu.dossiers.models import Dossier, EarlyRequest, Refusal
from congvu.law import calendar_content
from congvu.offices import commands as offices
from congvu.offices import once
from congvu.offices.commands import NewUnit
from congvu.offices.models import Category, Official, ProcedureVersion, Role, Unit, UnitKind
from congvu.rules.letters import Missing

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BA = Party("Bùi Văn Ba", phone="0912345678", address="Thôn 2", wants_messages=True)


def at(text: str) -> datetime:
    """A local instant: `at("2026-11-23 09:10")`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def issued_key(official: int, word: str) -> str:
    """The form's key that the site would issue to this official, always the same for the same word."""
    return once._key(official, hashlib.sha256(word.encode()).hexdigest()[:16])


def sent_keys(client: Client, data: Any) -> Any:
    """What a browser sends where a test names the form's key by a word; “~word” stays a key nobody issued."""
    word = data.get("key", "") if isinstance(data, dict) else ""
    if not word or word.startswith("~") or once.KEY.fullmatch(word):
        return data
    return data | {"key": issued_key(int(client.session.get("_auth_user_id", 0)), word)}


@dataclass
class Cast:
    clockwork: Official
    root: Unit
    counter: Unit
    justice: Unit
    ward: Unit
    lan: Official
    ha: Official
    minh: Official
    hoa: Official
    chairman: Official
    auditor: Official
    admin: Official
    version: ProcedureVersion
    posting: ProcedureVersion
    land: ProcedureVersion

    def accept(self, when: str = "2026-11-23 09:10", version: ProcedureVersion | None = None) -> Dossier:
        intake = Intake((version or self.version).pk, BA, ("Tờ khai",))
        return commands.accept(actor=self.lan, at=at(when), unit=self.counter, intake=intake)

    def at_desk(self, when: str = "2026-11-23 09:10", version: ProcedureVersion | None = None) -> Dossier:
        """A dossier that lies with Hà at its second step."""
        dossier = self.accept(when, version)
        return commands.finish_step(
            actor=self.lan, at=at(when), dossier_id=dossier.pk, seen_version=1, to=Receiver(self.justice, self.ha)
        )

    def ask_early(self, when: str = "2026-11-23 09:30") -> EarlyRequest:
        """Mr Ba is sent home for a paper before anything is received."""
        asked = Asked(self.version.pk, BA, [Missing("Tờ khai", "chưa ký")], "Điều 17 NĐ 118/2025/NĐ-CP")
        return commands.ask_early(actor=self.lan, at=at(when), unit=self.counter, asked=asked)

    def refuse(self, when: str = "2026-11-23 09:30") -> Refusal:
        """Mr Ba is sent elsewhere."""
        said = Refused(self.version.pk, BA, "Không thuộc thẩm quyền", "Điều 19 Luật Hộ tịch", "Phường khác")
        return commands.refuse(actor=self.lan, at=at(when), unit=self.counter, refused=said)

    def ask(self, dossier: Dossier, when: str, who: Official | None = None, *, confirmed: bool = False) -> Dossier:
        """Two papers are missing."""
        missing = [Missing("Tờ khai", "thiếu chữ ký"), Missing("Bản sao căn cước", "bản nộp bị mờ")]
        return commands.ask_for_papers(
            actor=who or self.ha, at=at(when), dossier_id=dossier.pk, seen_version=None, missing=missing,
            basis="Điều 17 NĐ 118/2025/NĐ-CP", confirmed=confirmed,
        )  # fmt: skip

    def extend(self, dossier: Dossier, when: str, until: str, who: Official | None = None) -> Dossier:
        """Minh apologises and appoints a new day."""
        apology = Apology(date.fromisoformat(until), "chờ xác minh nơi cư trú cũ", self.justice)
        return commands.extend(
            actor=who or self.minh, at=at(when), dossier_id=dossier.pk, seen_version=None, apology=apology
        )


STEPS = [
    {"id": "receive", "name_vi": "Tiếp nhận", "by": "counter", "protected": False},
    {"id": "verify", "name_vi": "Xác minh", "by": "specialist", "protected": False},
    {"id": "sign", "name_vi": "Ký", "by": "head", "protected": False},
]
POSTING = [
    STEPS[0],
    {"id": "posting", "name_vi": "Niêm yết", "by": "specialist", "protected": True, "illustrative": False,
     "duration": {"value": 2, "unit": "wd"}, "counts_in_clock": True},
    STEPS[2],
]  # fmt: skip
LAND = [
    STEPS[0],
    {"id": "public-posting", "kind": "posting", "name_vi": "Niêm yết công khai", "by": "specialist", "protected": True,
     "duration": {"value": 15, "unit": "d"}, "counts_in_clock": False},
    {"id": "objections", "name_vi": "Xem xét ý kiến", "by": "specialist", "protected": False},
    {"id": "finance", "kind": "dues", "name_vi": "Nghĩa vụ tài chính", "by": "specialist", "protected": True,
     "duration": None, "counts_in_clock": False},
    {"id": "certificate", "name_vi": "Ký, cấp Giấy chứng nhận", "by": "head", "protected": False},
]  # fmt: skip


def gather() -> Cast:
    """Set the place up by the commands people use, on 2 November 2026."""
    now, since = at("2026-11-02 08:00"), date(2026, 1, 1)
    top = NewUnit("dao", "Đảo Thử", UnitKind.LEADERSHIP, "H49.DT", "0203 000 0000")
    clockwork = offices.found_place(root=top, calendar_code="co-to", calendar=calendar_content("co-to"), at=now)
    root = Unit.objects.get(parent=None)

    def unit(code: str, name: str, kind: UnitKind) -> Unit:
        return offices.create_unit(actor=clockwork, at=now, new=NewUnit(code, name, kind), parent=root)

    counter = unit("mot-cua", "Bộ phận Một cửa", UnitKind.CENTRE)
    justice, ward = (
        unit("tu-phap", "Tư pháp", UnitKind.DEPARTMENT),
        unit("phuong-khac", "Phường khác", UnitKind.DEPARTMENT),
    )

    def person(login: str, name: str, where: Unit, role: Role, title: str) -> Official:
        made = offices.create_official(
            actor=clockwork,
            at=now,
            login=login,
            full_name=name,
            unit=where,
            category=Category.CIVIL_SERVANT,
            password="mat-khau-dai",
        )
        offices.grant_post(actor=clockwork, at=now, official=made, unit=where, role=role, title=title, from_on=since)
        return made

    def procedure(slug: str, name: str, steps: list[dict[str, object]]) -> ProcedureVersion:
        terms = {"settling_unit": justice, "term": "3wd", "commitment": "2wd", "steps": steps,
                 "papers": [{"name_vi": "Tờ khai"}]}  # fmt: skip
        named = {"slug": slug, "name": name, "code": "1.004873"}
        return offices.publish_procedure(
            actor=clockwork, at=now, procedure=named, valid_from=date(2025, 7, 1), terms=terms
        )

    return Cast(
        clockwork, root, counter, justice, ward,
        person("lan", "Nguyễn Thị Lan", counter, Role.COUNTER, "Cán bộ tiếp nhận"),
        person("ha", "Đỗ Thu Hà", justice, Role.SPECIALIST, "Chuyên viên"),
        person("minh", "Trần Minh", justice, Role.HEAD, "Trưởng phòng"),
        person("hoa", "Lê Thị Hoa", ward, Role.SPECIALIST, "Chuyên viên"),
        person("chu-tich", "Phạm Văn An", root, Role.LEADER, "Chủ tịch"),
        person("giam-sat", "Vũ Bình", root, Role.AUDITOR, "Giám sát"),
        person("quan-tri", "Hồ Nam", root, Role.ADMINISTRATOR, "Quản trị"),
        procedure("hon-nhan", "Cấp Giấy xác nhận tình trạng hôn nhân", STEPS),
        procedure("niem-yet", "Trợ cấp có niêm yết", POSTING),
        procedure("dat-dai", "Đăng ký đất đai lần đầu", LAND),
    )  # fmt: skip
