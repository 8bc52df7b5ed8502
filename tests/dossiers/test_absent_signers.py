"""Absences and signatures: what waits for a signer who is away waits for who stands in, and comes back on return."""

from datetime import date

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.commands.absence_course import give_back
from congvu.dossiers.commands.absences import Told as Entered
from congvu.dossiers.commands.absences import correct_absence
from congvu.dossiers.commands.signing import SignAs, hand_on_signing
from congvu.dossiers.models import Signing
from congvu.dossiers.signings import calls, open_turn
from congvu.dossiers.stand_ins import returnable_turns, said_signing_instead, unsigned_with_absent
from congvu.ledger.queries import bodies_of, check
from congvu.offices import commands as offices
from congvu.offices.models import Absence, Official, Post, Role
from congvu.papers.models import Paper
from congvu.papers.render import pdf
from congvu.rules.absence import AbsenceKind
from tests.dossiers.test_absence_pages import sign_in
from tests.dossiers.test_absences import enter, person, refused, span, told_and_stored, work
from tests.papers.test_receipt import text_of
from tests.people import Cast, at
from tests.signers import Signers, gather_signers

pytestmark = pytest.mark.django_db


@pytest.fixture
def signers(cast: Cast) -> Signers:
    return gather_signers(cast)


@pytest.fixture
def noivu(cast: Cast) -> Official:
    """Who enters the absences of leaders too."""
    return person(cast, "noivu", cast.root, Role.PERSONNEL)


def waits_for(signing: Signing) -> Official:
    turn = open_turn(Signing.objects.get(pk=signing.pk))
    assert turn is not None
    return turn.post.official


def test_what_waits_and_what_will_wait_goes_to_the_substitute_with_minutes(signers: Signers, noivu: Official) -> None:
    cast = signers.cast
    reached, to_come = signers.submit(signers.at_desk()), signers.submit(signers.at_desk())
    signers.sign(reached, cast.minh, "2026-11-23 11:00")
    absence = enter(cast, cast.chairman, signers.vice, by=noivu, when="2026-11-23 15:00")
    work(cast, "2026-11-23 23:59")
    assert waits_for(reached) == cast.chairman
    work(cast, "2026-11-24 00:00")
    assert (waits_for(reached), waits_for(to_come)) == (signers.vice, cast.minh)
    assert not unsigned_with_absent(at("2026-11-24 00:00")).exists()
    paper = Paper.objects.get(subject=f"absence:{absence.pk}")
    said = text_of(pdf(paper))[0]
    for words in ("Văn bản chờ ký", "Phạm Văn An", "Mai Thị Yên", "Chờ ký: Cấp giấy phép xây dựng nhà ở",
                  reached.dossier.code, to_come.dossier.code, "Số lượng: 2"):  # fmt: skip
        assert words in said, words
    body = bodies_of(f"dossier:{reached.dossier_id}")[-1]
    assert (body["action"], body["actor"], body["facts"]["minutes"]) == (
        "dossier.signing_moved", "clockwork", paper.symbol,
    )  # fmt: skip
    work(cast, "2026-11-24 00:01")
    assert Paper.objects.filter(form="BGCV").count() == 1
    signers.sign(to_come, cast.minh, "2026-11-24 08:00")
    for one in (reached, to_come):
        signed = signers.sign(one, signers.vice, "2026-11-24 08:30", SignAs("KT", "Chủ tịch"))
        assert signed.state == "signed" and told_and_stored(one.dossier)
    assert check().wrong == ""


def test_a_draft_for_somebody_away_waits_for_the_substitute_and_says_so(signers: Signers, noivu: Official) -> None:
    cast = signers.cast
    absence = enter(cast, cast.chairman, signers.vice, by=noivu, when="2026-11-24 08:00")
    signing = signers.submit(signers.at_desk("2026-11-24 08:30"), "2026-11-24 09:00")
    assert said_signing_instead(signing, at("2026-11-24 09:00")) == [
        "Phạm Văn An đang vắng mặt: văn bản chờ Mai Thị Yên ký thay."
    ]
    signers.sign(signing, cast.minh, "2026-11-24 10:00")
    assert waits_for(signing) == signers.vice
    facts = bodies_of(f"dossier:{signing.dossier_id}")[-2]["facts"]
    assert [turn.get("meant_for") for turn in facts["turns"]] == [None, "chu-tich"]
    assert absence.work.get().turn == open_turn(signing) and told_and_stored(signing.dossier)


def test_a_signature_handed_to_somebody_away_goes_on_to_the_substitute(signers: Signers, noivu: Official) -> None:
    cast, third = signers.cast, person(signers.cast, "pct2", signers.cast.root, Role.LEADER)
    enter(cast, signers.vice, third, by=noivu, when="2026-11-23 08:00", lasting=span("2026-11-23 08:00"))
    signing = signers.submit(signers.at_desk())
    signers.sign(signing, cast.minh, "2026-11-23 11:00")
    hand_on_signing(
        actor=cast.chairman, at=at("2026-11-23 14:00"), signing_id=signing.pk, seen_version=None,
        to_post=signers.post(signers.vice).pk, sign_as=SignAs("KT", "Chủ tịch"),
    )  # fmt: skip
    assert waits_for(signing) == third and told_and_stored(signing.dossier)


def test_nobody_hands_a_signature_to_somebody_for_whom_he_stands_in(signers: Signers, noivu: Official) -> None:
    cast = signers.cast
    enter(cast, signers.vice, cast.chairman, by=noivu, when="2026-11-23 08:00", lasting=span("2026-11-23 08:00"))
    signing = signers.submit(signers.at_desk())
    signers.sign(signing, cast.minh, "2026-11-23 11:00")
    refused("signing.same_signer", lambda: hand_on_signing(
        actor=cast.chairman, at=at("2026-11-23 14:00"), signing_id=signing.pk, seen_version=None,
        to_post=signers.post(signers.vice).pk, sign_as=SignAs()))  # fmt: skip
    assert waits_for(signing) == cast.chairman


def test_on_return_a_draft_still_unsigned_goes_back(signers: Signers, noivu: Official) -> None:
    cast = signers.cast
    back, signed = signers.submit(signers.at_desk()), signers.submit(signers.at_desk())
    for one in (back, signed):
        signers.sign(one, cast.minh, "2026-11-23 11:00")
    absence = enter(cast, cast.chairman, signers.vice, by=noivu, when="2026-11-24 08:00")
    new = signers.submit(signers.at_desk("2026-11-24 08:30"), "2026-11-24 09:00")
    signers.sign(signed, signers.vice, "2026-11-25 09:00")
    now = at("2026-11-27 08:00")
    ready = [turn.signing for turn in returnable_turns(absence, now)]
    assert ready == [back, new]
    chosen = [turn.pk for turn in returnable_turns(absence, now)]
    here = {"at": now, "absence_id": absence.pk, "chosen": []}
    refused("rights.missing", lambda: give_back(actor=cast.hoa, drafts=chosen, **here))
    give_back(actor=signers.vice, drafts=chosen[:1], **here)
    assert waits_for(back) == cast.chairman and told_and_stored(back.dossier)
    refused("absence.not_returnable", lambda: give_back(actor=noivu, drafts=chosen[:1], **here))
    give_back(actor=noivu, drafts=chosen[1:], **here)
    signers.sign(new, cast.minh, "2026-11-27 09:00")
    assert waits_for(new) == cast.chairman and told_and_stored(new.dossier)
    assert not returnable_turns(absence, now).exists() and check().wrong == ""
    assert Paper.objects.filter(form="BGCV").count() == 3


def test_back_along_the_chain_though_the_substitute_passed_it_on(signers: Signers, noivu: Official) -> None:
    cast, third = signers.cast, person(signers.cast, "pct2", signers.cast.root, Role.LEADER)
    signing = signers.submit(signers.at_desk())
    signers.sign(signing, cast.minh, "2026-11-23 11:00")
    absence = enter(cast, cast.chairman, signers.vice, by=noivu, when="2026-11-24 08:00")
    enter(cast, signers.vice, third, by=noivu, when="2026-11-25 08:00", lasting=span("2026-11-25 07:00"))
    assert waits_for(signing) == third
    turn = returnable_turns(absence, at("2026-11-27 08:00")).get()
    give_back(actor=noivu, at=at("2026-11-27 08:00"), absence_id=absence.pk, chosen=[], drafts=[turn.pk])
    assert waits_for(signing) == cast.chairman and told_and_stored(signing.dossier)


def test_another_substitute_gets_the_drafts_too(signers: Signers, noivu: Official) -> None:
    cast, third = signers.cast, person(signers.cast, "pct2", signers.cast.root, Role.LEADER)
    own, taken = signers.submit(signers.at_desk(), signers=(cast.minh, signers.vice)), signers.submit(signers.at_desk())
    absence = enter(cast, cast.chairman, signers.vice, by=noivu, when="2026-11-24 08:00")
    asked = Entered(AbsenceKind.LEAVE, span(), {cast.root.pk: third.pk})
    correct_absence(
        actor=noivu, at=at("2026-11-24 10:00"), absence_id=absence.pk, seen_version=None, told=asked, reason="đi họp"
    )
    for one in (own, taken):
        signers.sign(one, cast.minh, "2026-11-24 11:00")
    assert (waits_for(own), waits_for(taken)) == (signers.vice, third)
    assert told_and_stored(own.dossier) and told_and_stored(taken.dossier)


def test_a_substitute_who_cannot_sign_is_refused_while_drafts_wait(signers: Signers, tam: Official) -> None:
    """Minh is specialist by his new post; what waits for him as head needs somebody who signs."""
    cast = signers.cast
    signing = signers.submit(signers.at_desk())
    head = Post.objects.get(official=cast.minh)
    offices.end_post(actor=cast.clockwork, at=at("2026-11-23 11:00"), post_id=head.pk, to_on=date(2026, 11, 22))
    offices.grant_post(
        actor=cast.clockwork, at=at("2026-11-23 11:00"), official=cast.minh, unit=cast.justice, role=Role.SPECIALIST,
        title="Chuyên viên", from_on=date(2026, 11, 23),
    )  # fmt: skip
    refusal = refused("absence.cannot_sign", lambda: enter(cast, cast.minh, tam, by=cast.chairman))
    assert refusal.facts["count"] == 1 and not Absence.objects.exists()
    commands.withdraw_signing(
        actor=cast.ha, at=at("2026-11-23 14:00"), signing_id=signing.pk, seen_version=None, reason="trình lại"
    )
    enter(cast, cast.minh, tam, by=cast.chairman)


def test_where_nobody_may_sign_instead_the_draft_goes_back_to_be_submitted_again(
    signers: Signers, noivu: Official
) -> None:
    cast = signers.cast
    signing = signers.submit(signers.at_desk())
    enter(cast, cast.chairman, signers.vice, by=noivu)
    post = signers.post(signers.vice)
    offices.end_post(actor=cast.clockwork, at=at("2026-11-23 16:00"), post_id=post.pk, to_on=date(2026, 11, 23))
    work(cast, "2026-11-24 07:00")
    found = Signing.objects.get(pk=signing.pk)
    assert found.state == "returned" and "Trình lại cho người ký khác" in found.reason
    assert calls(cast.ha, date(2026, 11, 24)).sent_back == 1 and told_and_stored(signing.dossier)
    assert not Paper.objects.filter(form="BGCV").exists() and check().wrong == ""
    refused("signing.signer_away", lambda: signers.submit(signing.dossier, "2026-11-24 09:00"))


def test_the_pages_say_where_drafts_are(signers: Signers, noivu: Official, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = signers.cast
    signing = signers.submit(signers.at_desk())
    signers.sign(signing, cast.minh, "2026-11-23 11:00")
    client = sign_in(noivu, "2026-11-24 08:00", monkeypatch)
    assert "Còn 1 văn bản chờ người này ký" in client.get("/vang-mat/ghi/chu-tich/").content.decode()
    absence = enter(cast, cast.chairman, signers.vice, by=noivu, when="2026-11-24 08:00")
    page = client.get(f"/vang-mat/{absence.pk}/").content.decode()
    assert "Chờ ký: Cấp giấy phép xây dựng nhà ở" in page and "1 việc" in page
    dossier = signers.at_desk("2026-11-24 08:30")
    desk = sign_in(cast.ha, "2026-11-24 09:00", monkeypatch)
    form = desk.get(f"/ho-so/{dossier.pk}/trinh-ky/").content.decode()
    assert "(Phạm Văn An) (vắng mặt, nhận thay: Mai Thị Yên)" in form
    sent = {
        "key": "k", "version": str(dossier.version), "draft": "result", "what": "Cấp phép", "paper_kind": ".GP",
        "pages": "1", "initial_1": str(signers.post(cast.minh).pk), "signer": str(signers.post(cast.chairman).pk),
    }  # fmt: skip
    said = desk.post(f"/ho-so/{dossier.pk}/trinh-ky/", sent, follow=True).content.decode()
    assert "Phạm Văn An đang vắng mặt: văn bản chờ Mai Thị Yên ký thay." in said
    back = sign_in(noivu, "2026-11-27 08:00", monkeypatch)
    turn = returnable_turns(absence, at("2026-11-27 08:00"))[0]
    done = back.post(f"/vang-mat/{absence.pk}/tra-lai/", {"key": "r", "ky": str(turn.pk)}, follow=True)
    assert "Đã bàn giao lại 1 việc." in done.content.decode() and waits_for(signing) == cast.chairman


def test_the_heads_page_counts_drafts_that_stay(signers: Signers, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = signers.cast
    enter(cast, cast.minh, person(cast, "pho", cast.justice, Role.HEAD), by=cast.chairman, when="2026-11-24 08:00")
    signing = signers.submit(signers.at_desk("2026-11-23 09:10"))  # submitted while the absence was being entered
    client: Client = sign_in(cast.chairman, "2026-11-24 08:00", monkeypatch)
    page = client.get("/don-vi/").content.decode()
    assert "Còn nằm ở người đang vắng mặt (1)" in page and f"/trinh-ky/{signing.pk}/" in page
    work(cast, "2026-11-24 08:01")
    assert "văn bản chờ ký nào nằm lại" in client.get("/don-vi/").content.decode()
