"""The entries of large BibTeX files, cut out one by one, and their fields.

bibtexparser needs a file as a whole, and a hundred times the time; what is read here is the same
language (https://tug.ctan.org/info/bibtex/tamethebeast/ttb_en.pdf, chapter 2).
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kdbib.corpus.dumps.base import Damaged

_BRACED = r"\{(?:[^{}]++|" * 7 + r"\{[^{}]*+\}" + r")*+\}" * 7
_QUOTED = rf'"(?:[^"{{}}]++|{_BRACED})*+"'
_VALUE = rf"(?:{_BRACED}|{_QUOTED}|[^\s,#{{}}\"=()]+)"
_HEAD = re.compile(r"\s*@\s*([A-Za-z]+)\s*[{(]\s*([^\s,{}=\"]*)\s*(?=[,})])")
_FIELD = re.compile(rf"\s*,\s*([^\s,{{}}=\"#()]+)\s*=\s*({_VALUE}(?:\s*#\s*{_VALUE})*+)")
_END = re.compile(r"\s*,?\s*[)}](?!\s*,?\s*[\w-]+\s*=)")
_STRING = re.compile(
    rf"\s*@\s*string\s*[{{(]\s*([^\s={{}}]+)\s*=\s*({_VALUE}(?:\s*#\s*{_VALUE})*+)", re.IGNORECASE
)
_PART = re.compile(_VALUE)


class Entry(NamedTuple):
    """An entry: its type and the names of its fields in small letters, its values in LaTeX."""

    type: str
    key: str
    fields: dict[str, str]


def entry(text: str, strings: Mapping[str, str]) -> Entry:
    """The entry that a text is. Raises Damaged if it is none, with where that shows."""
    head = _HEAD.match(text)
    if not head:
        raise Damaged("no BibTeX entry")
    fields: dict[str, str] = {}
    at = head.end()
    while found := _FIELD.match(text, at):
        fields.setdefault(found[1].lower(), value(found[2], strings))
        at = found.end()
    if not _END.match(text, at):
        if not text[at:].strip():
            raise Damaged(f"{head[2][:80]}: it does not end: a brace is missing")
        line = text.count("\n", 0, at) + 1
        raise Damaged(f"{head[2][:80]}: its line {line} is no BibTeX: {_shown(text[at:])}")
    return Entry(head[1].lower(), head[2], fields)


def _shown(text: str) -> str:
    return repr(" ".join(text[:200].split())[:40])


def string(text: str, strings: Mapping[str, str]) -> tuple[str, str] | None:
    """The name and the value of what ``@string`` defines; None if the text is no such thing."""
    found = _STRING.match(text)
    return (found[1].lower(), value(found[2], strings)) if found else None


def value(raw: str, strings: Mapping[str, str]) -> str:
    """A value without its braces or quotes, its parts put together, its names resolved."""
    if raw[0] in '{"' and "#" not in raw:
        return raw[1:-1]
    return "".join(_resolved(part[0], strings) for part in _PART.finditer(raw))


def _resolved(part: str, strings: Mapping[str, str]) -> str:
    return part[1:-1] if part[0] in '{"' else strings.get(part.lower(), part)


def names_used(text: str, strings: Mapping[str, str]) -> Iterator[str]:
    """The names among ``strings`` that may be used in an entry."""
    words = set(re.findall(r"[=#]\s*([A-Za-z][^\s,#{}\"=()]*)", text))
    return (word.lower() for word in words if word.lower() in strings)
