"""A register of a body elsewhere, beside the place: a page of its own, and nothing of it in the place's figures."""

from pathlib import Path

import pytest
from django.test import Client

from congvu.cli.takeover import load_mapping
from congvu.dossiers.conditions import Window
from congvu.dossiers.foresight import Foresight, foresee
from congvu.dossiers.forms_register import content_of, typed_of
from congvu.dossiers.models import Dossier
from congvu.dossiers.warning import concerned, warned
from congvu.eventlog.cases import gather
from congvu.eventlog.register import rows
from congvu.indicators.queries.counts import Scope
from congvu.indicators.queries.first_to_see import pressing
from congvu.ledger.queries import check, head
from congvu.offices.models import PLACE, Official, Unit
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from tests.people import Cast, at
from tests.registers import Register

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23 10:00")
LINES = [{"code": f"NL{n}", "unit": "Vergunningen", "due": "06/11/2026 17:00"} for n in range(1, 4)]


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    monkeypatch.setattr("congvu.clock.now", lambda: NOW)
    register = Register(tmp_path)
    told = register.mapping.read_text(encoding="utf-8")
    register.mapping.write_text(told.replace('cũ"}', 'cũ", stands: beside}'), encoding="utf-8")
    return register


def seen_by(official: Official, address: str) -> str:
    client = Client()
    client.force_login(official)
    answer = client.get(address)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_its_unit_has_a_root_of_its_own_and_the_place_stays_the_place(cast: Cast, beside: Register) -> None:
    beside.taken(cast, beside.csv(*LINES))
    root, below = Unit.objects.get(code="so-cu"), Unit.objects.get(name="Vergunningen")
    assert (root.parent, root.path, below.parent, below.path) == (None, "so-cu/", root, f"so-cu/{below.code}/")
    assert root.calendar == cast.root.calendar and Unit.objects.get(PLACE) == cast.root
    assert cast.root.name in seen_by(cast.chairman, "/tra-cuu/")


def test_nothing_of_it_is_rolled_up_into_the_place(cast: Cast, beside: Register) -> None:
    own = cast.accept()
    beside.taken(cast, beside.csv(*LINES))
    rows, _is_wide = concerned(cast.chairman, NOW.date())
    assert list(rows) == [own] and warned(rows, NOW)[0].count == 0
    scope = Scope(cast.root, Window(at("2026-01-01 00:00").date(), NOW.date(), NOW, NOW.date()))
    assert [one.dossier for one in pressing(scope)] == [own] and scope.rows.count() == 1
    for address in ("/don-vi/?ky=nam-nay", "/canh-bao-som/", "/ho-so/", "/ho-so/?nhom=qua-han", "/bao-cao/"):
        assert "NL1" not in seen_by(cast.chairman, address), address
    assert own.code in seen_by(cast.chairman, "/ho-so/")


def test_who_looks_over_the_place_opens_its_page_its_lists_and_its_dossiers(cast: Cast, beside: Register) -> None:
    beside.taken(cast, beside.csv(*LINES))
    dossier = Dossier.objects.get(code="NL1")
    for reader in (cast.chairman, cast.auditor):
        assert "Chọn đơn vị" in (page := seen_by(reader, "/don-vi/")) and "/don-vi/so-cu/" in page
        assert "<h1>Sổ của hệ thống cũ</h1>" in seen_by(reader, "/don-vi/so-cu/")
        listed = seen_by(reader, "/ho-so/?don-vi=so-cu&nhom=qua-han")
        assert [code in listed for code in ("NL1", "NL2", "NL3")] == [True] * 3
        assert "NL1" in seen_by(reader, f"/ho-so/{dossier.pk}/")
    assert "<h1>Đảo Thử</h1>" in seen_by(cast.chairman, "/don-vi/")  # the place first, whatever the names
    for stranger in (cast.minh, cast.hoa, cast.lan):
        assert seen_by(stranger, "/don-vi/so-cu/") == "403"
        assert seen_by(stranger, f"/ho-so/{dossier.pk}/") == "404"
        assert not Dossier.objects.visible_to(stranger, NOW.date()).exists()


def test_a_second_run_changes_nothing_and_the_ledger_stands(cast: Cast, beside: Register) -> None:
    file = beside.csv(*LINES)
    beside.taken(cast, file)
    before, units = head(), Unit.objects.count()
    assert beside.taken(cast, file).unchanged == 3
    assert (head(), Unit.objects.count()) == (before, units) and check().wrong == ""


def foreseen(cast: Cast, register: Register, file: Path) -> Foresight:
    mapping = load_mapping(register.mapping)
    cases, faults = gather(rows(file, mapping), mapping, NOW)
    assert faults == []
    return foresee(actor=cast.clockwork, at=NOW, cases=cases, mapping=mapping)


def test_the_preview_knows_where_it_stands_and_it_stays_there(cast: Cast, beside: Register) -> None:
    file = beside.csv(*LINES)
    assert len(foreseen(cast, beside, file).new) == 3
    beside.taken(cast, file)
    assert foreseen(cast, beside, file).changed == []
    told = beside.mapping.read_text(encoding="utf-8")
    beside.mapping.write_text(told.replace("stands: beside", "stands: within"), encoding="utf-8")
    for again in (foreseen, lambda *_: beside.taken(cast, file)):
        with pytest.raises(RuleBroken) as refused:
            again(cast, beside, file)
        assert refused.value.code == "mapping.stands_fixed" and "so-cu" in sentence(refused.value)
    beside.mapping.write_text(told.replace("code: so-cu", f"code: {cast.justice.code}"), encoding="utf-8")
    with pytest.raises(RuleBroken, match="stands_fixed"):
        beside.taken(cast, file)


def test_a_mapping_made_on_the_page_says_where_its_source_stands_once() -> None:
    typed = {"nguon": "Nơi khác", "ma-nguon": "noi-khac", "dung": "beside",
             **{f"cot-{name}": name for name in ("code", "procedure", "received")}}  # fmt: skip
    first = content_of(typed, {})
    assert first["place"]["stands"] == "beside" and typed_of(first)["dung"] == "beside"
    assert content_of(typed | {"dung": "within"}, first)["place"] == first["place"]
    assert "stands" not in content_of(typed | {"dung": ""}, {})["place"]


def test_without_a_word_the_register_is_the_places_own(cast: Cast, tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.taken(cast, register.csv(*LINES))
    assert Unit.objects.get(code="so-cu").parent == cast.root
    rows, _is_wide = concerned(cast.chairman, NOW.date())
    assert rows.count() == 3
