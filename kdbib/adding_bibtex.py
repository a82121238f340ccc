"""A new entry in a BibTeX file: laid out as the file's entries are, every other byte as it was."""

import re
from bisect import bisect
from collections.abc import Sequence

from kdbib.errors import UsageError
from kdbib.model import Work
from kdbib.read import List, read_text
from kdbib.read.source import SourceText
from kdbib.write.bibtex import bibtex
from kdbib.write.keys import assign, is_usable, pins
from kdbib.write.seal import NOTICE, is_sealed, sealed

_FIELD = re.compile(r"^([ \t]+)(\w+)([ \t]*)=([ \t]*)(?=[{\"\w])", re.MULTILINE)
_OURS = re.compile(r"^  (\w+) *= ")
_FEWEST = 5
"""Entries in the order of their keys, for that to be the file's."""


def key_of(work: Work, one: List, named: Sequence[tuple[Work, str]] = ()) -> str:
    """A key for a work that no entry of the file has; ``named`` are works that have a key."""
    theirs = {f"key:{c.key}": c.key for c in one.citations if c.key}
    kept = [(other, key) for other, key in named if key not in theirs.values() and is_usable(key)]
    pinned = pins([other for other, _ in kept], [key for _, key in kept])
    (key,) = assign([work], theirs | pinned)
    return key


def add_entry(one: List, data: bytes, key: str, work: Work) -> bytes:
    """A BibTeX file with an entry for a work, among the others if they are sorted by their keys.

    A file that kdbib wrote stays its own. Raises UsageError if the file reads otherwise with the
    entry in it.
    """
    text = bibtex([(key, work)])
    if is_sealed(data):
        body = data.decode("utf-8").partition("\n")[2].lstrip("\n")
        grown = _inserted(one, body.encode(), text, data).decode("utf-8")
        return sealed(f"% {NOTICE}\n\n{grown}")
    after = _inserted(one, data, _laid_out(text, data), data)
    read = read_text(SourceText(after, one.file, one.form)).citations
    left = [(c.key, c.raw) for c in read if c.key != key]
    if left != [(c.key, c.raw) for c in one.citations] or len(read) != len(left) + 1:
        raise UsageError(f"{one.file}: {key} is not added: the file would read otherwise with it")
    return after


def _inserted(one: List, body: bytes, text: str, data: bytes) -> bytes:
    """The body of a file with an entry at its end, or in the order of the keys.

    A body that is not the whole file is one that kdbib wrote, in that order.
    """
    cut = len(data) - len(body)
    keys = [(c.key or "").lower() for c in one.citations]
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    entry = text.strip("\n").encode().replace(b"\n", newline)
    place = len(keys)
    if (len(keys) >= _FEWEST or body is not data) and keys == sorted(keys):
        place = bisect(keys, text.partition("{")[2].partition(",")[0].lower())
    if place == len(keys):
        end = len(body.rstrip(b"\r\n \t"))
        gap = newline * 2 if end else b""
        return body[:end] + gap + entry + newline + body[end:].removeprefix(newline)
    if place == 0:
        start = one.citations[0].span.start - cut
        return body[:start] + entry + newline * 2 + body[start:]
    end = one.citations[place - 1].span.end - cut
    return body[:end] + newline * 2 + entry + body[end:]


def _laid_out(text: str, data: bytes) -> str:
    """An entry with the indentation, the blanks around ``=`` and the last comma of the file's."""
    known = data.decode("utf-8", "replace")
    fields = [found.groups() for found in _FIELD.finditer(known[-20_000:])]
    if not fields:
        return text
    indent = _usual([lead for lead, *_ in fields])
    widths = [len(name) + len(blanks) for _, name, blanks, _ in fields]
    aligned = len(set(widths)) == 1 and len({len(name) for _, name, *_ in fields}) > 1
    before, behind = _usual([blanks for _, _, blanks, _ in fields]), _usual([b for *_, b in fields])
    lines = []
    for line in text.split("\n"):
        found = _OURS.match(line)
        if found:
            name = found[1].ljust(widths[0]) if aligned else found[1] + before
            lines.append(f"{indent}{name}={behind}{line[found.end() :]}")
        else:
            lines.append(line)
    whole = "\n".join(lines)
    if re.search(r"[}\"\w]\s*\n\s*\}\s*$", known):
        whole = re.sub(r",(\n\}\s*)$", r"\1", whole)
    return whole


def _usual(texts: Sequence[str]) -> str:
    return max(texts, key=texts.count)
