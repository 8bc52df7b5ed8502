"""Waiting for a signature is its own time: on the official's figures, on the dossier's page, on the control sheet."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import F
from django.test import Client

from congvu.dossiers import commands, sheets
from congvu.dossiers.alterations import compared
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.conditions import Window
from congvu.dossiers.course import stored
from congvu.dossiers.models import Dossier, Signing
from congvu.dossiers.queries import Clocks, story
from congvu.dossiers.rebuild import told
from congvu.indicators.queries.counts import Scope
from congvu.indicators.queries.own import OwnStep, own_figures, own_steps
from congvu.ledger.queries import bodies_of
from congvu.offices.models import Official
from tests.people import Cast, at
from tests.signers import Signers, gather_signers, letter_to_the_chairman

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def signers(cast: Cast) -> Signers:
    made = gather_signers(cast)
    planned = made.version.steps[2] | {"duration": {"value": 4, "unit": "wh"}}
    made.version.steps = [*made.version.steps[:2], planned]
    made.version.save()
    return made


@pytest.fixture
def permit(signers: Signers) -> Signing:
    """Hà had it from 09:10 to 10:00 and ten minutes at the end; Minh, the chairman and the clerk had it in between."""
    signing = signers.submit(signers.at_desk(), "2026-11-23 10:00")
    signers.sign(signing, signers.cast.minh, "2026-11-23 11:00")
    signers.sign(signing, signers.cast.chairman, "2026-11-25 10:00")
    signers.number(signing, "2026-11-25 10:30")
    signers.seal(signing, "2026-11-25 11:00")
    commands.record_result(
        actor=signers.cast.ha, at=at("2026-11-25 11:10"), dossier_id=signing.dossier_id, seen_version=None
    )
    return Signing.objects.select_related("dossier").get()


def figures(cast: Cast, who: Official) -> OwnStep:
    window = Window(at("2026-11-15 00:00").date(), at("2026-12-14 00:00").date(), at("2026-12-01 09:00"),
                    at("2026-12-01 09:00").date())  # fmt: skip
    return own_steps(who, Scope(cast.justice, window))[0]


def clocks(dossier: Dossier, when: str) -> Clocks:
    return story(Dossier.objects.get(pk=dossier.pk), at(when)).clocks


def working(cast: Cast, begin: str, end: str) -> int:
    return cast.root.calendar_in_force().hours.elapsed(at(begin), at(end))


def test_a_step_that_is_over_its_plan_by_the_wait_for_the_signature_alone_is_within_it(
    cast: Cast, permit: Signing
) -> None:
    step = figures(cast, cast.ha)
    assert (step.step, step.seconds, step.timing.value) == ("sign", HOUR, "trong")
    assert step.waited == working(cast, "2026-11-23 10:00", "2026-11-25 11:00") > 4 * HOUR
    line = own_figures([step], "/", {}).lines[0]
    assert (line.within.count, line.beyond.count, line.waited.median) == (1, 0, step.waited)


def test_a_head_who_initials_what_lies_on_the_own_desk_waits_only_for_those_after(signers: Signers) -> None:
    cast, dossier = signers.cast, signers.at_desk()
    onward = {"dossier_id": dossier.pk, "seen_version": None}
    commands.hand_on(actor=cast.ha, at=at("2026-11-23 09:30"), to=Receiver(cast.justice, cast.minh), **onward)
    signing = signers.submit(dossier, "2026-11-23 10:00")
    signers.sign(signing, cast.minh, "2026-11-23 11:00")
    signers.sign(signing, cast.chairman, "2026-11-25 10:00")
    signers.number(signing, "2026-11-25 10:00")
    signers.seal(signing, "2026-11-25 10:30")
    commands.record_result(actor=cast.minh, at=at("2026-11-25 11:00"), **onward)
    step = figures(cast, cast.minh)
    assert step.waited == working(cast, "2026-11-23 11:00", "2026-11-25 10:30") and step.seconds == 2 * HOUR


def test_my_figures_and_the_heads_page_show_the_wait_beside_the_own_time(cast: Cast, permit: Signing) -> None:
    client = Client()
    client.force_login(cast.ha)
    page = client.get("/so-lieu-cua-toi/danh-sach/?nam=2026&so=12").content.decode()
    assert "Chờ ký, không tính" in page and "vượt" not in page
    assert "Chờ ký, trung vị" in client.get("/so-lieu-cua-toi/?nam=2026&so=12").content.decode()


def test_the_clocks_tell_the_wait_also_once_it_is_signed(cast: Cast, permit: Signing) -> None:
    found = clocks(permit.dossier, "2026-12-20 09:00")
    assert found.signing == working(cast, "2026-11-23 10:00", "2026-11-25 10:00")
    assert found.issuing == HOUR
    assert found.counted == working(cast, "2026-11-23 09:10", "2026-11-25 11:10")
    for page in (f"/ho-so/{permit.dossier_id}/", "/tra-cuu/"):
        client = Client()
        client.force_login(cast.ha)
        data = {"code": permit.dossier.lookup_code, "key": "t1"}
        shown = client.post(page, data, follow=True) if page == "/tra-cuu/" else client.get(page)
        assert "Trong đó chờ ký" in shown.content.decode(), page
        assert "chờ văn thư cấp số, đóng dấu 1 giờ" in shown.content.decode()


def test_what_is_paused_meanwhile_is_no_wait_for_a_signature(cast: Cast) -> None:
    dossier = cast.at_desk()
    letter_to_the_chairman(cast, dossier, "2026-11-23 10:00")
    cast.ask(dossier, "2026-11-23 11:00")
    found = clocks(dossier, "2026-11-25 09:00")
    assert found.signing == HOUR and found.paused == working(cast, "2026-11-23 11:00", "2026-11-25 09:00")


def test_the_control_sheet_has_a_row_for_each_signer_and_the_clerk_with_how_long_each_waited(
    cast: Cast, permit: Signing
) -> None:
    sheet = sheets.control_sheet(permit.dossier, at("2026-11-26 09:00"))
    rows = [(row["giver"], row["receiver"], row["at"], row["note"]) for row in sheet["rows"]]  # type: ignore[attr-defined]
    ha, minh = "Đỗ Thu Hà, Tư pháp", "Trần Minh, Trưởng phòng, Tư pháp"
    chairman, clerk = "Phạm Văn An, Chủ tịch, Đảo Thử", "Văn thư, Đảo Thử"
    long = sheets.working_duration(working(cast, "2026-11-23 11:00", "2026-11-25 10:00"))
    assert rows[3:7] == [
        (ha, minh, "10:00 23/11/2026", "Trình ký: Cấp giấy phép xây dựng nhà ở"),
        (minh, chairman, "11:00 23/11/2026", "đã ký nháy, chờ 1 giờ"),
        (chairman, clerk, "10:00 25/11/2026", f"đã ký, chờ {long}"),
        (clerk, ha, "11:00 25/11/2026", f"cấp số {permit.symbol}, đóng dấu, chờ 1 giờ"),
    ]
    assert rows[7][3] == "Có kết quả"


def test_a_draft_given_back_by_the_clerk_has_waited_until_then(signers: Signers) -> None:
    signing = signers.signed("2026-11-23 10:00")
    assert Signing.objects.get().ended_at is None
    commands.return_draft(
        actor=signers.clerk, at=at("2026-11-23 11:00"), signing_id=signing.pk, seen_version=None, reason="Sai thể thức"
    )
    one = Signing.objects.select_related("dossier").get()
    assert (one.decided_at, one.ended_at) == (at("2026-11-23 10:00"), at("2026-11-23 11:00"))
    assert clocks(one.dossier, "2026-11-24 09:00").issuing == HOUR
    assert told(bodies_of(f"dossier:{one.dossier_id}")) == stored(Dossier.objects.get(pk=one.dossier_id))
    notes = [row["note"] for row in sheets.control_sheet(one.dossier, at("2026-11-24 09:00"))["rows"]]  # type: ignore[attr-defined]
    assert notes[-1] == "trả lại, chờ 1 giờ"




def test_a_place_made_before_learns_when_each_submission_was_over(signers: Signers) -> None:
    """Sealed, given back by the signer, by the clerk, cancelled after the signature: as the ledger tells it."""
    by_clerk, cancelled, by_signer = (signers.signed("2026-11-23 10:00") for _number in range(3))
    signers.seal(signers.number(signers.signed("2026-11-23 10:00"), "2026-11-23 11:00"), "2026-11-23 11:30")
    late = {"at": at("2026-11-25 09:00"), "seen_version": None}
    commands.return_draft(actor=signers.clerk, signing_id=by_clerk.pk, reason="Sai thể thức", **late)
    told_why = Told("Hồ sơ không đủ điều kiện", "Điều 20 NĐ 118/2025/NĐ-CP", ("Tờ khai",))
    commands.stop(actor=signers.cast.minh, dossier_id=cancelled.dossier_id, told=told_why, **late)
    commands.return_draft(actor=signers.clerk, signing_id=by_signer.pk, reason="Sai thể thức", **late)
    signing = signers.submit(Dossier.objects.get(pk=by_signer.dossier_id), "2026-11-25 10:00")
    commands.return_draft(
        actor=signers.cast.minh, at=at("2026-11-25 11:00"), signing_id=signing.pk, seen_version=None, reason="Sửa"
    )
    kept = dict(Signing.objects.values_list("pk", "ended_at"))
    Signing.objects.update(ended_at=F("decided_at"))
    name = next(name for name in MigrationLoader(None).disk_migrations if name[1].endswith("_signing_ended_at"))
    import_module(f"congvu.{name[0]}.migrations.{name[1]}").fill(apps, None)
    assert dict(Signing.objects.values_list("pk", "ended_at")) == kept and len(kept) == 5
    assert not [one for one in compared() if one.differs]
