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
_LONGEST = 200


@lru_cache(maxsize=4096)
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
    if not any(char.isalpha() for char in text):
        return None  # arXiv's lists have ":" between a team and its members
    if " " not in text or _GROUP.search(text) or any(char.isdigit() for char in text):
        return Name(literal=text)
    suffix = _SUFFIX.search(text)
    family, given = _split(text[: suffix.start()] if suffix else text)
    if not family or not given:
        return Name(literal=text)
    return Name(family=family, given=given, suffix=suffix[1] if suffix else None)


def _split(text: str) -> tuple[str, str]:
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    if not re.search(r"[{}\\~]", text):  # which have a meaning in BibTeX
        parts = parse_single_name_into_parts(text, strict=False)
        return " ".join((*parts.von, *parts.last)), " ".join((*parts.first, *parts.jr))
    given, _, family = text.rpartition(" ")
    return family, given


def names(displayed: list[str], most: int = 5000) -> tuple[Name, ...]:
    """The names of a list of authors, in its order, ``most`` at most."""
    return tuple(found for each in displayed[:most] if (found := name(each)))
