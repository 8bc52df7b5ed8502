"""The verbs of the office: found the place, units, officials and posts, publish calendars and procedures.

Each is one transaction with its ledger entry; the subject of an entry here is the unit's year.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from congvu.ledger import commands as ledger
from congvu.offices.held_together import refuse_together
from congvu.offices.models import (
    PLACE,
    CalendarVersion,
    Category,
    OfficeCalendar,
    Official,
    Post,
    Procedure,
    ProcedureVersion,
    Role,
    Submission,
    Unit,
    UnitKind,
)
from congvu.offices.permissions import Right, require
from congvu.rules.commitment import check_commitment, protected_parts
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.paper_number import abbreviation
from congvu.rules.vietnamese import clean, fold, initials, sort_key
from congvu.rules.working_time import Calendar

CLOCKWORK = "clockwork"


@dataclass(frozen=True)
class NewUnit:
    """What is said of a unit when it is set up; `org_code` is the first part of the dossier codes it gives.

    `symbol` is its abbreviation in the numbers of papers; without one it is made of the name's first letters.
    """

    code: str
    name: str
    kind: UnitKind
    org_code: str = ""
    phone: str = ""
    address: str = ""
    symbol: str = ""


def _record(unit: Unit, action: Action, actor: Official, at: datetime, facts: Mapping[str, object]) -> None:
    subject = f"unit:{unit.code}:{localdate(at).year}"
    ledger.append(action=action, subject=subject, unit=unit.code, actor=actor.login, at=at, facts=facts)


@transaction.atomic
def found_place(*, root: NewUnit, calendar_code: str, calendar: Mapping[str, object], at: datetime) -> Official:
    """Begin an empty place: its calendar, its root unit, and `clockwork`, the program's own actor.

    Raises: RuleBroken `place.already_founded`.
    """
    if Unit.objects.exists():
        raise RuleBroken("place.already_founded")
    clockwork = _new_official(CLOCKWORK, "Công Vụ (hệ thống)", Category.CONTRACT)
    named = OfficeCalendar.objects.create(code=calendar_code, name=root.name)
    unit = _new_unit(root, parent=None, calendar=named)
    Post.objects.create(
        official=clockwork,
        unit=unit,
        role=Role.ADMINISTRATOR,
        title="Hệ thống",
        from_on=localdate(at) - timedelta(days=3650),
    )
    publish_calendar(actor=clockwork, at=at, code=calendar_code, content=calendar, note="lịch ban đầu")
    _record(unit, Action.OFFICES_UNIT_CREATED, clockwork, at, {"unit": root.code, "name": root.name})
    return clockwork


def _new_unit(new: NewUnit, parent: Unit | None, calendar: OfficeCalendar) -> Unit:
    return Unit.objects.create(
        code=new.code,
        name=clean(new.name),
        name_key=sort_key(new.name)[:600],
        kind=new.kind,
        parent=parent,
        path=f"{parent.path if parent else ''}{new.code}/",
        calendar=calendar,
        org_code=new.org_code or (parent.org_code if parent else ""),
        phone=new.phone or (parent.phone if parent else ""),
        address=new.address,
        symbol=clean(new.symbol) or abbreviation(new.name),
    )


def _new_official(login: str, full_name: str, category: Category, *, is_imported: bool = False) -> Official:
    official = Official(
        login=login,
        full_name=clean(full_name),
        name_key=sort_key(full_name)[:600],
        category=category,
        is_imported=is_imported,
    )
    official.set_unusable_password()
    official.save()
    return official


@transaction.atomic
def create_unit(
    *, actor: Official, at: datetime, new: NewUnit, parent: Unit | None, calendar: OfficeCalendar | None = None
) -> Unit:
    """Set up a unit under another (lập đơn vị), or under none: a body beside the place. Without a calendar of its own
    it keeps the parent's, or the place's. Raises: RuleBroken `unit.needs_parent`."""
    above = parent or Unit.objects.get(PLACE)
    require(actor, Right.SET_UP_PLACE, localdate(at), above)
    if parent is None and new.kind != UnitKind.IMPORTED:
        raise RuleBroken("unit.needs_parent", unit=new.name)
    unit = _new_unit(new, parent, calendar or above.calendar)
    _record(unit, Action.OFFICES_UNIT_CREATED, actor, at, {"unit": unit.code, "name": unit.name, "kind": unit.kind})
    return unit


def _refuse_weak(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as failure:
        raise RuleBroken("password.weak") from failure


@transaction.atomic
def create_official(
    *, actor: Official, at: datetime, login: str, full_name: str, unit: Unit, category: Category, password: str = ""
) -> Official:
    """Enter an official (cán bộ, công chức); without a password nobody can sign in as this person.

    Raises: RuleBroken `rights.missing`, `password.weak`.
    """
    require(actor, Right.SET_UP_PLACE, localdate(at), unit)
    if password:
        _refuse_weak(password)
    official = _new_official(login, full_name, category, is_imported=unit.kind == UnitKind.IMPORTED)
    if password:
        official.set_password(password)
        official.save(update_fields=["password"])
    _record(unit, Action.OFFICES_OFFICIAL_CREATED, actor, at, {"official": login, "category": category.value})
    return official


@transaction.atomic
def grant_post(
    *,
    actor: Official,
    at: datetime,
    official: Official,
    unit: Unit,
    role: Role,
    title: str,
    from_on: date,
    basis: str = "",
) -> Post:
    """Give an official a post in a unit from a day on (bố trí vị trí công tác).

    Raises: RuleBroken `rights.missing`, `post.not_together`.
    """
    Official.objects.select_for_update().get(pk=official.pk)
    require(actor, Right.SET_UP_PLACE, localdate(at), unit)
    refuse_together(official, role, from_on)
    post = Post.objects.create(
        official=official, unit=unit, role=role, title=clean(title), from_on=from_on, basis=basis
    )
    facts = {"official": official.login, "unit": unit.code, "role": role.value, "from": from_on.isoformat()}
    _record(unit, Action.OFFICES_POST_GRANTED, actor, at, facts)
    return post


@transaction.atomic
def end_post(*, actor: Official, at: datetime, post_id: int, to_on: date) -> Post:
    """End a post on a day (thôi giữ vị trí); the last day is still held.

    Raises: RuleBroken `rights.missing`, `post.ends_before_it_starts`, `post.not_together` where a later end overlaps.
    """
    post = Post.objects.select_for_update().get(pk=post_id)
    Official.objects.select_for_update().get(pk=post.official_id)
    require(actor, Right.SET_UP_PLACE, localdate(at), post.unit)
    if to_on < post.from_on:
        raise RuleBroken("post.ends_before_it_starts", from_on=post.from_on, to_on=to_on)
    refuse_together(post.official, Role(post.role), post.from_on, to_on)
    post.to_on = to_on
    post.save(update_fields=["to_on"])
    facts = {"official": post.official.login, "role": post.role, "to": to_on.isoformat()}
    _record(post.unit, Action.OFFICES_POST_ENDED, actor, at, facts)
    return post


@transaction.atomic
def publish_calendar(
    *, actor: Official, at: datetime, code: str, content: Mapping[str, object], note: str = "", name: str = ""
) -> CalendarVersion:
    """Publish the next version of a calendar (công bố lịch làm việc); open dossiers keep theirs.

    Raises: RuleBroken of `Calendar.from_content` where the content cannot be read.
    """
    require(actor, Right.SET_UP_PLACE, localdate(at))
    Calendar.from_content(content)
    calendar, _ = OfficeCalendar.objects.get_or_create(code=code, defaults={"name": name or code})
    OfficeCalendar.objects.select_for_update().get(pk=calendar.pk)
    number = calendar.versions.count() + 1
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    version = CalendarVersion.objects.create(calendar=calendar, number=number, content=text, published_at=at, note=note)
    root = Unit.objects.get(PLACE)
    _record(root, Action.OFFICES_CALENDAR_PUBLISHED, actor, at, {"calendar": code, "version": number, "content": text})
    return version


@transaction.atomic
def publish_procedure(
    *, actor: Official, at: datetime, procedure: Mapping[str, str], valid_from: date, terms: Mapping[str, Any]
) -> ProcedureVersion:
    """Publish a version of a procedure (công bố thủ tục hành chính), entering the procedure if it is new.

    `procedure` holds slug, code, name, name_en, field; `terms` the fields of `ProcedureVersion`.
    """
    require(actor, Right.SET_UP_PLACE, localdate(at))
    name, slug, code = clean(procedure["name"]), procedure["slug"], procedure.get("code", "")
    entry, _ = Procedure.objects.get_or_create(
        slug=slug,
        defaults={
            "code": code,
            "name": name,
            "name_en": procedure.get("name_en", ""),
            "field": procedure.get("field", ""),
            "search_key": " ".join([code, fold(name), initials(name), fold(procedure.get("name_en", ""))])[:900],
            "name_key": sort_key(name)[:1200],
            "is_imported": procedure.get("origin") == "imported",
        },
    )
    version = ProcedureVersion(procedure=entry, valid_from=valid_from, **terms)
    _refuse_squeezed_steps(version)
    facts = {"procedure": slug, "from": valid_from.isoformat(), "term": version.term, "commitment": version.commitment,
             "fees": [f"{rate.name}: {rate.how} {rate.amount}" for rate in version.rates]}  # fmt: skip
    version.save()
    root = Unit.objects.get(PLACE)
    _record(root, Action.OFFICES_PROCEDURE_PUBLISHED, actor, at, facts)
    return version


def _refuse_squeezed_steps(version: ProcedureVersion) -> None:
    """`rules.commitment` with the hours of the settling unit (of the whole place, where none is named)."""
    term, commitment = version.statutory_term, version.committed_term
    if term is None or commitment is None:
        return
    unit = version.settling_unit or Unit.objects.get(PLACE)
    check_commitment(term, commitment, protected_parts(version.steps), unit.calendar_in_force().hours)


def submit_once(*, key: str, sender: str, content_hash: str, at: datetime) -> Submission:
    """Claim the sending of a form inside its command's transaction: the second sender gets the first answer.

    A fresh claim has an empty `answer`, to be filled by `answer_submission`.
    Raises: RuleBroken `submission.other_content` when the key was used for something else.
    """
    try:
        with transaction.atomic():
            return Submission.objects.create(key=key, sender=sender, content_hash=content_hash, sent_at=at)
    except IntegrityError:
        earlier = Submission.objects.get(key=key)
        if (earlier.sender, earlier.content_hash) != (sender, content_hash):
            raise RuleBroken("submission.other_content") from None
        return earlier


def answer_submission(*, submission: Submission, answer: str) -> None:
    """Keep where the first sending led, in the same transaction as its act."""
    submission.answer = answer
    submission.save(update_fields=["answer"])
