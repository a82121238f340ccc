"""The syntax of BibTeX: a file as blocks, with the place of every name and value.

The language is that of *Tame the BeaST*, section 2 (https://ctan.org/pkg/tamethebeast), read as
leniently as its readers do together: BibTeX counts braces whether or not a backslash precedes them,
others don't; biber takes ``%`` for a comment between fields, BibTeX does not. What can't be read is
a :class:`Broken` block or a :class:`Problem` of an entry, never an exception, and costs no other
entry. Time and memory are proportional to the length of the text: nothing nests on Python's stack,
no value reaches over the beginning of the next entry, and what ``@string`` expands to is bounded.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

_BEGIN = re.compile(r"@\s*(?:([A-Za-z][\w-]*)|([^\s@{}(),=\w][^@{}\n]{0,200}?))\s*([{(])")
_LINE_BEGIN = re.compile(r"^[ \t]*@\s*[A-Za-z][\w-]*\s*[{(]\s*[^\s,={}()\"]+\s*,", re.MULTILINE)
_AT_SIGN = re.compile(r"@")
_BLANK = re.compile(r"(?:\s++|%[^\n]*+(?:\n|\Z))++")
_KEY = re.compile(r"[^,={}\n]*+")
_NAME = re.compile(r"([^\s,={}\"#()%]++)\s*+=")
_WORD = re.compile(r"[^\s,={}\"#()%]++")
_BRACES = re.compile(r"[{}]")
_UNESCAPED_BRACES = re.compile(r"(?<!\\)[{}]")
_QUOTES = re.compile(r"[{}\"]")
_UNESCAPED_QUOTES = re.compile(r"(?<!\\)[{}\"]")
_NEXT_FIELD = re.compile(
    r",\s*+(?=[^\s,={}\"#()%]++\s*+=)|^[ \t]*+(?=[\w-]++\s*+=\s*+[{\"])|[})]", re.MULTILINE
)
_SWALLOWED = re.compile(r"(?:^[ \t]*+|,\s*+)[A-Za-z][\w-]*+\s*+=\s*+[{\"\w]", re.MULTILINE)
_CLOSING = {"{": "}", "(": ")"}
_LONGEST_STRING = 10_000
_EXPANSION_AT_LEAST = 1_000_000
_EXPANSION = 4
_MOST_PARTS = 1000
_LOOKED_THROUGH = 4
"""How often a text may be looked through for the ends of its comments, many of them unclosed."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The strings that every BibTeX style defines."""


class PartKind(StrEnum):
    """How a part of a value is written."""

    BRACED = "braced"
    QUOTED = "quoted"
    WORD = "word"


class Part(Struct, frozen=True, gc=False):
    """One text of a value, at the characters [start, end), which leave out braces and quotes."""

    kind: PartKind
    start: int
    end: int


class Field(Struct, frozen=True, gc=False):
    """``name = value``: the name as it is written, and the value with its braces or quotes.

    More than one part are joined by ``#``.
    """

    name: str
    name_start: int
    start: int
    end: int
    parts: tuple[Part, ...]

    @property
    def name_end(self) -> int:
        """Where the name ends."""
        return self.name_start + len(self.name)


class Fault(StrEnum):
    """What can be wrong in a block."""

    NOT_CLOSED = "not-closed"
    BRACE = "brace-not-closed"
    QUOTE = "quote-not-closed"
    COMMA = "missing-comma"
    NO_VALUE = "no-value"
    NO_FIELD = "no-field"
    ODD_TYPE = "odd-type"
    KEY = "odd-key"


_FATAL = frozenset({Fault.BRACE, Fault.QUOTE})


class Problem(Struct, frozen=True, gc=False):
    """A fault at the characters [start, end); ``name`` is the field that it concerns, if any."""

    fault: Fault
    start: int
    end: int
    name: str = ""


class Entry(Struct, frozen=True, gc=False):
    """An entry that takes the characters [start, end) of its file.

    ``type`` is as written; ``key_start`` is where the key stands, or would. ``body_end`` is where
    the closing brace stands.
    """

    start: int
    end: int
    type: str
    type_start: int
    key: str
    key_start: int
    fields: tuple[Field, ...]
    body_end: int
    problems: tuple[Problem, ...] = ()


class String(Struct, frozen=True, gc=False):
    """``@string``: what it defines. ``strings`` of a file are case-insensitive."""

    start: int
    end: int
    definition: Field


class Aside(Struct, frozen=True, gc=False):
    """``@comment`` or ``@preamble``: ``kind`` in small letters."""

    start: int
    end: int
    kind: str


class Broken(Struct, frozen=True, gc=False):
    """A block that can't be read, and what is wrong with it."""

    start: int
    end: int
    problem: Problem


class CommentedOut(Struct, frozen=True, gc=False):
    """An entry behind a ``%``, which biber leaves out and BibTeX may read."""

    start: int
    end: int


Block = Entry | String | Aside | Broken | CommentedOut


def blocks_of(text: str) -> list[Block]:
    """The blocks of a BibTeX file, in order; what stands between them is a comment."""
    return list(_Blocks(text))


class _Blocks:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._looked = 0
        self._begins = [found.start() for found in _LINE_BEGIN.finditer(text)]

    def __iter__(self) -> Iterator[Block]:
        position = 0
        while found := _AT_SIGN.search(self.text, position):
            block = self._block(found.start())
            if block is None:
                position = found.end()
                continue
            yield block
            position = max(block.end, found.end())

    def _block(self, at: int) -> Block | None:
        """The block that begins with the ``@`` at a place; None if none does."""
        head = _BEGIN.match(self.text, at)
        line = self.text[self.text.rfind("\n", max(at - 200, 0), at) + 1 : at]
        if head is None or (head[2] and line.strip()):
            return None
        if line.lstrip().startswith("%"):
            end = self.text.find("\n", at)
            return CommentedOut(at, end if end >= 0 else len(self.text))
        kind = (head[1] or "").lower()
        if kind in {"comment", "preamble"}:
            return self._aside(at, head, kind)
        limit = self._limit(at)
        entry = self._read(at, head, limit, escapes=False)
        if entry.problems and "\\" in self.text[at:limit]:
            again = self._read(at, head, limit, escapes=True)
            entry = again if len(again.problems) < len(entry.problems) else entry
        broken = next((p for p in entry.problems if p.fault in _FATAL), None)
        if not entry.fields and entry.problems:
            broken = broken or entry.problems[-1]
        if broken:
            return Broken(entry.start, entry.end, broken)
        if kind == "string":
            if not entry.fields:
                return Broken(at, entry.end, Problem(Fault.NO_FIELD, at, head.end()))
            return String(at, entry.end, entry.fields[0])
        return entry

    def _limit(self, at: int) -> int:
        """Where the next entry begins at the beginning of a line: no block reaches over it."""
        after = bisect_right(self._begins, at)
        return self._begins[after] if after < len(self._begins) else len(self.text)

    def _aside(self, at: int, head: re.Match[str], kind: str) -> Block:
        """A comment up to its closing brace; up to the end of its line where that is missing."""
        end = None
        if head[3] == "{" and self._looked <= _LOOKED_THROUGH * len(self.text):
            end = self._end_of_braces(head.end() - 1, len(self.text), escapes=False)
            self._looked += (end or len(self.text)) - at
        if end is None:
            line = self.text.find("\n", at)
            end = line if line >= 0 else len(self.text)
        return Aside(at, end, kind)

    def _read(self, at: int, head: re.Match[str], limit: int, *, escapes: bool) -> Entry:
        return _EntryReader(self, at, head, limit, escapes=escapes).read()

    def _end_of_braces(self, start: int, limit: int, *, escapes: bool) -> int | None:
        """Behind the brace that closes the one at ``start``; None if none does before the limit."""
        depth = 0
        for found in (_UNESCAPED_BRACES if escapes else _BRACES).finditer(self.text, start, limit):
            depth += 1 if found[0] == "{" else -1
            if depth == 0:
                return found.end()
        return None

    def end_of_text(self, start: int, limit: int, *, escapes: bool) -> int | None:
        """Behind the brace or quote that closes the one at ``start``; None if none does."""
        if self.text[start] == "{":
            return self._end_of_braces(start, limit, escapes=escapes)
        depth = 0
        pattern = _UNESCAPED_QUOTES if escapes else _QUOTES
        for found in pattern.finditer(self.text, start + 1, limit):
            if found[0] == '"':
                if depth <= 0:
                    return found.end()
            else:
                depth += 1 if found[0] == "{" else -1
        return None


class _EntryReader:
    """Reads the entry, or the definition, that begins at a place."""

    def __init__(
        self, blocks: _Blocks, at: int, head: re.Match[str], limit: int, *, escapes: bool
    ) -> None:
        self.blocks, self.text, self.at, self.head = blocks, blocks.text, at, head
        self.limit, self.escapes = limit, escapes
        self.closing = _CLOSING[head[3]]
        self.fields: list[Field] = []
        self.problems: list[Problem] = []
        self.broken = False

    def read(self) -> Entry:
        kind = (self.head[1] or self.head[2]).strip()
        type_start = self.head.start(1) if self.head[1] else self.head.start(2)
        if self.head[2]:
            self._tell(Fault.ODD_TYPE, type_start, type_start + len(kind))
        key, key_start, position = self._key(self.head.end())
        body_end = self._fields(position)
        closed = body_end < self.limit and self.text[body_end] == self.closing
        end = body_end + 1 if closed else body_end
        return Entry(
            self.at, end, kind, type_start, key, key_start,
            tuple(self.fields), body_end, tuple(self.problems),
        )  # fmt: skip

    def _tell(self, fault: Fault, start: int, end: int, name: str = "") -> None:
        self.problems.append(Problem(fault, start, end, name))
        self.broken = self.broken or fault in _FATAL

    def _key(self, position: int) -> tuple[str, int, int]:
        """The key, where it stands, and where the fields begin."""
        position = self._skip(position)
        if _NAME.match(self.text, position, self.limit):
            return "", position, position  # ``@string{name = ...}``, or an entry without a key
        found = _KEY.match(self.text, position, self.limit)
        key = found[0].rstrip() if found else ""
        if key and found and self.text[found.end() : found.end() + 1] == "=":
            key = key.removesuffix(key.split()[-1]).rstrip()  # the last word is a field's name
        end = position + len(key)
        if not key or any(char.isspace() for char in key):
            self._tell(Fault.KEY, position, max(end, position + 1))
        after = self._skip(end)
        if after < self.limit and self.text[after] == ",":
            return key, position, after + 1
        if key and _NAME.match(self.text, after, self.limit):
            self._tell(Fault.COMMA, end - 1, end)
        return key, position, after

    def _skip(self, position: int) -> int:
        """Behind blanks, and comments that take the rest of a line."""
        found = _BLANK.match(self.text, position, self.limit)
        return found.end() if found else position

    def _fields(self, position: int) -> int:
        """Reads the fields; returns where the closing brace stands, or would."""
        while True:
            position = self._skip(position)
            if position >= self.limit:
                self._tell(Fault.NOT_CLOSED, self.at, self.head.end())
                self._unbalanced()
                return self._last_end()
            char = self.text[position]
            if char == self.closing:
                return position
            if char == ",":
                position += 1
                continue
            name = _NAME.match(self.text, position, self.limit)
            if name is None:
                position = self._recover(position)
                continue
            after = self._value(name)
            if after is None:
                return self._last_end()
            position = self._comma(name[1], after)

    def _unbalanced(self) -> None:
        """Where an entry is not closed because a value took the fields behind it, tell that.

        The brace or quote that begins such a value is the one that misses its other half.
        """
        for one in self.fields:
            first = one.parts[0]
            if first.kind is PartKind.WORD:
                continue
            if _SWALLOWED.search(self.text, first.start, first.end):
                fault = Fault.BRACE if first.kind is PartKind.BRACED else Fault.QUOTE
                self._tell(fault, one.start, one.start + 1)
                return

    def _last_end(self) -> int:
        """Where an entry that is not closed ends: before the next one, blanks left out."""
        return self.at + len(self.text[self.at : self.limit].rstrip())

    def _recover(self, position: int) -> int:
        """What is no field is told and passed over, up to the next field or the end."""
        word = _WORD.match(self.text, position, self.limit)
        end = word.end() if word else position + 1
        self._tell(Fault.NO_FIELD, position, end)
        found = _NEXT_FIELD.search(self.text, end, self.limit)
        if found is None:
            return self.limit
        return found.end() if found[0].startswith(",") else max(found.start(), end)

    def _value(self, name: re.Match[str]) -> int | None:
        """Reads ``= value`` into a field; returns where it ends, None if the entry ends here."""
        start = position = self._skip(name.end())
        parts: list[Part] = []
        while len(parts) < _MOST_PARTS:
            part, after = self._part(position)
            if part is None:
                break
            parts.append(part)
            position = after
            joined = self._skip(position)
            if joined >= self.limit or self.text[joined] != "#":
                break
            position = self._skip(joined + 1)
        if self.broken:
            return None
        if not parts:
            self._tell(Fault.NO_VALUE, name.start(1), name.end(1), name[1])
            return start
        self.fields.append(Field(name[1], name.start(1), start, position, tuple(parts)))
        return position

    def _part(self, position: int) -> tuple[Part | None, int]:
        if position < self.limit and (char := self.text[position]) in '{"':
            end = self.blocks.end_of_text(position, self.limit, escapes=self.escapes)
            if end is None:
                fault = Fault.BRACE if char == "{" else Fault.QUOTE
                self._tell(fault, position, position + 1)
                return None, position
            kind = PartKind.BRACED if char == "{" else PartKind.QUOTED
            return Part(kind, position + 1, end - 1), end
        if word := _WORD.match(self.text, position, self.limit):
            return Part(PartKind.WORD, word.start(), word.end()), word.end()
        return None, position

    def _comma(self, name: str, position: int) -> int:
        """Behind the comma that follows a value; one that is missing is told."""
        after = self._skip(position)
        if after < self.limit and self.text[after] == ",":
            return after + 1
        if _NAME.match(self.text, after, self.limit):
            self._tell(Fault.COMMA, position - 1, position, name)
        return after


class Strings:
    """What the ``@string`` blocks of a text define, in its order, with a bound on what they become.

    A definition holds from where it stands on; another one of the same name replaces it, as in
    BibTeX. ``@string{a = b # b}`` doubles, so all that is expanded is at most four times the length
    of the text, and a million characters: a name beyond that stands for itself.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._defined: dict[str, str] = {}
        self._left = max(_EXPANSION * len(text), _EXPANSION_AT_LEAST)
        self.exhausted = False

    def define(self, string: String) -> None:
        """Add a definition."""
        value = self.value(string.definition.parts)
        if len(value) > _LONGEST_STRING:
            self.exhausted = True
            value = value[:_LONGEST_STRING]
        self._defined[string.definition.name.lower()] = value

    def knows(self, word: str) -> bool:
        """Whether a word is a number, a month, or was defined."""
        lower = word.lower()
        return word.isdigit() or lower in self._defined or lower in MONTHS

    def value(self, parts: tuple[Part, ...]) -> str:
        """The parts of a value put together; a word that nobody defined stands for itself."""
        if len(parts) == 1 and parts[0].kind is not PartKind.WORD:
            return self._text[parts[0].start : parts[0].end]
        return "".join(self._part(part) for part in parts)

    def _part(self, part: Part) -> str:
        written = self._text[part.start : part.end]
        if part.kind is not PartKind.WORD:
            return written
        meant = self._defined.get(written.lower(), written)
        if len(meant) > self._left:
            self.exhausted = True
            return written
        self._left -= len(meant)
        return meant


def first_fields(entry: Entry) -> Mapping[str, Field]:
    """The fields of an entry by their names in small letters; of two of a name, the first counts.

    That is what BibTeX does, with a warning.
    """
    fields: dict[str, Field] = {}
    for one in entry.fields:
        fields.setdefault(one.name.lower(), one)
    return fields
