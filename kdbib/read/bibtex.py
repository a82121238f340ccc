"""BibTeX files: an entry, a Citation; a block that is broken is passed over.

bibtexparser splits the file into blocks and fields; where they stand it does not tell, so each is
looked up in the text from the one before on. Fields that nobody asked about are left alone.
"""

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.library import Library
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock
from bibtexparser.splitter import Splitter

from kdbib.model import Author, Link, LinkKind, Malformed, Name, Span, Text, Year
from kdbib.model.identifier import Identifier, arxiv, arxiv_problem, doi, find, from_url, pmid
from kdbib.read.collector import collector_paused
from kdbib.read.fields import Field, fields_of
from kdbib.read.latex import decoded
from kdbib.read.links import link_kind
from kdbib.read.listing import List, citation, passed_over
from kdbib.read.said import Said
from kdbib.read.source import SourceText

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_VENUES = (
    "journal",
    "journaltitle",
    "booktitle",
    "school",
    "institution",
    "howpublished",
    "publisher",
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ARXIV_IN_JOURNAL = re.compile(r"\s*arxiv(?:\s+preprint)?\b.*", re.IGNORECASE)


@collector_paused
def read_bibtex(source: SourceText) -> List:
    """The citations of a BibTeX file, in order, and the blocks that are none."""
    library = split_blocks(source.text)
    strings = {string.key.lower(): str(string.value) for string in library.strings}
    parents = {entry.key.lower(): entry for entry in library.entries}
    citations, others = [], []
    cursor = 0
    for block in library.blocks:
        raw = block.raw or ""
        start = source.text.find(raw, cursor)
        if start < 0 or not raw:
            continue  # a block that bibtexparser made up
        cursor = end = start + len(raw)
        entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(entry, Entry):
            said = _entry(entry, source, start, strings, parents)
            if said.title or said.authors or said.identifiers:
                citations.append(citation(said, start, end, source))
            else:
                others.append(passed_over(start, end, source, "an entry without title and authors"))
        elif isinstance(block, ParsingFailedBlock):
            others.append(passed_over(start, end, source, _why(block)))
    return List(source.name, tuple(citations), tuple(others), source.form)


def split_blocks(text: str) -> Library:
    """The blocks of a BibTeX file, the broken ones among them."""
    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # broken blocks are told as passed over, and not logged
    try:
        return Splitter(text).split()
    finally:
        logger.setLevel(level)


def _why(block: ParsingFailedBlock) -> str:
    reason = getattr(block.error, "abort_reason", None) or str(block.error)
    return f"no BibTeX: {reason}" if reason else "no BibTeX"


def _entry(
    entry: Entry,
    source: SourceText,
    start: int,
    strings: Mapping[str, str],
    parents: Mapping[str, Entry],
) -> Said:
    """What an entry says; what it takes from the entry of its ``crossref`` is said there."""
    fields = fields_of(entry, start, strings)
    if (cross := fields.get("crossref")) and (parent := parents.get(cross.value.strip().lower())):
        for name, inherited in fields_of(parent, start, strings).items():
            target = "booktitle" if name == "title" else name
            if target not in fields and target not in {"author", "doi", "url", "pages"}:
                fields[target] = Field(inherited.value, cross.start, cross.end)

    def span(field: Field) -> Span:
        return source.span(field.start, field.end)

    def text(*names: str) -> Text | None:
        field = next(
            (fields[name] for name in names if name in fields and fields[name].value), None
        )
        return Text(decoded(field.value), span(field)) if field else None

    title = text("title")
    authors, et_al = _authors(fields.get("author"), source)
    year = text("year", "date")
    number = _YEAR.search(year.text) if year else None
    identifiers, malformed = _identifiers(fields, source)
    venue = text(*_VENUES)
    if venue and _ARXIV_IN_JOURNAL.fullmatch(venue.text):
        venue = Text("arXiv", venue.span)
    return Said(
        title=title if title and title.text else None,
        authors=authors,
        et_al=et_al,
        venue=venue if venue and venue.text else None,
        year=Year(int(number[0]), year.span) if number and year else None,
        identifiers=identifiers,
        links=tuple(_links(fields, source)),
        malformed=malformed,
    )


def _authors(field: Field | None, source: SourceText) -> tuple[tuple[Author, ...], bool]:
    """The authors of a field, each with its span, and whether there are ``others``."""
    if field is None:
        return (), False
    authors, cursor = [], 0
    people = split_multiple_persons_names(field.value)
    for person in people:
        at = field.value.find(person, cursor)
        cursor = max(at, cursor) + len(person)
        if person.strip().lower() in {"others", "et al.", "et al"}:
            continue
        start = field.start + max(at, 0) if field.is_verbatim else field.start
        end = start + len(person) if field.is_verbatim else field.end
        if name := _name(person):
            authors.append(Author(name, source.span(start, end)))
    return tuple(authors), any(p.strip().lower().rstrip(".") in {"others", "et al"} for p in people)


def _name(person: str) -> Name | None:
    if person.startswith("{") and person.endswith("}") and "," not in person:
        return Name(literal=decoded(person)) if decoded(person) else None
    try:
        parts = parse_single_name_into_parts(person)
    except Exception:
        return Name(literal=decoded(person)) if decoded(person) else None
    family = decoded(" ".join([*parts.von, *parts.last]))
    given, suffix = decoded(" ".join(parts.first)), decoded(" ".join(parts.jr))
    if not family:
        return Name(literal=given) if given else None
    if not given and not suffix:
        return Name(literal=family)
    return Name(family=family, given=given or None, suffix=suffix or None)


def _identifiers(
    fields: Mapping[str, Field], source: SourceText
) -> tuple[tuple[tuple[Identifier, Span], ...], tuple[Malformed, ...]]:
    """The identifiers in the fields that hold them, and what is wrong with those that are none."""
    found: list[tuple[Identifier, Span]] = []
    malformed: list[Malformed] = []
    for name, field in fields.items():
        span = source.span(field.start, field.end)
        value = field.value.strip()
        if name == "doi":
            identifier = doi(value) or from_url(value)
            if identifier is None:
                malformed.append(Malformed("doi", f"{value!r} is no DOI", span))
        elif name == "eprint" and _is_arxiv(fields):
            bare = re.sub(r"^arxiv:\s*", "", value, flags=re.IGNORECASE)
            identifier = arxiv(bare)
            if problem := arxiv_problem(bare):
                message = f"{value!r} is no arXiv id: {problem}"
                malformed.append(Malformed("arxiv-id", message, span))
        elif name in {"url", "ee", "link"}:
            identifier = from_url(value.removeprefix(r"\url{").rstrip("}"))
        elif name == "pmid":
            identifier = pmid(value)
        elif name in {"journal", "journaltitle", "note", "volume", "howpublished", "number"}:
            findings = find(value)
            identifier = next((one.identifier for one in findings if one.identifier), None)
            malformed += [
                Malformed("arxiv-id", one.problem, span)
                for one in findings
                if one.problem and not one.identifier
            ]
        else:
            continue
        if identifier and identifier not in {known for known, _ in found}:
            found.append((identifier, span))
    return tuple(found), tuple(malformed)


def _is_arxiv(fields: Mapping[str, Field]) -> bool:
    kind = fields.get("archiveprefix") or fields.get("eprinttype")
    return kind is None or kind.value.strip().lower() == "arxiv"


def _links(fields: Mapping[str, Field], source: SourceText) -> Iterator[Link]:
    for name in ("url", "pdf", "code", "ee"):
        if (field := fields.get(name)) and field.value.strip().startswith("http"):
            url = field.value.strip()
            kind = LinkKind.CODE if name == "code" else link_kind("", url, from_url(url))
            yield Link("", url, kind, source.span(field.start, field.end))
