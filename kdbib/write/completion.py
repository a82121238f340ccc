"""Completing an entry of somebody's bibliography where it stands: edits, and nothing else changes.

What is missing is inserted in the entry's own style, a wrong value is replaced, and a preprint that
was published since becomes the publication: its type and its fields change together, and its eprint
stays. Keys, comments, strings, and fields that say what no record knows are never touched.

Whether a value is wrong is decided by :func:`kdbib.correct.correct`, as for any list: it is given
the entry as one plain line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kdbib.correct import Findings, correct
from kdbib.correct.line import HABITS, as_line, put_right
from kdbib.correct.text import change
from kdbib.model import (
    Citation,
    Conflict,
    Disagreement,
    Match,
    Scheme,
    Work,
)
from kdbib.model.title import folded
from kdbib.model.venue import short_name
from kdbib.read.bibtex import VENUES, people_in
from kdbib.read.bibtex_syntax import Entry as Block
from kdbib.read.bibtex_syntax import Field, PartKind, blocks_of, first_fields
from kdbib.write.authors import author_list, person
from kdbib.write.choices import Dialect
from kdbib.write.completing import BIBLATEX_NAMES, EVERYTHING, Completing
from kdbib.write.fields import entry as entry_of
from kdbib.write.latex import escape
from kdbib.write.title import title
from kdbib.write.venue_names import venue_name

_ORDER = (
    "author title journal booktitle howpublished series volume number pages publisher school "
    "institution year doi eprint archiveprefix primaryclass url"
).split()
"""The fields that may be inserted, each behind those before it."""
_PUBLISHERS = frozenset({"publisher", "school", "institution"})
_NEED_PUBLISHERS = frozenset({"book", "incollection", "phdthesis", "techreport"})
_OF_PUBLICATION = frozenset("journal booktitle volume number pages doi".split()) | _PUBLISHERS
_PARTS = {"author": "authors", "date": "year"} | dict.fromkeys(VENUES, "venue")
"""What of a citation a field is, for those fields that have another name."""
_SAME = {
    "number": ("number", "issue"),
    "pages": ("pages", "articleno", "eid"),
    "publisher": ("publisher", "organization"),
    "url": ("url", "howpublished", "ee", "link", "note"),
    "journal": VENUES,
    "booktitle": (*VENUES, "eventtitle"),
    "eprint": ("eprint", "arxivid"),
}
"""Fields of which an entry needs but one."""
_ELSEWHERE = {Disagreement.PUBLISHED_AS, Disagreement.TITLE, Disagreement.NOT_PUBLISHED}
_PREPRINT_TYPES = frozenset("misc article online electronic unpublished techreport report".split())
_OTHERS = re.compile(r"others|et\.?\s+al\.?", re.IGNORECASE)
_ENDS_IN_OTHERS = re.compile(r"(?:\s+and\s+|[\s,;]+)(?:others|et\.?\s+al\.?)\s*$", re.IGNORECASE)


_OF_UPGRADE = ("type", "journal", "booktitle", "year")
"""What changes when a preprint's entry becomes that of the publication."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters [start, end) of an entry, and what they become."""

    field: str
    start: int
    end: int
    after: str


def complete(
    citation: Citation,
    work: Work,
    match: Match,
    *,
    year_is_sure: bool = True,
    completing: Completing = EVERYTHING,
) -> Findings:
    """The changes that complete an entry of a bibliography, and the conflicts that are left.

    The citation is one that was read from a ``.bib``. An entry that BibTeX could not read is left
    alone: only its conflicts are told.
    """
    line = as_line(citation)
    found = correct(line, work, match, HABITS, year_is_sure=year_is_sure)
    block = _block(citation)
    if block is None:
        return Findings((), found.conflicts)
    known = work if year_is_sure or citation.year is None else _without_date(work)
    completion = _Completion(citation, block, known, found, completing)
    edits = sorted(completion.edits(), key=lambda one: (one.start, one.end))
    conflicts = found.conflicts
    if completion.upgrades and Disagreement.PUBLISHED_SINCE not in {c.code for c in conflicts}:
        conflicts = (*conflicts, _published_since(citation, work))
    if completion.lacks_venue:
        conflicts = tuple(c for c in conflicts if c.code is not Disagreement.PUBLISHED_SINCE)
    changes = (
        change(citation, one.field, citation.span, one.start, one.end, one.after) for one in edits
    )
    return Findings(tuple(changes), conflicts)


def _published_since(citation: Citation, work: Work) -> Conflict:
    venue = citation.venue.text if citation.venue else ""
    known = work.container_title or ""
    published = f"{short_name(known) or known} {work.year or ''}".strip()
    return Conflict(Disagreement.PUBLISHED_SINCE, "venue", venue, known, {"published": published})


def _without_date(work: Work) -> Work:
    from msgspec.structs import replace as replace_fields

    return replace_fields(work, issued=())


def _block(citation: Citation) -> Block | None:
    """The entry in its own text; None if there is anything wrong with it."""
    block = next(iter(blocks_of(citation.raw)), None)
    return block if isinstance(block, Block) and not block.problems else None


# --- the entry's edits --------------------------------------------------------------------------


class _Completion:
    """What one entry needs; ``found`` is what is wrong in the entry as a line."""

    def __init__(
        self,
        citation: Citation,
        block: Block,
        work: Work,
        found: Findings,
        completing: Completing,
    ) -> None:
        self.completing = completing
        self.citation, self.block, self.work = citation, block, work
        self.line, self.found = as_line(citation), found
        self.text = citation.raw
        self.fields = first_fields(block)
        self.kind, self.known = entry_of(work, ascii_only=citation.raw.isascii())
        self._preprints_place = ""
        if block.type.lower() == "article" and not work.published and "howpublished" in self.known:
            # an article without a journal: where it is goes where styles look for it
            self._preprints_place = "journal"
            self.known["journal"] = f"arXiv preprint {self.known.pop('howpublished')}"
        self.style = _Style(block, self.text, completing.dialect)
        if completing.venues:
            name = escape(venue_name(work, completing.venues), ascii_only=citation.raw.isascii())
            for container in {"journal", "booktitle"} & set(self.known) if name else ():
                self.known[container] = name

    @cached_property
    def upgrades(self) -> bool:
        """Whether the entry is a preprint's, and the work was published."""
        venue = self.citation.venue
        preprint = venue is None or short_name(venue.text) == "arXiv"
        codes = {one.code for one in self.found.conflicts}
        return (
            preprint
            and self.work.published
            and self.kind != "misc"
            and self.block.type.lower() in _PREPRINT_TYPES
            and all(map(self.completing.allows, _OF_UPGRADE))
            and not codes & _ELSEWHERE
        )

    @cached_property
    def lacks_venue(self) -> bool:
        """Whether the entry is a publication's, of the same type and year, and names no venue."""
        year = self.citation.year
        return (
            self.citation.venue is None
            and self.work.published
            and self.kind != "misc"
            and self.block.type.lower() == self.kind
            and (year is None or year.value == self.work.year)
            and not {one.code for one in self.found.conflicts} & _ELSEWHERE
        )

    @cached_property
    def agrees(self) -> bool:
        """Whether the entry cites the publication that is known, so that its pages are those."""
        of_place = {"venue", "year", "doi"}
        told = {one.field for one in self.found.conflicts}
        unconfirmed = {one.code for one in self.found.conflicts} & {Disagreement.VENUE_UNCONFIRMED}
        return (
            self.upgrades
            or self.lacks_venue
            or (self.work.published and not (told & of_place) and not unconfirmed)
        )

    def edits(self) -> Iterator[Edit]:
        """The edits, in no order."""
        replaced = [*self._title(), *self._authors(), *self._doi()]
        replaced += self._upgraded() if self.upgrades else self._venue_and_year()
        yield from (
            replace(one, field=_PARTS.get(one.field, one.field))
            for one in replaced
            if self.completing.allows(one.field)
        )
        if self.completing.allows("author"):
            yield from self._left_out()
        yield from self._inserted()

    def _value(self, name: str, after: str) -> Iterator[Edit]:
        """The whole value of a field replaced, in its own braces or quotes."""
        field = self.fields[name]
        new = self._string(name, after) or self.style.enclosed(name, after, field)
        if self.text[field.start : field.end] != new:
            yield Edit(name, field.start, field.end, new)

    def _string(self, name: str, value: str) -> str | None:
        """The ``@string`` of the file that stands for a venue."""
        is_venue = name in {"journal", "journaltitle", "booktitle"}
        return self.completing.string(self.citation.file, value) if is_venue else None

    def _within(self, name: str, before: str, after: str) -> Iterator[Edit]:
        """One place of a value replaced, if it stands there once; else the whole value."""
        field = self.fields[name]
        written = self.text[field.start : field.end]
        old = escape(before, ascii_only=self.text.isascii())
        new = escape(after, ascii_only=self.text.isascii())
        if old and written.count(old) == 1:
            start = field.start + written.index(old)
            yield Edit(name, start, start + len(old), new)
        elif name == "title":
            yield from self._value(name, self._title_put_right())
        else:
            yield from self._value(name, new)

    def _is_own(self, name: str) -> bool:
        """Whether a field is written out here, and not a string or another entry's."""
        field = self.fields.get(name)
        return field is not None and all(part.kind is not PartKind.WORD for part in field.parts)

    def _title_put_right(self) -> str:
        part = self.line.title
        right = put_right(self.line, self.found.changes, part.span) if part else None
        return title(right or "", ascii_only=self.text.isascii())

    def _title(self) -> Iterator[Edit]:
        part = self.line.title
        if part is None or not self._is_own("title"):
            return
        within = [c for c in self.found.changes if part.span.start <= c.span.start <= part.span.end]
        within = [c for c in within if c.field == "title"]
        if len(within) == 1 and within[0].before:
            yield from self._within("title", within[0].before, within[0].after)
        elif within:
            yield from self._value("title", self._title_put_right())

    def _authors(self) -> Iterator[Edit]:
        if not self._is_own("author") or len(self.fields["author"].parts) != 1:
            return
        part = self.fields["author"].parts[0]
        value = self.text[part.start : part.end]
        people = [
            (part.start + start, part.start + end)
            for start, end in people_in(value)
            if not _OTHERS.fullmatch(value[start:end].strip())
        ]
        ascii_only = self.text.isascii()
        if len(people) == len(self.line.authors):
            for (start, end), author in zip(people, self.line.authors, strict=True):
                right = put_right(self.line, self.found.changes, author.span)
                spelt = {n: (n.inverted(), n.display()) for n in self.work.author}
                known = next((n for n, ways in spelt.items() if right in ways), None)
                if right and known:
                    yield Edit("author", start, end, person(known, ascii_only=ascii_only))

    def _left_out(self) -> Iterator[Edit]:
        """The authors that the entry leaves out at the end, where it names the first ones.

        That is a fault where it doesn't say ``and others``, and else what completes it.
        """
        named = [folded(author.name.last) for author in self.citation.authors]
        known = [folded(name.last) for name in self.work.author]
        begins = bool(named) and named == known[: len(named)] and len(named) < len(known)
        if not begins or not self._is_own("author") or len(self.fields["author"].parts) != 1:
            return
        rest = author_list(self.work.author[len(named) :], ascii_only=self.text.isascii())
        part = self.fields["author"].parts[0]
        value = self.text[part.start : part.end]
        others = _ENDS_IN_OTHERS.search(value)
        start = part.start + (others.start() if others else len(value.rstrip()))
        end = part.start + (others.end() if others else len(value))
        yield Edit("author" if others else "authors", start, end, f" and {rest}")

    def _doi(self) -> Iterator[Edit]:
        """A DOI with a label or an address before it, written as styles want it."""
        field, cited = self.fields.get("doi"), self.citation.identifier(Scheme.DOI)
        if field is None or cited is None or not self._is_own("doi") or len(field.parts) != 1:
            return
        written = self.text[field.parts[0].start : field.parts[0].end].strip()
        if re.match(r"(?:doi|https?|\\url)\b", written, re.IGNORECASE):
            yield from self._value("doi", cited.value)

    def _venue_and_year(self) -> Iterator[Edit]:
        for name, part in (("venue", self.line.venue), ("year", self.line.year)):
            if part is None:
                continue
            of = next((n for n in _fields_of(name) if n in self.fields), None)
            if name == "venue" and of and (wanted := self._venue_wanted(of)):
                yield from self._value(of, wanted)
                continue
            right = put_right(self.line, self.found.changes, part.span)
            if of and right and self._is_writable(of):
                before = self.line.raw.encode()[part.span.start : part.span.end].decode()
                yield from self._within(of, before, right)

    def _venue_wanted(self, name: str) -> str | None:
        """The venue's name in the form that is asked for; None where the record's is not it."""
        if not self.completing.venues or not self.agrees or not self._is_own(name):
            return None
        container = {"journaltitle": "journal"}.get(name, name)
        return self.known.get(container)

    def _is_writable(self, name: str) -> bool:
        parts = self.fields[name].parts
        word = self.text[parts[0].start : parts[0].end]
        return self._is_own(name) or (len(parts) == 1 and word.isdigit())

    def _upgraded(self) -> Iterator[Edit]:
        """A preprint's entry made that of the publication: type, container, date, numbers."""
        if self.block.type.lower() != self.kind:
            start = self.block.type_start
            kind = self.kind.upper() if self.block.type.isupper() else self.kind
            yield Edit("type", start, start + len(self.block.type), kind)
        container = next(name for name in ("journal", "booktitle") if name in self.known)
        containers = ("journal", "journaltitle", "booktitle")
        at = next((name for name in containers if name in self.fields), None)
        if at:
            field = self.fields[at]
            wanted = self._named(container)
            if wanted != at:
                yield Edit(at, field.name_start, field.name_end, self.style.cased(wanted))
            yield from self._value(at, self.known[container])
        for name in ("volume", "number", "pages", "year"):
            if name in self.fields and name in self.known:
                yield from self._value(name, self.known[name])
        for name in sorted(self._superseded):
            yield self._removed(name)

    @cached_property
    def _superseded(self) -> frozenset[str]:
        """What is only the preprint's: ``volume = {abs/1503.02531}``."""
        numbers = {"volume", "number", "pages"} & set(self.fields) - set(self.known)
        return frozenset(numbers if self.upgrades else ())

    def _removed(self, name: str) -> Edit:
        """A field taken out, with the comma and the blanks before the next one."""
        field = self.fields[name]
        rest = re.compile(r"\s*,?[ \t]*(?:\r?\n)?").match(self.text, field.end)
        start = field.name_start
        line = self.text.rfind("\n", 0, start) + 1
        alone = not self.text[line:start].strip()
        return Edit(name, line if alone else start, rest.end() if rest else field.end, "")

    def _named(self, name: str) -> str:
        """A field's name in the entry's dialect."""
        return BIBLATEX_NAMES.get(name, name) if self.style.is_biblatex else name

    def _inserted(self) -> Iterator[Edit]:
        """What is missing, each behind the field that precedes it in the usual order."""
        there = {name for name, field in self.fields.items() if self._says(field)}
        fits = self.upgrades or self.block.type.lower() == self.kind
        taken = ("journal" in self.fields or "booktitle" in self.fields) and self.upgrades
        for name in _ORDER:
            if name not in self.known or self._has(name, there):
                continue
            if not self.completing.allows(name):
                continue
            if name in _OF_PUBLICATION and not (self.agrees or name == self._preprints_place):
                continue
            if name in {"journal", "booktitle"} and (taken or not (fits or self._preprints_place)):
                continue
            if name == "howpublished" and not self._tells_where():
                continue
            if name == "url" and (there & {"doi", "eprint"} or {"doi", "eprint"} & set(self.known)):
                continue
            if name in _PUBLISHERS and not (fits and self.kind in _NEED_PUBLISHERS):
                continue
            if name in self.fields:  # it is there, and empty
                yield from self._value(name, self.known[name])
            else:
                yield self._insertion(name)

    def _tells_where(self) -> bool:
        """Whether ``howpublished`` would tell where a preprint is, which nothing else does."""
        values = (self.text[field.start : field.end].lower() for field in self.fields.values())
        told = "eprint" in self.fields or any("arxiv" in value for value in values)
        is_preprint = self.known["howpublished"].startswith("arXiv")
        return is_preprint and not told and not self.style.is_biblatex  # which prints the eprint

    def _says(self, field: Field) -> bool:
        """Whether a value is not empty."""
        return bool(self.text[field.start : field.end].strip('{}" \t\r\n'))

    def _has(self, name: str, there: set[str]) -> bool:
        same = (*_SAME.get(name, (name,)), BIBLATEX_NAMES.get(name, name))
        if name in {"archiveprefix", "primaryclass"}:
            same = (*same, "eprint") if "eprint" in there else same
        return bool(there & set(same))

    def _insertion(self, name: str) -> Edit:
        before = _ORDER[: _ORDER.index(name)]
        dialect = {BIBLATEX_NAMES.get(one, one): one for one in before} | {
            one: one for one in before
        }
        order = {written: before.index(one) for written, one in dialect.items()}
        kept = {n: field for n, field in self.fields.items() if n not in self._superseded}
        placed = [field for n, field in kept.items() if n in order]
        at = max(placed, key=lambda field: field.end, default=None)
        after = at.end if at else self._behind_key()
        return Edit(name, after, after, self._line(name))

    def _line(self, name: str) -> str:
        value = self.known[name]
        return self.style.line(self._named(name), value, self._string(name, value))

    def _behind_key(self) -> int:
        return self.block.key_start + len(self.block.key)


def _fields_of(part: str) -> tuple[str, ...]:
    return VENUES if part == "venue" else ("year", "date")


class _Style:
    """How an entry is laid out: what a field looks like that its author would have added."""

    def __init__(self, block: Block, text: str, dialect: Dialect | None = None) -> None:
        self.fields, self.text, self.dialect = block.fields, text, dialect
        self.newline = "\r\n" if "\r\n" in text else "\n"

    @cached_property
    def is_biblatex(self) -> bool:
        if self.dialect:
            return self.dialect is Dialect.biblatex
        names = {field.name.lower() for field in self.fields}
        return bool(names & {"journaltitle", "date", "eprinttype", "eprintclass", "location"})

    def cased(self, name: str) -> str:
        """A name in the case in which the entry writes its own."""
        names = [field.name for field in self.fields]
        if all(one.isupper() for one in names):
            return name.upper()
        return name.capitalize() if all(one[:1].isupper() for one in names) else name

    def enclosed(self, name: str, value: str, like: Field | None = None) -> str:
        """A value in the braces or quotes that the entry has, or none where it has none."""
        first = like.parts[0] if like else None
        numbers = {"year", "volume", "number"}
        words = [f.parts[0].kind for f in self.fields if f.name.lower() in numbers]
        bare = first.kind is PartKind.WORD if first else PartKind.WORD in words
        if name == "month" or (bare and value.isdigit()):
            return value
        quoted = [f.parts[0].kind is PartKind.QUOTED for f in self.fields]
        in_quotes = first.kind is PartKind.QUOTED if first else 2 * sum(quoted) > len(quoted)
        if in_quotes and '"' not in value:
            return f'"{value}"'
        return f"{{{value}}}"

    def line(self, name: str, value: str, string: str | None = None) -> str:
        """A field as it is put behind the value of another one; a ``string`` stands for it."""
        shown = self.cased(name)
        written = string or self.enclosed(name, value)
        shown = f"{shown}{self._gap(shown)}={self._after}{written}"
        if self._indent is None:
            return f", {shown}"
        if self._leads:
            return f"{self.newline}{self._indent}{shown}"
        return f",{self.newline}{self._indent}{shown}"

    @cached_property
    def _leads(self) -> bool:
        """Whether commas stand at the beginning of the lines."""
        return bool(self._indent) and "," in (self._indent or "")

    @cached_property
    def _indent(self) -> str | None:
        """What stands before a field in its line; None if the fields share a line."""
        indents = []
        for field in self.fields:
            line = self.text.rfind("\n", 0, field.name_start) + 1
            before = self.text[line : field.name_start]
            if line and not before.strip(" \t,"):
                indents.append(before)
        return max(set(indents), key=lambda one: (indents.count(one), one)) if indents else None

    @cached_property
    def _after(self) -> str:
        """The blanks behind the equals sign."""
        for field in self.fields:
            between = self.text[field.name_end : field.start]
            return " " if between.endswith((" ", "\t")) else ""
        return " "

    def _gap(self, name: str) -> str:
        """The blanks before the equals sign: up to its column, where the entry has one."""
        befores = [self.text[f.name_end : f.start].partition("=")[0] for f in self.fields]
        gaps = [(len(f.name), gap) for f, gap in zip(self.fields, befores, strict=True)]
        columns = {length + len(gap) for length, gap in gaps}
        if len(columns) == 1 and len({length for length, _ in gaps}) > 1:
            return " " * max(columns.pop() - len(name), 1)
        return " " if any(gap for _, gap in gaps) else ""
