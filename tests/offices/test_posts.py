"""Posts are dated, rights come from them alone and reach as far as they say, and some are never in one hand."""

from datetime import date
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction

from congvu.ledger.queries import bodies_of, head
from congvu.offices import commands
from congvu.offices.commands import NewUnit
from congvu.offices.held_together import NOT_TOGETHER
from congvu.offices.models import Category, Official, Post, Role, Unit, UnitKind
from congvu.offices.permissions import LOOKS_BELOW, RIGHTS, Right, has_right, posts_with, reaches, require, within_reach
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
NOW, TODAY = at("2026-11-23 08:00"), date(2026, 11, 23)


def somebody(cast: Cast, login: str = "moi") -> Official:
    return commands.create_official(
        actor=cast.clockwork, at=NOW, login=login, full_name="Người Mới", unit=cast.justice, category=Category.CADRE
    )


def grant(cast: Cast, official: Official, role: Role, from_on: date = TODAY) -> Post:
    return commands.grant_post(
        actor=cast.clockwork, at=NOW, official=official, unit=cast.justice, role=role, title="", from_on=from_on
    )


def end(cast: Cast, post: Post, to_on: date) -> Post:
    return commands.end_post(actor=cast.clockwork, at=NOW, post_id=post.pk, to_on=to_on)


def test_a_post_gives_its_right_from_its_first_to_its_last_day(cast: Cast) -> None:
    post = grant(cast, somebody(cast), Role.SPECIALIST, date(2026, 11, 24))
    end(cast, post, date(2026, 11, 26))
    held = [day for day in range(22, 30) if has_right(post.official, Right.RECORD_RESULT, date(2026, 11, day))]
    assert held == [24, 25, 26]


def test_who_is_no_longer_active_may_nothing(cast: Cast) -> None:
    assert has_right(cast.lan, Right.ACCEPT_DOSSIER, TODAY, cast.counter)
    cast.lan.is_active = False
    assert posts_with(cast.lan, Right.ACCEPT_DOSSIER, TODAY) == []


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_exactly_the_rights_of_the_table_and_its_reach(cast: Cast, role: Role) -> None:
    official = somebody(cast)
    post = grant(cast, official, role)
    below = commands.create_unit(
        actor=cast.clockwork, at=NOW, new=NewUnit("to", "Tổ", UnitKind.DEPARTMENT), parent=cast.justice
    )
    assert {right for right in Right if has_right(official, right, TODAY, cast.justice)} == RIGHTS[role]
    assert not any(has_right(official, right, TODAY, cast.ward, cast.root) for right in Right)
    assert reaches(post, below) == (role in LOOKS_BELOW)
    seen = Post.objects.filter(within_reach(official, next(iter(RIGHTS[role])), TODAY, "unit"))
    assert set(seen) == {one for one in Post.objects.all() if reaches(post, one.unit)}


def test_a_right_that_is_missing_names_the_unit(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        require(cast.hoa, Right.ACCEPT_DOSSIER, TODAY, cast.counter)
    assert "tại Bộ phận Một cửa" in sentence(refused.value)
    require(cast.hoa, Right.RECORD_RESULT, TODAY)


TOGETHER = {frozenset(pair) for pair in combinations(Role, 2)} - NOT_TOGETHER


@pytest.mark.parametrize("pair", sorted(sorted(pair) for pair in NOT_TOGETHER), ids="+".join)
def test_posts_that_judge_each_other_are_never_in_one_hand(cast: Cast, pair: list[str]) -> None:
    for first, second in (pair, pair[::-1]):
        official = somebody(cast, f"moi-{first}")
        grant(cast, official, Role(first))
        before = head()
        with pytest.raises(RuleBroken) as refused:
            grant(cast, official, Role(second))
        said = sentence(refused.value)
        assert refused.value.code == "post.not_together" and "Người Mới đang giữ vị trí" in said
        assert str(Role(first).label) in said and str(Role(second).label) in said and "tại Tư pháp" in said
        assert official.posts.count() == 1 and head() == before


@pytest.mark.parametrize("pair", sorted(sorted(pair) for pair in TOGETHER), ids="+".join)
def test_other_posts_may_be_held_together(cast: Cast, pair: list[str]) -> None:
    official = somebody(cast)
    for role in pair:
        grant(cast, official, Role(role))
    assert official.posts_on(TODAY).count() == 2


def test_who_audits_acts_nowhere_and_who_gives_out_posts_settles_nothing() -> None:
    reading = {right for right in Right if right.startswith("read_")} | {Right.EXPORT_DOSSIERS}
    acting = {role for role in Role if RIGHTS[role] - reading}
    assert {role for role in acting if frozenset({role, Role.AUDITOR}) not in NOT_TOGETHER} == set()
    settling = {Right.ACCEPT_DOSSIER, Right.WORK_ON_DOSSIER, Right.RECORD_RESULT, Right.RETURN_RESULT}
    for role in Role:
        if RIGHTS[role] & settling:
            assert frozenset({role, Role.ADMINISTRATOR}) in NOT_TOGETHER


def test_one_after_the_other_is_allowed_and_a_later_end_may_not_make_them_meet(cast: Cast) -> None:
    official = somebody(cast)
    counter = end(cast, grant(cast, official, Role.COUNTER, date(2026, 1, 1)), date(2026, 11, 30))
    with pytest.raises(RuleBroken):
        grant(cast, official, Role.AUDITOR, date(2026, 11, 30))
    grant(cast, official, Role.AUDITOR, date(2026, 12, 1))
    with pytest.raises(RuleBroken) as refused:
        end(cast, counter, date(2026, 12, 1))
    assert refused.value.code == "post.not_together"
    assert end(cast, counter, date(2026, 11, 15)).to_on == date(2026, 11, 15)
    with pytest.raises(RuleBroken) as refused:
        end(cast, counter, date(2025, 12, 31))
    assert refused.value.code == "post.ends_before_it_starts"


def test_only_an_administrator_gives_and_ends_posts_and_each_is_in_the_ledger(cast: Cast) -> None:
    official = somebody(cast)
    for stranger in (cast.lan, cast.minh, cast.chairman, cast.auditor):
        with pytest.raises(RuleBroken) as refused:
            commands.grant_post(
                actor=stranger, at=NOW, official=official, unit=cast.justice, role=Role.HEAD, title="", from_on=TODAY
            )
        assert refused.value.code == "rights.missing"
    end(cast, grant(cast, official, Role.HEAD), TODAY)
    told = [body["action"] for body in bodies_of(f"unit:{cast.justice.code}:2026")]
    assert told[-3:] == ["offices.official_created", "offices.post_granted", "offices.post_ended"]


def test_the_same_post_twice_on_a_day_is_refused_by_the_database(cast: Cast) -> None:
    official = somebody(cast)
    grant(cast, official, Role.HEAD)
    with pytest.raises(IntegrityError), transaction.atomic():
        grant(cast, official, Role.HEAD)


def test_a_place_is_founded_once_and_its_own_actor_only_administers(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        commands.found_place(
            root=NewUnit("x", "X", UnitKind.LEADERSHIP), calendar_code="co-to", calendar={}, at=NOW
        )
    assert refused.value.code == "place.already_founded"
    assert [post.role for post in cast.clockwork.posts.all()] == [Role.ADMINISTRATOR]
    assert not cast.clockwork.has_usable_password()


def test_a_place_has_one_unit_at_its_top(cast: Cast) -> None:
    new = NewUnit("dao-tran", "Đảo Trần", UnitKind.DEPARTMENT)
    with pytest.raises(RuleBroken) as refused:
        commands.create_unit(actor=cast.clockwork, at=NOW, new=new, parent=None)
    assert refused.value.code == "unit.needs_parent"
    second = {"code": "dao-tran", "path": "dao-tran/", "kind": UnitKind.DEPARTMENT, "calendar": cast.root.calendar}
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(**second)
