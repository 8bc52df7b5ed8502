"""The verbs of a dossier, in the order of its life: reception, progress, waiting, letters, its end, correction.

Every function is one transaction with the same five beats: lock, may they, what do the rules say, write, record.
"""

from congvu.dossiers.commands.correction import correct, note_reading, note_readings
from congvu.dossiers.commands.ending import stop, withdraw
from congvu.dossiers.commands.extension import extend
from congvu.dossiers.commands.progress import finish_step, hand_on, record_result, return_result
from congvu.dossiers.commands.rating import rate
from congvu.dossiers.commands.reception import accept
from congvu.dossiers.commands.refusal import refuse
from congvu.dossiers.commands.supplement import ask_for_papers
from congvu.dossiers.commands.waiting import pause, resume

__all__ = [
    "accept",
    "ask_for_papers",
    "correct",
    "extend",
    "finish_step",
    "hand_on",
    "note_reading",
    "note_readings",
    "pause",
    "rate",
    "record_result",
    "refuse",
    "resume",
    "return_result",
    "stop",
    "withdraw",
]
