"""Names as BibTeX reads them: ``Family, Given and Family, Jr., Given and {A Group}``.

BibTeX splits a list of names at *and*, and a name at its commas, except inside braces; it finds
particles (*van den*) by their small letters (Nicolas Markey, *Tame the BeaST*, section 11,
https://ctan.org/pkg/tamethebeast). biber counts commas inside braces too, unless the braces hold
the whole name, and takes ``given=`` for its extended format (Biber's manual, section 3.4,
https://ctan.org/pkg/biber). So a name that has a comma of its own, or a sign that is in no
name, is braced as a whole, a part that has an *and* by itself, and so is every equals sign.
"""

import re
from collections.abc import Iterable

from kdbib.model import Name
from kdbib.model.name import OTHERS
from kdbib.write.latex import clean, escape

_SPLITS = re.compile(r"(?:^|\s)and(?:\s|$)|^others$", re.IGNORECASE)

_IN_NO_NAME = frozenset("\\{}^#$%&_<>|,")
_EQUALS = re.compile(r"(?<!\\)=")  # and not the macron, \=
_BRACED_SIGN = re.compile(r"\{(\\text[a-z]+)\}")


def author_list(names: Iterable[Name], *, ascii_only: bool = False) -> str:
    """The value of an ``author`` field; "" if there are no names, or only empty ones.

    >>> author_list([Name(family="van den Oord", given="Aäron"), Name(literal="OpenAI and others")])
    'van den Oord, Aäron and {OpenAI and others}'

    :data:`~kdbib.model.name.OTHERS` are BibTeX's own ``others``.
    """
    named = ["others" if name == OTHERS else person(name, ascii_only=ascii_only) for name in names]
    return " and ".join(filter(None, named))


def person(name: Name, *, ascii_only: bool = False) -> str:
    """One name; a group's, and one that BibTeX would split wrongly, is a single braced word."""
    family, given, suffix = (_tidy(part) for part in (name.family, name.given, name.suffix))
    if not family:
        return _whole(_tidy(name.literal) or given, ascii_only=ascii_only)
    parts = [part for part in (family, suffix, given) if part]
    alone = not given and (suffix or not family.isalpha())
    # BibTeX takes a dash for what parts a name, and misses the part that is nothing else
    nothing = any(not any(map(str.isalnum, part)) for part in parts)
    if alone or nothing or not _IN_NO_NAME.isdisjoint(family + given + suffix):
        in_order = " ".join(part for part in (given, family, suffix) if part)
        return _whole(in_order, ascii_only=ascii_only)
    return ", ".join(_part(part, ascii_only=ascii_only) for part in parts)


def _tidy(part: str | None) -> str:
    """The part on one line, without two signs that biber trips over and no name has.

    A tilde is what LaTeX writes for a space, a backtick a mistyped apostrophe.
    """
    return clean((part or "").replace("~", " ").replace("`", "'"))


def _whole(text: str, *, ascii_only: bool) -> str:
    return "{" + _escaped(text, ascii_only=ascii_only) + "}" if text else ""


def _part(text: str, *, ascii_only: bool) -> str:
    if _SPLITS.search(text):
        return _whole(text, ascii_only=ascii_only)
    return _escaped(text, ascii_only=ascii_only)


def _escaped(text: str, *, ascii_only: bool) -> str:
    latex = _EQUALS.sub("{=}", escape(text, ascii_only=ascii_only))
    # biber makes a lone brace the initial of a name that begins with {\\textbackslash}
    return _BRACED_SIGN.sub(r"\1{}", latex)
