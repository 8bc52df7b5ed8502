"""After the signature nothing waits unseen: the clerk is reminded, who oversees sees it by agency and since when."""

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.alterations import compared
from congvu.dossiers.choice import chosen, read_choice
from congvu.dossiers.commands.reminders import clerks_of, remind_of_due
from congvu.dossiers.commands.stand_in import Receiver
from congvu.dossiers.conditions import Window
from congvu.dossiers.models import Dossier, Signing
from congvu.dossiers.moments import outside_moments
from congvu.indicators.queries.counts import Scope
from congvu.indicators.queries.signatures import issued_at_steps, signatures, waited_at_steps
from congvu.notices.models import Notice
from congvu.offices.models import Official
from tests.people import Cast, at
from tests.signers import Signers, gather_signers, letter_to_the_chairman

pytestmark = pytest.mark.django_db


@pytest.fixture
def signers(cast: Cast) -> Signers:
    return gather_signers(cast)


@pytest.fixture
def letter(signers: Signers) -> Signing:
    """A letter that the chairman signed on the 25th; its dossier is due on the 27th at 17:00."""
    signing = letter_to_the_chairman(signers.cast, signers.cast.at_desk(), "2026-11-23 10:00")
    return signers.sign(signing, signers.cast.chairman, "2026-11-25 10:00")


def remind(cast: Cast, when: str) -> dict[str, str]:
    remind_of_due(actor=cast.clockwork, at=at(when))
    return {one.reminds.login: one.text for one in Notice.objects.filter(reminds__isnull=False) if one.reminds}


def page(official: Official, address: str, when: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("congvu.clock.now", lambda: at(when))
    client = Client()
    client.force_login(official)
    return " ".join(client.get(address).content.decode().split())


def test_the_clerk_is_reminded_of_what_waits_for_number_and_seal_and_the_specialist_is_not(
    cast: Cast, signers: Signers, letter: Signing
) -> None:
    found = remind(cast, "2026-11-27 08:00")
    assert list(found) == ["thu"]
    assert found["thu"].endswith("Văn bản đã ký, chờ bạn cấp số từ 10:00, 25/11/2026.")
    signers.number(letter, "2026-11-27 09:00")
    found = remind(cast, "2026-11-27 13:05")
    assert set(found) == {"thu", "minh"}
    assert found["minh"].endswith("Văn bản đã ký, chờ văn thư (Đảo Thử) đóng dấu từ 09:00, 27/11/2026.")
    signers.seal(letter, "2026-11-27 13:30")
    assert set(remind(cast, "2026-11-27 13:35")) == {"thu", "minh", "ha"}


def test_where_no_clerk_is_there_the_head_of_the_agency_is_told(cast: Cast, signers: Signers, letter: Signing) -> None:
    assert clerks_of(cast.justice, at("2026-11-27 08:00")) == [signers.clerk]
    signers.clerk.posts.all().delete()
    assert clerks_of(cast.root, at("2026-11-27 08:00")) == []
    assert set(remind(cast, "2026-11-27 08:00")) == {"chu-tich", "yen"}


def test_the_overview_tells_by_agency_what_lies_with_the_clerk_and_since_when(
    cast: Cast, signers: Signers, letter: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = page(cast.chairman, "/cho-ky/", "2026-11-26 10:00", monkeypatch)
    assert "Đã ký, chờ văn thư (1)" in shown and "từ 10:00, 25/11/2026" in shown and letter.what not in shown
    opened = page(cast.minh, f"/cho-ky/?co-quan={cast.root.pk}", "2026-11-26 10:00", monkeypatch)
    assert letter.what in opened
    signers.number(letter, "2026-11-26 10:30")
    signers.seal(letter, "2026-11-26 10:40")
    assert "Đã ký, chờ văn thư (0)" in page(cast.chairman, "/cho-ky/", "2026-11-26 11:00", monkeypatch)


@pytest.mark.parametrize("address", ["/canh-bao-som/", "/don-vi/tu-phap/"])
def test_early_warning_and_the_units_page_tell_that_the_clerk_has_it(
    cast: Cast, letter: Signing, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "chờ văn thư (Đảo Thử) cấp số từ 25/11" in page(cast.minh, address, "2026-11-27 09:00", monkeypatch)


def test_the_timeline_tells_the_clerks_time_from_the_signature_on(
    cast: Cast, signers: Signers, letter: Signing
) -> None:
    def last(when: str) -> tuple[object, ...]:
        found = [one for one in outside_moments(Dossier.objects.get()) if one.where == cast.root.name]
        assert len(found) == 1, when
        return found[0].title, found[0].kind, found[0].at, found[0].until, found[0].detail

    assert last("signed") == ("Chờ cấp số, đóng dấu", "now", at("2026-11-25 10:00"), None, "")
    signers.number(letter, "2026-11-26 10:30")
    signers.seal(letter, "2026-11-26 11:00")
    sealed = ("Cấp số, đóng dấu", "done", at("2026-11-25 10:00"), at("2026-11-26 11:00"), "số 01/ĐT-TP")
    assert last("sealed") == sealed


def test_the_figures_count_it_open_its_list_and_tell_the_clerks_time_apart(
    cast: Cast, signers: Signers, letter: Signing
) -> None:
    def scope(when: str) -> Scope:
        day = at(when).date()
        return Scope(cast.justice, Window(at("2026-11-15 00:00").date(), day, at(when), day))

    found = signatures(scope("2026-11-26 10:00"))
    assert (found.figure.count, found.issuing.count) == (0, 1)
    assert [(one.agency, one.to_number, one.to_seal) for one in found.agencies] == [(cast.root, 1, 0)]
    asked = read_choice({"nhom": "cho-van-thu", "don-vi": "tu-phap"}, at("2026-11-26 10:00"))
    assert [one.pk for one in chosen(Dossier.objects.all(), asked)] == [letter.dossier_id]
    signers.number(letter, "2026-11-26 10:30")
    signers.seal(letter, "2026-11-26 11:00")
    later = scope("2026-11-26 12:00")
    hours = cast.root.calendar_in_force().hours
    assert issued_at_steps(later) == {
        ("hon-nhan", "verify"): [hours.elapsed(at("2026-11-25 10:00"), at("2026-11-26 11:00"))]
    }
    assert waited_at_steps(later) == {
        ("hon-nhan", "verify"): [hours.elapsed(at("2026-11-23 10:00"), at("2026-11-25 10:00"))]
    }
    assert signatures(later).issuing.count == 0


def test_a_letters_symbol_names_the_unit_that_drafted_it(cast: Cast, signers: Signers, letter: Signing) -> None:
    commands.hand_on(
        actor=cast.ha, at=at("2026-11-25 11:00"), dossier_id=letter.dossier_id, seen_version=None,
        to=Receiver(cast.counter, cast.lan),
    )  # fmt: skip
    assert signers.number(letter, "2026-11-26 09:30").symbol == "01/ĐT-TP"
    assert not [one for one in compared() if one.differs]
    Signing.objects.filter(pk=letter.pk).update(drafted_in=cast.ward)
    assert [one.differs for one in compared()] == [("signings",)]
