"""The dossier (hồ sơ) and everything kept with it; one theme a module."""

from congvu.dossiers.models.batch import BATCH_WORDS, Batch, BatchItem
from congvu.dossiers.models.counter import (
    HandingOver,
    LateEntry,
    PaperReceipt,
    ReceiptBlock,
    Ticket,
    TicketDay,
    Visit,
    VisitDossier,
)
from congvu.dossiers.models.course import Cause, DueDate, Pause, StepRun
from congvu.dossiers.models.dossier import (
    OPEN_VALUES,
    STATE_WORDS,
    Channel,
    Dossier,
    DossierCounter,
    DossierQuerySet,
    Origin,
)
from congvu.dossiers.models.early_request import EarlyRequest
from congvu.dossiers.models.fees import CashDay, FeeItem, FeeReceipt, FeeReceiptLine
from congvu.dossiers.models.finding import SavedFilter, SearchWord
from congvu.dossiers.models.imports import RegisterEntry, RegisterImport
from congvu.dossiers.models.letters import Ending, EndingKind, Extension, MissingPaper, SupplementRequest
from congvu.dossiers.models.lists import BulkRun
from congvu.dossiers.models.outside import AwaitedReply, Delivery, DuesNotice, Payment
from congvu.dossiers.models.party import Applicant, PartyKind
from congvu.dossiers.models.posting import (
    Objection,
    ObjectionChannel,
    ObjectionKind,
    Objector,
    Posting,
    PostingExtension,
)
from congvu.dossiers.models.rating import Rating
from congvu.dossiers.models.refusal import Refusal
from congvu.dossiers.models.register import (
    OPEN_FILES,
    FileHow,
    FileState,
    FilingState,
    MappingVersion,
    OnlineFiling,
    RegisterFile,
    Vanishing,
)
from congvu.dossiers.models.scans import Scan
from congvu.dossiers.models.signing import OPEN_SIGNING_VALUES, DraftKind, Outcome, Signing, SigningTurn
from congvu.dossiers.models.stand_in import StandInWork
from congvu.dossiers.models.traces import Correction, Reading, ReadingHow

__all__ = [
    "BATCH_WORDS",
    "OPEN_FILES",
    "OPEN_SIGNING_VALUES",
    "OPEN_VALUES",
    "STATE_WORDS",
    "Applicant",
    "AwaitedReply",
    "Batch",
    "BatchItem",
    "BulkRun",
    "CashDay",
    "Cause",
    "Channel",
    "Correction",
    "Delivery",
    "Dossier",
    "DossierCounter",
    "DossierQuerySet",
    "DraftKind",
    "DueDate",
    "DuesNotice",
    "EarlyRequest",
    "Ending",
    "EndingKind",
    "Extension",
    "FeeItem",
    "FeeReceipt",
    "FeeReceiptLine",
    "FileHow",
    "FileState",
    "FilingState",
    "HandingOver",
    "LateEntry",
    "MappingVersion",
    "MissingPaper",
    "Objection",
    "ObjectionChannel",
    "ObjectionKind",
    "Objector",
    "OnlineFiling",
    "Origin",
    "Outcome",
    "PaperReceipt",
    "PartyKind",
    "Pause",
    "Payment",
    "Posting",
    "PostingExtension",
    "Rating",
    "Reading",
    "ReadingHow",
    "ReceiptBlock",
    "Refusal",
    "RegisterEntry",
    "RegisterFile",
    "RegisterImport",
    "SavedFilter",
    "Scan",
    "SearchWord",
    "Signing",
    "SigningTurn",
    "StandInWork",
    "StepRun",
    "SupplementRequest",
    "Ticket",
    "TicketDay",
    "Vanishing",
    "Visit",
    "VisitDossier",
]
