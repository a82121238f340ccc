"""Whether a citation's authors are a work's."""

import re
from collections.abc import Sequence
from enum import Enum

from rapidfuzz.distance import OSA

from kdbib.model import Agreement, Citation, Evidence, Name, Work
from kdbib.model.name import OTHERS
from kdbib.model.title import folded

FAMILY_AND_GIVEN = 2.0
"""Strength of an author who agrees in family and given name."""
FAMILY = 1.0
"""Strength of an author who agrees in the family name, or in one of a name's parts."""


_PARTICLES = frozenset(
    """
    al da dal dalla das de del dela delas della delos den der di dos du el la le ten ter van vande
    vanden vander von vonder zu
    """.split()
)
"""What may be lost before a family name: ``van den Oord`` is found as ``Oord`` too."""


def compare_authors(citation: Citation, work: Work) -> tuple[Evidence, float]:
    """The evidence of the authors, and its strength (0 where they are unknown)."""
    cited = [author.name for author in citation.authors]
    if not cited or not work.author or _in_other_scripts(cited, work.author):
        return Evidence("authors", Agreement.UNKNOWN), 0.0
    cited = joined(cited, work.author)
    strengths = [_strongest(name, work.author, at) for at, name in enumerate(cited)]
    found = [s for s in strengths if s]
    if not found and all(is_group(name) for name in cited):
        return Evidence("authors", Agreement.UNKNOWN, "a group stands for the authors"), 0.0
    if not found or (len(found) < len(strengths) and len(found) * 3 < len(strengths) * 2):
        names = ", ".join(author.last for author in work.author[:3])
        detail = f"the citation has {cited[0].display()}, the record {names}"
        return Evidence("authors", Agreement.DISAGREES, detail), FAMILY_AND_GIVEN
    detail = "" if same_person(cited[0], work.author[0]) else "not the first author"
    strength = min(max(found) + 0.5 * (len(found) - 1), 3.0)
    return Evidence("authors", Agreement.AGREES, detail), strength


def strangers(citation: Citation, work: Work) -> list[Name]:
    """The people whom a citation names, and who are none of a work's authors.

    Empty where the work's authors are unknown, or written in another script.
    """
    cited = [author.name for author in citation.authors]
    if not cited or not work.author or _in_other_scripts(cited, work.author):
        return []
    people = [name for name in joined(cited, work.author) if name.family]
    return [name for name in people if not any(same_person(name, k) for k in work.author)]


class Listing(Enum):
    """What a list of authors is to a work's."""

    UNKNOWN = "unknown"
    WHOLE = "whole"
    """All of them, or the first ones and *et al.*"""
    SHORT = "short"
    """Some of them, and no word of the others."""
    ANOTHER = "another"
    """More people than the work has, or others."""


def listing(citation: Citation, work: Work) -> Listing:
    """What the authors of a citation are to a work's."""
    cited = [author.name for author in citation.authors]
    known = [name for name in work.author if name != OTHERS]
    if not cited or not known or _in_other_scripts(cited, known):
        return Listing.UNKNOWN
    cited = joined(cited, known)
    if all(is_group(name) for name in cited):
        return Listing.UNKNOWN
    cut_off = len(known) < len(work.author)
    unknown = sum(not any(same_person(name, one) for one in known) for name in cited)
    misspelt = len(cited) == len(known) and 3 * unknown <= len(cited)
    if unknown and not misspelt:
        return Listing.ANOTHER
    if len(cited) < len(known):
        return Listing.WHOLE if citation.et_al else Listing.SHORT
    more = len(cited) > len(known) or citation.et_al
    return Listing.ANOTHER if more and not cut_off else Listing.WHOLE


def _in_other_scripts(cited: Sequence[Name], known: Sequence[Name]) -> bool:
    """Whether all names are in Han, kana or hangul on one side, and none on the other."""
    if cited[0].is_east_asian is known[0].is_east_asian:
        return False
    here, there = ({name.is_east_asian for name in names} for names in (cited, known))
    return len(here) == len(there) == 1 and here != there


def joined(cited: Sequence[Name], known: Sequence[Name]) -> list[Name]:
    """The cited names, those in Han, kana or hangul whole: ``王, 小明`` is no two people."""
    wholes = {_one_group(name) for name in known if name.is_east_asian}
    names: list[Name] = []
    for name in cited:
        before = names[-1] if names and name.is_east_asian else None
        if before and before.literal and _one_group(before) + _one_group(name) in wholes:
            names[-1] = Name(literal=_one_group(before) + _one_group(name))
        else:
            names.append(name)
    return names


def _one_group(name: Name) -> str:
    """A name in Han, kana or hangul without what may stand between its parts."""
    return folded(name.display())


def _same_group(cited: Name, known: Name) -> float:
    """How strongly two names in Han, kana or hangul agree, in whichever order they were read."""
    orders = {_one_group(cited), folded((cited.given or "") + (cited.family or ""))}
    if _one_group(known) in orders:
        return FAMILY_AND_GIVEN
    alone = not (cited.family and cited.given)
    return FAMILY if alone and known.family and cited.last == known.family else 0.0


def _strongest(cited: Name, known: Sequence[Name], place: int) -> float:
    """How strongly a cited name agrees with the one of the known that it agrees with most.

    That is nearly always the one in the same place, and then no other can agree more.
    """
    best = same_person(cited, known[place]) if place < len(known) else 0.0
    for name in known:
        if best == FAMILY_AND_GIVEN:
            break
        best = max(best, same_person(cited, name))
    return best


def is_group(name: Name) -> bool:
    """Whether a name looks like that of a group: ``FAIR``, ``iFLYTEK``."""
    return bool(re.search(r"[A-Z]{2}", name.literal or ""))


def same_person(cited: Name, known: Name) -> float:
    """How strongly a cited name agrees with a known one; 0 if it does not."""
    if known.is_east_asian and cited.is_east_asian:
        return _same_group(cited, known)
    if not cited.family:
        lone = folded(cited.literal or "")
        parts = {folded(part) for part in known.display().split()} | {folded(known.last)}
        return FAMILY if lone and lone in parts else 0.0
    if cited == known and folded(cited.given or ""):
        return FAMILY_AND_GIVEN
    family, given = folded(cited.family), folded(cited.given or "")
    known_family, known_given = folded(known.last), folded(known.given or "")
    if _same_family(family, known_family) and _same_given(cited.given, known.given):
        return FAMILY_AND_GIVEN
    # "Rauf, Izmailov", "Mori Greg": the parts in the other order
    if given == known_family and _same_given(cited.family, known.given):
        return FAMILY_AND_GIVEN
    if given == known_family or (family in known_given and given and given in known_family):
        return FAMILY
    if _may_be_misspelt(family, known_family) and _same_given(cited.given, known.given):
        return FAMILY
    if family == known_family and _may_be_misspelt(given, known_given):
        return FAMILY
    if (
        given
        and given == known_given
        and len(given) > 2
        and OSA.distance(family, known_family) <= 2
    ):
        return FAMILY
    return FAMILY if family == known_family and not (given and known_given) else 0.0


def _same_family(a: str, b: str) -> bool:
    if a == b or (len(a) >= 5 and OSA.distance(a, b) <= 1):
        return True
    short, long = sorted((a, b), key=len)
    return long.endswith(short) and long[: -len(short)] in _PARTICLES


def _may_be_misspelt(a: str, b: str) -> bool:
    """Whether a short name may be another with a letter lost, wrong or swapped: ``Sivc``."""
    return min(len(a), len(b)) >= 4 and OSA.distance(a, b) <= 1


def _same_given(a: str | None, b: str | None) -> bool:
    """Whether given names agree as far as both are known: ``G.`` agrees with ``Geoffrey``."""
    if not a or not b:
        return False
    x, y = folded(a), folded(b)
    if not x or not y:
        return False
    initials = min(len(x), len(y)) <= 2 or _INITIALS.fullmatch(a) or _INITIALS.fullmatch(b)
    if initials or x[:3] == y[:3]:
        return x[0] == y[0]
    return len(x) > 4 and OSA.distance(x, y) <= 1


_INITIALS = re.compile(r"(?:\w[.\s-]+)*\w\.?")
"""``P. T. P.``, ``J.-B.``"""
