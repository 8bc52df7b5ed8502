"""Medians of working time: computed by hand, by each dossier's own calendar, and never moved by a later one."""

from datetime import date, datetime

from congvu.dossiers.conditions import Window
from congvu.dossiers.filed import WAITING_FROM, waiting_from
from congvu.dossiers.models import Dossier, DueDate, FilingState, OnlineFiling
from congvu.indicators.queries import figures
from congvu.offices.models import CalendarVersion, ProcedureVersion
from congvu.rules.reporting_period import month_of
from tests.indicators.figures_place import NOW, ZONE, FiguresPlace, fill

NOVEMBER = Window(date(2026, 11, 1), date(2026, 11, 30), NOW, date(2026, 11, 23))
HOUR = 3600


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def test_the_time_lived_skips_lunch_and_nights_but_not_pauses(place: FiguresPlace) -> None:
    place.finished("khai-sinh", on(2, 8), on(2, 10))  # two hours
    place.finished("khai-sinh", on(3, 11), on(3, 14))  # an hour and a half: lunch from 11:30 to 13:00
    place.finished("khai-sinh", on(5, 16), on(6, 8, 30))  # an hour, then an hour on the next morning
    line = figures(place.units["tu-phap"], NOVEMBER).procedures[0]
    assert line.lived.count == 3
    assert line.lived.median == 2 * HOUR
    assert line.lived.p90 == 2 * HOUR


def test_the_time_lived_of_what_was_filed_online_begins_with_the_filing(place: FiguresPlace) -> None:
    one = place.finished("khai-sinh", on(3, 8), on(3, 10))
    version, unit = one.procedure_version, one.received_unit
    OnlineFiling.objects.create(
        code=one.code, place="so-cu", counter=unit, unit=unit, procedure_version=version, filed_at=on(2, 16),
        seen_at=on(2, 16), state=FilingState.ACCEPTED, dossier=one,
    )  # fmt: skip
    line = figures(place.units["tu-phap"], NOVEMBER).procedures[0]
    assert (line.lived.count, line.lived.median) == (1, (1 + 2.5) * HOUR)
    assert waiting_from(one) == on(2, 16)
    counter = place.finished("khai-sinh", on(3, 8), on(3, 9))
    later = Dossier.objects.annotate(begins=WAITING_FROM).order_by("pk")
    assert [row.begins for row in later] == [waiting_from(one), waiting_from(counter)] == [on(2, 16), on(3, 8)]


def test_a_result_named_before_the_receipt_has_no_time(place: FiguresPlace) -> None:
    place.finished("so-ngoai", on(9, 8), on(6, 8), origin="imported")
    found = figures(place.units["so-cu"], NOVEMBER)
    assert (found.lived.count, found.lived.median) == (0, None)
    assert found.settled[0].count == 1


def test_a_step_takes_all_its_desks_together(place: FiguresPlace) -> None:
    one = place.finished("khai-sinh", on(2, 8), on(3, 9))
    place.run(one, 0, on(2, 8), on(2, 9), by="lan")
    place.run(one, 1, on(2, 9), on(2, 10), by="binh", done=False)
    place.run(one, 1, on(2, 10), on(3, 9), by="minh")
    steps = {step.name: step for step in figures(place.units["tu-phap"], NOVEMBER).steps}
    assert steps["Tiếp nhận"].spread.median == HOUR
    assert steps["Thẩm tra"].done.count == 1
    assert steps["Thẩm tra"].spread.median == HOUR + (5.5 + 1.5) * HOUR


def test_a_step_shows_whose_desk_holds_how_many(place: FiguresPlace) -> None:
    for by in ("minh", "binh", "minh", ""):
        one = place.dossier("khai-sinh", on(2, 8))
        place.run(one, 1, on(2, 9), None, by=by)
    (step,) = figures(place.units["tu-phap"], NOVEMBER).steps
    assert (step.here.count, step.overdue.count) == (4, 4)
    assert [(desk.name, desk.figure.count) for desk in step.desks] == [("Trần Minh", 2), ("Phạm Bình", 1), ("", 1)]


def test_an_open_dossier_whose_source_names_no_step_is_still_seen(place: FiguresPlace) -> None:
    place.dossier("so-ngoai", on(2, 8), origin="imported")
    (step,) = figures(place.units["so-cu"], NOVEMBER).steps
    assert (step.name, step.here.count, step.done.count) == ("", 1, 0)


def test_a_dossier_without_any_due_row_is_measured_by_the_units_calendar(place: FiguresPlace) -> None:
    one = place.finished("khai-sinh", on(2, 8), on(2, 10))
    DueDate.objects.filter(dossier=one).delete()
    assert figures(place.units["tu-phap"], NOVEMBER).lived.median == 2 * HOUR


def test_a_new_calendar_or_term_changes_no_figure_of_24_closed_months(place: FiguresPlace) -> None:
    """Nobody quiets a bad number by declaring holidays or longer terms afterwards."""
    fill(place, 150, seed=7, days=800)
    root, today = place.units["dac-khu"], date(2026, 11, 23)
    months = [month_of(today, -back) for back in range(1, 25)]
    closed = [Window(month.first, month.last, NOW, today) for month in months]
    before = [figures(root, month) for month in closed]
    content = '{"timezone": "Asia/Ho_Chi_Minh", "work": {"mon": [["08:00", "09:00"]]}, "holidays": {}}'
    CalendarVersion.objects.create(calendar=place.calendar.calendar, number=2, content=content, published_at=NOW)
    for version in place.versions.values():
        version.valid_to = date(2024, 1, 1)
        version.save()
        ProcedureVersion.objects.create(
            procedure=version.procedure, valid_from=date(2024, 1, 2), term="90wd", steps=version.steps,
            settling_unit=version.settling_unit,
        )  # fmt: skip
    assert root.calendar_in_force().number == 2
    assert [figures(root, month) for month in closed] == before
    assert min(month.came[0].count + month.settled[0].count for month in before) > 0
    assert sum(month.settled[3].count for month in before) > 20
