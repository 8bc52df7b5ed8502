"""Every act times every role: it is done by those whom the tables of rights name, and by nobody else."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from django.test import Client

from congvu.dossiers.views import absences, batches, fees, signing_acts
from congvu.dossiers.views.moves import DOINGS
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import LOOKS_BELOW, RIGHTS, Right
from congvu.rules.dossier import Move
from tests.act_scenes import SCENES, Scene
from tests.dossiers.test_counter_pages import CARD
from tests.move_scenes import MOVES
from tests.people import Cast, at
from tests.roles import browsers, everybody, written
from tests.test_access import IN, TABLE

pytestmark = pytest.mark.django_db
# Beside its own right, in these scenes (docs/rights.md): who decides a step of the head's own signs; who gives work to
# others may also hand a dossier on.
ALSO: Mapping[Move, Right] = {Move.RECORD_RESULT: Right.SIGN}
OR: Mapping[Move, Right] = {Move.HAND_ON: Right.REASSIGN_DOSSIER}
# Acts of an address, where there are several; others that only answer a post are tried below.
ACTS = {
    "dossiers:signing_act": set(signing_acts.DOINGS), "dossiers:fee_act": set(fees.ACTS),
    "dossiers:batch_act": set(batches.DOINGS), "dossiers:absence_act": {*absences.DOINGS, "tra-lai"},
    "dossiers:register_decide": {"nhan", "bo"}, "dossiers:filing_act": {"tiep-nhan", "tu-choi"},
}  # fmt: skip
BELOW = {"dossiers:act", "dossiers:read_card"}


def has(official: Official | None, right: Right | None, units: Iterable[Unit]) -> bool:
    """What the table of rights says, read here a second time."""
    posts = list(official.posts.select_related("unit")) if official else []
    held = [post for post in posts if right in RIGHTS[post.role]]
    wide = tuple(post.unit.path for post in held if post.role in LOOKS_BELOW)
    return any(unit.path.startswith(wide) or unit in [post.unit for post in held] for unit in units)


def done(client: Client, scene: Scene) -> tuple[bool, int]:
    """Did it leave a trace, and what was answered? Whatever left one leads on; nothing breaks."""
    before = written()
    data = {name: value() if callable(value) else value for name, value in scene.data.items()}
    answer = client.post(scene.address, {"key": "k1", **data})
    is_done = written() != before
    assert answer.status_code < 500 and (answer.status_code == 302 or not is_done), answer.content.decode()[:5000]
    return is_done, answer.status_code


@pytest.mark.parametrize("move", list(Move))
def test_a_move_is_made_by_whom_the_tables_name(move: Move, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, when, typed = MOVES[move](cast)
    monkeypatch.setattr("congvu.clock.now", lambda: at(when))
    dossier.refresh_from_db()
    scene = Scene(f"/ho-so/{dossier.pk}/{move.value}/", typed | {"version": str(dossier.version)})
    people, units = everybody(cast), DOINGS[move].units(dossier)
    answers = {who: done(client, scene) for who, client in browsers(people)}
    own = {who for who, one in people.items() if has(one, DOINGS[move].right, units)}
    named = {who for who in own if move not in ALSO or has(people[who], ALSO[move], units)}
    named |= {who for who, one in people.items() if has(one, OR.get(move), units)}
    assert {who for who, (is_done, _status) in answers.items() if is_done} == named != set()
    # The others are turned away as not allowed, or as if there were nothing; nobody (302) is asked to sign in.
    assert {status for who, (_is_done, status) in answers.items() if who not in own | named} <= {302, 403, 404}


@pytest.mark.parametrize("name", sorted(SCENES))
def test_an_act_is_done_by_whom_the_table_names(
    name: str, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, named = SCENES[name]
    people = everybody(cast)
    scene = make(cast, people, tmp_path)
    monkeypatch.setattr("congvu.clock.now", lambda: at(scene.when))
    assert {who for who, client in browsers(people) if done(client, scene)[0]} == set(named.split())


def test_a_card_is_read_for_who_receives(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    answers = {
        who: client.post("/ho-so/tiep-nhan/the/", {"card": CARD}).status_code
        for who, client in browsers(everybody(cast))
    }
    assert answers == dict.fromkeys(answers, 403) | {"lan": 200}


def test_no_act_is_left_out() -> None:
    told = {name.partition(" ")[0] for name in SCENES}
    assert {name for name, row in TABLE.items() if set(row) == {IN, 405}} - told == BELOW
    assert set(MOVES) == set(Move)
    for address, acts in ACTS.items():
        assert {name.partition(" ")[2] for name in SCENES if name.startswith(address)} == acts
