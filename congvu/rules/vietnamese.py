"""Vietnamese text: cleaning what people type, the folded form for search, the key for sorting, sums of money."""

import re
import unicodedata

from congvu.rules.errors import RuleBroken

# Letters that look alike to a person and must be one letter to the program.
LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ"})
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# U+FFFD is what is left of a character that was lost on the way.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")

MARKS_ON_A_LETTER = 3  # composed; no writing of names that a counter meets stacks more

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
MARKS = {"\u0306": "breve", "\u0302": "hat", "\u031b": "horn"}
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def clean(text: str) -> str:
    """What was typed, as it is kept: NFC, Icelandic Ð made Đ, no invisible characters, single spaces, trimmed.

    Raises: RuleBroken `text.unreadable` for control characters and for U+FFFD.
    """
    if UNREADABLE.search(text):
        raise RuleBroken("text.unreadable")
    seen = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(LOOKALIKES)
    return "\n".join(" ".join(line.split()) for line in seen.strip().splitlines())


def refuse_disguise(name: str) -> None:
    """A name must read as it is kept: nothing that turns the direction of writing, no pile of marks on one letter.

    Raises: RuleBroken `text.turned`, `text.piled_marks`.
    """
    if DIRECTION.search(name):
        raise RuleBroken("text.turned")
    piled = 0
    for char in unicodedata.normalize("NFC", name):
        piled = piled + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if piled > MARKS_ON_A_LETTER:
            raise RuleBroken("text.piled_marks")


def legible(text: str) -> str:
    """The text with every character nobody sees made visible, so that a person can find and delete it."""
    return DIRECTION.sub("\ufffd", UNREADABLE.sub("\ufffd", text))


def fold(text: str) -> str:
    """The form that is searched: lower case, no marks, đ made d; typed NFD and NFC fold alike."""
    seen = INVISIBLE.sub("", UNREADABLE.sub("", text)).translate(LOOKALIKES)
    plain = unicodedata.normalize("NFKD", seen).casefold().replace("đ", "d")
    kept = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return " ".join(kept.split())


def initials(text: str) -> str:
    """The first letters of the words: “khai sinh” is found by “ks”."""
    return "".join(word[0] for word in fold(text).split() if word[0].isalnum())


def isolate(text: str) -> str:
    """A foreign or hostile direction mark cannot reverse what stands around it."""
    return f"\u2068{DIRECTION.sub('', text)}\u2069" if DIRECTION.search(text) else text


def sort_key(text: str) -> str:
    """A column that sorts in Vietnamese order on every database: words by letters (đ after d), then by tones.

    Shape: two digits a letter, 00 between words, then a dash and one tone digit a letter; only 0-9 and the dash.
    """
    letters, tones = [], []
    for word in fold_keeping_letters(text):
        for letter, tone in word:
            letters.append(_rank(letter))
            tones.append(tone)
        letters.append("00")
    return "".join(letters) + "-" + "".join(tones)


def _rank(letter: str) -> str:
    if letter.isdigit() and letter.isascii():
        return f"{int(letter) + 10:02}"
    return f"{LETTERS.index(letter) + 30:02}" if letter in LETTERS else "99"


def fold_keeping_letters(text: str) -> list[list[tuple[str, str]]]:
    """Words as pairs of letter (with its breve, hat or horn) and tone digit; 0 is the level tone."""
    words = []
    for word in clean(text).casefold().split():
        pairs: list[tuple[str, str]] = []
        for char in unicodedata.normalize("NFD", word):
            if char in TONES and pairs:
                pairs[-1] = (pairs[-1][0], TONES[char])
            elif char in MARKS and pairs:
                pairs[-1] = (unicodedata.normalize("NFC", pairs[-1][0] + char), pairs[-1][1])
            elif not unicodedata.combining(char):
                pairs.append((char, "0"))
        words.append(pairs)
    return words


def thousands(number: int, mark: str = ".") -> str:
    """1.234.567"""
    return f"{number:,}".replace(",", mark)


def dong(amount: int) -> str:
    """“50.000 đồng”, on papers and in sentences."""
    return f"{thousands(amount)} đồng"
