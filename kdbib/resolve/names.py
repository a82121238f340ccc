"""Names as databases display them, split into family and given names."""

import re
from functools import lru_cache

from kdbib.http.plain import plain
from kdbib.model import Name
from kdbib.model.name import is_group

_SUFFIX = re.compile(r",?\s+(Jr\.?|Sr\.?|I{2,3}|IV)$")
_MEANS_SOMETHING = re.compile(r"[{}\\~]")
"""Signs that BibTeX gives a meaning to, and a displayed name does not."""
_LONGEST = 200
_PARTICLES = frozenset(
    """
    al da dal dalla das de del della di dos du el la le ten ter van vande vanden vander von
    """.split()
)
"""What a family name may begin with in capitals too, as the person writes it: ``Di Marlow``."""
_AFTER_PARTICLES = frozenset("de den der dem la las le los t 't und zu".split())
_VIETNAMESE = frozenset(
    """
    bui cao chu dam dang dao dinh do doan duong ha ho hoang huynh lam luong luu ly mai ngo nguyen
    pham phan phung ta thai to tran trinh truong vo vu vuong
    """.split()
)
"""Family names of people whose ``Van`` and ``Le`` are no particles: ``Toan Van Nguyen``."""


@lru_cache(maxsize=1 << 16)
def name(displayed: str) -> Name | None:
    """The name that is displayed; None if there isn't a letter in it.

    Particles belong to the family name. Groups, and names of one word, are literal. The splitting
    is BibTeX's, as bibtexparser does it, with what BibTeX does not know beside it: suffixes without
    a comma, and names without capitals.

    >>> name("Aäron van den Oord")
    Name(family='van den Oord', given='Aäron', suffix=None, literal=None)
    >>> name("The ATLAS Collaboration").literal
    'The ATLAS Collaboration'
    """
    text = plain(displayed, _LONGEST)
    of_letters = text.replace(" ", "").replace(".", "").replace("-", "").isalpha()
    if not of_letters and not any(char.isalpha() for char in text):
        return None  # arXiv's lists have ":" between a team and its members
    numbered = not of_letters and any(char.isdigit() for char in text)
    if " " not in text or numbered or is_group(text):
        return Name(literal=text)
    suffix = _SUFFIX.search(text)
    family, given = _split(text[: suffix.start()] if suffix else text)
    if not family or not given:
        return Name(literal=text)
    return Name(family=family, given=given, suffix=suffix[1] if suffix else None)


def _split(text: str) -> tuple[str, str]:
    given, _, family = text.rpartition(" ")
    if parted := _before_capital_particles(text):
        return parted
    if _MEANS_SOMETHING.search(text) or _is_first_last(text):
        return family, given
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    parts = parse_single_name_into_parts(text, strict=False)
    return " ".join((*parts.von, *parts.last)), " ".join((*parts.first, *parts.jr))


def _before_capital_particles(text: str) -> tuple[str, str] | None:
    """Family and given names where particles in capitals stand before the last word; or None."""
    words = text.split(" ")
    if len(words) < 3 or "," in text or any(word.casefold() in _VIETNAMESE for word in words):
        return None
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES | _AFTER_PARTICLES:
        first -= 1
    begins = words[first]
    if first == len(words) - 1 or begins != begins.capitalize() or begins.lower() not in _PARTICLES:
        return None
    return " ".join(words[first:]), " ".join(words[:first])


def _is_first_last(text: str) -> bool:
    """Whether BibTeX splits a name before its last word, which is told of most in no time."""
    words = text.split(" ")
    return "," not in text and (len(words) == 2 or all(word[0].isupper() for word in words))


def names(displayed: list[str], most: int = 5000) -> tuple[Name, ...]:
    """The names of a list of authors, in its order, ``most`` at most."""
    return tuple(filter(None, map(name, displayed[:most])))
