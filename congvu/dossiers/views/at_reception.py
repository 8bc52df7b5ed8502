"""What the counter does beside taking a dossier in: the fee let off or paid, and the papers scanned, in one sending."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.timezone import localdate

from congvu.dossiers.commands.cash import hold_cash
from congvu.dossiers.commands.fees import Paid, exempt_fee, take_fee
from congvu.dossiers.commands.reception import Declared
from congvu.dossiers.commands.scans import add_scans
from congvu.dossiers.fees import paid_of
from congvu.dossiers.forms_fees import AtReceptionForm
from congvu.dossiers.models import Dossier
from congvu.dossiers.views.scans import FIELD, checked, told_of_doubles
from congvu.offices.forms import told
from congvu.offices.models import ProcedureVersion, Unit
from congvu.offices.staff import official_of
from congvu.offices.uploads import sent_files
from congvu.papers.uploads import Checked
from congvu.rules.errors import RuleBroken
from congvu.rules.fees import Way, fixed_sum, is_counted

PREFIX = "phi"


class AtReception:
    """The lines of the reception page about fee and scans, and the acts they lead to."""

    def __init__(self, request: HttpRequest, typed: QueryDict | None, version: ProcedureVersion) -> None:
        self.request, self.version = request, version
        # A file chosen for a paper says that the paper is there: its tick is set with it.
        self.fields = {f"{FIELD}-{n}": str(paper["name_vi"]) for n, paper in enumerate(version.papers)}
        self.typed = _ticked(typed, [name for field, name in self.fields.items() if request.FILES.get(field)])
        self.form = AtReceptionForm(typed, prefix=PREFIX)
        self.rates = version.rates
        # What has to be counted is never proposed: somebody who counted nothing types 0.
        self.fee = None if is_counted(self.rates) else fixed_sum(self.rates)
        self.files: dict[str, list[Checked]] = {}
        self.paid: Paid | None = None

    def is_valid(self) -> bool:
        """Are the fee lines and every file in order? What is wrong stands on the form."""
        if not self.form.is_valid():
            return False
        try:
            sent = {name: sent_files(self.request, field) for field, name in {**self.fields, FIELD: ""}.items()}
            self.files = {name: checked(files) for name, files in sent.items() if files}
        except RuleBroken as refusal:
            self.form.add_error(None, told(refusal))
        return not self.form.errors

    def prepare(self, unit: Unit, declared: Declared | None, at: datetime) -> None:
        """Before the dossier is written: the cash day and the series of receipts are held for the payment typed.

        Raises: RuleBroken `fee.not_that_day`.
        """
        data, taken_on = self.form.cleaned_data, None
        if data["is_from_paper"]:
            if declared is None:
                raise RuleBroken("fee.not_that_day")
            taken_on = localdate(declared.received_at)
        if data["way"]:
            self.paid = Paid(Way(data["way"]), data["reference"], data["book"], data["book_number"], taken_on)
            hold_cash(unit=unit, official=official_of(self.request), at=at, taken_on=taken_on)

    def complete(self, dossier: Dossier, at: datetime) -> None:
        """Let off, take the money, keep the scans: acts of their own, in the reception's transaction."""
        data, actor = self.form.cleaned_data, official_of(self.request)
        common: dict[str, Any] = {"actor": actor, "at": at, "dossier_id": dossier.pk}
        if data["ground"]:
            _let_off(dossier, data, common)
        if self.paid is not None:
            take_fee(**common, seen_version=None, paid=self.paid)
        doubles = [add_scans(**common, files=files, paper=paper)[1] for paper, files in self.files.items()]
        told_of_doubles(self.request, sum(doubles))


def _ticked(typed: QueryDict | None, names: list[str]) -> QueryDict | None:
    """What was typed, with these papers ticked as well."""
    if typed is None or not names:
        return typed
    typed, ticked = typed.copy(), typed.getlist("papers")
    typed.setlist("papers", [*ticked, *(name for name in names if name not in ticked)])
    return typed


def _let_off(dossier: Dossier, data: dict[str, Any], common: dict[str, Any]) -> None:
    """The amount typed, of the lines in their order; nothing typed: all of it."""
    items = list(dossier.fee_items.order_by("pk"))
    owed = sum(item.owed - paid_of(item) for item in items)
    left = int(data["exempted"]) if data["exempted"] else owed
    if not 0 < left <= owed:
        raise RuleBroken("fee.exemption_amount", amount=owed)
    for item in items:
        part = min(left, item.owed)
        if part:
            exempt_fee(
                **common, seen_version=None, item_id=item.pk, amount=part, ground=data["ground"], proof=data["proof"]
            )
        left -= part
