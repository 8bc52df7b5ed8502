"""A place made once for a worker's proofs; each proof writes into a copy of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.place import Place, found


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = found(tmp_path_factory.mktemp("made") / "data")
    yield place
    place.remove()


@pytest.fixture
def place(made: Place, tmp_path: Path) -> Iterator[Place]:
    """A place with the cast in it and nothing done yet."""
    copy = made.copied(tmp_path / "data")
    yield copy
    copy.remove()
