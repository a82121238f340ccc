"""What a markdown file has besides citations: headings, definitions, references, images, lists.

The blocks are markdown-it-py's; what is within a line is found by patterns, for the exact column.
Nothing is found in code.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from kdbib.linter.blocks import Blocks, Heading, ListItem, Paragraph, read_blocks
from kdbib.linter.finding import Range
from kdbib.read.inline import normal_label
from kdbib.read.source import SourceText

_DEFINITION = re.compile(r" {0,3}\[((?:[^\[\]\\\n]|\\.){1,999})\]:([ \t]*)(\S+)")
_REFERENCE = re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]*\]){0,500})\]\[([^\[\]\n]{0,200})\]")
_INLINE = re.compile(
    r"(!?)\[((?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){0,500})\]"
    r"\(\s{0,9}<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?"
)
_SHORTCUT = re.compile(r"\[([^\[\]\n]{1,200})\](?![\[(:])")
_CODE_SPAN = re.compile(r"`+[^`\n]*`+")


@dataclass(frozen=True, slots=True)
class Definition:
    """A reference definition; the ranges are of its label and of its address."""

    label: str
    url: str
    where: Range
    gap: Range
    address: Range

    @property
    def key(self) -> str:
        return normal_label(self.label)


@dataclass(frozen=True, slots=True)
class Reference:
    """``[text][label]``; with an empty second bracket the text is the label."""

    text: str
    label: str
    where: Range

    @property
    def key(self) -> str:
        return normal_label(self.label or self.text)


@dataclass(frozen=True, slots=True)
class Inline:
    """``[text](url)`` or, as an image, ``![text](url)``."""

    text: str
    url: str
    image: bool
    where: Range
    address: Range


class Lines(Sequence[Range]):
    """The character range of each line, without its end; counted anew each time it is asked for."""

    def __init__(self, source: SourceText) -> None:
        self._source = source

    def __len__(self) -> int:
        return len(self._source.line_starts)

    @overload
    def __getitem__(self, index: int) -> Range: ...
    @overload
    def __getitem__(self, index: slice) -> list[Range]: ...
    def __getitem__(self, index: int | slice) -> Range | list[Range]:
        """The range of a line; raises IndexError if there is no such line."""
        if isinstance(index, slice):
            return [self[line] for line in range(len(self))[index]]
        line = range(len(self))[index]
        return self._source.lines(line, line + 1)


class Structure:
    """The structure of a markdown file. ``code`` holds the indices of lines of code."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.lines = Lines(source)

    @cached_property
    def _blocks(self) -> Blocks:
        return read_blocks(self.source.text, self.source.line_starts)

    @cached_property
    def code(self) -> frozenset[int]:
        return frozenset(line for start, end in self._blocks.code for line in range(start, end))

    @property
    def headings(self) -> Sequence[Heading]:
        return self._blocks.headings

    @property
    def items(self) -> Sequence[ListItem]:
        return self._blocks.items

    @property
    def paragraphs(self) -> Sequence[Paragraph]:
        return self._blocks.paragraphs

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """The reference definitions, in order, those that CommonMark ignores among them."""
        return tuple(d for line in self._blocks.definitions if (d := self._definition(line)))

    def _definition(self, line: int) -> Definition | None:
        start, end = self.lines[line]
        found = _DEFINITION.match(self.source.text, start, end)
        if not found:
            return None
        return Definition(found[1], found[3], found.span(1), found.span(2), found.span(3))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every ``[text][label]``, whether its label is defined or not."""
        return tuple(
            Reference(found[1], found[2], found.span())
            for found in self._found(_REFERENCE)
            if found[1] or found[2]
        )

    @cached_property
    def shortcuts(self) -> tuple[tuple[str, Range], ...]:
        """Every text in brackets that may be a reference by itself."""
        return tuple((found[1], found.span()) for found in self._found(_SHORTCUT))

    @cached_property
    def inline_links(self) -> tuple[Inline, ...]:
        """Links and images with their address beside them."""
        return tuple(
            Inline(found[2], found[3], bool(found[1]), found.span(), found.span(3))
            for found in self._found(_INLINE)
        )

    def _found(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for index, (start, end) in enumerate(self.lines):
            if index in self.code or self.source.text.find("[", start, end) < 0:
                continue
            quoted = [span.span() for span in _CODE_SPAN.finditer(self.source.text, start, end)]
            for found in pattern.finditer(self.source.text, start, end):
                if not any(a <= found.start() < b for a, b in quoted):
                    yield found
