"""One more in the cast of these tests."""

import pytest

from congvu.offices.models import Official, Role
from tests.dossiers.test_absences import person
from tests.people import Cast


@pytest.fixture
def tam(cast: Cast) -> Official:
    """Tâm, Hà's colleague."""
    return person(cast, "tam", cast.justice, Role.SPECIALIST)
