"""The verbs of a dossier, in the order of its life: reception, progress, correction, and taking over a register.

Every function is one transaction with the same five beats: lock, may they, what do the rules say, write, record.
"""

from congvu.dossiers.commands.correction import correct, note_reading, note_readings
from congvu.dossiers.commands.progress import finish_step, hand_on, pause, record_result, resume, return_result
from congvu.dossiers.commands.rating import rate
from congvu.dossiers.commands.reception import accept

__all__ = [
    "accept",
    "correct",
    "finish_step",
    "hand_on",
    "note_reading",
    "note_readings",
    "pause",
    "rate",
    "record_result",
    "resume",
    "return_result",
]
