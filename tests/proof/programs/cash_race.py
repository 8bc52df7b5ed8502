"""Money at one counter from all sides at once: received with payment, paid on the fees page, the clerk's day closed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

from django.db import connections

from congvu import clock
from congvu.dossiers.commands.cash import close_day
from congvu.dossiers.commands.fees import Paid, set_fee, take_fee
from congvu.dossiers.models import CashDay, Dossier, FeeReceipt
from congvu.offices import commands as offices
from congvu.offices.models import Category, Official, Role
from congvu.rules.errors import RuleBroken
from congvu.rules.fees import FeeKind, Owed, Way
from tests.dossiers.money import COUNTED, head_of_counter, procedure
from tests.people import Cast, issued_key
from tests.proof.crew import met, now, received
from tests.proof.findings import state_of_the_place
from tests.proof.programs.double_posts import browser

BOOK, USED = "01AA", "Mỗi số chỉ dùng một lần"


def clerk(cast: Cast, number: int) -> Official:
    """A new clerk with a cash day of his own, so that every round has a day to close."""
    made = offices.create_official(
        actor=cast.clockwork, at=now(), login=f"quay-{number}", full_name="Trịnh Thị Nga", unit=cast.counter,
        category=Category.CIVIL_SERVANT, password="mat-khau-dai",
    )  # fmt: skip
    offices.grant_post(
        actor=cast.clockwork, at=now(), official=made, unit=cast.counter, role=Role.COUNTER,
        title="Cán bộ tiếp nhận", from_on=date(2026, 1, 1),
    )  # fmt: skip
    return made


def reception(who: Official, key: str, **paid: str) -> Callable[[], str]:
    """A dossier received with its payment, as the counter's page sends it."""
    client = browser(who)
    typed = {"kind": "person", "name": "Bùi Văn Ba", "channel": "counter", "fee": "5000", "phi-way": "cash"}
    sent = typed | paid | {"key": issued_key(who.pk, key)}

    def act() -> str:
        answer = client.post("/ho-so/tiep-nhan/sao/", sent)
        if answer.status_code == 302:
            return ""
        return "fee.book_number_used" if USED in answer.content.decode() else f"reception {answer.status_code}"

    return act


def payment(cast: Cast, who: Official, paid: Paid) -> Callable[[], str]:
    """What an earlier dossier owes, taken on its own page."""
    owed: Dossier = set_fee(
        actor=cast.lan, at=now(), dossier_id=received(cast).pk, seen_version=None, item_id=None,
        new=Owed(FeeKind.FEE, "Phí", 5000), reason="2 bản",
    )  # fmt: skip
    return lambda: refused(lambda: take_fee(actor=who, at=now(), dossier_id=owed.pk, seen_version=None, paid=paid))


def closing(cast: Cast, head: Official, who: Official) -> Callable[[], str]:
    """The head closes the clerk's day."""
    day = CashDay.objects.create(unit=cast.counter, official=who, on=now().date())
    return lambda: refused(
        lambda: close_day(actor=head, at=now(), day_id=day.pk, counted=1, explanation="đếm giữa lúc đang thu")
    )


def refused(act: Callable[[], object]) -> str:
    try:
        act()
    except RuleBroken as refusal:
        return refusal.code
    return ""


def round_of(cast: Cast, head: Official, number: int) -> list[str]:
    who, book = clerk(cast, number), (BOOK, str(number + 1))
    acts = [
        reception(who, f"a{number}"), payment(cast, who, Paid(Way.CASH)), closing(cast, head, who),
        reception(who, f"b{number}"), payment(cast, who, Paid(Way.CASH)),
        reception(who, f"c{number}", **{"phi-book": book[0], "phi-book_number": book[1]}),
        payment(cast, cast.lan, Paid(Way.CASH, "", *book)),
    ]  # fmt: skip
    acts = acts[:: 1 if number % 2 else -1]
    start = Barrier(len(acts))

    def alone(act: Callable[[], str]) -> str:
        start.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(alone, acts))


def main(rounds: int) -> dict[str, Any]:
    clock.now = now  # type: ignore[assignment]
    cast, codes = met(), list[str]()
    procedure(cast, "sao", COUNTED)
    head = head_of_counter(cast)
    for number in range(rounds):
        codes += round_of(cast, head, number)
    numbers = list(FeeReceipt.objects.exclude(number=None).order_by("number").values_list("number", flat=True))
    closed = CashDay.objects.exclude(closed_at=None).count()
    return {
        "codes": sorted(set(codes)), "done": codes.count(""), "numbers": numbers, "closed": closed,
        "books": FeeReceipt.objects.exclude(book="").count(), **state_of_the_place([]),
    }  # fmt: skip
