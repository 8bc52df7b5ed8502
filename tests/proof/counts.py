"""How often each proof is tried: small in `make test`, in full in `make prove`, which sets CONGVU_PROVE=1.

The code of a proof is the same in both; only these numbers differ.
"""

import os

PROVE = os.environ.get("CONGVU_PROVE") == "1"


def times(small: int, full: int) -> int:
    """The count of this run."""
    return full if PROVE else small


WRITERS = times(8, 50)
DOSSIERS_A_WRITER = times(3, 40)
EMBEDDED_WRITERS = times(4, 50)
DOSSIERS_AN_EMBEDDED_WRITER = times(3, 5)
PEOPLE_AT_ONCE = times(4, 50)
FORMS_A_PERSON = times(1, 3)
RACES = times(20, 1_000)
CROSSINGS = times(6, 200)
CASH_ROUNDS = times(5, 150)
PARTS = times(1, 4)  # the long proofs are cut, so that the processors share them
DOUBLE_POSTS = times(24, 5_000) // PARTS
KILLS = times(3, 200)
SERVER_KILLS = times(1, 20)
MACHINES = times(4, 160) // PARTS
MACHINE_STEPS = times(30, 50)
SOURCE_ROWS_A_DAY = times(12, 1_500)
FILING_RACES = times(8, 300)
INBOX_EVERY = times(9, 1)
INBOX_KILLS = times(2, 40)
FORMS = times(60, 1_000)
OUTBOX_MESSAGES = times(40, 1_000)
OUTBOX_KILLS = times(4, 100)
ISSUERS = 20
PAPERS_AN_ISSUER = times(1, 50)
SEARCHED = times(600, 100_000)
SEARCHES = times(120, 600)
