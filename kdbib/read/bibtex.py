"""BibTeX files: an entry, a Citation; a block that is broken is passed over, and says why."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bibtexparser.middlewares.names import parse_single_name_into_parts
from msgspec import Struct

from kdbib.model import Author, Citation, Link, LinkKind, Malformed, Name, Span, Text, Year
from kdbib.model.identifier import Identifier, arxiv, arxiv_problem, doi, find, from_url, pmid
from kdbib.model.not_a_citation import NotACitation
from kdbib.read.bibtex_syntax import (
    Broken,
    CommentedOut,
    Entry,
    Fault,
    Field,
    PartKind,
    Problem,
    String,
    Strings,
    blocks_of,
    first_fields,
)
from kdbib.read.collector import collector_paused
from kdbib.read.latex import decoded
from kdbib.read.latex_letters import with_accents
from kdbib.read.links import link_kind
from kdbib.read.listing import List, PassedOver, citation, passed_over, without_damage
from kdbib.read.said import Said
from kdbib.read.source import SourceText

VENUES = ("journal", "journaltitle", "booktitle", "school", "institution", "howpublished")
"""The fields that name what a work appeared in, the first that is there counts."""
_NOT_INHERITED = frozenset({"author", "doi", "url", "pages", "eprint", "note"})
_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_ARXIV_IN_JOURNAL = re.compile(r"\s*arxiv(?:\s+preprint|\.org)?\b.*", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\s*(?:available\s+(?:at|from):?\s*)?(?:\\url|\\href|https?://|www\.)", re.IGNORECASE
)
_WRAPPED = re.compile(
    r"\\(?:url|href|texttt|nolinkurl)\s*\{|[{}]|\\(?=[_%&#$~])|\$(?=[<>])|(?<=[<>])\$"
)
_DOI_LABEL = re.compile(r"\s*doi\s*[:=]?\s*", re.IGNORECASE)
_ARXIV_LABEL = re.compile(r"\s*arxiv\s*:\s*", re.IGNORECASE)
_CLASS = re.compile(r"\s*\[[\w.-]+\]\s*$")
_LIKE_ARXIV = re.compile(
    r"\d{3,4}\.?\d{3,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{5,8}", re.IGNORECASE
)
_AND_OR_BRACE = re.compile(r"[{}]|(?<![^\s{}])and(?![^\s{}])", re.IGNORECASE)
_SEMICOLON = re.compile(r"\s*;\s*")
_OTHERS = re.compile(r"\s*(?:others|et\.?\s+al\.?|\\etal\b\.?)\s*", re.IGNORECASE)
_ENDS_IN_OTHERS = re.compile(r"[\s,;]*(?:(?<=[\s,;])et\.?\s+al\.?|,\s*others)\s*$", re.IGNORECASE)
_LONGEST_NAME = 1000
_WHY = {
    Fault.BRACE: "this brace is not closed",
    Fault.QUOTE: "this quote is not closed",
    Fault.NOT_CLOSED: "the entry is not closed",
    Fault.NO_FIELD: "this is not a field",
    Fault.NO_VALUE: "the field has no value",
    Fault.COMMA: "a comma is missing",
    Fault.KEY: "the key is missing or contains spaces",
    Fault.ODD_TYPE: "this is not an entry type",
}


class Value(Struct, frozen=True, gc=False):
    """The value of a field, free of its braces or quotes, at the characters [start, end).

    ``is_verbatim`` is whether the value is what stands there, and not put together of strings.
    """

    text: str
    start: int
    end: int
    is_verbatim: bool = False


@collector_paused
def read_bibtex(source: SourceText) -> List:
    """The citations of a BibTeX file, in order, and the blocks that are none."""
    blocks = blocks_of(source.text)
    parents = {b.key.lower(): b for b in blocks if isinstance(b, Entry) and b.key}
    strings = Strings(source.text)
    citations: list[Citation] = []
    others: list[PassedOver] = []
    for block in blocks:
        if isinstance(block, String):
            strings.define(block)
        elif isinstance(block, Entry):
            said = _entry(block, source, strings, parents)
            if said.title or said.authors or said.identifiers:
                one = citation(said, block.start, block.end, source)
                fields = _all_fields(block, source, strings)
                citations.append(
                    replace(one, key=block.key, type=block.type.lower(), fields=fields)
                )
            else:
                others.append(passed_over(block.start, block.end, source, NotACitation.EMPTY))
        elif isinstance(block, Broken):
            what = fault_in_words(block.problem)
            others.append(passed_over(block.start, block.end, source, NotACitation.BROKEN, what))
        elif isinstance(block, CommentedOut):
            why = NotACitation.COMMENTED_OUT
            others.append(passed_over(block.start, block.end, source, why))
    if strings.exhausted:
        others.append(passed_over(0, 0, source, NotACitation.TOO_LARGE))
    return List(source.name, tuple(citations), tuple(others), source.form)


def fault_in_words(problem: Problem) -> str:
    """What is wrong, for a person."""
    behind = f" after `{problem.name}`" if problem.name and problem.fault is Fault.COMMA else ""
    return _WHY[problem.fault] + behind


def values_of(entry: Entry, text: str, strings: Strings) -> dict[str, Value]:
    """The values of an entry's fields by their names in small letters; the first of a name."""
    return {name: _value(field, text, strings) for name, field in first_fields(entry).items()}


def _value(field: Field, text: str, strings: Strings) -> Value:
    if len(field.parts) == 1 and field.parts[0].kind is not PartKind.WORD:
        inner = text[field.parts[0].start : field.parts[0].end]
        words = inner.strip()
        start = field.parts[0].start + len(inner) - len(inner.lstrip())
        return Value(words, start, start + len(words), is_verbatim=True)
    value = strings.value(field.parts).strip()
    written = text[field.start : field.end]
    return Value(value, field.start, field.end, is_verbatim=value == written)


def _all_fields(entry: Entry, source: SourceText, strings: Strings) -> tuple[tuple[str, Text], ...]:
    values = values_of(entry, source.text, strings)
    return tuple(
        (name, Text(without_damage(v.text), source.span(v.start, v.end)))
        for name, v in values.items()
    )


def _entry(
    entry: Entry, source: SourceText, strings: Strings, parents: Mapping[str, Entry]
) -> Said:
    """What an entry says; what it takes from the entry of its ``crossref`` is said there."""
    fields = values_of(entry, source.text, strings)
    for name, value in inherited(fields, source.text, strings, parents).items():
        fields.setdefault(name, value)

    def span(value: Value) -> Span:
        return source.span(value.start, value.end)

    def text(*names: str) -> Text | None:
        value = next((fields[name] for name in names if name in fields and fields[name].text), None)
        return Text(decoded(value.text), span(value)) if value else None

    title = text("title")
    authors, et_al = _authors(fields.get("author"), source)
    year = text("year", "date")
    number = _YEAR.search(year.text) if year else None
    identifiers, malformed = _identifiers(fields, source)
    return Said(
        title=title if title and title.text else None,
        authors=authors,
        et_al=et_al,
        venue=_venue(fields, source),
        year=Year(int(number[0]), year.span) if number and year else None,
        identifiers=identifiers,
        links=tuple(_links(fields, source)),
        malformed=malformed,
    )


def inherited(
    fields: Mapping[str, Value], text: str, strings: Strings, parents: Mapping[str, Entry]
) -> dict[str, Value]:
    """What an entry takes from those that its ``crossref`` and ``xdata`` name, at their places."""
    found: dict[str, Value] = {}
    for link in ("xdata", "crossref"):
        for key in fields[link].text.split(",") if link in fields else ():
            parent = parents.get(key.strip().lower())
            if parent is None:
                continue
            for name, value in values_of(parent, text, strings).items():
                target = "booktitle" if name == "title" and link == "crossref" else name
                if target not in fields and (link == "xdata" or target not in _NOT_INHERITED):
                    found.setdefault(
                        target, Value(value.text, fields[link].start, fields[link].end)
                    )
    return found


def _venue(fields: Mapping[str, Value], source: SourceText) -> Text | None:
    for name in VENUES:
        value = fields.get(name)
        if value is None or not value.text or _ADDRESS.match(value.text):
            continue
        words = decoded(value.text)
        if _ARXIV_IN_JOURNAL.fullmatch(words):
            words = "arXiv"
        if words:
            return Text(words, source.span(value.start, value.end))
    return None


def _authors(field: Value | None, source: SourceText) -> tuple[tuple[Author, ...], bool]:
    """The authors of a field, each with its span, and whether there are ``others``."""
    if field is None:
        return (), False
    authors, others = [], False
    for begin, stop in people_in(field.text):
        person = field.text[begin:stop]
        if _OTHERS.fullmatch(person):
            others = True
            continue
        ends = _ENDS_IN_OTHERS.search(person)
        others = others or ends is not None
        named = person[: ends.start()] if ends else person
        start = field.start + begin if field.is_verbatim else field.start
        end = start + len(named) if field.is_verbatim else field.end
        if name := _name(named):
            authors.append(Author(name, source.span(start, end)))
    return tuple(authors), others


def people_in(value: str) -> list[tuple[int, int]]:
    """Where the names of a list of names stand: parted by *and*, or else by semicolons.

    >>> people_in("Ann Bee and {Barnes and Noble}")
    [(0, 7), (12, 30)]
    """
    ranges, start, depth = [], 0, 0
    for found in _AND_OR_BRACE.finditer(value):
        if found[0] in "{}":
            depth += 1 if found[0] == "{" else -1
        elif depth <= 0:
            ranges.append((start, found.start()))
            start = found.end()
    ranges.append((start, len(value)))
    if len(ranges) == 1 and ";" in value and "{" not in value and "&" not in value:
        marks = [(0, 0), *(found.span() for found in _SEMICOLON.finditer(value))]
        ends = [start for start, _ in marks[1:]] + [len(value)]
        ranges = [(begin, end) for (_, begin), end in zip(marks, ends, strict=True)]
    return [trimmed for begin, end in ranges if (trimmed := _trimmed(value, begin, end))]


def _trimmed(value: str, begin: int, end: int) -> tuple[int, int] | None:
    """A range without the blanks and the commas at its ends; None if nothing is left."""
    part = value[begin:end]
    start = begin + len(part) - len(part.lstrip(" \t\r\n,"))
    stop = begin + len(part.rstrip(" \t\r\n,"))
    return (start, stop) if start < stop else None


def _name(person: str) -> Name | None:
    person = " ".join(person[:_LONGEST_NAME].split())
    if person.startswith("{") and person.endswith("}") and "," not in person:
        return Name(literal=decoded(person)) if decoded(person) else None
    try:
        parts = parse_single_name_into_parts(with_accents(person))
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
    fields: Mapping[str, Value], source: SourceText
) -> tuple[tuple[tuple[Identifier, Span], ...], tuple[Malformed, ...]]:
    """The identifiers in the fields that hold them, and what is wrong with those that are none."""
    found: list[tuple[Identifier, Span]] = []
    malformed: list[Malformed] = []
    for name, field in fields.items():
        span = source.span(field.start, field.end)
        value = unwrapped(field.text)
        identifier = None
        if name == "doi" and value:
            bare = _DOI_LABEL.sub("", value, count=1)
            identifier = from_url(value) or doi(bare) or from_url(bare)
            if identifier is None:
                malformed.append(Malformed("doi", f"{value!r} is no DOI", span))
        elif name == "eprint" and value and _may_be_arxiv(fields, value):
            bare = _CLASS.sub("", _ARXIV_LABEL.sub("", value))
            identifier = from_url(bare) or arxiv(bare)
            problem = None if identifier else arxiv_problem(bare)
            if problem:
                message = f"{value!r} is no arXiv id: {problem}"
                malformed.append(Malformed("arxiv-id", message, span))
        elif name in {"url", "ee", "link"}:
            identifier = from_url(value)
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
        if identifier and identifier not in {known for known, _ in found}:
            found.append((identifier, span))
    return tuple(found), tuple(malformed)


def unwrapped(value: str) -> str:
    r"""A value that is meant for machines, without the LaTeX that people put around it.

    >>> unwrapped(r"\url{https://doi.org/10.1000/a\_b}")
    'https://doi.org/10.1000/a_b'
    """
    return _WRAPPED.sub("", value).strip()


def _may_be_arxiv(fields: Mapping[str, Value], value: str) -> bool:
    """Whether an ``eprint`` is meant to be arXiv's: it is said to be, or nobody says otherwise.

    Publishers export the address of the PDF as ``eprint``, and other archives use the field too.
    """
    kind = fields.get("archiveprefix") or fields.get("eprinttype")
    if kind is not None and kind.text.strip():
        says = kind.text.strip().lower() == "arxiv"
        return says and (not _ADDRESS.match(value) or from_url(value) is not None)
    bare = _CLASS.sub("", _ARXIV_LABEL.sub("", value))
    return bool(_LIKE_ARXIV.fullmatch(bare)) or from_url(value) is not None


def _links(fields: Mapping[str, Value], source: SourceText) -> Iterator[Link]:
    for name in ("url", "pdf", "code", "ee"):
        if (field := fields.get(name)) and (url := unwrapped(field.text)).startswith("http"):
            kind = LinkKind.CODE if name == "code" else link_kind("", url, from_url(url))
            yield Link("", url, kind, source.span(field.start, field.end))
