"""A small invented place with dossiers in every situation the figures distinguish, written as rows."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from congvu.dossiers.models import Cause, Dossier, DueDate, Origin, Pause, Signing, SigningTurn, StepRun
from congvu.law import calendar_content
from congvu.offices.models import (
    CalendarVersion,
    OfficeCalendar,
    Official,
    Post,
    Procedure,
    ProcedureVersion,
    Role,
    Unit,
    UnitKind,
)
from congvu.rules.dossier import State
from congvu.rules.vietnamese import sort_key
from congvu.rules.working_time import Calendar, Term
from congvu.rules.working_time import Unit as TermUnit

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 23, 10, 15, tzinfo=ZONE)
STEPS = (("receive", "Tiếp nhận"), ("examine", "Thẩm tra"), ("sign", "Ký kết quả"))


@dataclass
class FiguresPlace:
    """Units by code, officials by log-in, procedure versions by slug, and one calendar."""

    calendar: CalendarVersion
    units: dict[str, Unit] = field(default_factory=dict)
    officials: dict[str, Official] = field(default_factory=dict)
    versions: dict[str, ProcedureVersion] = field(default_factory=dict)
    number: int = 0

    @property
    def hours(self) -> Calendar:
        return self.calendar.hours

    def unit(self, code: str, name: str, parent: str = "", kind: UnitKind = UnitKind.DEPARTMENT) -> Unit:
        above = self.units.get(parent)
        self.units[code] = Unit.objects.create(
            code=code, name=name, name_key=sort_key(name), kind=kind, parent=above,
            path=f"{above.path if above else ''}{code}/", calendar=self.calendar.calendar, org_code="H49.CTO",
        )  # fmt: skip
        return self.units[code]

    def official(self, login: str, full_name: str, unit: str, role: Role) -> Official:
        one = Official.objects.create(login=login, full_name=full_name, name_key=sort_key(full_name), password="!")
        Post.objects.create(official=one, unit=self.units[unit], role=role, title="", from_on=date(2020, 1, 1))
        self.officials[login] = one
        return one

    def procedure(self, slug: str, name: str, unit: str, term: str) -> ProcedureVersion:
        entry = Procedure.objects.create(slug=slug, name=name, field="", search_key=slug, name_key=sort_key(name))
        steps = [{"id": step, "name_vi": title, "protected": False} for step, title in STEPS]
        self.versions[slug] = ProcedureVersion.objects.create(
            procedure=entry, valid_from=date(2020, 1, 1), settling_unit=self.units[unit], term=term, steps=steps
        )
        return self.versions[slug]

    def dossier(self, slug: str, received_at: datetime, **more: object) -> Dossier:
        """One dossier received at the centre; `due_at` comes from the term unless given."""
        version, self.number = self.versions[slug], self.number + 1
        assert version.settling_unit
        due_at = self.hours.due(received_at, Term.parse(version.term)) if version.term else None
        asked = {"due_at": due_at, "unit": version.settling_unit, "state": State.IN_PROCESS} | more
        finished, due = asked.get("finished_at"), asked["due_at"]
        one = Dossier(
            code=f"H49.CTO-{self.number:06}", lookup_code=f"{self.number:016}", qr_token=f"{self.number:026}",
            procedure_version=version, received_unit=self.units["mot-cua"], settling_unit=version.settling_unit,
            received_at=received_at, received_on=received_at.astimezone(ZONE).date(), recorded_at=received_at,
            due_on=due.astimezone(ZONE).date() if isinstance(due, datetime) else None,
            finished_on=finished.astimezone(ZONE).date() if isinstance(finished, datetime) else None,
            changed_by=self.officials["lan"], changed_at=received_at, **asked,
        )  # fmt: skip
        one.save()
        DueDate.objects.create(
            dossier=one, number=1, cause=Cause.RECEIVED, begins_at=received_at, due_at=one.due_at,
            calendar=self.calendar, caused_at=received_at,
        )  # fmt: skip
        return one

    def finished(self, slug: str, received_at: datetime, finished_at: datetime, **more: object) -> Dossier:
        """A dossier with its result, handed over unless the state says otherwise."""
        state = more.pop("state", State.RETURNED)
        returned = finished_at + timedelta(hours=1) if state == State.RETURNED else None
        more |= {"state": state, "returned_at": returned, "unit": self.units["mot-cua"]}
        return self.dossier(slug, received_at, finished_at=finished_at, **more)

    def run(
        self, one: Dossier, step: int, start: datetime, end: datetime | None, *, done: bool = True, by: str = ""
    ) -> StepRun:
        """A stretch of a step; an open one puts the dossier on that desk."""
        official = self.officials.get(by)
        if end is None:
            one.holder = official
            one.save(update_fields=["holder"])
        return StepRun.objects.create(
            dossier=one, number=one.runs.count() + 1, step_id=STEPS[step][0], name=STEPS[step][1], unit=one.unit,
            official=official, started_at=start, finished_at=end, is_step_done=done and end is not None,
        )  # fmt: skip


def submitted(place: FiguresPlace) -> None:
    """Two civil status dossiers at the signature: one waits for the chairman, one was signed after an hour."""
    chairman = place.officials["chu-tich"].posts.get()
    signed = (NOW - timedelta(minutes=75), NOW - timedelta(minutes=15))
    for begun, ended in ((NOW - timedelta(minutes=90), None), signed):
        one = place.dossier("khai-sinh", NOW - timedelta(hours=2))
        place.run(one, 2, begun, None, by="binh")
        signing = Signing.objects.create(
            dossier=one, number=1, draft="result", what="Giấy khai sinh", pages=1, step_id="sign", sent_at=begun,
            agency=place.units["dac-khu"], state="signed" if ended else "waiting", decided_at=ended,
            sent_by=place.officials["binh"],
        )  # fmt: skip
        SigningTurn.objects.create(
            signing=signing, level=1, is_last=True, post=chairman, began_at=begun, ended_at=ended,
            outcome="signed" if ended else "",
        )  # fmt: skip


def build() -> FiguresPlace:
    """The place: a root with a civil status office (and a team below it), an economy office and the one-stop centre."""
    named = OfficeCalendar.objects.create(code="co-to", name="Đặc khu")
    content = _as_text(calendar_content("co-to"))
    place = FiguresPlace(CalendarVersion.objects.create(calendar=named, number=1, content=content, published_at=NOW))
    place.unit("dac-khu", "Đặc khu Thử Nghiệm", kind=UnitKind.LEADERSHIP)
    place.unit("tu-phap", "Tư pháp – Hộ tịch", "dac-khu")
    place.unit("to-ho-tich", "Tổ hộ tịch", "tu-phap")
    place.unit("kinh-te", "Phòng Kinh tế", "dac-khu")
    place.unit("so-cu", "Đơn vị trong sổ cũ", "dac-khu", UnitKind.IMPORTED)
    place.unit("mot-cua", "Bộ phận Một cửa", "dac-khu", UnitKind.CENTRE)
    place.official("lan", "Nguyễn Thị Lan", "mot-cua", Role.COUNTER)
    place.official("giam-doc", "Lê Thu Cúc", "mot-cua", Role.HEAD)
    place.official("minh", "Trần Minh", "tu-phap", Role.HEAD)
    place.official("binh", "Phạm Bình", "tu-phap", Role.SPECIALIST)
    place.official("kinh", "Vũ Kính", "kinh-te", Role.SPECIALIST)
    place.official("chu-tich", "Hoàng Sơn", "dac-khu", Role.LEADER)
    place.official("giam-sat", "Đỗ Giám", "dac-khu", Role.AUDITOR)
    place.procedure("khai-sinh", "Đăng ký khai sinh", "tu-phap", "1wd")
    place.procedure("trich-luc", "Cấp bản sao trích lục", "to-ho-tich", "4wh")
    place.procedure("dat-dai", "Đăng ký đất đai", "kinh-te", "15wd")
    place.procedure("so-ngoai", "Thủ tục lấy từ sổ", "so-cu", "")
    return place


def _as_text(content: object) -> str:
    import json

    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)


def fill(place: FiguresPlace, count: int, seed: int = 1, days: int = 110) -> None:
    """Dossiers at random over so many days: open, paused, overdue, early, on the day, late, undated, uncollected."""
    chance = random.Random(seed)
    for _number in range(count):
        before, minutes = chance.randrange(-10, days), chance.randrange(480)
        received = NOW - timedelta(days=max(0, before), minutes=minutes)
        slug = chance.choice(["khai-sinh", "khai-sinh", "trich-luc", "dat-dai", "so-ngoai"])
        taken = chance.choice([0.3, 0.8, 1.0, 1.0, 1.4, 3.0])
        term = _working_seconds(place, slug, received)
        ends = place.hours.after(received, int(term * taken)) if taken != 1.0 else _due(place, slug, received)
        if ends is not None and ends <= NOW and chance.random() < 0.75:
            _settle(place, chance, slug, received, ends)
        else:
            _leave_open(place, chance, slug, received)


def _due(place: FiguresPlace, slug: str, received: datetime) -> datetime | None:
    term = place.versions[slug].term
    return place.hours.due(received, Term.parse(term)) if term else None


def _working_seconds(place: FiguresPlace, slug: str, received: datetime) -> int:
    due = _due(place, slug, received)
    return place.hours.elapsed(received, due) if due else int(Term(Decimal(3), TermUnit.WORKING_HOURS).amount * 3600)


def _settle(place: FiguresPlace, chance: random.Random, slug: str, received: datetime, ends: datetime) -> None:
    ends = max(ends, received + timedelta(minutes=3))
    committed = received + (ends - received) * chance.choice([0.5, 2])
    due = _due(place, slug, received)
    one = place.finished(
        slug, received, ends, state=chance.choice([State.RETURNED, State.RETURNED, State.RESULT_READY]),
        committed_at=min(committed, due) if due else None, origin=Origin.OWN if due else Origin.IMPORTED,
    )  # fmt: skip
    if not due and chance.random() < 0.5:
        return
    middle = received + (ends - received) / 3
    place.run(one, 0, received, middle, by="lan")
    if chance.random() < 0.3:
        handed = middle + (ends - middle) / 2
        place.run(one, 1, middle, handed, done=False, by="binh")
        middle = handed
    place.run(one, 1, middle, ends, by=chance.choice(["binh", "minh", "kinh"]))


def _leave_open(place: FiguresPlace, chance: random.Random, slug: str, received: datetime) -> None:
    more: dict[str, object] = {}
    paused = received + (NOW - received) * chance.random()
    if chance.random() < 0.25:
        more = {"state": State.PAUSED, "paused_at": paused}
    if slug != "so-ngoai" and (due := _due(place, slug, received)):
        more |= {"committed_at": received + (due - received) * (0.25 if place.number % 3 else 0.9)}
    if slug == "so-ngoai":
        more |= {"origin": Origin.IMPORTED}
        if chance.random() < 0.5:
            more |= {"due_at": received + timedelta(days=5)}
    if chance.random() < 0.2:
        more |= {"unit": place.units["mot-cua"]}
    one = place.dossier(slug, received, **more)
    if more.get("paused_at"):
        Pause.objects.create(
            dossier=one, ground="cho-bo-sung", paper="31/PBS", started_at=paused, started_by=place.officials["minh"]
        )
    if slug == "so-ngoai":
        return
    middle = received + (paused - received) / 2
    place.run(one, 0, received, middle, by="lan")
    place.run(one, 1, middle, None, by=chance.choice(["binh", "minh", "kinh", ""]))
