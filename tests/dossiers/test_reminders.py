"""Early warning: the holder, then the head, once each, in working hours; the page tells what is and becomes late."""

import pytest
from django.test import Client
from django.utils.timezone import localtime

from congvu.dossiers import commands
from congvu.dossiers.commands.awaited import Question
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.reminders import heads_over, remind_of_due
from congvu.dossiers.models import Dossier, Origin
from congvu.dossiers.warning import concerned, warned
from congvu.notices.models import Notice
from congvu.offices.commands import NewUnit, create_unit
from congvu.offices.models import Official, Role, UnitKind
from congvu.rules.absence import AbsenceKind
from congvu.rules.reminders import Level, Threshold, levels
from tests.dossiers.test_absences import enter, person, span
from tests.dossiers.test_batches import make, send
from tests.people import Cast, at
from tests.signers import gather_signers, letter_to_the_chairman

pytestmark = pytest.mark.django_db
# Received on Monday the 23rd, three working days; the 24th is a holiday: due on Friday the 27th at 17:00.


def remind(cast: Cast, when: str) -> list[tuple[str, str]]:
    """The worker comes by; who has been reminded so far, in order, and when."""
    remind_of_due(actor=cast.clockwork, at=at(f"2026-11-{when}"))
    rows = Notice.objects.filter(reminds__isnull=False).order_by("queued_at", "pk")
    return [(one.reminds.login if one.reminds else "", f"{localtime(one.queued_at):%d %H:%M}") for one in rows]


def test_the_holder_then_the_head_once_each(cast: Cast) -> None:
    cast.at_desk()
    assert remind(cast, "26 16:59") == []
    assert remind(cast, "27 08:00") == [("ha", "27 08:00")]
    assert remind(cast, "27 12:00") == [("ha", "27 08:00")]
    both = [("ha", "27 08:00"), ("minh", "27 13:05")]
    assert remind(cast, "27 13:05") == both
    for when in ("27 13:10", "27 16:59", "30 09:00"):
        assert remind(cast, when) == both


def test_nothing_is_sent_outside_the_hours_and_nothing_is_lost_by_it(cast: Cast) -> None:
    cast.at_desk()
    for when in ("26 17:00", "26 22:00", "27 06:00", "27 07:29"):
        assert remind(cast, when) == []
    assert remind(cast, "27 07:31") == [("ha", "27 07:31")]


def test_a_dossier_of_another_register_reminds_whom_it_lies_with_here_and_nobody_else(cast: Cast) -> None:
    here, there, nobody = cast.at_desk(), cast.at_desk(), cast.at_desk()
    elsewhere = Official.objects.create(login="so-cu-1", full_name="Người Của Sổ", password="!", is_imported=True)
    new = NewUnit("so-cu", "Sổ cũ", UnitKind.IMPORTED)
    theirs = create_unit(actor=cast.clockwork, at=at("2026-11-20 08:00"), new=new, parent=cast.root)
    for one, holder in ((here, cast.ha), (there, elsewhere), (nobody, None)):
        unit = cast.justice if one == here else theirs
        Dossier.objects.filter(pk=one.pk).update(origin=Origin.IMPORTED, holder=holder, unit=unit)
    assert remind(cast, "27 08:00") == [("ha", "27 08:00")]
    assert Notice.objects.get(reminds=cast.ha).about == f"dossier:{here.pk}"
    # In a unit of the place without anybody of the place: its head's, as what nobody holds.
    Dossier.objects.filter(pk=there.pk).update(unit=cast.justice)
    assert ("minh", "27 08:10") in remind(cast, "27 08:10")


def test_a_short_term_is_warned_of_by_its_share() -> None:
    holder, head = Threshold(8, 50), Threshold(4, 25)
    hour = 3600
    told = [levels(left * hour, 4 * hour, holder, head, is_held=True) for left in (3, 2, 1, 0)]
    assert told == [[], [Level.HOLDER], [Level.HOLDER, Level.HEAD], [Level.HOLDER, Level.HEAD]]
    assert levels(8 * hour, 40 * hour, holder, head, is_held=False) == [Level.HEAD]
    assert levels(9 * hour, 40 * hour, holder, head, is_held=False) == []


def test_what_is_paused_or_done_reminds_nobody(cast: Cast) -> None:
    paused, done = cast.at_desk(), cast.at_desk()
    cast.ask(paused, "2026-11-25 10:00")
    commands.record_result(actor=cast.minh, at=at("2026-11-25 10:00"), dossier_id=done.pk, seen_version=None)
    assert remind(cast, "27 16:00") == []


def test_a_new_desk_and_a_new_date_are_reminded_anew(cast: Cast) -> None:
    dossier, tam = cast.at_desk(), person(cast, "tam", cast.justice, Role.SPECIALIST)
    remind(cast, "27 08:00")
    to = Receiver(cast.justice, tam)
    commands.hand_on(actor=cast.ha, at=at("2026-11-27 09:00"), dossier_id=dossier.pk, seen_version=None, to=to)
    assert [login for login, _at in remind(cast, "27 09:05")] == ["ha", "tam"]
    cast.extend(dossier, "2026-11-27 10:00", "2026-12-02")
    assert [login for login, _at in remind(cast, "27 16:00")] == ["ha", "tam"]
    remind_of_due(actor=cast.clockwork, at=at("2026-12-02 09:00"))
    assert Notice.objects.filter(reminds=tam).count() == 2


def test_what_nobody_holds_is_the_heads_at_once_and_a_head_who_holds_it_has_one_above(cast: Cast) -> None:
    dossier = cast.accept()
    commands.finish_step(
        actor=cast.lan, at=at("2026-11-23 10:00"), dossier_id=dossier.pk, seen_version=None, to=Receiver(cast.justice)
    )
    assert [login for login, _at in remind(cast, "27 08:00")] == ["minh"]
    assert heads_over(cast.justice, cast.minh, at("2026-11-27 08:00")) == [cast.chairman]
    assert heads_over(cast.counter, cast.lan, at("2026-11-27 08:00")) == [cast.chairman]


def test_who_is_away_is_not_reminded_the_substitute_is(cast: Cast) -> None:
    cast.at_desk()
    pho = person(cast, "pho", cast.justice, Role.HEAD)
    enter(cast, cast.minh, pho, by=cast.chairman, when="2026-11-24 08:00")
    remind(cast, "26 08:00")
    assert heads_over(cast.justice, cast.ha, at("2026-11-25 08:00")) == [pho]


def test_a_reminder_names_no_person_and_knows_its_dossier(cast: Cast) -> None:
    dossier = cast.at_desk()
    cast.ha.email = "ha@vidu.vn"
    cast.ha.save(update_fields=["email"])
    remind(cast, "27 14:00")
    told = {one.reminds.login if one.reminds else "": one for one in Notice.objects.filter(reminds__isnull=False)}
    assert told["ha"].text == f"Hồ sơ {dossier.code} đến hạn lúc 17:00, 27/11/2026. Hồ sơ đang ở bàn của bạn."
    assert told["minh"].text == f"Hồ sơ {dossier.code} đến hạn lúc 17:00, 27/11/2026. Hồ sơ đang ở Tư pháp."
    assert (told["ha"].channel, told["minh"].channel) == ("email", "screen")
    assert all(one.about == f"dossier:{dossier.pk}" for one in told.values())


# -- the page ------------------------------------------------------------------------------------------------------


BY_LAW, BY_COMMITMENT = ("qua-han", "hom-nay", "ngay-mai"), ("cham-cam-ket", "cam-ket-hom-nay")


def groups(official: Official, when: str, slugs: tuple[str, ...] = BY_LAW) -> dict[str, list[str]]:
    rows, _wide = concerned(official, at(when).date())
    found = {one.slug: [line.row.dossier.code for line in one.lines] for one in warned(rows, at(when))}
    assert set(found) == {*BY_LAW, *BY_COMMITMENT}
    return {slug: found[slug] for slug in slugs}


def test_what_the_place_promised_is_warned_of_today_and_once_it_is_missed(cast: Cast) -> None:
    """Received on Monday: promised for Thursday the 26th at 17:00, due by law on Friday."""
    code = cast.at_desk().code
    assert groups(cast.ha, "2026-11-25 09:00", BY_COMMITMENT) == {"cham-cam-ket": [], "cam-ket-hom-nay": []}
    assert groups(cast.ha, "2026-11-26 17:00", BY_COMMITMENT) == {"cham-cam-ket": [], "cam-ket-hom-nay": [code]}
    assert groups(cast.ha, "2026-11-26 17:01", BY_COMMITMENT) == {"cham-cam-ket": [code], "cam-ket-hom-nay": []}
    assert groups(cast.ha, "2026-11-30 08:00", BY_COMMITMENT) == {"cham-cam-ket": [], "cam-ket-hom-nay": []}
    assert groups(cast.ha, "2026-11-30 08:00")["qua-han"] == [code]


def test_the_page_has_what_is_late_due_today_and_due_on_the_next_working_day(cast: Cast) -> None:
    first, second, third = cast.at_desk("2026-11-20 09:00"), cast.at_desk(), cast.at_desk("2026-11-26 09:00")
    assert [f"{one.due_on:%d}" for one in (first, second, third)] == ["26", "27", "01"]
    cast.ask(Dossier.objects.get(pk=third.pk), "2026-11-26 10:00")
    codes = [one.code for one in (first, second)]
    assert groups(cast.ha, "2026-11-25 09:00") == {"qua-han": [], "hom-nay": [], "ngay-mai": codes[:1]}
    assert groups(cast.ha, "2026-11-26 09:00") == {"qua-han": [], "hom-nay": codes[:1], "ngay-mai": codes[1:]}
    assert groups(cast.ha, "2026-11-27 09:00") == {"qua-han": codes[:1], "hom-nay": codes[1:], "ngay-mai": []}
    assert groups(cast.ha, "2026-11-28 09:00")["qua-han"] == codes  # Saturday
    assert groups(cast.minh, "2026-11-27 09:00") == groups(cast.chairman, "2026-11-27 09:00")
    assert not any(groups(cast.hoa, "2026-11-27 09:00").values())


def test_on_friday_the_next_working_day_is_monday(cast: Cast) -> None:
    dossier = cast.at_desk("2026-11-25 09:00")
    assert f"{dossier.due_on:%d/%m}" == "30/11"
    assert groups(cast.ha, "2026-11-27 09:00")["ngay-mai"] == [dossier.code]


def test_the_page_says_with_whom_since_when_and_what_became_of_the_reminder(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.at_desk()
    remind(cast, "27 14:00")
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-27 14:05"))
    client = Client()
    client.force_login(cast.minh)
    page = client.get("/canh-bao-som/").content.decode()
    for words in (dossier.code, "Đỗ Thu Hà", "Xác minh", "từ 09:10, 23/11/2026", "Đỗ Thu Hà, 14:00, 27/11/2026",
                  "Không gửi ra ngoài: chỉ hiện trên trang Cảnh báo sớm"):  # fmt: skip
        assert words in page, words
    client.force_login(cast.hoa)
    assert "Không có hồ sơ quá hạn" in client.get("/canh-bao-som/").content.decode()


def test_everybody_sets_the_own_address_and_a_wrong_one_stays_in_the_form(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-27 14:05"))
    client = Client()
    client.force_login(cast.ha)
    page = client.post("/canh-bao-som/", {"key": "k", "email": "ha@"}).content.decode()
    assert "Nhập địa chỉ thư dạng ten@vidu.vn." in page and 'value="ha@"' in page
    assert client.post("/canh-bao-som/", {"key": "k", "email": "ha@vidu.vn"}).status_code == 302
    cast.ha.refresh_from_db()
    assert cast.ha.email == "ha@vidu.vn"


# -- what waits for a signature ------------------------------------------------------------------------------------


def test_while_a_draft_waits_the_signer_is_reminded_and_then_the_head(cast: Cast) -> None:
    dossier = cast.at_desk()
    assert remind(cast, "27 08:00") == [("ha", "27 08:00")]
    letter_to_the_chairman(cast, dossier, "2026-11-27 08:30")
    assert remind(cast, "27 08:35") == [("ha", "27 08:00"), ("chu-tich", "27 08:35")]
    assert remind(cast, "27 13:05")[2:] == [("minh", "27 13:05")]
    assert remind(cast, "27 13:10") == remind(cast, "27 13:05")
    said = {one.reminds.login if one.reminds else "": one.text for one in Notice.objects.all()}
    assert said["chu-tich"].endswith("Văn bản chờ bạn ký từ 08:30, 27/11/2026.")
    assert said["minh"].endswith("Văn bản chờ Chủ tịch (Đảo Thử) ký từ 08:30, 27/11/2026.")


def test_a_head_who_must_sign_is_reminded_once_and_the_one_above_is_the_head(cast: Cast) -> None:
    signers = gather_signers(cast)
    signers.submit(signers.at_desk(), "2026-11-23 10:00")
    assert remind(cast, "27 16:00") == [("minh", "27 16:00"), ("chu-tich", "27 16:00"), ("yen", "27 16:00")]


def test_who_signs_instead_is_reminded(cast: Cast) -> None:
    signers, noivu = gather_signers(cast), person(cast, "noivu", cast.root, Role.PERSONNEL)
    enter(cast, cast.chairman, signers.vice, by=noivu, when="2026-11-26 08:00", lasting=span("2026-11-26 08:00", None),
          kind=AbsenceKind.DEPARTURE)  # fmt: skip
    letter_to_the_chairman(cast, cast.at_desk(), "2026-11-27 07:40")
    assert remind(cast, "27 08:00") == [("yen", "27 08:00")]


def test_the_page_names_whose_signature_and_since_when(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    letter_to_the_chairman(cast, cast.at_desk(), "2026-11-26 09:00")
    rows, _wide = concerned(cast.ha, at("2026-11-27 09:00").date())
    line = next(one for group in warned(rows, at("2026-11-27 09:00")) for one in group.lines)
    assert line.signer is not None and line.signer.post.official == cast.chairman
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-27 09:00"))
    client = Client()
    client.force_login(cast.ha)
    page = " ".join(client.get("/canh-bao-som/").content.decode().split())
    assert "Chủ tịch, Đảo Thử" in page and "Phạm Văn An · từ 09:00" in page


def page_of(official: Official, when: str, address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("congvu.clock.now", lambda: at(when))
    client = Client()
    client.force_login(official)
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize(("who", "address"), [("lan", "/canh-bao-som/"), ("lan", "/viec-cua-toi/"),
                                              ("chairman", "/don-vi/dao/")])  # fmt: skip
def test_what_is_on_the_way_says_so_on_every_list(
    who: str, address: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(cast, make(cast, cast.accept()))
    page = page_of(getattr(cast, who), "2026-11-27 09:00", address, monkeypatch)
    assert '<span class="tag tag-way">Đang chuyển đến Tư pháp</span>' in page


@pytest.mark.parametrize(("who", "address"), [("ha", "/canh-bao-som/"), ("ha", "/viec-cua-toi/"),
                                              ("chairman", "/don-vi/dao/")])  # fmt: skip
def test_what_awaits_another_body_says_so_on_every_list(
    who: str, address: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.at_desk()
    commands.ask_body(actor=cast.ha, at=at("2026-11-25 10:00"), dossier_id=dossier.pk, seen_version=None,
                      question=Question("do-dac", "46/PC"))  # fmt: skip
    page = page_of(getattr(cast, who), "2026-11-27 09:00", address, monkeypatch)
    assert "Chờ văn phòng đăng ký đất đai từ 25/11</span>" in page
