"""Lists of authors as people write them: what names are in a text, and how surely it is names.

``Hinton, Geoffrey and Dean, Jeff``, ``G. Hinton, J. Dean``, ``Hinton et al.``, ``Tung, Frederick,
and Mori Greg``: the same comma separates names in one and parts of a name in the other, so the
text is read in every way that it can be, and the best reading wins.
"""

import re
from dataclasses import dataclass

from kdbib.model import Name


@dataclass(frozen=True, slots=True)
class NameList:
    """The names in a text, each with its range; ``evidence`` says how surely they are names.

    Below 1 the text may as well be something else; from 2 on it can hardly be.
    """

    names: tuple[tuple[Name, int, int], ...]
    et_al: bool
    evidence: float


ET_AL = re.compile(
    r"(?:\bet\.?\s*al?|(?<=[a-z])et\s+al|\bet\s+l|\band others|\bet\s+alii)\b[.,]*(?!\w)",
    re.IGNORECASE,
)
"""Every form of *et al.*, the misspelt ones among them."""

_GROUP = re.compile(r"\s*[(（][^()（）]{0,60}[)）]")
_SEPARATOR = re.compile(r"\s*(?:[,;，]\s*(?:and|&)\s+|\s(?:and|&)\s+|&|;|，|、)\s*")
_COMMA = re.compile(r"\s*,\s*")
_PARTICLES = frozenset(
    "al bin da das de del della den der di dos du el la le ten ter van von zu zur ibn y e".split()
)
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?){1,4}|[JS]r\.")
_NAME_WORD = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[^\W\d_]+(?:['’‐-][^\W\d_]+){0,4}[.\d]?")
# words that begin with a capital in a title or a venue, and are nobody's name
_NOT_NAMES = frozenset(
    "a an the of for in on with from to by via and or towards using learning networks network deep "
    "neural knowledge distillation model models training data image survey paper code pdf "
    "conference workshop journal proceedings transactions arxiv ieee acm research".split()
)


def read_names(text: str) -> NameList:
    """The names in a text that may be a list of authors."""
    masked = _GROUP.sub(lambda group: " " * len(group[0]), text)  # "(Google)" is no author
    et_al = ET_AL.search(masked)
    end = et_al.start() if et_al else len(masked)
    if et_al and masked[et_al.end() :].strip(" .,"):
        return NameList((), False, 0.0)
    pieces = _pieces(masked[:end])
    readings = [_family_first(pieces), _given_first(pieces)]
    names, evidence = max(readings, key=lambda reading: reading[1])
    if et_al and names:
        evidence += 2
    return NameList(tuple(names), bool(et_al), evidence)


_Piece = tuple[str, int, int, bool]  # text, start, end, whether a comma (and nothing else) follows
_Reading = tuple[list[tuple[Name, int, int]], float]


def _pieces(text: str) -> list[_Piece]:
    """The parts between separators; commas separate parts, *and* and its like separate names."""
    pieces: list[_Piece] = []
    start = 0
    cuts = [*_SEPARATOR.finditer(text)]
    bounds = [(cut.start(), cut.end()) for cut in cuts] + [(len(text), len(text))]
    for stop, after in bounds:
        here = start
        for comma in [*_COMMA.finditer(text, start, stop), None]:
            upto = comma.start() if comma else stop
            lead = len(text[here:upto]) - len(text[here:upto].lstrip(" .\n"))
            word = text[here:upto].strip(" \n")
            word = word if _ends_in_initial(word) else word.rstrip(".")
            word = word.lstrip(" .\n")
            if word:
                pieces.append((word, here + lead, here + lead + len(word), comma is not None))
            here = comma.end() if comma else after
        start = after
    return pieces


def _ends_in_initial(word: str) -> bool:
    return bool(re.search(r"(?:^|[\s.-])(?:[^\W\d_]|[JS]r)\.$", word))


def _family_first(pieces: list[_Piece]) -> _Reading:
    """``Family, Given`` pairs; a piece without a comma after it is a whole name."""
    names: list[tuple[Name, int, int]] = []
    evidence = 0.0
    index = 0
    while index < len(pieces):
        word, start, end, comma = pieces[index]
        following = pieces[index + 1] if comma and index + 1 < len(pieces) else None
        if following and _is_family(word) and _is_given(following[0]):
            names.append((Name(family=word, given=_unstopped(following[0])), start, following[2]))
            evidence += 2
            index += 2
        elif _is_name(word):
            names.append((_whole(word), start, end))
            evidence += 0.5 if " " not in word else 1
            index += 1
        else:
            return [], 0.0
    return names, evidence


def _given_first(pieces: list[_Piece]) -> _Reading:
    """``Given Family`` names, separated by commas or *and*."""
    names: list[tuple[Name, int, int]] = []
    evidence = 0.0
    for word, start, end, _ in pieces:
        if not _is_name(word):
            return [], 0.0
        names.append((_whole(word), start, end))
        # with a comma inside, a lone word is more likely to be half of a name
        evidence += 2 if " " in word else (0.5 if len(pieces) == 1 else -0.5)
    return (
        (names, max(evidence, 0.0) + (0.5 if len(names) > 1 else 0.0))
        if evidence > 0
        else ([], 0.0)
    )


def _is_word_of_a_name(word: str) -> bool:
    if word.lower() in _PARTICLES or word.lower() in _SUFFIXES:
        return True
    return bool(_NAME_WORD.fullmatch(word)) and word.lower() not in _NOT_NAMES


def _is_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 5 or not all(_is_word_of_a_name(word) for word in words):
        return False
    if any(word.endswith(".") and _INITIALS.fullmatch(word) is None for word in words[:-1]):
        return False  # "Matching. Wu": a sentence ends inside
    capitals = sum(word != word.lower() or not word[0].isascii() for word in words)
    return capitals >= 1 and capitals + sum(word in _PARTICLES for word in words) >= len(words)


def _is_family(text: str) -> bool:
    return len(text.split()) <= 3 and _is_name(text) and not _ends_in_initial(text)


def _is_given(text: str) -> bool:
    """A given name may be damaged (``Byung. Cheol``) or in lower case (``han``)."""
    words = text.replace(".", ". ").split()
    return 1 <= len(words) <= 4 and all(
        _NAME_WORD.fullmatch(word) and word.rstrip(".").lower() not in _NOT_NAMES for word in words
    )


def _unstopped(given: str) -> str:
    """``Zizhao.`` is ``Zizhao``; ``Elliot J.`` stays."""
    return given if _ends_in_initial(given) else given.rstrip(".")


def _whole(text: str) -> Name:
    """A name in one piece: the last word, with particles before it, is the family name.

    Which word of ``Liu Yu`` is the family name can't be told; it is read in the usual order, and
    the matching knows that it may be the other way round.
    """
    words = text.split()
    if len(words) == 1:
        return Name(literal=text)
    last = len(words) - (2 if words[-1].lower() in _SUFFIXES and len(words) > 2 else 1)
    first = last
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    suffix = " ".join(words[last + 1 :]) or None
    return Name(
        family=" ".join(words[first : last + 1]), given=" ".join(words[:first]), suffix=suffix
    )
