"""Twenty issuers at once: the numbers of signed papers run without a gap, and no paper gets two."""

from tests.proof.counts import ISSUERS, PAPERS_AN_ISSUER
from tests.proof.place import Place, faults


def test_numbers_of_signed_papers_have_no_gap_under_twenty_issuers(place: Place) -> None:
    found = place.run("numbering", issuers=ISSUERS, papers=PAPERS_AN_ISSUER)
    assert found["numbers"] == list(range(1, ISSUERS * PAPERS_AN_ISSUER + 1)) and found["last"] == found["numbers"][-1]
    assert found["refused"] == ["state.no_such_move"] * (ISSUERS - 1)
    assert faults(found) == []
