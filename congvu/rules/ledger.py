"""The acts the ledger knows (nhật ký xác thực): the two public letters of an entry, and the dotted action in its body.

The bytes of an entry are in `ledger_leaf.py`, the check of a whole ledger in `ledger_check.py`.
"""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """The public two letters of an entry; all that an outsider learns of the act."""

    RECEIVED = "rx"
    IMPORTED = "im"
    STEP = "st"
    TRANSFERRED = "tr"
    PAUSED = "ps"
    RESUMED = "rs"
    RESULT = "rd"
    RETURNED = "rt"
    CORRECTED = "co"
    DUE_MOVED = "du"
    SUPPLEMENT_ASKED = "sp"
    CANCELLED = "cl"
    REFUSED = "rf"
    ERASED = "er"
    OTHER = "xx"


class Action(StrEnum):
    """Every dotted action of the program, listed once and never renamed; the words are inside the sealed body."""

    DOSSIER_ACCEPTED = "dossier.accepted"
    DOSSIER_IMPORTED = "dossier.imported"
    DOSSIER_UPDATED = "dossier.updated"
    DOSSIER_STEP_FINISHED = "dossier.step_finished"
    DOSSIER_HANDED_ON = "dossier.handed_on"
    DOSSIER_PAUSED = "dossier.paused"
    DOSSIER_RESUMED = "dossier.resumed"
    DOSSIER_RESULT_RECORDED = "dossier.result_recorded"
    DOSSIER_RETURNED = "dossier.returned"
    DOSSIER_CORRECTED = "dossier.corrected"
    DOSSIER_SUPPLEMENT_ASKED = "dossier.supplement_asked"
    DOSSIER_EXTENDED = "dossier.extended"
    DOSSIER_REAPPOINTED = "dossier.reappointed"
    DOSSIER_STOPPED = "dossier.stopped"
    DOSSIER_WITHDRAWN = "dossier.withdrawn"
    DOSSIER_REFUSED = "dossier.refused"
    DOSSIER_ASKED_EARLY = "dossier.asked_early"
    DOSSIER_SENT = "dossier.sent"
    DOSSIER_SENT_BACK = "dossier.sent_back"
    DOSSIER_RESULT_ARRIVED = "dossier.result_arrived"
    DOSSIERS_EXPORTED = "dossiers.exported"
    BATCH_MADE = "batch.made"
    BATCH_CHANGED = "batch.changed"
    BATCH_SENT = "batch.sent"
    BATCH_RECEIVED = "batch.received"
    BATCH_CANCELLED = "batch.cancelled"
    DOSSIER_RATED = "dossier.rated"
    FIGURES_EXPLAINED = "figures.explained"
    DOSSIER_POSTING_OPENED = "dossier.posting_opened"
    DOSSIER_POSTING_EXTENDED = "dossier.posting_extended"
    DOSSIER_POSTING_RESTARTED = "dossier.posting_restarted"
    DOSSIER_POSTING_CLOSED = "dossier.posting_closed"
    DOSSIER_OBJECTION_NOTED = "dossier.objection_noted"
    DOSSIER_OBJECTION_SETTLED = "dossier.objection_settled"
    DOSSIER_BODY_ASKED = "dossier.body_asked"
    DOSSIER_REPLY_NOTED = "dossier.reply_noted"
    DOSSIER_DUES_NOTED = "dossier.dues_noted"
    DOSSIER_DUES_DELIVERED = "dossier.dues_delivered"
    DOSSIER_DUES_PAID = "dossier.dues_paid"
    DOSSIER_DUES_EXEMPTED = "dossier.dues_exempted"
    DOSSIER_DUES_WITHDRAWN = "dossier.dues_withdrawn"
    PAPER_RECEIPTS_PRINTED = "paper_receipts.printed"
    PAPER_RECEIPT_ENTERED = "paper_receipt.entered"
    PAPER_RECEIPT_CANCELLED = "paper_receipt.cancelled"
    PAPER_RECEIPTS_LATE_ALLOWED = "paper_receipts.late_allowed"
    ABSENCE_ENTERED = "absence.entered"
    ABSENCE_BEGUN = "absence.begun"
    ABSENCE_PROLONGED = "absence.prolonged"
    ABSENCE_CORRECTED = "absence.corrected"
    ABSENCE_ENDED = "absence.ended"
    ABSENCE_GIVEN_BACK = "absence.given_back"
    NOTICE_RETRIED = "notice.retried"
    OFFICES_CONTACT_CHANGED = "offices.contact_changed"
    DOSSIER_SIGNING_SUBMITTED = "dossier.signing_submitted"
    DOSSIER_SIGNING_INITIALLED = "dossier.signing_initialled"
    DOSSIER_SIGNING_SIGNED = "dossier.signing_signed"
    DOSSIER_SIGNING_RETURNED = "dossier.signing_returned"
    DOSSIER_SIGNING_HANDED_ON = "dossier.signing_handed_on"
    DOSSIER_SIGNING_MOVED = "dossier.signing_moved"
    DOSSIER_SIGNING_WITHDRAWN = "dossier.signing_withdrawn"
    DOSSIER_SIGNING_NUMBERED = "dossier.signing_numbered"
    DOSSIER_SIGNING_SEALED = "dossier.signing_sealed"
    DOSSIER_FEE_SET = "dossier.fee_set"
    DOSSIER_FEE_EXEMPTED = "dossier.fee_exempted"
    DOSSIER_FEE_PAID = "dossier.fee_paid"
    DOSSIER_FEE_RECEIPT_CORRECTED = "dossier.fee_receipt_corrected"
    DOSSIER_FEE_RECEIPT_CANCELLED = "dossier.fee_receipt_cancelled"
    DOSSIER_SCAN_ADDED = "dossier.scan_added"
    DOSSIER_SCAN_WITHDRAWN = "dossier.scan_withdrawn"
    DOSSIER_SCAN_ATTACHED = "dossier.scan_attached"
    CASH_DAY_CLOSED = "cash.day_closed"
    DOSSIER_VANISHED = "dossier.vanished"
    DOSSIER_REAPPEARED = "dossier.reappeared"
    FILING_QUEUED = "filing.queued"
    FILING_UPDATED = "filing.updated"
    FILING_REFUSED = "filing.refused"
    DOSSIER_FILING_ACCEPTED = "dossier.filing_accepted"
    DOSSIER_FILING_MOVED = "dossier.filing_moved"
    REGISTER_MAPPED = "register.mapped"
    OFFICES_UNIT_CREATED = "offices.unit_created"
    OFFICES_UNIT_KIND_STATED = "offices.unit_kind_stated"
    OFFICES_OFFICIAL_CREATED = "offices.official_created"
    OFFICES_POST_GRANTED = "offices.post_granted"
    OFFICES_POST_ENDED = "offices.post_ended"
    OFFICES_CALENDAR_PUBLISHED = "offices.calendar_published"
    OFFICES_PROCEDURE_PUBLISHED = "offices.procedure_published"
    BODIES_ERASED = "bodies.erased"

    @property
    def kind(self) -> Kind:
        return KINDS.get(self, Kind.OTHER)


KINDS: Mapping[Action, Kind] = {
    Action.DOSSIER_ACCEPTED: Kind.RECEIVED,
    Action.DOSSIER_IMPORTED: Kind.IMPORTED,
    Action.DOSSIER_UPDATED: Kind.IMPORTED,
    Action.DOSSIER_VANISHED: Kind.IMPORTED,
    Action.DOSSIER_REAPPEARED: Kind.IMPORTED,
    Action.FILING_QUEUED: Kind.IMPORTED,
    Action.FILING_UPDATED: Kind.IMPORTED,
    Action.FILING_REFUSED: Kind.REFUSED,
    Action.DOSSIER_FILING_ACCEPTED: Kind.RECEIVED,
    Action.DOSSIER_FILING_MOVED: Kind.TRANSFERRED,
    Action.DOSSIER_STEP_FINISHED: Kind.STEP,
    Action.DOSSIER_HANDED_ON: Kind.TRANSFERRED,
    Action.DOSSIER_PAUSED: Kind.PAUSED,
    Action.DOSSIER_RESUMED: Kind.RESUMED,
    Action.DOSSIER_RESULT_RECORDED: Kind.RESULT,
    Action.DOSSIER_RETURNED: Kind.RETURNED,
    Action.DOSSIER_CORRECTED: Kind.CORRECTED,
    Action.DOSSIER_FEE_RECEIPT_CORRECTED: Kind.CORRECTED,
    Action.DOSSIER_SUPPLEMENT_ASKED: Kind.SUPPLEMENT_ASKED,
    Action.DOSSIER_EXTENDED: Kind.DUE_MOVED,
    Action.DOSSIER_STOPPED: Kind.CANCELLED,
    Action.DOSSIER_WITHDRAWN: Kind.CANCELLED,
    Action.DOSSIER_REFUSED: Kind.REFUSED,
    Action.DOSSIER_ASKED_EARLY: Kind.SUPPLEMENT_ASKED,
    Action.DOSSIER_SENT: Kind.TRANSFERRED,
    Action.DOSSIER_SENT_BACK: Kind.TRANSFERRED,
    Action.DOSSIER_RESULT_ARRIVED: Kind.TRANSFERRED,
    Action.BATCH_SENT: Kind.TRANSFERRED,
    Action.BATCH_RECEIVED: Kind.TRANSFERRED,
    Action.DOSSIER_POSTING_OPENED: Kind.STEP,
    Action.DOSSIER_POSTING_EXTENDED: Kind.STEP,
    Action.DOSSIER_POSTING_RESTARTED: Kind.STEP,
    Action.DOSSIER_POSTING_CLOSED: Kind.STEP,
    Action.DOSSIER_BODY_ASKED: Kind.STEP,
    Action.DOSSIER_REPLY_NOTED: Kind.STEP,
    Action.BODIES_ERASED: Kind.ERASED,
    Action.DOSSIER_SIGNING_SUBMITTED: Kind.STEP,
    Action.DOSSIER_SIGNING_INITIALLED: Kind.STEP,
    Action.DOSSIER_SIGNING_SIGNED: Kind.STEP,
    Action.DOSSIER_SIGNING_RETURNED: Kind.STEP,
    Action.DOSSIER_SIGNING_HANDED_ON: Kind.STEP,
    Action.DOSSIER_SIGNING_MOVED: Kind.STEP,
    Action.DOSSIER_SIGNING_WITHDRAWN: Kind.STEP,
    Action.DOSSIER_SIGNING_NUMBERED: Kind.STEP,
    Action.DOSSIER_SIGNING_SEALED: Kind.STEP,
}
