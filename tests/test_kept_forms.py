"""Bad inputs 19 and 20 for every form: what the site says it kept comes back filled in, whichever page it was on."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from congvu.dossiers.commands.batches import make_batch
from congvu.dossiers.commands.finding import save_filter
from congvu.dossiers.commands.progress import Receiver, hand_on
from congvu.dossiers.models import BulkRun, Dossier, OnlineFiling, SavedFilter
from congvu.ledger.queries import head
from congvu.offices.models import Submission
from congvu.offices.once import fresh_key
from congvu.rules.batch import Cargo
from tests.dossiers.money import charged
from tests.people import Cast, at
from tests.test_access import TABLE, address_of, names

pytestmark = pytest.mark.django_db
WORDS = "Chữ đã gõ dở"
KEPT = "Nội dung đã nhập được giữ lại, chưa gửi."
FILES_LOST = "Tệp đính kèm không giữ được. Chọn lại tệp rồi gửi."
SAID = "nội dung đã được giữ"

# Who sends which form: the official of the cast, the field that is typed into, what else must be sent with it.
FORMS: dict[str, tuple[str, str, dict[str, str]]] = {
    "dossiers:accept_one": ("lan", "name", {}),
    "dossiers:queue": ("lan", "ban", {"viec": "goi"}),
    "dossiers:paper_receipts": ("lan", "count", {}),
    "dossiers:refuse": ("lan", "name", {}),
    "dossiers:ask_early": ("lan", "missing", {}),
    "dossiers:rate_supervised": ("lan", "words", {}),
    "dossiers:register_upload": ("admin", "", {"anh-xa": "so-tinh"}),
    "dossiers:register_decide": ("admin", "", {}),
    "dossiers:mapping_begin": ("admin", "ten", {}),
    "dossiers:mapping_compose": ("admin", "nguon", {"loai": "csv"}),
    "dossiers:filing_act": ("lan", "ly-do", {}),
    "dossiers:warning": ("ha", "email", {}),
    "dossiers:export": ("minh", "ly-do", {}),
    "dossiers:saved": ("lan", "ten", {"bo-loc": "nhom=xong"}),
    "dossiers:saved_change": ("lan", "ten", {"viec": "ten"}),
    "dossiers:act": ("ha", "paper", {"ground": "y-kien-co-quan-khac"}),
    "dossiers:ask_signature": ("ha", "what", {}),
    "dossiers:absence_enter": ("minh", "basis", {}),
    "dossiers:absence_act": ("minh", "reason", {}),
    "dossiers:signing_act": ("chairman", "reason", {}),
    "dossiers:fee_act": ("lan", "reason", {}),
    "dossiers:scans": ("lan", "", {"giay-to": "Tờ khai"}),
    "dossiers:scan_withdraw": ("lan", "ly-do", {}),
    "dossiers:cash_close": ("lan", "explanation", {}),
    "dossiers:batch_compose": ("lan", "", {"chon": "1"}),
    "dossiers:bulk": ("ha", "note", {"chon": "1:1", "viec": "chuyen"}),
    "dossiers:batch_act": ("lan", "ly-do", {}),
    "fee_publish": ("admin", "valid_from", {"khoan-TOTAL_FORMS": "0", "khoan-INITIAL_FORMS": "0"}),
    "indicators:own": ("ha", "words", {}),
}
# Forms that are not kept, and are not said to be.
NOT_KEPT = {
    "sign_in": "its own page keeps the name; a password is never kept",
    "sign_out": "nothing is typed",
    "set_language": "nothing is typed",
    "notice_confirmed": "a gateway's, no person's",
    "outbox_retry": "one button, nothing is typed",
    "dossiers:lookup": "for everybody, without a session",
    "dossiers:rate": "for everybody, without a session",
    "dossiers:kiosk": "for everybody, without a session",
    "dossiers:ticket_machine": "a machine without an account, one button",
    "dossiers:read_card": "asked by the reception page's script, which keeps the field",
    "dossiers:find": "a search, which has no key and does nothing",
}
ACT = {
    "dossiers:filing_act": "tu-choi", "dossiers:fee_act": "khoan-thu", "dossiers:batch_act": "huy",
    "dossiers:absence_act": "ket-thuc", "dossiers:signing_act": "tra-lai", "dossiers:register_decide": "nhan",
}  # fmt: skip


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))


def address(name: str, cast: Cast, dossier: Dossier) -> str:
    """Where that form is sent."""
    if name == "dossiers:saved_change":
        save_filter(actor=cast.lan, name="Của tôi", query="nhom=xong")
        return f"/ho-so/bo-loc/{SavedFilter.objects.get().pk}/"
    if name == "dossiers:fee_act":
        charged(cast, dossier)
    if name == "dossiers:filing_act":
        return f"/hang-cho-truc-tuyen/{filing(cast)}/tu-choi/"
    if name == "dossiers:batch_act":
        here = {"actor": cast.lan, "at": at("2026-11-23 09:40"), "from_unit": cast.counter, "to_unit": cast.justice}
        return f"/ban-giao/{make_batch(**here, cargo=Cargo.PAPERS, dossier_ids=[cast.accept().pk]).pk}/huy/"
    return address_of(name, cast, dossier).replace("/nhan/", f"/{ACT.get(name, 'nhan')}/")


def filing(cast: Cast) -> int:
    """A filing made online that waits for the counter."""
    made = OnlineFiling.objects.create(
        code="H1", place="so-cu", counter=cast.counter, unit=cast.justice, procedure_version=cast.version,
        seen_at=at("2026-11-23 08:00"),
    )  # fmt: skip
    return made.pk


def signed_in_again(browser: Client, login: str, turned: object) -> object:
    sealed = re.findall(r'name="giu" value="([^"]+)"', turned.content.decode())  # type: ignore[attr-defined]
    return browser.post("/dang-nhap/", {"login": login, "password": "mat-khau-dai", "giu": sealed[0]}, follow=True)


def typed_for(name: str, cast: Cast) -> dict[str, Any]:
    who, field, more = FORMS[name]
    typed: dict[str, Any] = {"key": f"{fresh_key(getattr(cast, who))}-x", "version": "1", **more}
    return typed | ({field: WORDS} if field else {})


def test_every_address_that_takes_a_form_keeps_it_or_says_why_not(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.lan)
    known = {name: re.sub(r"<\w+:\w+>", "1", pattern) for name, pattern in names().items()}
    takes = {one for one, path in known.items() if "POST" in browser.options(path).headers.get("Allow", "")}
    takes |= {"set_language"}  # Django's own answers any method
    assert takes == set(FORMS) | set(NOT_KEPT), takes ^ (set(FORMS) | set(NOT_KEPT))
    assert {one for one in takes if hasattr(resolve(known[one]).func, "reopens")} == set(FORMS)
    assert set(TABLE) >= takes


@pytest.mark.parametrize("name", sorted(FORMS))
def test_19_20_every_form_comes_back_filled_in_after_the_session_ended(name: str, cast: Cast) -> None:
    dossier = cast.at_desk()
    login, field, more = FORMS[name]
    path, browser = address(name, cast, dossier), Client()
    turned = browser.post(path, typed_for(name, cast))
    assert turned.status_code == 403 and SAID in unescape(turned.content.decode())
    written = head()
    shown = signed_in_again(browser, getattr(cast, login).login, turned)
    page = unescape(shown.content.decode())  # type: ignore[attr-defined]
    assert shown.status_code == 200 and KEPT in page  # type: ignore[attr-defined]
    assert FILES_LOST not in page
    for value in [WORDS] if field else [one for one in more.values() if one != "1"]:
        assert value in page, value
    assert not Submission.objects.exclude(answer="").exists()  # shown, never sent
    assert head() == written


def test_19_files_cannot_be_kept_and_the_page_says_so(cast: Cast) -> None:
    dossier, browser = cast.accept(), Client()
    browser.force_login(cast.lan)
    page = browser.get(f"/ho-so/{dossier.pk}/so-hoa/").content.decode()
    key = re.findall(r'name="key" value="([^"]+)"', page)[0]
    Session.objects.all().delete()
    file = SimpleUploadedFile("giay.pdf", b"%PDF-1.4")
    turned = browser.post(f"/ho-so/{dossier.pk}/so-hoa/", {"key": key, "giay-to": "Tờ khai", "tep": file})
    assert SAID in unescape(turned.content.decode())
    again = unescape(signed_in_again(browser, "lan", turned).content.decode())  # type: ignore[attr-defined]
    assert KEPT in again and FILES_LOST in again


def test_19_the_form_opens_at_its_own_address_with_what_followed_the_question_mark(cast: Cast) -> None:
    browser = Client()
    turned = browser.post("/ho-so/tai/?nhom=xong&giu=cu", typed_for("dossiers:export", cast))
    shown = signed_in_again(browser, "minh", turned)
    assert re.fullmatch(r"/ho-so/tai/\?nhom=xong&giu=[\w-]+", shown.redirect_chain[0][0])  # type: ignore[attr-defined]


def test_19_ticks_of_a_list_come_back_wherever_in_the_list_they_are_by_now(cast: Cast) -> None:
    """Two ticked, one handed on meanwhile: both are ticked still, at their present version; the desk is chosen."""
    moved, stays, other = (cast.at_desk(f"2026-11-23 09:0{n}") for n in range(3))
    browser, desk = Client(), f"{cast.justice.pk}:{cast.ha.pk}"
    form = {"key": fresh_key(cast.ha), "chon": [f"{moved.pk}:1", f"{stays.pk}:1"], "to": desk, "note": WORDS}
    turned = browser.post("/ho-so/hang-loat/?can-bo=ha", form | {"viec": "chuyen"})
    hand_on(actor=cast.ha, at=at("2026-11-23 09:50"), dossier_id=moved.pk, seen_version=None,
            to=Receiver(cast.justice, cast.minh))  # fmt: skip
    shown = signed_in_again(browser, "ha", turned)
    page = unescape(shown.content.decode())  # type: ignore[attr-defined]
    boxes = re.findall(r'name="chon" value="(\d+):(\d+)" form="hang-loat"( checked)?', page)
    versions = {pk: str(Dossier.objects.get(pk=pk).version) for pk in (moved.pk, stays.pk, other.pk)}
    assert {(int(pk), version, bool(tick)) for pk, version, tick in boxes} == {
        (moved.pk, versions[moved.pk], True), (stays.pk, versions[stays.pk], True),
        (other.pk, versions[other.pk], False),
    }  # fmt: skip
    assert f'<option value="{desk}" selected>' in page and f'value="{WORDS}"' in page
    assert re.search(r'action="/ho-so/hang-loat/\?can-bo=ha"', page)
    assert not BulkRun.objects.exists()


def test_19_what_was_ticked_and_may_no_longer_be_read_is_not_shown(cast: Cast) -> None:
    dossier, browser = cast.at_desk(), Client()
    form = {"key": fresh_key(cast.hoa), "chon": f"{dossier.pk}:1", "note": WORDS}
    shown = signed_in_again(browser, "hoa", browser.post("/ho-so/hang-loat/", form))
    page = unescape(shown.content.decode())  # type: ignore[attr-defined]
    assert KEPT in page and dossier.code not in page


def test_19_a_kept_form_is_never_done_by_reading_it(cast: Cast) -> None:
    """Give back after an absence: reading its address shows the page and hands nothing over."""
    dossier, browser = cast.at_desk(), Client()
    path = address_of("dossiers:absence_act", cast, dossier).replace("/nhan/", "/tra-lai/")
    turned = browser.post(path, {"key": fresh_key(cast.minh), "chon": str(dossier.pk)})
    entries = head()
    shown = signed_in_again(browser, "minh", turned)
    assert KEPT in unescape(shown.content.decode())  # type: ignore[attr-defined]
    assert head() == entries
