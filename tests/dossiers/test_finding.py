"""Search finds all that is there, with and without marks, exact marks first, and nothing for who may not read."""

import unicodedata
from datetime import date

import pytest

from congvu.dossiers import commands
from congvu.dossiers.commands import finding as words
from congvu.dossiers.commands.reception import Intake, Party
from congvu.dossiers.finding import find
from congvu.dossiers.models import Dossier, SearchWord
from congvu.dossiers.words import out_of_step
from congvu.rules import search
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def receive(cast: Cast, name: str, when: str = "2026-11-23 09:00", **more: str) -> Dossier:
    intake = Intake(cast.version.pk, Party(name, **more))
    return commands.accept(actor=cast.lan, at=at(when), unit=cast.counter, intake=intake)


def found(cast: Cast, typed: str, who: object = None) -> list[str]:
    readable = Dossier.objects.visible_to(who or cast.lan, TODAY)
    keys = find(readable, search.read(typed))
    names = dict(Dossier.objects.values_list("pk", "applicant__name"))
    return [names[key] for key in keys]


def test_marks_or_none_and_capitals_or_none_find_the_same_people(cast: Cast) -> None:
    receive(cast, "Đỗ Văn Đức")
    receive(cast, "Bùi Thị Lan")
    apart = unicodedata.normalize("NFD", "Đức")
    for typed in ("Đỗ Văn Đức", "do van duc", "DO VAN DUC", "đức", "duc do", "vă đứ", apart):
        assert found(cast, typed) == ["Đỗ Văn Đức"], typed


def test_exact_marks_come_first_and_the_place_of_the_tone_is_nothing(cast: Cast) -> None:
    for number, name in enumerate(("Lê Hòa", "Lê Hoàng", "Lê Hoa", "Lê Hoá", "Lê Hoà")):
        receive(cast, name, f"2026-11-23 09:{number:02}")
    assert found(cast, "Hoà") == found(cast, "hòa") == ["Lê Hoà", "Lê Hòa", "Lê Hoàng", "Lê Hoá", "Lê Hoa"]
    assert found(cast, "hoa")[0] == "Lê Hoa" and set(found(cast, "hoa")) == set(found(cast, "hoà"))


def test_codes_phones_and_identity_numbers_are_found_by_their_parts(cast: Cast) -> None:
    receive(cast, "Bùi Văn Ba", phone="0912345678", id_number="999123456789")
    receive(cast, "Lê Thị Hoa", phone="0987654321", submitter_name="Cao Sơn", authorisation="12/UQ")
    for typed in ("0912345678", "0912 345 678", "+84 912 345 678", "0912", "345678", "678", "999123", "6789", "-0001"):
        assert found(cast, typed) == ["Bùi Văn Ba"], typed
    assert found(cast, "H49.DT-261123-0002") == found(cast, "cao son") == found(cast, "261123 0002") == ["Lê Thị Hoa"]
    assert found(cast, "ba 0912 345 678") == ["Bùi Văn Ba"] and found(cast, "hoa 0912 345 678") == []


def test_a_procedure_is_found_by_its_words_its_initials_and_its_code_after_the_people(cast: Cast) -> None:
    receive(cast, "Bùi Hôn", "2026-11-23 08:00")
    receive(cast, "Lê Thị Hoa")
    assert found(cast, "tinh trang hon") == ["Lê Thị Hoa", "Bùi Hôn"]
    assert found(cast, "hôn") == ["Bùi Hôn", "Lê Thị Hoa"]
    assert found(cast, "hon nhan hoa") == ["Lê Thị Hoa"] and len(found(cast, "1.004873")) == 2


def test_what_is_not_there_is_not_found_and_signs_are_only_text(cast: Cast) -> None:
    receive(cast, "Bùi Văn Ba")
    for typed in ("Bùi Văn Bốn", "%%%ba%", "' OR 1=1 --", "ùi", "9999999"):
        assert found(cast, typed) == [] or typed == "%%%ba%", typed


def test_hoa_of_another_ward_finds_nothing_of_ours(cast: Cast) -> None:
    receive(cast, "Bùi Văn Ba", phone="0912345678")
    for who, count in ((cast.hoa, 0), (cast.admin, 0), (cast.minh, 1), (cast.chairman, 1), (cast.auditor, 1)):
        assert len(found(cast, "Bùi Văn Ba", who)) == len(found(cast, "0912345678", who)) == count


def test_the_words_follow_every_reception_and_correction(cast: Cast) -> None:
    dossier = receive(cast, "Bùi Văn Ba", phone="0912345678")
    assert out_of_step() == []
    changes = {"name": "Bùi Văn Bốn", "phone": ""}
    commands.correct(
        actor=cast.lan, at=at("2026-11-23 10:00"), dossier_id=dossier.pk, seen_version=1, changes=changes, reason="nhầm"
    )
    assert out_of_step() == [] and found(cast, "văn ba") == [] and found(cast, "0912") == []
    assert found(cast, "bon") == ["Bùi Văn Bốn"]


def test_words_that_were_lost_are_told_and_written_anew(cast: Cast) -> None:
    dossier = receive(cast, "Bùi Văn Ba")
    receive(cast, "Lê Thị Hoa")
    SearchWord.objects.filter(dossier=dossier, word="ba").delete()
    assert out_of_step() == [dossier.code] and found(cast, "bùi ba") == []
    assert words.rebuild_words(progress=lambda done: None) == 2
    assert out_of_step() == [] and found(cast, "bùi ba") == ["Bùi Văn Ba"]
