"""Is a paragraph an entry? As the model reads it, and as far as that explains its words."""

import re
from collections.abc import Mapping

from msgspec import Struct

from kdbib.model import LinkKind
from kdbib.read.fields_of_entry import read_fields
from kdbib.read.inline import scan
from kdbib.read.prose import Prose
from kdbib.read.reading import Reading
from kdbib.read.said import Said, said
from kdbib.read.source import Passage, SourceText

_REMARK = re.compile(r"\s*[(（].*[)）][\s.]*", re.DOTALL)  # "(from: ...)" below a picture
_SURE = 0.6  # the probability that its title needs
_STRAY = 3  # words before the title that may be explained by nothing
_STRAY_OF_TEXT = 8  # words in all, where nothing leads to the paper: running text has more
_WORDS = 2


class ReadParagraph(Struct, frozen=True, gc=False):
    """A paragraph as the model reads it, and whether it is an entry."""

    said: Said
    reading: Reading
    is_entry: bool


def read_paragraph(
    passage: Passage, references: Mapping[str, str], source: SourceText
) -> ReadParagraph:
    """What the model reads in a paragraph."""
    prose = scan(passage.text, references)
    reading = read_fields(prose)
    return ReadParagraph(said(reading, prose, passage, source), reading, _is_entry(reading, prose))


def _is_entry(reading: Reading, prose: Prose) -> bool:
    if reading.title is None or reading.probability < _SURE or _REMARK.fullmatch(prose.plain):
        return False
    words = len(reading.title_text.split())
    if words < _WORDS and reading.title_text.isascii():
        return False
    paper = any(kind in {LinkKind.PAPER, LinkKind.PDF} for _, kind in reading.links)
    supported = bool(
        paper or reading.identifiers or reading.venue or (reading.year and reading.authors)
    )
    if not paper and not reading.identifiers:
        whole = _unexplained(reading, prose, len(prose.plain))
        if whole - words > _STRAY_OF_TEXT:
            return False
    return supported and _unexplained(reading, prose, reading.title.start) <= _STRAY


def _unexplained(reading: Reading, prose: Prose, end: int) -> int:
    """How many words before a place belong to no field and no link; the title's are counted."""
    words = list(prose.plain[:end])
    taken = [where for _, where in reading.authors]
    taken += [where for _, where in reading.identifiers]
    taken += [part for part in (reading.venue, reading.year and reading.year[1]) if part]
    for where in taken:
        words[where.start : where.end] = " " * (min(where.end, end) - where.start)
    for link, _ in reading.links:
        words[link.start : min(link.end, end)] = " " * max(0, min(link.end, end) - link.start)
    return len([word for word in "".join(words).split() if any(map(str.isalpha, word))])
