"""Names as databases display them, split into family and given names."""

import re
from functools import lru_cache

from kdbib.http.plain import plain
from kdbib.model import Name

_GROUP = re.compile(
    r"^the\b|\b(?:collaborations?|consortium|team|group|project|committee|initiative|foundation"
    r"|organi[sz]ation|association|society|institute|university|laborator(?:y|ies)|network)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r",?\s+(Jr\.?|Sr\.?|I{2,3}|IV)$")
_MEANS_SOMETHING = re.compile(r"[{}\\~]")
"""Signs that BibTeX gives a meaning to, and a displayed name does not."""
_LONGEST = 200


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
    if " " not in text or numbered or _GROUP.search(text):
        return Name(literal=text)
    suffix = _SUFFIX.search(text)
    family, given = _split(text[: suffix.start()] if suffix else text)
    if not family or not given:
        return Name(literal=text)
    return Name(family=family, given=given, suffix=suffix[1] if suffix else None)


def _split(text: str) -> tuple[str, str]:
    given, _, family = text.rpartition(" ")
    if _MEANS_SOMETHING.search(text) or _is_first_last(text):
        return family, given
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    parts = parse_single_name_into_parts(text, strict=False)
    return " ".join((*parts.von, *parts.last)), " ".join((*parts.first, *parts.jr))


def _is_first_last(text: str) -> bool:
    """Whether BibTeX splits a name before its last word, which is told of most in no time."""
    words = text.split(" ")
    return "," not in text and (len(words) == 2 or all(word[0].isupper() for word in words))


def names(displayed: list[str], most: int = 5000) -> tuple[Name, ...]:
    """The names of a list of authors, in its order, ``most`` at most."""
    return tuple(filter(None, map(name, displayed[:most])))
