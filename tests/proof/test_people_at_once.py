"""A real server, and many people who send forms at once: each sees a page of success, nobody that the place is busy."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from tests.browser.conftest import free_port, served
from tests.people import at
from tests.proof.clerk import Clerk
from tests.proof.counts import FORMS_A_PERSON, PEOPLE_AT_ONCE
from tests.proof.place import ROOT, Place, faults


def test_people_who_send_forms_at_once_see_success_and_every_form_made_its_record(place: Place) -> None:
    logins = place.run("people", people=PEOPLE_AT_ONCE)["logins"]
    offset = int((at("2026-11-23 08:00") - datetime.now(UTC)).total_seconds())
    here = {"CONGVU_DEMO": "1", "CONGVU_HOSTS": "127.0.0.1", "CONGVU_CLOCK_OFFSET_SECONDS": str(offset)}
    environment = place.environment | here
    gather = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(gather, cwd=ROOT, env=environment, check=True)
    port = free_port()
    clerks = [Clerk(f"http://127.0.0.1:{port}", login) for login in logins]
    with served(["serve", "--port", str(port)], environment), ThreadPoolExecutor(len(clerks)) as pool:
        list(pool.map(Clerk.enter, clerks))
        for _n in range(FORMS_A_PERSON):
            list(pool.map(Clerk.receive, clerks))
    assert [wrong for one in clerks for wrong in one.wrong] == []
    found, made = place.run("state"), len(clerks) * FORMS_A_PERSON
    assert faults(found) == []
    assert found["dossiers"] == found["steps_done"] == made and found["submissions"] == 2 * made
    verified = place.congvu("ledger", "verify")
    assert verified.returncode == 0, verified.stderr
    waits = sorted(wait for one in clerks for wait in one.waits)
    print(f"{len(waits)} forms, {len(clerks)} people: median {waits[len(waits) // 2]:.2f} s, longest {waits[-1]:.1f} s")
