"""Two weeks of daily exports through the watched folder: every evening the register here is what the source holds."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import LazySettings
from django.db.models import Count

from congvu.dossiers import register_work
from congvu.dossiers.commands.filings import accept_filing, refuse_filing
from congvu.dossiers.commands.mappings import save_mapping
from congvu.dossiers.course import stored
from congvu.dossiers.models import Dossier, OnlineFiling, RegisterFile, Vanishing
from congvu.dossiers.queries_register import mapping_in_force
from congvu.dossiers.rebuild import told
from congvu.eventlog.mapping import read
from congvu.ledger.queries import bodies_of, check
from congvu.rules.errors import RuleBroken
from tests.people import Cast
from tests.proof.counts import SOURCE_ROWS_A_DAY
from tests.proof.source import Source, compared

DAYS = 14
REBUILT = 20
OWN = {
    "units": ("tu-phap", "Tư pháp"), "officials": ("ha", "Đỗ Thu Hà"),
    "procedures": ("hon-nhan", "Cấp Giấy xác nhận tình trạng hôn nhân"),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("own", [{}, OWN], ids=["its own names", "names of the place"])
def test_every_evening_the_register_equals_its_source(
    cast: Cast, settings: LazySettings, tmp_path: Path, own: dict[str, tuple[str, str]]
) -> None:
    settings.INBOX_QUIET_SECONDS = 0
    source, accepted, refused = Source(Random(14), SOURCE_ROWS_A_DAY, own=own), set[str](), set[str]()
    seen: dict[str, int] = {}
    for number in range(DAYS):
        source.day()
        evening = source.now + timedelta(hours=10)
        map_again(cast, source, evening, number)
        path = source.export(tmp_path / f"so-{number}.{'xlsx' if number % 3 == 2 else 'csv'}")
        taken_from_the_folder(path, Path(settings.INBOX_DIR) / "nguon-tinh", evening)
        assert compared(source, accepted, refused) == [], f"evening {number}"
        for name, count in RegisterFile.objects.latest("pk").counts.items():
            seen[name] = seen.get(name, 0) + count
        at_the_counter(cast, source, evening + timedelta(hours=14), (accepted, refused))
        source.now += timedelta(days=1)
    assert min(seen[name] for name in ("new", "changed", "unchanged", "vanished", "reappeared", "filings")) > 0, seen
    assert accepted and refused and Vanishing.objects.exclude(until=None).exists()
    assert not Dossier.objects.values("code").annotate(n=Count("pk")).filter(n__gt=1).exists()
    report = check()
    assert report.wrong == "" and report.entries > DAYS * SOURCE_ROWS_A_DAY
    assert Dossier.objects.filter(holder=cast.ha, unit=cast.justice, settling_unit=cast.justice).exists() == bool(own)
    for dossier in Dossier.objects.order_by("?")[:REBUILT]:
        assert told(bodies_of(f"dossier:{dossier.pk}")) == stored(dossier)


def map_again(cast: Cast, source: Source, evening: object, number: int) -> None:
    """A new version where the columns are named otherwise; the workbook's evenings need one of their own."""
    content = source.content() | {"kind": "xlsx" if number % 3 == 2 else "csv"}
    last = mapping_in_force("nguon-tinh")
    try:
        save_mapping(actor=cast.admin, at=evening, name="nguon-tinh", content=content)  # type: ignore[arg-type]
    except RuleBroken as unchanged:
        assert unchanged.code == "mapping.unchanged" and last is not None
    assert read(content) is not None


def taken_from_the_folder(path: Path, inbox: Path, evening: object) -> None:
    register_work.work(evening)  # type: ignore[arg-type]
    path.rename(inbox / path.name)
    assert [register_work.work(evening) for _n in range(2)] == [False, True]  # type: ignore[arg-type]
    told_of = (inbox / "done" / f"{path.name}.bao-cao.txt").read_text(encoding="utf-8")
    assert "Đã nhận tệp" in told_of, told_of


def at_the_counter(cast: Cast, source: Source, morning: object, decided: tuple[set[str], set[str]]) -> None:
    """Lan accepts half of the queue and refuses one; the official act follows in the source, or the filing goes."""
    accepted, refused = decided
    waiting = list(OnlineFiling.objects.filter(state="waiting").order_by("pk"))
    for filing in waiting[1::2]:
        accept_filing(actor=cast.lan, at=morning, filing_id=filing.pk)  # type: ignore[arg-type]
        accepted.add(filing.code)
    for filing in waiting[:1]:
        refuse_filing(actor=cast.lan, at=morning, filing_id=filing.pk, reason="Thiếu giấy tờ")  # type: ignore[arg-type]
        refused.add(filing.code)
    for filing in waiting[1::4]:
        if filing.code in source.rows:
            source.received(source.rows[filing.code])
