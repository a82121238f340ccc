"""Lists of authors as people write them: what names are in a text, and how surely it is names.

``Hinton, Geoffrey and Dean, Jeff``, ``G. Hinton, J. Dean``, ``Hinton et al.``, ``Tung, Frederick,
and Mori Greg``: the same comma separates names in one and parts of a name in the other, so the
text is read in every way that it can be, and the best reading wins.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from kdbib.model import Name
from kdbib.read.one_name import (
    ends_in_initial,
    is_cjk,
    is_family,
    is_given,
    is_initials,
    is_name,
    surely,
    unstopped,
    whole_name,
)
from kdbib.read.words import NOT_NAMES


class NameList(Struct, frozen=True, gc=False):
    """The names in a text, each with its range; ``evidence`` says how surely they are names.

    Below 1 the text may as well be something else; from 2 on it can hardly be.
    """

    names: tuple[tuple[Name, int, int], ...]
    et_al: bool
    evidence: float


NO_NAMES = NameList((), False, 0.0)
"""What a text says that no names are in."""


ET_AL = re.compile(
    r"(?:\bet\.?\s*al?|(?<=[a-z])et\s+al|\bet\s+l|\band others|\bet\s+alii)\b[.,]*(?!\w)",
    re.IGNORECASE,
)
"""Every form of *et al.*, the misspelt ones among them."""

_GROUP = re.compile(r"\s*[(（][^()（）]{0,60}[)）]")
# "and" separates names; a comma may also stand within one
_AND = r"(?:and|&|und|et(?!\s+a?l\b))"
_CUT = re.compile(
    rf"[,;，、&\s](?:(?<=\S)\s*(?:{_AND}\s+|and(?=[A-Z]\.))?|(?<=\s){_AND}\s+)"  # "andQ. V. Le"
)
_SEPARATORS = re.compile(r"[^\w\"“”«「『《]*")
# up to a separator, or to a full stop that ends a sentence and shortens no name
_FIRST_PIECE = re.compile(r"(?:[^,;，、&()（）.:：]++|(?<=\b[^\W\d_])\.|\.(?=\S))*+")
_ET = re.compile(r"et[\s.a]")
# a name of more words and the end of the list: "Percy Liang. ICML 2017", "Max Welling - ICLR"
_LAST_NAME = re.compile(r"(\S+(?:\s\S+){1,3}?)(?:(?<=\w\w)\.\s+|\s+[-–—|·]\s+|\s+(?=[(\[]))(?=\S)")
_FIRST_WORD = re.compile(r"\W*(\w+)")
_MARKS = "*†‡§¶#∗"  # of affiliations and of equal contribution
_LONGEST = 8000  # characters; some papers have hundreds of authors


@lru_cache(maxsize=2048)
def read_names(text: str) -> NameList:
    """The names in a text that may be a list of authors."""
    if len(text) > _LONGEST or cannot_be_names(text):
        return NO_NAMES
    masked = without_groups(text)  # "(Google)" is no author
    et_al = find_et_al(masked)
    end = et_al.start() if et_al else len(masked)
    if et_al and masked[et_al.end() :].strip(" .,"):
        return NO_NAMES
    pieces = []
    for piece in _pieces(masked[:end]):
        if not (is_name(piece[0]) or is_given(piece[0]) or is_name(piece[0].title())):
            return NameList((), bool(et_al), 0.0)
        pieces.append(piece)
    readings = [_first_inverted(pieces), _family_first(pieces), _given_first(pieces)]
    names, evidence = max(readings, key=lambda reading: reading[1])
    if et_al and names:
        evidence += 2
    return NameList(tuple(names), bool(et_al), evidence)


def find_et_al(text: str) -> re.Match[str] | None:
    """The first form of *et al.* in a text."""
    low = text.lower()
    # nearly always there is none, and looking for words is much quicker than a pattern
    return ET_AL.search(text) if _ET.search(low) or "others" in low else None


def without_groups(text: str) -> str:
    """A text with blanks in the place of what stands in round brackets."""
    if "(" not in text and "（" not in text:
        return text
    return _GROUP.sub(lambda group: " " * len(group[0]), text)


def cannot_be_names(text: str, start: int = 0) -> bool:
    """Whether the first words of a text are, at a glance, none of a name."""
    first = _FIRST_WORD.match(text, start)
    if first and len(word := first[1]) > 1 and word.lower() in NOT_NAMES:
        return word.lower() != "and"
    if first and first[1][0].isdigit():
        return True
    words = _FIRST_PIECE.match(text, start)[0].split()  # type: ignore[index]  # it always matches
    if not NOT_NAMES.isdisjoint(words[:7]):
        return next(word for word in words if word in NOT_NAMES) != "and"
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
        if not is_name(piece[0]):
            if found and (last_name := _LAST_NAME.match(piece[0])) and is_name(last_name[1]):
                found.append((last_name[1], piece[1], piece[1] + last_name.end(1), False))
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
        word = word if ends_in_initial(word) else word.rstrip(".")
        if word:
            at = start + part.index(word)
            yield word, at, at + len(word), bool(cut and cut[0].strip() == ",")
        if cut:
            start = cut.end()


def _family_first(pieces: list[_Piece]) -> _Reading:
    """``Family, Given`` pairs; a piece without a comma after it is a whole name."""
    names: list[tuple[Name, int, int]] = []
    evidence = 0.0
    index = 0
    while index < len(pieces):
        word, start, end, comma = pieces[index]
        following = pieces[index + 1] if comma and index + 1 < len(pieces) else None
        if following and is_family(word) and is_given(following[0]) and not is_cjk(word):
            names.append((Name(family=word, given=unstopped(following[0])), start, following[2]))
            evidence += 2
            index += 2
        elif is_name(word) and not is_initials(word):
            names.append((whole_name(word), start, end))
            evidence += 0.5 if " " not in word else 1
            index += 1
        else:
            return [], 0.0
    return names, evidence


def _first_inverted(pieces: list[_Piece]) -> _Reading:
    """``Family, Given, Given Family, and Given Family``, as Chicago and MLA have it."""
    if len(pieces) < 3 or not pieces[0][3] or any(" " in piece[0] for piece in pieces[:1]):
        return [], 0.0
    first, rest = _family_first(pieces[:2]), _given_first(pieces[2:])
    if len(first[0]) != 1 or not all(" " in piece[0] for piece in pieces[2:]):
        return [], 0.0
    return (first[0] + rest[0], first[1] + rest[1]) if rest[0] else ([], 0.0)


def _given_first(pieces: list[_Piece]) -> _Reading:
    """``Given Family`` names, separated by commas or *and*."""
    names: list[tuple[Name, int, int]] = []
    evidence = 0.0
    for word, start, end, _ in pieces:
        if not (is_name(word) or (evidence >= 4 and is_name(word.title()))) or is_initials(word):
            return [], 0.0
        names.append((whole_name(word), start, end))
        if len(names) > 1 and " " not in names[-2][0].display() and ends_in_initial(word):
            evidence -= 2.5  # "Hinton, Geoffrey E."
        # with a comma inside, a lone word is more likely to be half of a name
        if " " in word:
            evidence += surely(word)
        elif is_cjk(word):
            evidence += 1.0 if len(word) <= 3 else 0.8 if len(word) == 4 else 0.2
        else:
            evidence += 0.5 if len(pieces) == 1 else -0.5
    return (
        (names, max(evidence, 0.0) + (0.5 if len(names) > 1 else 0.0))
        if evidence > 0
        else ([], 0.0)
    )
