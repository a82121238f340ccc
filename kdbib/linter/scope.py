"""Which findings count: by their file, by what was known before, by the lines of a change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kdbib.linter.document import Document
from kdbib.linter.files import inside
from kdbib.linter.registry import Rule
from kdbib.model import Diagnostic

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from kdbib.linter.baseline import Baseline

Touched = Callable[[Document], frozenset[int] | None]
"""The lines of a document, from 1, that a change touches; None for all."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Codes, or their beginnings, that don't count in files that fit patterns from a folder."""

    root: Path
    files: "GitIgnoreSpec"
    codes: tuple[str, ...]

    def ignores(self, name: str, rule: Rule) -> bool:
        """Whether a rule is not applied to a file."""
        path = inside(name, self.root)
        return path is not None and rule.code.startswith(self.codes) and self.files.match_file(path)


@dataclass(frozen=True, slots=True)
class Scope:
    """What counts; everything, where nothing is given."""

    ignored: Sequence[Ignored] = ()
    baseline: "Baseline | None" = None
    touched: Touched | None = None

    def rules(self, document: Document, rules: Sequence[Rule]) -> list[Rule]:
        """The rules that are applied to a document."""
        return [
            rule
            for rule in rules
            if not any(one.ignores(document.name, rule) for one in self.ignored)
        ]

    @property
    def is_narrow(self) -> bool:
        """Whether some findings of a rule count and others don't."""
        return self.baseline is not None or self.touched is not None

    def counted(
        self, document: Document, found: Sequence[Diagnostic], rules: Sequence[Rule]
    ) -> list[Diagnostic]:
        """The findings that count, of all that these rules have in a document."""
        kept = list(found)
        if self.baseline:
            kept = self.baseline.new(document.source, kept, rules)
        if self.touched and (lines := self.touched(document)) is not None:
            kept = [one for one in kept if lines.intersection(_lines(document, one))]
        return kept


EVERYTHING = Scope()


def _lines(document: Document, one: Diagnostic) -> range:
    """The lines of a finding; one at the head of an entry is about the whole of it."""
    entry = document.by_line.get(one.span.line)
    last = entry.citation.end_line if entry and entry.line == one.span.line else one.end_line
    return range(one.span.line, max(last, one.end_line) + 1)
