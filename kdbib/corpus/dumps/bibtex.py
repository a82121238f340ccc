"""BibTeX files of any size, among them the ACL Anthology's ``anthology.bib.gz``.

What an entry takes from elsewhere in the file, strings and the entry of its ``crossref``, comes
before and behind it in its record: so the file is gone through twice.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise

from kdbib.corpus.dumps.base import LONGEST_RECORD, Damaged, Dump, NotAWork, Seen
from kdbib.corpus.dumps.bibtex_entry import source, work
from kdbib.corpus.dumps.bibtex_fields import Entry, entry, names_used, string
from kdbib.corpus.dumps.stream import CutOff, Stream

# what looks like a beginning is one, even where the entry before has not ended
_BEGIN = re.compile(
    rb"@\s*(?:[A-Za-z]+\s*[{(]\s*[^\s,{}()=\"#]*\s*,|(?:string|comment|preamble)\s*[{(])",
    re.IGNORECASE,
)
_NO_ENTRY = re.compile(rb"\s*@\s*(?:comment|preamble|string)\b", re.IGNORECASE)
_STRING = re.compile(rb"\s*@\s*string\b", re.IGNORECASE)
_PARENT = re.compile(
    rb"\s*@\s*(?:mv)?(?:proceedings|book|collection)\s*[{(]\s*([^\s,]+)", re.IGNORECASE
)
_CROSSREF = re.compile(rb"\bcrossref\s*=\s*[{\"]\s*([^\s,}\"]+)", re.IGNORECASE)
_MOST_STRINGS = 20_000
_NOT_INHERITED = frozenset(("author", "doi", "url", "pages", "eprint", "isbn", "ee"))


def _recognises(head: bytes) -> bool:
    begins = re.search(rb"(?:^|\n)[ \t]*@\s*[A-Za-z]{3,20}\s*[{(]\s*[^\s{}=]*\s*[,=]", head)
    return bool(begins) and not head.lstrip().startswith((b"{", b"[", b"<"))


def _split(opened: Callable[[], Stream]) -> Iterator[bytes]:
    strings: dict[str, str] = {}
    parents: dict[bytes, bytes] = {}
    with suppress(CutOff):  # which is told when the entries are read
        for block in _blocks(opened):
            if _STRING.match(block) and len(strings) < _MOST_STRINGS:
                if defined := string(block.decode(errors="replace"), strings):
                    strings[defined[0]] = defined[1]
            elif found := _PARENT.match(block):
                parents.setdefault(found[1], block)
    for block in _blocks(opened):
        if not _NO_ENTRY.match(block):
            yield b"\0".join(_together(block, strings, parents))


def _read(record: bytes) -> Seen | None:
    try:
        blocks = record.decode().split("\0")
    except UnicodeDecodeError:
        raise Damaged("it is not in UTF-8") from None
    strings = dict(defined for block in blocks if (defined := string(block, {})))
    own, *parents = [entry(block, strings) for block in blocks[len(strings) :]]
    for parent in parents:
        _inherit(own, parent)
    found = work(own)
    if not found:
        raise NotAWork("without a title")
    return Seen(found, source(own, found))


def _blocks(opened: Callable[[], Stream]) -> Iterator[bytes]:
    """The blocks of a file, from an ``@`` to the next; what precedes the first is a comment."""
    stream, rest = opened(), b""
    try:
        while piece := stream.read():
            rest += piece.replace(b"\0", b" ")
            starts = list(_starts(rest))
            for begin, end in pairwise(starts):
                yield rest[begin:end]
            rest = rest[starts[-1] if starts else 0 :]
            if len(rest) > LONGEST_RECORD:
                yield rest[: LONGEST_RECORD + 1]
                rest = b""
    finally:
        stream.close()
    if next(_starts(rest), -1) == 0:
        yield rest


def _starts(text: bytes) -> Iterator[int]:
    """Where blocks begin: at an ``@`` that follows a brace or the beginning of a line."""
    for found in _BEGIN.finditer(text):
        at = found.start()
        while at and text[at - 1] in b" \t\r":
            at -= 1
        if not at or text[at - 1] in b"\n}":
            yield at


def _together(
    block: bytes, strings: dict[str, str], parents: dict[bytes, bytes]
) -> Iterator[bytes]:
    crossed = _CROSSREF.search(block) if b"crossref" in block.lower() else None
    parent = parents.get(crossed[1]) if crossed else None
    text = (block + (parent or b"")).decode(errors="replace") if strings else ""
    for name in names_used(text, strings):
        if "{" not in strings[name] or strings[name].count("{") == strings[name].count("}"):
            yield f"@string{{{name} = {{{strings[name]}}}}}".encode()
    yield block
    if parent:
        yield parent


def _inherit(own: Entry, parent: Entry) -> None:
    """What an entry takes from that of its ``crossref``: all that it does not say itself."""
    for name, value in parent.fields.items():
        target = "booktitle" if name == "title" else name
        if target not in _NOT_INHERITED:
            own.fields.setdefault(target, value)


BIBTEX = Dump("bibtex", _split, _read, _recognises, passes=2)
"""The Dump that any BibTeX file is."""
