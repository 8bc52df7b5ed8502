"""Marking what a whole export no longer holds (không còn trong sổ nguồn), and taking the mark off again."""

from collections.abc import Collection

from congvu.dossiers.commands.filing_queue import filings_gone
from congvu.dossiers.commands.register_names import Names
from congvu.dossiers.models import Vanishing
from congvu.dossiers.sources import of_source
from congvu.law import practice
from congvu.ledger.commands import Act
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action


def check_share(vanishing: int, standing: int, confirmed: int | None) -> None:
    """An unexpectedly large share is not believed until a person says its number.

    Raises: RuleBroken `register.many_vanish`.
    """
    most = practice().register_vanished_percent
    if vanishing * 100 > most * standing and confirmed != vanishing:
        raise RuleBroken("register.many_vanish", count=vanishing, total=standing, percent=most)


def mark_vanished(
    names: Names, present: Collection[str], confirmed: int | None, acts: list[Act], *, new: int
) -> tuple[int, int]:
    """Mark what is not in `present`, unmark what came back; inside the take-over's transaction. Gives both numbers.

    `new`: how many this file has just entered; they are no part of what the source was known to hold.
    """
    ours = dict(of_source(names.root).values_list("pk", "code"))
    marked = dict(Vanishing.objects.filter(until=None, dossier__in=of_source(names.root)).values_list("dossier", "pk"))
    gone = [pk for pk, code in ours.items() if code not in present and pk not in marked]
    back = [pk for pk in marked if ours[pk] in present]
    check_share(len(gone), len(ours) - len(marked) - new, confirmed)
    Vanishing.objects.bulk_create([Vanishing(dossier_id=pk, since=names.at) for pk in gone], batch_size=500)
    for begin in range(0, len(back), 500):
        part = [marked[pk] for pk in back[begin : begin + 500]]
        Vanishing.objects.filter(pk__in=part).update(until=names.at)
    for action, pks in ((Action.DOSSIER_VANISHED, gone), (Action.DOSSIER_REAPPEARED, back)):
        facts = [(pk, {"code": ours[pk], "source": names.root.code}) for pk in pks]
        acts += [Act(action, f"dossier:{pk}", names.root.code, names.actor.login, fact) for pk, fact in facts]
    acts += filings_gone(names, present)
    return len(gone), len(back)
