"""Elements of XML that hold elements of plain text and nothing else, read without a parser.

Most records of DBLP are such, and are read in half the time in which a parser makes a tree of them.
What is anything more, or is not well-formed, is left to the parser.
"""

import re
from html import unescape
from typing import NamedTuple

from kdbib.corpus.dumps.elements import known_entities

_LONGEST = 100_000  # bytes; parsers have limits of their own
_VALUE = r'"[^"<>&\x00-\x1f\x7f]*+"'
_LETTERS = r"[^<>&\x00-\x09\x0b-\x1f\x7f]*+"
# to characters that XML and HTML agree on
_REFERENCE = r"&(?:amp|lt|gt|quot|apos|#(?:1[6-9]\d|[2-9]\d\d|[1-9]\d{3}|[1-4]\d{4}));"
_CHILD = re.compile(
    rf"<(?P<child>[a-z][a-z-]*+)(?: (?:aux|bibtex|label|orcid|type)={_VALUE})?>"
    rf"({_LETTERS}(?:{_REFERENCE}{_LETTERS})*+)</(?P=child)>[ \n]*+"
)
_ELEMENT = re.compile(
    rf"<(?P<name>[a-z]++)((?: (?:mdate|key|publtype)={_VALUE})*+)>[ \n]*+"
    rf"((?:{_CHILD.pattern})*)</(?P=name)>"
)
_ATTRIBUTE = re.compile(r'([a-z]++)="([^"]*+)"')


class Flat(NamedTuple):
    """An element: its name, its attributes, and the texts in it by the names of their elements."""

    name: str
    attributes: dict[str, str]
    texts: dict[str, list[str]]


def flat(record: bytes) -> Flat | None:
    """The element that a record is; None if there is more to it than elements of text."""
    if len(record) > _LONGEST or not record.isascii():
        return None
    found = _ELEMENT.fullmatch(known_entities(record).decode("ascii"))
    if not found:
        return None
    attributes = _ATTRIBUTE.findall(found[2])
    if len(attributes) != len(dict(attributes)):
        return None
    texts: dict[str, list[str]] = {}
    for name, text in _CHILD.findall(found[3]):
        if text:
            texts.setdefault(name, []).append(unescape(text) if "&" in text else text)
    return Flat(found["name"], dict(attributes), texts)
