"""What a rule answers when it refuses: a code and the facts, never a sentence.

The sentence a person reads (Vietnamese, English) lives in the app that asked the rule.
"""

from collections.abc import Mapping


class RuleBroken(Exception):
    """A rule of law or of the office refuses the act (bị từ chối theo quy định).

    `code` is dotted (`dossier.no_such_move`) and stable; `facts` are what the sentence needs.
    """

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: Mapping[str, object] = facts
