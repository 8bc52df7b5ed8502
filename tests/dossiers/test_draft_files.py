"""The leader reads what he signs: the file that was submitted, to the byte, tied to signature and seal."""

import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from congvu.dossiers.alterations import compared
from congvu.dossiers.commands.scans import tidy_up
from congvu.dossiers.models import Dossier, Reading, Signing
from congvu.ledger.queries import bodies_of
from congvu.offices.models import Official
from congvu.papers import kept_files
from congvu.papers.uploads import check
from congvu.rules.errors import RuleBroken
from tests.papers import files
from tests.people import Cast, at
from tests.signers import gather_signers, letter_to_the_chairman

pytestmark = pytest.mark.django_db
DRAFT = files.pdf(2)


@pytest.fixture
def letter(cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Signing:
    with django_capture_on_commit_callbacks(execute=True):
        return letter_to_the_chairman(cast, cast.at_desk(), "2026-11-23 10:00", check(DRAFT, "../Dự thảo.pdf"))


def lies(signing: Signing) -> Path:
    return Path(settings.SCANS_DIR) / signing.file[:2] / signing.file


def client(who: Official, monkeypatch: pytest.MonkeyPatch, when: str = "2026-11-23 11:00") -> Client:
    monkeypatch.setattr("congvu.clock.now", lambda: at(when))
    made = Client()
    made.force_login(who)
    return made


def typed(cast: Cast, key: str, **more: object) -> dict[str, object]:
    return {
        "key": key, "version": "2", "draft": "letter", "what": "Đề nghị phối hợp", "paper_kind": ".", "pages": "2",
        "initial_1": "", "signer": str(cast.chairman.posts.get().pk), "note": "", **more,
    }  # fmt: skip


def test_the_hash_of_the_file_is_in_the_entries_of_submission_signature_and_seal(
    cast: Cast, letter: Signing
) -> None:
    signers = gather_signers(cast)
    assert lies(letter).read_bytes() == DRAFT and letter.file_name == "../Dự thảo.pdf"
    signers.sign(letter, cast.chairman, "2026-11-23 11:00")
    signers.number(letter, "2026-11-23 11:10")
    signers.seal(letter, "2026-11-23 11:20")
    told = {body["action"]: body["facts"].get("file") for body in bodies_of(f"dossier:{letter.dossier_id}")}
    for act in ("submitted", "signed", "sealed"):
        assert told[f"dossier.signing_{act}"] == letter.file_hash == check(DRAFT, "").hash
    assert not [one for one in compared() if one.differs]


def test_the_signer_opens_the_very_file_and_opening_it_is_a_reading(
    cast: Cast, letter: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    chairman = client(cast.chairman, monkeypatch)
    page = chairman.get(f"/trinh-ky/{letter.pk}/").content.decode()
    assert f"/trinh-ky/{letter.pk}/tep-du-thao/" in page and letter.file_hash[:16] in page
    assert not Reading.objects.exists()
    answer = chairman.get(f"/trinh-ky/{letter.pk}/tep-du-thao/")
    assert answer.content == DRAFT and answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert [one.official for one in Reading.objects.all()] == [cast.chairman]
    assert client(cast.hoa, monkeypatch).get(f"/trinh-ky/{letter.pk}/tep-du-thao/").status_code == 404


def test_a_file_changed_on_the_disk_is_neither_shown_nor_signed(
    cast: Cast, letter: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    lies(letter).write_bytes(DRAFT + b"\n")
    answer = client(cast.chairman, monkeypatch).get(f"/trinh-ky/{letter.pk}/tep-du-thao/")
    assert answer.status_code == 400 and "không còn đúng như lúc trình" in answer.content.decode()
    signers = gather_signers(cast)
    with pytest.raises(RuleBroken, match=r"signing\.file_changed"):
        signers.sign(letter, cast.chairman, "2026-11-23 11:00")
    lies(letter).unlink()
    with pytest.raises(RuleBroken, match=r"signing\.file_changed"):
        signers.sign(letter, cast.chairman, "2026-11-23 11:00")


def test_another_file_with_its_own_hash_put_in_its_place_is_named_by_ledger_verify(
    cast: Cast, letter: Signing
) -> None:
    other = check(files.pdf(3), "")
    lies(letter).write_bytes(other.content)
    Signing.objects.filter(pk=letter.pk).update(file_hash=other.hash)
    assert [one.differs for one in compared()] == [("signings",)]


def test_a_draft_is_submitted_with_its_file_on_the_page_and_without_one_as_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, ha = cast.at_desk(), client(cast.ha, monkeypatch)
    address = f"/ho-so/{dossier.pk}/trinh-ky/"
    assert 'enctype="multipart/form-data"' in ha.get(address).content.decode()
    picture = SimpleUploadedFile("anh.png", files.png(), content_type="application/pdf")
    refused = ha.post(address, typed(cast, "k1") | {"du-thao": picture})
    assert refused.status_code == 200 and "phải là PDF" in refused.content.decode() and not Signing.objects.exists()
    script = SimpleUploadedFile("a.pdf", files.pdf_with_script(), content_type="application/pdf")
    assert ha.post(address, typed(cast, "k2") | {"du-thao": script}).status_code == 200
    assert not Signing.objects.exists()
    sent = ha.post(address, typed(cast, "k3") | {"du-thao": SimpleUploadedFile("du-thao.pdf", DRAFT)})
    assert sent.status_code == 302 and Signing.objects.get().file_hash == check(DRAFT, "").hash
    other = cast.at_desk()
    assert ha.post(f"/ho-so/{other.pk}/trinh-ky/", typed(cast, "k4")).status_code == 302
    plain = Signing.objects.get(dossier=other)
    assert plain.file == "" and ha.get(f"/trinh-ky/{plain.pk}/tep-du-thao/").status_code == 404


def test_after_a_crash_the_file_of_a_committed_submission_goes_to_its_place(cast: Cast) -> None:
    letter = letter_to_the_chairman(cast, cast.at_desk(), "2026-11-23 10:00", check(DRAFT, "a.pdf"))
    arriving = Path(settings.SCANS_DIR) / kept_files.ARRIVING
    forgotten = kept_files.new_name()
    kept_files.write(forgotten, DRAFT)
    hours_ago = time.time() - 2 * kept_files.FORGOTTEN_AFTER
    for name in (letter.file, forgotten):
        os.utime(arriving / name, (hours_ago, hours_ago))
    tidy_up()
    assert lies(letter).exists() and not (arriving / forgotten).exists()
    assert Dossier.objects.count() == 1
