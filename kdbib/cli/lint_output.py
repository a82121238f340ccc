"""What ``kdbib lint`` reads and writes: files, diffs, findings."""

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kdbib.api import Parsed, read_file
from kdbib.cli.left_over import tell_leftovers
from kdbib.cli.screen import in_colour
from kdbib.config import refuse_to_leave
from kdbib.errors import UsageError
from kdbib.linter import Document
from kdbib.linter.fixes import Fixed
from kdbib.linter.registry import Rule
from kdbib.linter.show.text import (
    WIDTH,
    as_concise,
    as_grouped,
    as_text,
    harmless,
    summary,
)
from kdbib.model import Diagnostic
from kdbib.read.source import SourceText
from kdbib.write.files import replace
from kdbib.write.markdown import unified_diff

_STDIN = "<stdin>"
_BESIDE, _NARROWEST = 14, 40
_FOR_PROGRAMS = {"json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown"}


def read_lists(
    files: list[str], stdin_filename: str | None = None, *, quiet: bool = False
) -> list[Parsed]:
    """The files as they were read; raises UsageError if one can't be.

    What belongs to no citation is told, unless it is to be ``quiet``.
    """
    read = []
    for path in files:
        read.append(read_file(path, stdin_filename))
        if not quiet:
            tell_leftovers(read[-1].list, read[-1].data)
    return read


@dataclass(frozen=True, slots=True)
class Printing:
    """How findings are printed: in which format, with or without unsafe fixes, or only counted."""

    format: str
    unsafe: bool = False
    quiet: bool = False
    statistics: bool = False


class Report:
    """The findings of all files."""

    def __init__(self, printing: Printing, rules: list[Rule]) -> None:
        self._printing, self._rules = printing, rules
        self._sources: dict[str, SourceText] = {}
        self._fixed = 0
        self.left: list[Diagnostic] = []

    def add(self, document: Document, found: list[Diagnostic]) -> None:
        """The findings of a document."""
        self._sources[document.name] = document.source
        self.left += found

    def add_fixed(self, document: Document, fixed: Fixed) -> None:
        """What is left of a document's findings, by the fixed text's lines."""
        self._sources[document.name] = SourceText(fixed.data, document.name)
        self._fixed += len(fixed.fixed)
        self.left += fixed.left

    def show(self, *, to_stderr: bool = False) -> None:
        """Print the findings."""
        stream = sys.stderr if to_stderr else sys.stdout
        terminal = stream.isatty()
        for line in self._lines(colour=in_colour(stream), width=_width(terminal)):
            stream.write(line.encode("utf-8", "replace").decode() + "\n")

    def _lines(self, *, colour: bool, width: int) -> Iterator[str]:
        if self._printing.format in _FOR_PROGRAMS:
            yield from self._for_programs()
        elif not self._printing.quiet:
            yield from self._for_people(colour=colour, width=width)

    def _for_people(self, *, colour: bool, width: int) -> Iterator[str]:
        unsafe = self._printing.unsafe
        if self._printing.statistics:
            from kdbib.linter.show.statistics import counts_text

            yield from counts_text(self.left, unsafe=unsafe)
        elif self._printing.format == "concise":
            yield from as_concise(self.left, unsafe=unsafe, colour=colour)
        elif self._printing.format == "grouped":
            yield from as_grouped(self.left, unsafe=unsafe, colour=colour)
        else:
            yield from as_text(self.left, self._sources, unsafe=unsafe, colour=colour, width=width)
        yield summary(self.left, self._fixed, unsafe=unsafe)

    def _for_programs(self) -> Iterator[str]:
        if self._printing.format == "github":
            from kdbib.linter.show.github import as_github

            yield from as_github(self.left)
        elif self._printing.format == "markdown":
            from kdbib.linter.show.markdown import as_markdown

            yield from as_markdown(self.left)
        elif self._printing.format == "junit":
            from kdbib.linter.show.junit import as_junit

            yield from as_junit(self.left, self._sources)
        else:
            yield json.dumps(self._json(), ensure_ascii=False, indent=2)

    def _json(self) -> object:
        from kdbib.linter.show.gitlab import as_gitlab
        from kdbib.linter.show.json import as_json
        from kdbib.linter.show.rdjson import as_rdjson
        from kdbib.linter.show.sarif import as_sarif
        from kdbib.linter.show.statistics import counts_json

        if self._printing.statistics:
            return counts_json(self.left, unsafe=self._printing.unsafe)
        if self._printing.format == "sarif":
            return as_sarif(self.left, self._rules)
        if self._printing.format == "gitlab":
            return as_gitlab(self.left, self._sources)
        if self._printing.format == "rdjson":
            return as_rdjson(self.left, self._sources, self._rules)
        return as_json(self.left)


def _width(terminal: bool) -> int:
    """The columns there are for the text of a line, beside its number and what marks it as cut."""
    if not terminal:
        return WIDTH
    return min(max(shutil.get_terminal_size().columns - _BESIDE, _NARROWEST), WIDTH)


def show_diff(document: Document, fixed: Fixed) -> bool:
    """Show how a file would change; whether it would."""
    before = document.source.data
    text = unified_diff(before, fixed.data, document.name, document.name)
    if sys.stdout.isatty():  # a pipe gets the characters themselves, for `patch`
        text = "\n".join(harmless(line) for line in text.split("\n"))
    sys.stdout.write(text.encode("utf-8", "replace").decode())
    return before != fixed.data


def write_fixed(document: Document, fixed: Fixed) -> None:
    """Put the fixed text where the document came from."""
    if document.name == _STDIN:
        sys.stdout.buffer.write(_encoded(document, fixed))
        sys.stdout.buffer.flush()
    elif fixed.data != document.source.data:
        refuse_to_leave(Path(document.name), Path.cwd())
        before = document.encoding.encode(document.source.data)
        replace(document.name, _encoded(document, fixed), before=before)


def _encoded(document: Document, fixed: Fixed) -> bytes:
    """The fixed text in the encoding of the file; raises UsageError if that lacks a character."""
    try:
        return document.encoding.encode(fixed.data)
    except UnicodeEncodeError as error:
        lacks = error.object[error.start : error.end]
        raise UsageError(
            f"{document.name}: {document.encoding.name} has no {lacks!r}; convert the file to UTF-8"
        ) from None
