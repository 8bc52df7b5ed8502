"""Number and symbol of a paper (số, ký hiệu văn bản): how they are written, and a unit's own abbreviation.

Source: NĐ 30/2020/NĐ-CP, annex I: numbers below 10 get a 0; type code and agency stand after the stroke; of a
letter without a type (công văn) the agency and the unit that drafted it.
"""

from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean, fold


def write(number: int, type_code: str, agency: str, drafted_in: str = "") -> str:
    """“05/PYC-TTPVHCC”; a paper without a type code (công văn) names the agency and who drafted it: “145/UBND-VP”.

    Raises: RuleBroken `paper_number.no_agency`.
    """
    if not agency:
        raise RuleBroken("paper_number.no_agency")
    if type_code:
        return f"{number:02}/{type_code}-{agency}"
    return f"{number:02}/{agency}-{drafted_in}" if drafted_in not in {"", agency} else f"{number:02}/{agency}"


def abbreviation(name: str) -> str:
    """A unit's abbreviation where nobody has set one: “Trung tâm Phục vụ hành chính công” is TTPVHCC.

    Words in capitals are abbreviations already and stay whole (HĐND); Đ stays Đ.
    """
    words = [word for word in clean(name).split() if word[0].isalpha()]
    return "".join(word if len(word) > 1 and word.isupper() else _first(word) for word in words)[:20]


def _first(word: str) -> str:
    return "Đ" if word[0] in "đĐ" else fold(word[0]).upper()
