"""Lists of authors as people write them: what names are in a text, and how surely it is names.

``Hinton, Geoffrey and Dean, Jeff``, ``G. Hinton, J. Dean``, ``Hinton et al.``, ``Tung, Frederick,
and Mori Greg``: the same comma separates names in one and parts of a name in the other, so the
text is read in every way that it can be, and the best reading wins.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kdbib.model import Name
from kdbib.read.words import NOT_NAMES


class NameList(NamedTuple):
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
_CUT = re.compile(
    r"\s*(?:[,;，]\s*(?:and|&)\s+|\s(?:and|&)\s+|&|;|，|、|,)\s*"
)  # "and" separates names; a comma may also stand within one
_PARTICLES = frozenset(
    "al bin da das de del della den der di dos du el la le ten ter van von zu zur ibn y e".split()
)
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?){1,4}|[JS]r\.")
_NAME_WORD = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[^\W\d_]+(?:['’‐\xad-]{1,3}[^\W\d_]+){0,4}[.\d]?")
_LAST_INITIAL = re.compile(r"(?:^|[\s.-])(?:[^\W\d_]|[JS]r)\.$")
_SEPARATORS = re.compile(r"[^\w\"“”«「『《]*")
_HINTS = ("et ", "et.", "etal", "et\n", "et\t", "others")
_FIRST_PIECE = re.compile(r"[^,;，、&()（）]*")
_MARKS = "*†‡§¶#∗"  # of affiliations and of equal contribution
_ACRONYM = re.compile(r"[A-Z]{3,}")
_FAMILY_INITIALS = re.compile(r"[A-Z](?:-?[A-Z]){0,2}|(?:[A-Z]\.-?){1,3}")
_LONGEST = 8000  # characters; some papers have hundreds of authors


@lru_cache(maxsize=2048)
def read_names(text: str) -> NameList:
    """The names in a text that may be a list of authors."""
    if len(text) > _LONGEST or cannot_be_names(text):
        return NameList((), False, 0.0)
    masked = without_groups(text)  # "(Google)" is no author
    et_al = find_et_al(masked)
    end = et_al.start() if et_al else len(masked)
    if et_al and masked[et_al.end() :].strip(" .,"):
        return NameList((), False, 0.0)
    pieces = []
    for piece in _pieces(masked[:end]):
        if not (_is_name(piece[0]) or _is_given(piece[0]) or _is_name(piece[0].title())):
            return NameList((), bool(et_al), 0.0)
        pieces.append(piece)
    readings = [_family_first(pieces), _given_first(pieces)]
    names, evidence = max(readings, key=lambda reading: reading[1])
    if et_al and names:
        evidence += 2
    return NameList(tuple(names), bool(et_al), evidence)


def find_et_al(text: str) -> re.Match[str] | None:
    """The first form of *et al.* in a text."""
    low = text.lower()
    return ET_AL.search(text) if any(hint in low for hint in _HINTS) else None


def without_groups(text: str) -> str:
    """A text with blanks in the place of what stands in round brackets."""
    if "(" not in text and "（" not in text:
        return text
    return _GROUP.sub(lambda group: " " * len(group[0]), text)


def cannot_be_names(text: str, start: int = 0) -> bool:
    """Whether the first words of a text are, at a glance, none of a name."""
    words = _FIRST_PIECE.match(text, start)[0].split()  # type: ignore[index]  # it always matches
    for word in words[:7]:
        if word.islower() and word in NOT_NAMES:
            return word != "and"
    return len(words) > 9 and "et" not in words


def leading_names(text: str, start: int, end: int) -> tuple[NameList | None, int]:
    """The names at the start of a range of a text, and where they end; other words follow.

    >>> leading_names("J. Ba, G. Hinton, Layer Normalization", 0, 37)[1]
    18
    """
    stop = text.find("\ufffc", start, end)
    stop = end if stop < 0 else stop
    masked = text[start : min(stop, start + _LONGEST)]
    if cannot_be_names(masked):
        return None, start
    whole = read_names(masked)
    if whole.names:
        return whole, stop
    if (et_al := find_et_al(masked)) and (names := read_names(masked[: et_al.end()])).names:
        return names, start + et_al.end()
    found: list[_Piece] = []
    for piece in _pieces(without_groups(masked)):
        if not _is_name(piece[0]):
            break
        found.append(piece)
    while len(found) > 1 and " " not in found[-1][0] and " " in found[-2][0]:
        found.pop()  # after whole names, one word is the beginning of something else
    if not found:
        return None, start
    last = found[-1][2]
    names = read_names(masked[:last])
    following = _SEPARATORS.match(masked, last)
    return names, start + (following.end() if following else last)


_Piece = tuple[str, int, int, bool]  # text, start, end, whether a comma (and nothing else) follows
_Reading = tuple[list[tuple[Name, int, int]], float]


def _pieces(text: str) -> Iterator[_Piece]:
    """The parts between separators; commas separate parts, *and* and its like separate names."""
    start = 0
    for cut in (*_CUT.finditer(text), None):
        stop = cut.start() if cut else len(text)
        part = text[start:stop]
        word = part.strip(" \n").lstrip(" .\n").rstrip(_MARKS)
        word = word if _ends_in_initial(word) else word.rstrip(".")
        if word:
            at = start + part.index(word)
            yield word, at, at + len(word), bool(cut and cut[0].strip() == ",")
        if cut:
            start = cut.end()


def _ends_in_initial(word: str) -> bool:
    return word.endswith(".") and bool(_LAST_INITIAL.search(word[-5:]))


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
        if not (_is_name(word) or (evidence >= 4 and _is_name(word.title()))):
            return [], 0.0
        names.append((_whole(word), start, end))
        if len(names) > 1 and " " not in names[-2][0].display() and _ends_in_initial(word):
            evidence -= 2.5  # "Hinton, Geoffrey E."
        # with a comma inside, a lone word is more likely to be half of a name
        evidence += _surely(word) if " " in word else (0.5 if len(pieces) == 1 else -0.5)
    return (
        (names, max(evidence, 0.0) + (0.5 if len(names) > 1 else 0.0))
        if evidence > 0
        else ([], 0.0)
    )


@lru_cache(maxsize=16384)
def _surely(name: str) -> float:
    """How surely a text of more words that may be a name is one: ``Visual QA`` is hardly."""
    words = name.split()
    acronyms = sum(bool(_ACRONYM.fullmatch(word)) for word in words)
    return 0.5 if 0 < acronyms < len(words) else 2.0


def _is_word_of_a_name(word: str, before: str = "") -> bool:
    if before and _INITIALS.fullmatch(before):
        return bool(_NAME_WORD.fullmatch(word))  # "Jonathan P. How"
    if word.lower() in _PARTICLES or word.lower() in _SUFFIXES:
        return True
    if (word.lower() in NOT_NAMES and len(word) > 1) or not _NAME_WORD.fullmatch(word):
        return False
    return "-" not in word or NOT_NAMES.isdisjoint(word.lower().split("-"))


@lru_cache(maxsize=16384)
def _is_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 5 or not all(map(_is_word_of_a_name, words, ("", *words))):
        return False
    if any(word.endswith(".") and _INITIALS.fullmatch(word) is None for word in words[:-1]):
        return False  # "Matching. Wu": a sentence ends inside
    capitals = sum(word != word.lower() or not word[0].isascii() for word in words)
    particles = sum(
        word in _PARTICLES or (word.islower() and len(word) <= 3) for word in words[:-1]
    )
    return capitals >= 1 and capitals + particles >= len(words)


def _is_family(text: str) -> bool:
    return len(text.split()) <= 3 and _is_name(text) and not _ends_in_initial(text)


@lru_cache(maxsize=16384)
def _is_given(text: str) -> bool:
    """A given name may be damaged (``Byung. Cheol``) or in lower case (``han``)."""
    words = text.replace(".", ". ").split()
    return 1 <= len(words) <= 4 and all(
        _NAME_WORD.fullmatch(word)
        and (len(word.rstrip(".")) == 1 or word.rstrip(".").lower() not in NOT_NAMES)
        for word in words
    )


def _unstopped(given: str) -> str:
    """``Zizhao.`` is ``Zizhao``; ``Elliot J.`` stays."""
    return given if _ends_in_initial(given) else given.rstrip(".")


@lru_cache(maxsize=16384)
def _whole(text: str) -> Name:
    """A name in one piece: the last word, with particles before it, is the family name.

    Which word of ``Liu Yu`` is the family name can't be told; it is read in the usual order, and
    the matching knows that it may be the other way round.
    """
    words = text.split()
    if len(words) == 1:
        return Name(literal=text)
    initials_last = _FAMILY_INITIALS.fullmatch(words[-1])
    initials_first = _FAMILY_INITIALS.fullmatch(words[0])
    if initials_last and not initials_first and words[0] != words[0].upper():  # "Hinton GE"
        return Name(family=" ".join(words[:-1]), given=words[-1])
    last = len(words) - (2 if words[-1].lower() in _SUFFIXES and len(words) > 2 else 1)
    first = last
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    suffix = " ".join(words[last + 1 :]) or None
    return Name(
        family=" ".join(words[first : last + 1]), given=" ".join(words[:first]), suffix=suffix
    )
