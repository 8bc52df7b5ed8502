"""Trình ký: submitted, initialled, signed, numbered, sealed; returned, withdrawn, handed on; and whose time it is."""

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.choice import chosen, read_choice
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.signing import DraftPaper, SignAs
from congvu.dossiers.course import stored
from congvu.dossiers.models import Dossier, Signing
from congvu.dossiers.queries import story
from congvu.dossiers.rebuild import told
from congvu.dossiers.signings import by_post, calls, signers_for, under_way, waiting
from congvu.ledger.queries import bodies_of, check
from congvu.offices import commands as offices
from congvu.offices.models import Official, Role, Unit, UnitKind
from congvu.papers.models import NumberSeries
from congvu.rules.errors import RuleBroken
from congvu.rules.signing import Draft
from tests.people import Cast, at
from tests.signers import Signers, gather_signers, letter_to_the_chairman

pytestmark = pytest.mark.django_db
LETTER = DraftPaper(Draft.LETTER, "Công văn đề nghị phối hợp", "", 1)


@pytest.fixture
def signers(cast: Cast) -> Signers:
    return gather_signers(cast)


def agree(dossier: Dossier) -> bool:
    fresh = Dossier.objects.get(pk=dossier.pk)
    return told(bodies_of(f"dossier:{fresh.pk}")) == stored(fresh)


def fresh(signing: Signing) -> Signing:
    return Signing.objects.select_related("dossier").get(pk=signing.pk)


def test_only_a_signed_numbered_and_sealed_paper_becomes_the_result(signers: Signers) -> None:
    dossier, cast = signers.at_desk(), signers.cast
    common = {"actor": cast.ha, "dossier_id": dossier.pk, "seen_version": None}
    with pytest.raises(RuleBroken, match=r"signing\.needed"):
        commands.record_result(at=at("2026-11-23 09:30"), **common)
    signing = signers.submit(dossier)
    signers.sign(signing, cast.minh, "2026-11-23 11:00")
    signers.sign(signing, cast.chairman, "2026-11-24 09:00")
    with pytest.raises(RuleBroken, match="still_open"):
        commands.record_result(at=at("2026-11-24 09:10"), **common)
    assert signers.number(signing, "2026-11-24 09:30").symbol == "01/GP-ĐT"
    signers.seal(signing, "2026-11-24 10:00")
    done = commands.record_result(at=at("2026-11-24 10:10"), **common)
    assert done.state == "result_ready" and done.finished_at == at("2026-11-24 10:10")
    turns = [(turn.outcome, turn.began_at, turn.ended_at) for turn in signing.turns.all()]
    assert turns == [
        ("initialled", at("2026-11-23 10:00"), at("2026-11-23 11:00")),
        ("signed", at("2026-11-23 11:00"), at("2026-11-24 09:00")),
    ]
    assert agree(dossier) and check().wrong == ""


def test_a_step_that_says_who_signs_cannot_be_finished_without_it(signers: Signers) -> None:
    cast, version = signers.cast, signers.version
    version.steps = [*version.steps, {"id": "return", "name_vi": "Trả", "by": "counter"}]
    version.save()
    dossier = signers.at_desk()
    onward = {"at": at("2026-11-24 10:00"), "actor": cast.ha, "dossier_id": dossier.pk, "seen_version": None,
              "to": Receiver(cast.counter)}  # fmt: skip
    with pytest.raises(RuleBroken, match=r"signing\.needed"):
        commands.finish_step(**onward)
    signing = signers.submit(dossier)
    for who in (cast.minh, cast.chairman):
        signers.sign(signing, who, "2026-11-23 14:00")
    signers.number(signing, "2026-11-23 15:00")
    signers.seal(signing, "2026-11-23 15:10")
    assert commands.finish_step(**onward).step == 3


def test_no_step_is_finished_while_something_of_the_dossier_waits_to_be_signed(cast: Cast) -> None:
    dossier = cast.at_desk()
    letter = letter_to_the_chairman(cast, dossier)
    onward = {"at": at("2026-11-24 10:00"), "actor": cast.ha, "dossier_id": dossier.pk, "seen_version": None}
    with pytest.raises(RuleBroken, match=r"signing\.still_open"):
        commands.finish_step(**onward, to=Receiver(cast.justice, cast.minh))
    commands.withdraw_signing(
        actor=cast.ha, at=at("2026-11-24 09:00"), signing_id=letter.pk, seen_version=None, reason="Không cần nữa"
    )
    assert commands.finish_step(**onward, to=Receiver(cast.justice, cast.minh)).step == 2


def test_a_step_that_says_who_signs_is_not_finished_while_another_paper_is_under_way(signers: Signers) -> None:
    cast, version = signers.cast, signers.version
    version.steps = [*version.steps, {"id": "return", "name_vi": "Trả", "by": "counter"}]
    version.save()
    signing = signers.signed()
    signers.number(signing, "2026-11-23 15:00")
    signers.seal(signing, "2026-11-23 15:10")
    signers.submit(signing.dossier, "2026-11-23 15:20", paper=LETTER, signers=(cast.chairman,))
    with pytest.raises(RuleBroken, match=r"signing\.still_open"):
        commands.finish_step(
            at=at("2026-11-24 10:00"), actor=cast.ha, dossier_id=signing.dossier_id, seen_version=None,
            to=Receiver(cast.counter),
        )  # fmt: skip


def test_a_vertical_body_has_its_papers_signed_by_its_own_head_and_by_nobody_above_it(signers: Signers) -> None:
    cast = signers.cast
    Unit.objects.filter(pk=cast.justice.pk).update(kind=UnitKind.VERTICAL)
    dossier = Dossier.objects.get(pk=signers.at_desk().pk)
    assert [post.official for post in signers_for(dossier, at("2026-11-23 10:00").date())] == [cast.minh]
    with pytest.raises(RuleBroken, match=r"signing\.not_a_signer"):
        signers.submit(dossier)
    page = cast_page(cast.ha, dossier)
    assert cast.minh.full_name in page and cast.chairman.full_name not in page
    signing = signers.submit(dossier, signers=(cast.minh,))
    assert signing.agency == cast.justice
    with pytest.raises(RuleBroken, match=r"signing\.not_a_signer"):
        commands.hand_on_signing(
            actor=cast.minh, at=at("2026-11-23 11:00"), signing_id=signing.pk, seen_version=None,
            to_post=signers.post(cast.chairman).pk, sign_as=SignAs(),
        )  # fmt: skip
    assert signers.sign(signing, cast.minh, "2026-11-23 11:00").state == "signed"


def cast_page(who: Official, dossier: Dossier) -> str:
    """The form on which this person submits a draft of the dossier."""
    client = Client()
    client.force_login(who)
    return client.get(f"/ho-so/{dossier.pk}/trinh-ky/").content.decode()


def test_procedures_that_say_nothing_of_it_go_on_without_a_signature(cast: Cast) -> None:
    result = {"at": at("2026-11-24 09:00"), "dossier_id": cast.at_desk().pk, "seen_version": None}
    with pytest.raises(RuleBroken, match=r"signing\.by_head"):
        commands.record_result(actor=cast.ha, **result)  # the head's step is not the specialist's to pass over
    assert commands.record_result(actor=cast.minh, **result).state == "result_ready"


def test_the_clock_of_the_law_never_stops_for_a_signature(signers: Signers) -> None:
    dossier = signers.at_desk()
    due = dossier.due_at
    signers.submit(dossier)
    dossier.refresh_from_db()
    assert (dossier.due_at, dossier.paused_at, dossier.holder) == (due, None, signers.cast.ha)
    late = at("2026-12-01 09:00")
    assert story(dossier, late).is_late and story(dossier, late).clocks.paused == 0


def test_a_returned_draft_keeps_its_reason_and_is_submitted_again(signers: Signers) -> None:
    dossier, cast = signers.at_desk(), signers.cast
    first = signers.submit(dossier)
    with pytest.raises(RuleBroken, match="needs_reason"):
        commands.return_draft(
            actor=cast.minh, at=at("2026-11-23 11:00"), signing_id=first.pk, seen_version=None, reason=" "
        )
    commands.return_draft(
        actor=cast.minh, at=at("2026-11-23 11:00"), signing_id=first.pk, seen_version=None, reason="Thiếu căn cứ"
    )
    assert calls(cast.ha, at("2026-11-23 12:00").date()).sent_back == 1
    again = signers.submit(dossier, "2026-11-23 14:00")
    assert (fresh(first).state, fresh(first).reason, again.number) == ("returned", "Thiếu căn cứ", 2)
    assert calls(cast.ha, at("2026-11-23 14:00").date()).sent_back == 0
    assert agree(dossier)


def test_the_clerk_may_send_a_signed_draft_back_but_not_a_numbered_one(signers: Signers) -> None:
    signing = signers.signed()
    with pytest.raises(RuleBroken, match=r"rights\.missing"):
        commands.return_draft(
            actor=signers.cast.chairman, at=at("2026-11-23 11:00"), signing_id=signing.pk, seen_version=None, reason="x"
        )
    back = {"actor": signers.clerk, "at": at("2026-11-23 11:00"), "seen_version": None, "reason": "Sai thể thức"}
    commands.return_draft(signing_id=signing.pk, **back)
    assert fresh(signing).decided_at == at("2026-11-23 10:00") and agree(signing.dossier)
    other = signers.number(signers.signed(), "2026-11-23 11:00")
    with pytest.raises(RuleBroken, match="no_such_move"):
        commands.return_draft(signing_id=other.pk, **back)


def test_a_draft_is_taken_back_only_before_it_is_signed(signers: Signers) -> None:
    signing = signers.submit(signers.at_desk())
    back = {"actor": signers.cast.ha, "at": at("2026-11-23 11:00"), "seen_version": None, "reason": "Sửa số liệu"}
    assert commands.withdraw_signing(signing_id=signing.pk, **back).state == "withdrawn"
    with pytest.raises(RuleBroken, match="no_such_move"):
        commands.withdraw_signing(signing_id=signers.signed().pk, **back)
    assert agree(signing.dossier)


def test_of_signing_and_taking_back_with_the_same_page_one_succeeds_and_the_other_learns_who(signers: Signers) -> None:
    cast = signers.cast
    signing = signers.submit(signers.at_desk(), signers=(cast.minh, cast.chairman))
    seen = fresh(signing).dossier.version
    commands.withdraw_signing(
        actor=cast.ha, at=at("2026-11-23 11:00"), signing_id=signing.pk, seen_version=seen, reason="Sửa"
    )
    with pytest.raises(RuleBroken) as refused:
        commands.sign(actor=cast.minh, at=at("2026-11-23 11:00"), signing_id=signing.pk, seen_version=seen)
    assert refused.value.code == "dossier.changed_meanwhile" and refused.value.facts["who"] == cast.ha.full_name


def test_the_chairman_lets_the_vice_chairwoman_sign_in_his_place_and_the_number_stays_the_agencys(
    signers: Signers,
) -> None:
    cast = signers.cast
    signing = signers.submit(signers.at_desk())
    signers.sign(signing, cast.minh, "2026-11-23 11:00")
    to = {"actor": cast.chairman, "at": at("2026-11-23 13:30"), "signing_id": signing.pk, "seen_version": None}
    for wrong, code in (
        (SignAs("KT"), "signing.needs_whom"), (SignAs("TUQ", "Chủ tịch"), "signing.needs_basis"),
        (SignAs("XX"), "signing.unknown_authority"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken) as refused:
            commands.hand_on_signing(to_post=signers.post(signers.vice).pk, sign_as=wrong, **to)
        assert refused.value.code == code
    with pytest.raises(RuleBroken, match="same_signer"):
        commands.hand_on_signing(to_post=signers.post(cast.chairman).pk, sign_as=SignAs("KT", "Chủ tịch"), **to)
    with pytest.raises(RuleBroken, match="not_a_signer"):
        commands.hand_on_signing(to_post=signers.post(cast.ha).pk, sign_as=SignAs("KT", "Chủ tịch"), **to)
    commands.hand_on_signing(to_post=signers.post(signers.vice).pk, sign_as=SignAs("KT", "Chủ tịch"), **to)
    with pytest.raises(RuleBroken, match="not_your_turn"):
        signers.sign(signing, cast.chairman, "2026-11-23 14:00")
    signers.sign(signing, signers.vice, "2026-11-23 14:30")
    last = signing.turns.latest("pk")
    assert (last.authority, last.whom, last.outcome) == ("KT", "Chủ tịch", "signed")
    assert signers.number(signing, "2026-11-23 15:00").symbol == "01/GP-ĐT" and agree(signing.dossier)


def test_only_posts_that_reach_the_dossier_sign_and_only_on_days_they_are_held(signers: Signers) -> None:
    cast, dossier = signers.cast, signers.at_desk()
    for who in ((cast.hoa,), (cast.minh, cast.auditor), (signers.clerk,)):
        with pytest.raises(RuleBroken, match="not_a_signer"):
            signers.submit(dossier, signers=who)
    with pytest.raises(RuleBroken, match="needs_initials"):
        signers.submit(dossier, signers=(cast.chairman,))
    with pytest.raises(RuleBroken, match="needs_signer"):
        signers.submit(dossier, signers=(cast.minh,))
    signing = signers.submit(dossier)
    for who in (cast.chairman, cast.ha, signers.clerk, cast.auditor):
        with pytest.raises(RuleBroken, match="not_your_turn"):
            signers.sign(signing, who, "2026-11-23 11:00")
    cast.minh.posts.update(to_on="2026-11-23")
    with pytest.raises(RuleBroken, match=r"rights\.missing"):
        signers.sign(signing, cast.minh, "2026-11-24 08:00")


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (DraftPaper(Draft.RESULT, " ", "GP", 1), "signing.needs_summary"),
        (DraftPaper(Draft.RESULT, "Giấy phép", "XX", 1), "signing.unknown_kind"),
        (DraftPaper(Draft.RESULT, "Giấy phép", "GP", 0), "signing.pages"),
        (DraftPaper(Draft.RESULT, "Giấy phép", "GP", 1000), "signing.pages"),
    ],
)
def test_a_draft_without_summary_kind_or_pages_is_not_taken(signers: Signers, paper: DraftPaper, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        signers.submit(signers.at_desk(), paper=paper)
    assert refused.value.code == code and not Signing.objects.exists()


def test_nothing_is_submitted_twice_at_a_time_nor_of_a_dossier_that_is_over(signers: Signers) -> None:
    dossier = signers.at_desk()
    signers.submit(dossier)
    with pytest.raises(RuleBroken, match="one_at_a_time"):
        signers.submit(dossier, paper=LETTER)
    commands.stop(
        actor=signers.cast.minh, at=at("2026-11-23 11:00"), dossier_id=dossier.pk, seen_version=None,
        told=Told("Người nộp không bổ sung", "Điều 9"),
    )  # fmt: skip
    assert Signing.objects.get().state == "cancelled" and agree(dossier)
    with pytest.raises(RuleBroken, match=r"rights\.missing|no_such_move"):
        signers.submit(dossier, "2026-11-23 13:30")


def test_who_signs_neither_numbers_nor_seals_and_may_not_hold_the_clerks_post(signers: Signers) -> None:
    signing, cast = signers.signed(), signers.cast
    for who in (cast.chairman, cast.minh, cast.ha):
        with pytest.raises(RuleBroken, match=r"rights\.missing"):
            commands.number_paper(actor=who, at=at("2026-11-23 11:00"), signing_id=signing.pk, seen_version=None)
    with pytest.raises(RuleBroken, match="not_together"):
        offices.grant_post(
            actor=cast.clockwork, at=at("2026-11-23 11:00"), official=cast.minh, unit=cast.root, role=Role.CLERK,
            title="Văn thư", from_on=at("2026-11-24 00:00").date(),
        )  # fmt: skip


def test_numbers_run_by_agency_kind_and_year_and_a_failed_act_leaves_no_gap(signers: Signers) -> None:
    first, second = signers.signed(), signers.signed()
    Unit.objects.filter(pk=signers.cast.root.pk).update(symbol="")
    with pytest.raises(RuleBroken, match="no_agency"):
        signers.number(first, "2026-11-23 11:00")
    assert not NumberSeries.objects.exists()
    Unit.objects.filter(pk=signers.cast.root.pk).update(symbol="UBND")
    assert [signers.number(one, "2026-11-23 11:00").symbol for one in (second, first)] == ["01/GP-UBND", "02/GP-UBND"]
    assert signers.number(signers.signed(), "2027-01-04 08:00").symbol == "01/GP-UBND"


def test_what_waits_is_told_by_post_oldest_first_in_working_time(signers: Signers) -> None:
    cast = signers.cast
    older = signers.submit(signers.at_desk("2026-11-19 09:10"), "2026-11-20 16:00")
    signers.sign(older, cast.minh, "2026-11-20 16:30")
    signers.submit(signers.at_desk(), "2026-11-23 08:00")
    now = at("2026-11-23 08:30")
    found = by_post(waiting(under_way(), now), now)
    assert [(one.post.official, len(one.waiting), one.oldest.seconds // 60) for one in found] == [
        (cast.chairman, 1, 60 + 60), (cast.minh, 1, 30),
    ]  # fmt: skip
    asked = read_choice({"nhom": "cho-ky"}, now)
    assert chosen(Dossier.objects.all(), asked).count() == 2
