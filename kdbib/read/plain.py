"""Reference lists in plain text: one entry a line, or a paragraph, numbered or not."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kdbib.model import Author, Citation, Form, Link, LinkKind, Text, identifier
from kdbib.model.not_a_citation import NotACitation
from kdbib.read.bare import is_title, read_bare
from kdbib.read.collector import collector_paused
from kdbib.read.dates import DATE, YEAR
from kdbib.read.decorations import inner
from kdbib.read.fields_of_entry import labelled, read_fields
from kdbib.read.inline import bare_addresses
from kdbib.read.links import link_kind
from kdbib.read.listing import List, PassedOver, citation, passed_over
from kdbib.read.prose import Prose
from kdbib.read.reading import Reading
from kdbib.read.said import Said, said
from kdbib.read.source import Passage, SourceText, passage
from kdbib.read.trace import Trace, Traced

_NUMBER = re.compile(r"(?:\[[\w+.-]{1,12}\]|\(\d{1,4}\)|\d{1,4}[.)](?=\s)|[-*•])\s*")
_YEAR = re.compile(rf"{YEAR}\.")  # "2015. Title. In Venue.", a work without authors
_COMMENT = re.compile(r"[#%;]")
# a long dash in the place of the authors: they are those of the entry before
_SAME_AUTHORS = re.compile(r"\s*(?:[—―]{2,}|-{2,3}|–{2,3}|_{3,})(?=[\s.,])")
_PARTED = re.compile(r"(?<=[^\W\d_])-(?=\n[a-zà-ÿ])|(?<=[/._-])(?=\n\w)")
_ADDRESS = re.compile(r"(?:https?://|10\.\d{4,9}/)\S*$")
_JOINED_WITH = frozenset(
    "self semi multi non cross end to of the large fine few zero one two three low high long short "
    "pre post re co inter intra anti state model data real real-time meta deep well open".split()
)
"""First parts of words that keep their hyphen, also where a line ends after it."""
_ALONE = re.compile(r"(?:https?://|arxiv:|(?:doi:)?10\.\d{4,9}/)\S+", re.IGNORECASE)
_NO_TEXT = re.compile(r"[\udc80-\udcff\x00-\x08]")
_CITATION = 0.5
_LEAST = 0.3  # the probability that a title needs where nothing else speaks for a citation
_MANY = 1000  # entries, of which the next numbers may look like years
_SURE = 0.5
_FULL = 0.93  # the share of the longest line from which on another one is full
_SOME, _ONE_A_LINE = 5, 0.9  # so many lines, of which so many begin an entry: so do the others
_LONGEST = 4000  # characters of lines that may be one entry
_Line = tuple[str, int, int]  # text, where it stands, indentation


class _Read(Struct, frozen=True, gc=False):
    """An entry, and what it says."""

    start: int
    end: int
    said: Said
    same_authors: bool


@collector_paused
def read_plain(source: SourceText, trace: Trace | None = None) -> List:
    """The citations of a reference list in plain text, and the lines that are none."""
    citations: list[Citation] = []
    others = []
    authors: tuple[Author, ...] = ()
    for start, one in _entries(source):
        read = _read(start, one, source)
        what = read.said
        if read.same_authors and authors and not what.authors:
            dash = source.span(one.start, one.start + 1)
            what = replace(what, authors=tuple(Author(author.name, dash) for author in authors))
        authors = what.authors or authors
        result: Citation | PassedOver
        if reason := _why_not(what, one.text):
            result = passed_over(start, one.end, source, reason)
            others.append(result)
        else:
            result = citation(what, start, one.end, source)
            citations.append(result)
        if trace and trace.covers(start, one.end, source):
            no_more = not (what.authors or what.venue or what.year)
            bare = _said_barely(one.text, one, source) is not None
            by_rule = bare or (no_more and is_title(one.text))
            told = labelled(words_of(one.text))
            trace.entries.append(Traced(result, told, by_rule=by_rule))
    return List(source.name, tuple(citations), tuple(others), source.form)


def read_one(text: str, name: str) -> Citation | None:
    """The citation of a text that is said to be one, however little it gives.

    None if no word of it can be a title. Its spans are of the text with its accents composed.
    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    source = SourceText(composed.encode(), name, Form.plain)
    for start, one in _entries(source):
        what = _read(start, one, source).said
        return citation(what, start, one.end, source) if what.title or what.identifiers else None
    return None


def _read(start: int, one: Passage, source: SourceText) -> _Read:
    what = _said_barely(one.text, one, source) or _said(one, source)
    return _Read(start, one.end, what, _SAME_AUTHORS.match(one.text) is not None)


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


def _said(one: Passage, source: SourceText) -> Said:
    """What an entry says; a line that is a title and nothing else is not taken apart."""
    prose = words_of(one.text)
    what = said(read_fields(prose), prose, one, source)
    if what.authors or what.venue or what.year or not is_title(one.text):
        return what
    start, end = inner(one.text)
    start += len(one.text[start:end]) - len(one.text[start:end].lstrip())
    span = source.span(one.place(start), one.place(end - 1) + 1)
    return replace(what, title=Text(one.text[start:end].strip(), span))


def words_of(text: str) -> Prose:
    r"""The words of an entry whose lines break anywhere, put together again.

    >>> words_of("distil-\nlation of self-\nsupervised\nnets").plain
    'distillation of self-supervised nets'
    """
    lines = text.split("\n")
    if len(lines) == 1:
        return bare_addresses(text)
    words: list[str] = []
    places: list[int] = []
    at = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        words.append(line)
        places.append(at)
        if following and (parted := _PARTED.search(f"{line}\n{following[:1]}", len(line) - 1)):
            if _ADDRESS.search(line):
                pass
            elif parted[0] == "-":
                before = line[:-1].rsplit(maxsplit=1)[-1].strip("(“\"'‘").lower()
                if before not in _JOINED_WITH:
                    words[-1] = line[:-1]
            elif not line.endswith("-"):
                words.append(" ")
                places.append(at + len(line))
        elif following:
            words.append(" ")
            places.append(at + len(line))
        at += len(line) + 1
    joined = bare_addresses("".join(words))
    kept = [number for number, word in enumerate(words) if word]
    starts, total = [], 0
    for number in kept:
        starts.append(total)
        total += len(words[number])
    prose = Prose(joined.plain, starts, [places[n] for n in kept], [0] * len(kept))
    prose.links = joined.links
    return prose


_DAMAGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MOST_DAMAGE = 0.1
"""The share of a text that may be bytes which are no characters."""


def _why_not(what: Said, text: str) -> NotACitation | None:
    if what.title is None and not what.identifiers:
        if read_bare(text):
            return NotACitation.UNNAMED_PAGE
        return NotACitation.NO_TITLE
    damage = len(_DAMAGE.findall(text))
    if damage > _MOST_DAMAGE * len(text) or (what.title and _NO_TEXT.search(what.title.text)):
        return NotACitation.NO_TEXT
    if what.title and is_title(text):
        return None
    unsure = (what.probability or 0.0) < _LEAST
    if unsure and not (what.year or what.identifiers):
        return NotACitation.UNSURE_TITLE
    papers = any(link.kind in {LinkKind.PAPER, LinkKind.PDF} for link in what.links)
    if what.identifiers or what.evidence >= _CITATION or (what.authors and papers):
        return None
    return NotACitation.NO_EVIDENCE


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
    """The entries of a block: by their numbers, by hanging indentation, or by what lines say."""
    first = min(indent for _, _, indent in block)
    if _is_one_a_line([text for text, _, _ in block]):
        yield from ([line] for line in block)
        return
    if _NUMBER.match(block[0][0]):
        starts = [bool(_NUMBER.match(text)) and indent <= first + 3 for text, _, indent in block]
    elif any(indent > first for _, _, indent in block[1:]) and block[0][2] == first:
        starts = [indent == first for _, _, indent in block]
    else:
        starts = _beginnings([text for text, _, _ in block])
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


def _beginnings(lines: Sequence[str]) -> list[bool]:
    """Which lines begin an entry, where nothing but their words can tell.

    A line begins one if it reads like the beginning of one and what stands before it, put
    together, is one.
    """
    if len(lines) == 1:
        return [True]
    width = max(map(len, lines))
    starts = [True]
    entry = lines[0]
    for number, line in enumerate(lines[1:], 1):
        full = len(lines[number - 1]) + len(line.split(maxsplit=1)[0]) >= _FULL * width
        alone = _ALONE.fullmatch(line) is not None and bool(_identified(entry))
        begins = alone or (_can_begin(line) and _is_whole(entry, full=full) and _begins(line))
        begins = begins or len(entry) > _LONGEST
        starts.append(begins)
        entry = line if begins else f"{entry}\n{line}"
    if len(lines) >= _SOME and sum(starts) >= _ONE_A_LINE * len(lines):
        return [
            begins or not goes_on for begins, goes_on in zip(starts, _go_on(lines), strict=True)
        ]
    return starts


def _go_on(lines: Sequence[str]) -> list[bool]:
    """Which lines may go on: those that begin in small letters, and those after a full one."""
    width = max(map(len, lines))
    return [
        not _can_begin(line) or len(before) + len(line.split(maxsplit=1)[0]) >= _FULL * width
        for before, line in zip(["", *lines], lines, strict=False)
    ]


def _identified(entry: str) -> bool:
    """Whether an entry ends with what identifies it."""
    return _ALONE.fullmatch(entry.rsplit(maxsplit=1)[-1]) is not None


def _can_begin(line: str) -> bool:
    return not line[0].islower() or not line[:12].islower()


def _is_whole(entry: str, *, full: bool) -> bool:
    """Whether words are an entry to its end; ``full`` is whether their last line is a long one."""
    if full and entry[-1] not in '.)]”"/0123456789':
        return False
    reading = read_fields(words_of(entry))
    if reading.title is None:
        return False
    dated = bool(reading.venue or reading.year or reading.identifiers or DATE.search(entry))
    return dated or (not full and bool(reading.authors)) or entry.endswith(".")


def _begins(line: str) -> bool:
    reading = read_fields(bare_addresses(line))
    if _NUMBER.match(line):
        return True
    if not _starts_first(reading, line):
        return False
    return bool(reading.title or reading.authors)


def _starts_first(reading: Reading, line: str) -> bool:
    """Whether authors, or a title that is sure, come first of all."""
    if _SAME_AUTHORS.match(line):
        return True
    places = [where.start for _, where in reading.authors[:1]]
    if places and places[0] <= 3 and reading.first == "authors":
        return reading.confidence["authors"] >= _SURE or reading.probability >= _SURE
    whole = bool(reading.venue or reading.year or reading.identifiers)
    first = reading.first in {"title", "year"} and bool(reading.title)
    return first and whole and reading.probability >= _SURE and not line[0].islower()
