"""The verbs of a dossier, in the order of its life: reception, progress, signing, waiting, outside, letters, its end.

Every function is one transaction with the same five beats: lock, may they, what do the rules say, write, record.
"""

from congvu.dossiers.commands.awaited import ask_body, note_reply
from congvu.dossiers.commands.clock_holds import resume
from congvu.dossiers.commands.correction import correct, note_reading, note_readings
from congvu.dossiers.commands.declared import allow_late_entry
from congvu.dossiers.commands.dues import deliver_dues, exempt_dues, note_dues, note_payment, withdraw_dues
from congvu.dossiers.commands.early_request import ask_early
from congvu.dossiers.commands.ending import stop, withdraw
from congvu.dossiers.commands.extension import extend
from congvu.dossiers.commands.filing_moves import hand_on
from congvu.dossiers.commands.handing_over import hand_over
from congvu.dossiers.commands.issuing import number_paper, seal_paper
from congvu.dossiers.commands.objections import note_objection, settle_objection
from congvu.dossiers.commands.paper_receipts import cancel_paper_receipt, print_receipts
from congvu.dossiers.commands.posting import close_posting, extend_posting, open_posting, restart_posting
from congvu.dossiers.commands.progress import finish_step, record_result, return_result
from congvu.dossiers.commands.rating import rate
from congvu.dossiers.commands.reception import accept
from congvu.dossiers.commands.refusal import refuse
from congvu.dossiers.commands.signing import (
    hand_on_signing,
    return_draft,
    sign,
    submit_for_signature,
    withdraw_signing,
)
from congvu.dossiers.commands.supplement import ask_for_papers
from congvu.dossiers.commands.tickets import call_next, move_ticket, take_ticket
from congvu.dossiers.commands.visits import receive
from congvu.dossiers.commands.waiting import pause

__all__ = [
    "accept",
    "allow_late_entry",
    "ask_body",
    "ask_early",
    "ask_for_papers",
    "call_next",
    "cancel_paper_receipt",
    "close_posting",
    "correct",
    "deliver_dues",
    "exempt_dues",
    "extend",
    "extend_posting",
    "finish_step",
    "hand_on",
    "hand_on_signing",
    "hand_over",
    "move_ticket",
    "note_dues",
    "note_objection",
    "note_payment",
    "note_reading",
    "note_readings",
    "note_reply",
    "number_paper",
    "open_posting",
    "pause",
    "print_receipts",
    "rate",
    "receive",
    "record_result",
    "refuse",
    "restart_posting",
    "resume",
    "return_draft",
    "return_result",
    "seal_paper",
    "settle_objection",
    "sign",
    "stop",
    "submit_for_signature",
    "take_ticket",
    "withdraw",
    "withdraw_dues",
    "withdraw_signing",
]
