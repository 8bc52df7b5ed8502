"""What every test stands on: a ledger key and folders of its own, quick password hashing, local times."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from tests.people import Cast

# Traced and beside other programs a single example may take long: time is no verdict here.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")
NO_SHARED = "the folder of real data is not beside the project"
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def master_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from congvu.ledger.keys import create_master_key

    path = tmp_path_factory.mktemp("keys") / "ledger.key"
    create_master_key(path)
    return path


@pytest.fixture(autouse=True)
def own_folders(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rules are tested without Django; everything else gets its own key and folders."""
    if "tests/rules" in str(request.path):
        yield
        return
    settings = request.getfixturevalue("settings")
    settings.LEDGER_KEY_FILE = request.getfixturevalue("master_key")
    settings.PAPERS_DIR = request.getfixturevalue("tmp_path") / "papers"
    settings.SCANS_DIR = request.getfixturevalue("tmp_path") / "scans"
    settings.UPLOADS_DIR = request.getfixturevalue("tmp_path") / "so-tai-len"
    settings.INBOX_DIR = request.getfixturevalue("tmp_path") / "so-vao"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield


@pytest.fixture(autouse=True)
def issued_keys(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form's key that a test names by a word (`"key": "k1"`) is sent as the key the site issued to that browser.

    A word that begins with “~” goes as it stands: what a forger sends.
    """
    if "tests/rules" in str(request.path):
        return
    from django.test import Client

    from tests.people import sent_keys

    post = Client.post

    def with_keys(client: Client, path: str, data: Any = None, **more: Any) -> Any:
        return post(client, path, sent_keys(client, data), **more)

    monkeypatch.setattr(Client, "post", with_keys)


@pytest.fixture
def cast(db: None) -> "Cast":
    """The people of the tests, in their place, on 2 November 2026."""
    from tests.laid_down import cast_in_place

    return cast_in_place()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared") and not SHARED.exists():
        pytest.skip(NO_SHARED)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was left out for want of the real data is said in one plain line, in CI as well."""
    skipped = [one for one in terminalreporter.stats.get("skipped", []) if NO_SHARED in str(one.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests left out: {NO_SHARED} ({SHARED})")
