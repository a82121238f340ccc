"""A BibTeX file as rules see it: its entries with keys and fields, each with its place.

bibtexparser splits the file into blocks; where a block is broken, the place of the brace that is
not closed is found here, since the splitter only tells that it gave up.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ParsingFailedBlock,
)

from kdbib.lint.finding import Range
from kdbib.read.bibtex import split_blocks
from kdbib.read.fields import Field, fields_of
from kdbib.read.source import SourceText

_HEAD = re.compile(r"@\s*(\w+)\s*[{(]\s*([^\s,={}()\"]*)")
_NAME = re.compile(r"([\w.:+/-]+)\s*=\s*[{\"]?\s*$")
_FIELD = re.compile(r"^[ \t]*[\w-]+[ \t]*=[ \t]*(?=[{\"\w])", re.MULTILINE)
_LOOK_BACK = 200


@dataclass(frozen=True)
class BibEntry:
    """An entry: its type in small letters, its key, and its fields by name in small letters.

    ``names`` are the places of the fields' names; ``again`` the fields that an earlier one of the
    same name makes void, by name.
    """

    type: str
    key: str
    where: Range
    fields: dict[str, Field]
    names: dict[str, Range] = field(default_factory=dict)
    again: tuple[str, ...] = ()

    def texts(self, names: frozenset[str]) -> Iterator[tuple[str, Field]]:
        """The fields of some names whose value stands in the file as it is."""
        for name, value in self.fields.items():
            if name in names and value.is_verbatim:
                yield name, value


@dataclass(frozen=True, slots=True)
class Broken:
    """A block that can't be read: where it seems to break."""

    where: Range
    what: str


class Bibliography:
    """The entries and the broken blocks of a file, in order."""

    def __init__(self, source: SourceText) -> None:
        self.entries: list[BibEntry] = []
        self.broken: list[Broken] = []
        library = split_blocks(source.text)
        self.strings = {string.key.lower(): str(string.value) for string in library.strings}
        cursor = 0
        for block in library.blocks:
            raw = block.raw or ""
            start = source.text.find(raw, cursor)
            if start < 0 or not raw:
                continue
            cursor = start + len(raw)
            self._add(block, start)

    def _add(self, block: Block, start: int) -> None:
        entry: Block | None = block
        if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            entry = block.ignore_error_block
        if isinstance(entry, Entry):
            self.entries.append(self._entry(entry, start))
        elif isinstance(block, ParsingFailedBlock):
            self.broken.append(_broken(block.raw or "", start))

    def _entry(self, entry: Entry, start: int) -> BibEntry:
        raw = entry.raw or ""
        counts = Counter(one.key.lower() for one in entry.fields)
        again = tuple(name for name, count in counts.items() if count > 1)
        fields = fields_of(entry, start, self.strings)
        names = {}
        for name, value in fields.items():
            end = value.start - start
            if found := _NAME.search(raw, max(end - _LOOK_BACK, 0), end):
                names[name] = (start + found.start(1), start + found.end(1))
        for name in again:
            *_, last = re.finditer(rf"(?<![\w-]){re.escape(name)}(?=\s*=)", raw, re.IGNORECASE)
            names[name] = (start + last.start(), start + last.end())
        head = _HEAD.match(raw)
        where = (start + head.start(2), start + head.end(2)) if head else (start, start + 1)
        if where[0] == where[1]:
            where = (start, start + len(raw.partition("\n")[0]))
        return BibEntry(entry.entry_type.lower(), entry.key, where, fields, names, again)


def _broken(raw: str, start: int) -> Broken:
    """Where a block breaks: at the first field whose braces are not closed, or at its beginning."""
    fields = list(_FIELD.finditer(raw))
    ends = [found.start() for found in fields[1:]]
    for found, end in zip(fields, ends, strict=False):
        value = raw[found.end() : end]
        if _depth(value) > 0:
            place = start + found.end()
            return Broken((place, place + 1), "this brace is not closed before the next field")
        if value.startswith('"') and value.count('"') % 2:
            place = start + found.end()
            return Broken((place, place + 1), "this quote is not closed before the next field")
    first = raw.partition("\n")[0].rstrip()
    return Broken((start, start + len(first)), "the block is not closed, or is no BibTeX")


def _depth(text: str) -> int:
    """By how much more braces are opened than closed; those after a backslash don't count."""
    plain = re.sub(r"\\.", "", text, flags=re.DOTALL)
    return plain.count("{") - plain.count("}")
