"""Reference lists in plain text: one entry a line, or a paragraph, numbered or not."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from kdbib.model import Citation, Form, Link, LinkKind, Text, identifier
from kdbib.read.bare import is_title, read_bare
from kdbib.read.collector import collector_paused
from kdbib.read.dates import DATE, YEAR
from kdbib.read.decorations import inner
from kdbib.read.grammar import Forms, read_reference
from kdbib.read.inline import bare_addresses
from kdbib.read.links import link_kind
from kdbib.read.listing import List, citation, passed_over
from kdbib.read.said import Said, said
from kdbib.read.source import Passage, SourceText, passage

_NUMBER = re.compile(r"(?:\[[\w+.-]{1,12}\]|\(\d{1,4}\)|\d{1,4}[.)](?=\s)|[-*•])\s*")
_YEAR = re.compile(rf"{YEAR}\.")  # "2015. Title. In Venue.", a work without authors
_ADDRESS = re.compile(r"arxiv|\b10\.\d{4,9}/|https?://", re.IGNORECASE)
_COMMENT = re.compile(r"[#%;]")
_CITATION = 0.5
_MANY = 1000  # entries, of which the next numbers may look like years
_Line = tuple[str, int, int]  # text, where it stands, indentation


@collector_paused
def read_plain(source: SourceText) -> List:
    """The citations of a reference list in plain text, and the lines that are none."""
    read = [
        (start, one, _said_barely(one.text, one, source) or _forms(one))
        for start, one in _entries(source)
    ]
    clear = Counter(
        form for _, _, forms in read if isinstance(forms, Forms) and (form := forms.clear)
    )
    habit = max(clear, key=lambda form: clear[form]) if clear else None
    habit = habit if habit and 3 * clear[habit] >= 2 * clear.total() else None
    citations, others = [], []
    for start, one, forms in read:
        what = forms if isinstance(forms, Said) else _said(forms, habit, one, source)
        if reason := _why_not(what, one.text):
            others.append(passed_over(start, one.end, source, reason))
        else:
            citations.append(citation(what, start, one.end, source))
    return List(source.name, tuple(citations), tuple(others), source.form)


def read_one(text: str, name: str) -> Citation | None:
    """The citation of a text that is said to be one, however little it gives.

    None if no word of it can be a title. Its spans are of the text with its accents composed.
    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    source = SourceText(composed.encode(), name, Form.plain)
    for start, one in _entries(source):
        what = _said_barely(one.text, one, source) or _said(_forms(one), None, one, source)
        return citation(what, start, one.end, source) if what.title or what.identifiers else None
    return None


def _forms(one: Passage) -> Forms:
    return read_reference(bare_addresses(one.text.replace("\n", " ")))  # lines break anywhere


def _said_barely(line: str, one: Passage, source: SourceText) -> Said | None:
    """What a line says that :func:`read_bare` reads; ``one`` is where it stands. None if it isn't.

    A link that holds no identifier says nothing without a title.
    """
    bare = read_bare(line)
    if bare is None or not (bare.identifier or bare.title):
        return None
    whole = source.span(one.start, one.end)
    title = None
    if bare.title:
        start, end = bare.title
        title = Text(line[start:end], source.span(one.place(start), one.place(end - 1) + 1))
    kind = link_kind("", bare.url, bare.identifier)
    return Said(
        title,
        identifiers=((bare.identifier, whole),) if bare.identifier else (),
        links=(Link("", bare.url, kind, whole),) if bare.url else (),
        main=kind if bare.url else None,
    )


def _said(forms: Forms, habit: str | None, one: Passage, source: SourceText) -> Said:
    """What an entry says; a line that is a title and nothing else is not taken apart."""
    what = said(forms.choose(habit), forms.prose, one, source)
    if what.authors or what.venue or what.year or not is_title(one.text):
        return what
    start, end = inner(one.text)
    start += len(one.text[start:end]) - len(one.text[start:end].lstrip())
    span = source.span(one.place(start), one.place(end - 1) + 1)
    return replace(what, title=Text(one.text[start:end].strip(), span))


def _why_not(what: Said, text: str) -> str | None:
    if what.title is None and not what.identifiers:
        if read_bare(text):
            return "an address that names no paper by an identifier"
        return "no words that could be a title"
    papers = any(link.kind in {LinkKind.PAPER, LinkKind.PDF} for link in what.links)
    if what.identifiers or what.evidence >= _CITATION or (what.authors and papers):
        return None
    if what.title and is_title(text):
        return None
    return "no authors, venue, year or identifier"


def _entries(source: SourceText) -> Iterator[tuple[int, Passage]]:
    """The entries of a file: where each begins, and its words without its number."""
    entries = 0
    for block in _blocks(source):
        for lines in _split(block):
            text, place, _ = lines[0]
            number = None if _YEAR.match(text) and entries < _MANY else _NUMBER.match(text)
            number = None if number and identifier.arxiv(number[0].strip("[] ")) else number
            entries += 1
            lead = number.end() if number and number.end() < len(text) else 0
            first = (text[lead:], place + lead)
            yield place, passage([first, *((line, at) for line, at, _ in lines[1:])])


def _blocks(source: SourceText) -> Iterator[list[_Line]]:
    """The lines of a file between its blank lines; comments are left out."""
    block: list[_Line] = []
    for number in range(len(source.line_starts)):
        start, end = source.lines(number, number + 1)
        raw = source.text[start:end]
        text = raw.strip()
        if text and not _COMMENT.match(text):
            lead = len(raw) - len(raw.lstrip())
            block.append((text, start + lead, lead))
        elif block and not text:
            yield block
            block = []
    if block:
        yield block


def _split(block: list[_Line]) -> Iterator[list[_Line]]:
    """The entries of a block: by their numbers, by hanging indentation, or a line each."""
    first = min(indent for _, _, indent in block)
    if _is_one_a_line([text for text, _, _ in block]):
        yield from ([line] for line in block)
        return
    if _NUMBER.match(block[0][0]):
        starts = [bool(_NUMBER.match(text)) and indent <= first + 3 for text, _, indent in block]
    elif any(indent > first for _, _, indent in block[1:]) and block[0][2] == first:
        starts = [indent == first for _, _, indent in block]
    else:
        dated = sum(_says_when(text) for text, _, _ in block)
        wrapped = any(text[0].islower() and not _ADDRESS.match(text) for text, _, _ in block[1:])
        starts = [5 * dated >= 4 * len(block) and not wrapped] * len(block)
    entry: list[_Line] = []
    for line, begins in zip(block, starts, strict=True):
        if begins and entry:
            yield entry
            entry = []
        entry.append(line)
    yield entry


def _is_one_a_line(lines: list[str]) -> bool:
    """Whether each line of a block is an entry: an identifier, a link, or a title alone."""
    bare = [read_bare(line) is not None for line in lines]
    return bare[0] or all(
        is_bare or is_title(line) for is_bare, line in zip(bare, lines, strict=True)
    )


def _says_when(text: str) -> bool:
    """Whether a line has a year, an identifier or an address, as a whole entry has."""
    start = text[:2000]
    return bool(DATE.search(start) or _ADDRESS.search(start))
