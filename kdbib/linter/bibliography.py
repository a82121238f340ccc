"""A BibTeX file as rules see it: its entries with keys and fields, each with its place."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kdbib.linter.finding import Range
from kdbib.read.bibtex import Value, inherited, values_of
from kdbib.read.bibtex_syntax import (
    Broken,
    Entry,
    Field,
    PartKind,
    Problem,
    String,
    Strings,
    blocks_of,
)
from kdbib.read.source import SourceText


@dataclass(frozen=True)
class BibEntry:
    """An entry: its type in small letters, its key, and its fields by name in small letters.

    ``names`` are the places of the fields' names; ``again`` the fields that an earlier one of the
    same name makes void, by name; ``inherited`` the fields that it takes from another entry;
    ``undefined`` the words in its values that no ``@string`` defines.
    """

    type: str
    key: str
    where: Range
    fields: dict[str, Value]
    type_where: Range
    names: dict[str, Range] = field(default_factory=dict)
    again: tuple[str, ...] = ()
    inherited: frozenset[str] = frozenset()
    undefined: tuple[tuple[str, str, Range], ...] = ()
    problems: tuple[Problem, ...] = ()

    def texts(self, names: frozenset[str]) -> Iterator[tuple[str, Value]]:
        """The fields of some names whose value stands in the file as it is."""
        for name, value in self.fields.items():
            if name in names and value.is_verbatim:
                yield name, value

    def says(self, name: str) -> bool:
        """Whether a field is there and not empty."""
        return name in self.fields and bool(self.fields[name].text.strip())


class Bibliography:
    """The entries and the broken blocks of a file, in order."""

    def __init__(self, source: SourceText) -> None:
        self.entries: list[BibEntry] = []
        self.broken: list[Broken] = []
        blocks = blocks_of(source.text)
        self._text = source.text
        self._strings = Strings(source.text)
        self._parents = {b.key.lower(): b for b in blocks if isinstance(b, Entry) and b.key}
        for block in blocks:
            if isinstance(block, String):
                self._strings.define(block)
            elif isinstance(block, Entry):
                self.entries.append(self._entry(block))
            elif isinstance(block, Broken):
                self.broken.append(block)

    def _entry(self, entry: Entry) -> BibEntry:
        counts = Counter(one.name.lower() for one in entry.fields)
        again = tuple(name for name, count in counts.items() if count > 1)
        names: dict[str, Range] = {}
        for one in entry.fields:
            if one.name.lower() in again or one.name.lower() not in names:
                names[one.name.lower()] = (one.name_start, one.name_end)
        where = (entry.key_start, entry.key_start + len(entry.key))
        if not entry.key:
            where = (entry.start, entry.key_start)
        values = values_of(entry, self._text, self._strings)
        taken = inherited(values, self._text, self._strings, self._parents)
        return BibEntry(
            type=entry.type.lower(),
            key=entry.key,
            where=where,
            fields=values,
            type_where=(entry.type_start, entry.type_start + len(entry.type)),
            names=names,
            again=again,
            inherited=frozenset(taken),
            undefined=tuple(self._undefined(entry.fields)),
            problems=entry.problems,
        )

    def _undefined(self, fields: tuple[Field, ...]) -> Iterator[tuple[str, str, Range]]:
        for one in fields:
            for part in one.parts:
                word = self._text[part.start : part.end]
                if part.kind is PartKind.WORD and not self._strings.knows(word):
                    yield one.name, word, (part.start, part.end)
