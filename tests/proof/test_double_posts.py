"""An impatient double click, a retry, the back button: one record, and every sending gets the first answer."""

import pytest

from tests.proof.counts import DOUBLE_POSTS, PARTS
from tests.proof.place import Place, faults


@pytest.mark.parametrize("part", range(PARTS))
def test_a_form_sent_twice_makes_one_record_and_gets_one_answer(place: Place, part: int) -> None:
    found = place.run("double_posts", pairs=DOUBLE_POSTS, first=part * DOUBLE_POSTS, at_once=4)
    assert found["wrong"] == []
    assert faults(found) == []
    assert found["dossiers"] == found["acts"] == found["submissions"] == DOUBLE_POSTS
    assert found["unanswered"] == 0
