"""Substitutes from other units: a leader above for a head, another clerk for the clerk, with what the work needs."""

import json
from datetime import date

import pytest

from congvu.dossiers import commands
from congvu.dossiers.commands.absence_course import give_back
from congvu.dossiers.commands.absences import Told, correct_absence, end_absence
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.models import Signing
from congvu.dossiers.signings import calls
from congvu.dossiers.stand_ins import returnable, returnable_turns, staying, unsigned_with_absent
from congvu.dossiers.substitutes import choices_for
from congvu.ledger.queries import check
from congvu.offices import commands as offices
from congvu.offices.absences import candidates, posts_to_cover
from congvu.offices.commands import NewUnit
from congvu.offices.models import Official, Post, Role, Unit, UnitKind
from congvu.offices.permissions import LENT, RIGHTS, Right, has_right
from congvu.papers.models import Paper
from congvu.rules.absence import AbsenceKind
from congvu.rules.letters import Missing
from tests.dossiers.test_absence_pages import sign_in, typed
from tests.dossiers.test_absences import enter, fresh, person, refused, span, told_and_stored, work
from tests.dossiers.test_absent_signers import waits_for
from tests.people import Cast, at
from tests.signers import Signers, gather_signers

pytestmark = pytest.mark.django_db

DAYS = ("2026-11-23", "2026-11-24", "2026-11-26", "2026-11-27")


@pytest.fixture
def signers(cast: Cast) -> Signers:
    return gather_signers(cast)


@pytest.fixture
def noivu(cast: Cast) -> Official:
    return person(cast, "noivu", cast.root, Role.PERSONNEL)


def held(who: Official, right: Right, unit: Unit) -> list[bool]:
    """Whether somebody has the right on the day before, the first, the last day of the usual absence, and after."""
    return [has_right(who, right, date.fromisoformat(day), unit) for day in DAYS]


def test_what_a_post_lends_is_its_own() -> None:
    assert all(rights <= RIGHTS[role] for role, rights in LENT.items()) and Right.SIGN not in LENT[Role.HEAD]


def test_the_leader_above_works_and_signs_for_a_head_who_is_away(signers: Signers, noivu: Official) -> None:
    cast = signers.cast
    dossier = cast.at_desk()
    commands.hand_on(actor=cast.ha, at=at("2026-11-23 09:30"), dossier_id=dossier.pk, seen_version=None,
                     to=Receiver(cast.justice, cast.minh))  # fmt: skip
    waiting = signers.submit(signers.at_desk())
    assert list(candidates(posts_to_cover(cast.minh, span()), date(2026, 11, 23))) == [signers.vice, cast.chairman]
    absence = enter(cast, cast.minh, signers.vice, by=noivu)
    assert held(signers.vice, Right.WORK_ON_DOSSIER, cast.justice) == [False, True, True, False]
    assert not has_right(signers.vice, Right.WORK_ON_DOSSIER, date(2026, 11, 24), cast.ward)
    work(cast, "2026-11-24 00:00")
    assert fresh(dossier).holder == signers.vice and waits_for(waiting) == signers.vice
    assert told_and_stored(dossier) and told_and_stored(waiting.dossier)
    later = signers.submit(signers.at_desk("2026-11-24 08:10"), "2026-11-24 08:30")
    assert waits_for(later) == signers.vice
    signers.sign(later, signers.vice, "2026-11-24 09:00")
    assert waits_for(later) == cast.chairman
    commands.hand_on(actor=signers.vice, at=at("2026-11-24 09:10"), dossier_id=dossier.pk, seen_version=None,
                     to=Receiver(cast.justice, cast.ha))  # fmt: skip
    now = at("2026-11-27 08:00")
    turn = returnable_turns(absence, now).get()
    give_back(actor=signers.vice, at=now, absence_id=absence.pk, chosen=[], drafts=[turn.pk])
    assert waits_for(waiting) == cast.minh and told_and_stored(waiting.dossier) and check().wrong == ""


def test_a_letter_bears_the_substitutes_own_title_in_the_unit_of_the_absent_head(
    signers: Signers, noivu: Official
) -> None:
    cast = signers.cast
    dossier = cast.at_desk()
    enter(cast, cast.minh, signers.vice, by=noivu)
    commands.ask_for_papers(
        actor=signers.vice, at=at("2026-11-24 09:00"), dossier_id=dossier.pk, seen_version=None,
        missing=[Missing("Bản sao hộ chiếu", "chưa nộp")], basis="Điều 6 Nghị định 118/2025/NĐ-CP",
    )  # fmt: skip
    said = json.loads(Paper.objects.latest("pk").data)
    post = signers.vice.posts.get()
    assert (said["signer"], said["signer_title"]) == (signers.vice.full_name, post.title.upper())
    assert said["unit"] == cast.justice.name and said["signer_title"] != cast.minh.posts.get().title.upper()


def test_the_substitute_above_who_leaves_too_passes_it_on_up_there(signers: Signers, noivu: Official) -> None:
    cast = signers.cast
    dossier = cast.at_desk()
    commands.hand_on(actor=cast.ha, at=at("2026-11-23 09:30"), dossier_id=dossier.pk, seen_version=None,
                     to=Receiver(cast.justice, cast.minh))  # fmt: skip
    waiting = signers.submit(signers.at_desk())
    absence = enter(cast, cast.minh, signers.vice, by=noivu, when="2026-11-24 07:00")
    enter(cast, signers.vice, cast.chairman, by=noivu, when="2026-11-25 07:00", lasting=span("2026-11-25 00:00"))
    assert fresh(dossier).holder == cast.chairman and waits_for(waiting) == cast.chairman
    assert has_right(cast.chairman, Right.RECORD_RESULT, date(2026, 11, 25), cast.justice)
    now = at("2026-11-25 07:30")
    assert not staying(now).exists() and not unsigned_with_absent(now).exists()
    assert waits_for(signers.submit(signers.at_desk("2026-11-25 07:20"), "2026-11-25 07:30")) == cast.chairman
    back = at("2026-11-27 08:00")
    give_back(actor=noivu, at=back, absence_id=absence.pk, chosen=[one.pk for one in returnable(absence, back)],
              drafts=[one.pk for one in returnable_turns(absence, back)])  # fmt: skip
    assert fresh(dossier).holder == cast.minh and waits_for(waiting) == cast.minh
    assert told_and_stored(dossier) and told_and_stored(waiting.dossier)


def test_another_substitute_gets_the_drafts_that_wait_above(signers: Signers, noivu: Official) -> None:
    cast = signers.cast
    waiting = signers.submit(signers.at_desk())
    absence = enter(cast, cast.minh, signers.vice, by=noivu, when="2026-11-24 07:00")
    asked = Told(AbsenceKind.LEAVE, span(), {cast.justice.pk: cast.chairman.pk})
    correct_absence(
        actor=noivu, at=at("2026-11-24 10:00"), absence_id=absence.pk, seen_version=None, told=asked, reason="đi họp"
    )
    assert waits_for(waiting) == cast.chairman and told_and_stored(waiting.dossier)
    assert returnable_turns(absence, at("2026-11-27 08:00")).get().signing == waiting


def test_a_second_clerk_numbers_and_seals_for_the_clerk_who_is_away(signers: Signers, noivu: Official) -> None:
    cast = signers.cast
    signing = signers.signed()
    second = person(cast, "vt2", cast.counter, Role.CLERK)
    here = {"actor": second, "signing_id": signing.pk, "seen_version": None}
    refused("absence.needs_substitute", lambda: enter(cast, signers.clerk, None, by=noivu))
    refused("absence.not_fitting", lambda: enter(cast, signers.clerk, cast.minh, by=noivu))
    absence = enter(cast, signers.clerk, second, by=noivu)
    refused("rights.missing", lambda: commands.number_paper(at=at("2026-11-23 16:00"), **here))
    assert held(second, Right.ISSUE_PAPER, cast.root) == [False, True, True, False]
    assert [calls(second, date.fromisoformat(day)).to_issue for day in DAYS] == [0, 1, 1, 0]
    numbered = commands.number_paper(at=at("2026-11-24 08:00"), **here)
    assert numbered.symbol and numbered.agency == cast.root
    commands.seal_paper(at=at("2026-11-24 08:10"), **here)
    assert Signing.objects.get().state == "sealed" and told_and_stored(signing.dossier)
    end_absence(actor=noivu, at=at("2026-11-25 00:00"), absence_id=absence.pk, seen_version=None, reason="về sớm")
    assert held(second, Right.ISSUE_PAPER, cast.root) == [False, True, False, False]


def test_an_absence_given_up_before_it_began_lends_nothing(signers: Signers, noivu: Official) -> None:
    cast, second = signers.cast, person(signers.cast, "vt2", signers.cast.counter, Role.CLERK)
    absence = enter(cast, signers.clerk, second, by=noivu)
    end_absence(actor=noivu, at=at("2026-11-23 16:00"), absence_id=absence.pk, seen_version=None, reason="không nghỉ")
    assert held(second, Right.ISSUE_PAPER, cast.root) == [False] * 4


def test_nobody_of_the_place_stands_in_for_a_body_that_answers_to_somebody_else(
    signers: Signers, noivu: Official
) -> None:
    """Its head's turn moves to its own deputy only; the leaders above may not sign for it."""
    cast = signers.cast
    tax = offices.create_unit(
        actor=cast.clockwork, at=at("2026-11-02 09:00"), parent=cast.root,
        new=NewUnit(code="thue", name="Thuế cơ sở", kind=UnitKind.VERTICAL, org_code="", phone="", address=""),
    )  # fmt: skip
    head = person(cast, "thue-truong", tax, Role.HEAD)
    dossier = signers.at_desk()
    type(dossier).objects.filter(pk=dossier.pk).update(settling_unit=tax)
    signing = signers.submit(fresh(dossier), signers=(head,))
    assert list(candidates(posts_to_cover(head, span()), date(2026, 11, 23))) == []
    hint = choices_for(head, at("2026-11-23 08:00"))[f"sub_{tax.pk}"][2]
    assert "cấp trên" not in hint and "Hiện chưa có ai" in hint
    refused("absence.not_fitting", lambda: enter(cast, head, cast.chairman, by=noivu))
    deputy = person(cast, "thue-pho", tax, Role.HEAD)
    enter(cast, head, deputy, by=noivu)
    work(cast, "2026-11-24 07:00")
    assert waits_for(signing) == deputy


def test_a_turn_never_moves_to_who_may_not_sign_for_the_unit_that_settles(signers: Signers, noivu: Official) -> None:
    """The dossier is settled by a body outside the place meanwhile: Minh's deputy does not sign for it."""
    cast, deputy = signers.cast, person(signers.cast, "pho", signers.cast.justice, Role.HEAD)
    ward, other = signers.submit(signers.at_desk(), signers=(cast.minh, cast.chairman)), signers.submit(
        signers.at_desk(), signers=(cast.minh, cast.chairman)
    )
    absence = enter(cast, cast.minh, deputy, by=noivu)
    type(ward.dossier).objects.filter(pk=ward.dossier_id).update(settling_unit=cast.ward)
    work(cast, "2026-11-24 07:00")
    assert waits_for(other) == deputy
    found = Signing.objects.get(pk=ward.pk)
    assert found.state == "returned" and "Trình lại cho người ký khác" in found.reason
    assert told_and_stored(fresh(other.dossier)) and absence.work.count() == 1


def test_drafts_of_other_units_are_asked_about_before_the_absence(signers: Signers, noivu: Official) -> None:
    cast, deputy = signers.cast, person(signers.cast, "pho", signers.cast.justice, Role.HEAD)
    signing = signers.submit(signers.at_desk(), signers=(cast.minh, cast.chairman))
    type(signing.dossier).objects.filter(pk=signing.dossier_id).update(settling_unit=cast.ward)
    refusal = refused("absence.cannot_sign", lambda: enter(cast, cast.minh, deputy, by=noivu))
    assert refusal.facts["count"] == 1
    enter(cast, cast.minh, signers.vice, by=noivu)
    work(cast, "2026-11-24 07:00")
    assert waits_for(signing) == signers.vice


def test_the_page_says_who_fits_and_what_to_do_when_nobody_does(
    signers: Signers, noivu: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = signers.cast
    client = sign_in(noivu, "2026-11-23 15:00", monkeypatch)
    head = client.get("/vang-mat/ghi/minh/").content.decode()
    assert "Lãnh đạo của đơn vị cấp trên" in head and "Mai Thị Yên (Phó Chủ tịch, " in head
    assert "Hiện chưa có ai" not in head
    clerk = client.get("/vang-mat/ghi/thu/").content.decode()
    assert "Văn thư của đơn vị khác" in clerk and "Hiện chưa có ai. Nhờ quản trị bố trí" in clerk
    answer = client.post("/vang-mat/ghi/minh/", typed(cast, signers.vice))
    assert answer.status_code == 302
    desk = sign_in(signers.vice, "2026-11-24 09:00", monkeypatch)
    assert desk.get("/viec-cua-toi/").status_code == 200 and "Hàng chờ" not in desk.get("/").content.decode()
    assert Post.objects.filter(official=signers.vice).count() == 1
