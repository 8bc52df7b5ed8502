"""Any history of dossiers that are also submitted for signature: what holds of dossiers holds all the same."""

from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from congvu.dossiers.course import stored
from congvu.rules.errors import RuleBroken
from congvu.rules.signing import OPEN_SIGNINGS
from tests.people import Cast
from tests.proof import minutes, signing
from tests.proof.counts import MACHINE_STEPS, MACHINES, PROVE
from tests.proof.test_machine import DossierMachine, fresh, picks, procedures
from tests.signers import Signers, gather_signers


class SigningMachine(DossierMachine):
    """The machine of dossiers with the acts on what is submitted of them."""

    signers: Signers
    signatures: ClassVar[int] = 0

    @rule(which=picks, what=picks, later=st.integers(0, 240))
    def signature(self, which: int, what: int, later: int) -> None:
        """Submit, sign, send back, hand on, withdraw, number or seal: whatever is tried, by whoever it falls to."""
        self.now += later * minutes.MINUTE
        dossier = fresh(self.dossiers[which % len(self.dossiers)])
        before = stored(dossier)
        try:
            with transaction.atomic():
                signing.tried(self.signers, dossier, what, self.now)
        except RuleBroken:
            assert stored(fresh(dossier.pk)) == before
        else:
            assert fresh(dossier.pk).version == dossier.version + 1
            SigningMachine.signatures += 1
        self.holds(dossier.pk)

    def holds(self, pk: int) -> None:
        """No dossier is finished while something of it waits, and a signed procedure's result was sealed."""
        super().holds(pk)
        dossier = fresh(pk)
        states = list(dossier.signings.values_list("state", flat=True))
        assert sum(state in OPEN_SIGNINGS for state in states) <= (dossier.finished_at is None)
        if dossier.state in {"result_ready", "returned"} and dossier.procedure_version == self.signers.version:
            assert "sealed" in states


@pytest.mark.django_db
def test_any_history_with_signatures_keeps_its_clocks_and_its_ledger(cast: Cast) -> None:
    SigningMachine.signers = gather_signers(cast)
    SigningMachine.cast = cast
    SigningMachine.versions = [SigningMachine.signers.version, *procedures(cast)[:2]]
    run_state_machine_as_test(
        SigningMachine,
        settings=settings(
            max_examples=max(6, MACHINES // 2), stateful_step_count=MACHINE_STEPS, deadline=None, database=None,
            derandomize=not PROVE, suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip
    assert SigningMachine.signatures > 10
