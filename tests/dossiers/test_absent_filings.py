"""Dossiers of another system at an absence: what was accepted here moves, what lies there is told to be moved there."""

from pathlib import Path

import pytest

from congvu.dossiers.commands.absence_course import give_back
from congvu.dossiers.commands.filings import accept_filing
from congvu.dossiers.models import Dossier, OnlineFiling
from congvu.dossiers.stand_ins import lying, returnable, staying
from congvu.ledger.queries import bodies_of, check
from congvu.offices.models import Official, Role
from congvu.papers.models import Paper
from congvu.papers.render import pdf
from tests.dossiers.test_absence_pages import sign_in
from tests.dossiers.test_absences import enter, fresh, person, span, told_and_stored, work
from tests.papers.test_receipt import text_of
from tests.people import Cast, at
from tests.registers import FILED, Register

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(tmp_path: Path) -> Register:
    return Register(tmp_path, filings=True)


@pytest.fixture
def boss(cast: Cast) -> Official:
    return person(cast, "giamdoc", cast.counter, Role.HEAD)


@pytest.fixture
def mai(cast: Cast) -> Official:
    return person(cast, "mai", cast.counter, Role.COUNTER)


def accepted(cast: Cast, source: Register) -> Dossier:
    """Lan accepted an online filing; it lies on her desk."""
    source.taken(cast, source.csv(FILED | {"code": "T1"}))
    return accept_filing(actor=cast.lan, at=at("2026-11-23 10:00"), filing_id=OnlineFiling.objects.get().pk)


def test_what_was_accepted_here_goes_to_the_substitute_with_minutes_and_comes_back(
    cast: Cast, source: Register, boss: Official, mai: Official
) -> None:
    dossier = accepted(cast, source)
    absence = enter(cast, cast.lan, mai, by=boss)
    assert lying(cast.lan) == 1
    work(cast, "2026-11-24 00:00")
    now = fresh(dossier)
    assert (now.holder, now.state, now.unit) == (mai, "received", cast.counter) and told_and_stored(dossier)
    assert not staying(at("2026-11-24 00:00")).exists()
    body = bodies_of(f"dossier:{dossier.pk}")[-1]
    assert (body["action"], body["facts"]["official"]) == ("dossier.filing_moved", "mai")
    paper = Paper.objects.get(subject=f"absence:{absence.pk}")
    said = text_of(pdf(paper))[0]
    assert "T1" in said and "đổi người xử lý cả ở đó" in said
    back = at("2026-11-27 08:00")
    assert [one.code for one in returnable(absence, back)] == ["T1"]
    give_back(actor=mai, at=back, absence_id=absence.pk, chosen=[dossier.pk])
    assert fresh(dossier).holder == cast.lan and told_and_stored(dossier) and check().wrong == ""


def test_where_nobody_of_the_chain_is_there_it_waits_at_the_counter(
    cast: Cast, source: Register, boss: Official, mai: Official
) -> None:
    dossier = accepted(cast, source)
    enter(cast, cast.lan, mai, by=boss)
    post = mai.posts.get()
    post.to_on = at("2026-11-23 00:00").date()
    post.save()
    work(cast, "2026-11-24 07:00")
    assert fresh(dossier).holder is None and told_and_stored(dossier)
    assert not staying(at("2026-11-24 07:00")).exists()


def test_what_the_source_says_next_is_what_then_stands(
    cast: Cast, source: Register, boss: Official, mai: Official
) -> None:
    dossier = accepted(cast, source)
    absence = enter(cast, cast.lan, mai, by=boss)
    work(cast, "2026-11-24 00:00")
    source.taken(cast, source.csv({"code": "T1", "official": "Hà"}), "2026-11-24 17:00", "h2")
    assert fresh(dossier).holder.full_name == "Hà" and told_and_stored(dossier)
    assert not returnable(absence, at("2026-11-27 08:00")).exists() and check().wrong == ""


def test_what_lies_in_the_source_under_the_name_is_told_with_what_to_do(
    cast: Cast, source: Register, tam: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The register names Hà as Đỗ Thu Hà; its rows cannot be moved from here."""
    here = [{"code": "H1", "official": "Đỗ Thu Hà"}, {"code": "H2", "official": "Người khác"}]
    source.taken(cast, source.csv(*here, {"code": "H3", "official": "Đỗ Thu Hà", "ended": "05/11/2026 09:00"}))
    form = sign_in(cast.chairman, "2026-11-23 15:00", monkeypatch).get("/vang-mat/ghi/ha/").content.decode()
    absence = enter(cast, cast.ha, tam, lasting=span())
    page = sign_in(cast.chairman, "2026-11-24 08:00", monkeypatch).get(f"/vang-mat/{absence.pk}/").content.decode()
    for said in (form, page):
        assert "Còn ghi tên người này trong sổ nguồn (1)" in said and "Đổi người xử lý ở hệ thống nguồn" in said
        assert ">H1</a>" in said and ">H2</a>" not in said and ">H3</a>" not in said
    hidden = sign_in(tam, "2026-11-24 08:00", monkeypatch).get(f"/vang-mat/{absence.pk}/").content.decode()
    assert "sổ nguồn" not in hidden
    over = sign_in(cast.chairman, "2026-11-28 08:00", monkeypatch).get(f"/vang-mat/{absence.pk}/").content.decode()
    assert "sổ nguồn" not in over
