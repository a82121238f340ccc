"""The findings of ``kdbib lint`` in a text of an editor, and what puts them right."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    CodeDescription,
    Diagnostic,
    DiagnosticSeverity,
    DiagnosticTag,
    PositionEncodingKind,
    Range,
    WorkspaceEdit,
)

from kdbib import model
from kdbib.api import ignored_of, rules_of
from kdbib.config import project_root
from kdbib.editor.places import Places
from kdbib.linter import check, read_document
from kdbib.linter.codes import BY_CODE
from kdbib.linter.document import Document
from kdbib.linter.fixes import fix, offered
from kdbib.linter.registry import Rule
from kdbib.linter.scope import Scope
from kdbib.linter.show.text import applies, harmless
from kdbib.model import Severity

_SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.INFO: DiagnosticSeverity.Information,
}
FIX_ALL = f"{CodeActionKind.SourceFixAll.value}.kdbib"
Settings = Callable[[Path], Mapping[str, Any]]
"""The settings of the project that a folder is in. Raises UsageError for wrong ones."""
_LARGEST = 8 << 20
"""Bytes of a text above which an editor would wait too long for its findings."""


@dataclass(frozen=True)
class Findings:
    """The findings in one version of a text. Raises UsageError for wrong settings."""

    uri: str
    path: Path
    text: str
    encoding: PositionEncodingKind | str | None
    settings: Settings

    @cached_property
    def document(self) -> Document:
        """The text as it was read; an empty one in the place of one that is too large."""
        data = self.text.encode("utf-8", "replace")
        return read_document(data if len(data) <= _LARGEST else b"", str(self.path))

    @cached_property
    def places(self) -> Places:
        """The places of the text."""
        return Places(self.document.source, self.encoding)

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules that the project's settings want for this file."""
        settings = self.settings(self.path.parent).get("lint", {})
        root = project_root(self.path.parent) or self.path.parent
        ignored = ignored_of(settings.get("per_file_ignores", []), root)
        wanted = rules_of(settings.get("select", []), settings.get("ignore", []))
        return Scope(ignored).rules(self.document, wanted)

    @cached_property
    def found(self) -> list[model.Diagnostic]:
        """What the rules find."""
        return check(self.document, self.rules)

    def diagnostics(self) -> list[Diagnostic]:
        """The findings as the editor shows them."""
        return [self._diagnostic(one) for one in self.found]

    def actions(self, where: Range) -> Iterator[CodeAction]:
        """The fixes of what is found in these lines, those that hold."""
        lines = range(where.start.line + 1, where.end.line + 2)
        here = [one for one in self.found if one.fix and one.span.line in lines]
        for one in offered(self.document, here):
            if one.fix:
                edits = [self.places.edit(edit) for edit in one.fix.edits]
                yield CodeAction(
                    title=f"{one.code}: {harmless(one.help or one.message)}",
                    kind=CodeActionKind.QuickFix,
                    diagnostics=[self._diagnostic(one)],
                    edit=WorkspaceEdit(changes={self.uri: edits}),
                    is_preferred=applies(one, unsafe=False),
                )

    def fix_all(self) -> CodeAction | None:
        """All safe fixes; None if there is none."""
        data = fix(self.document, self.rules).data
        if data == self.document.source.data:
            return None
        edit = self.places.edit(_difference(self.document.source.data, data))
        return CodeAction(
            title="kdbib: make all safe fixes",
            kind=FIX_ALL,
            edit=WorkspaceEdit(changes={self.uri: [edit]}),
        )

    def _diagnostic(self, one: model.Diagnostic) -> Diagnostic:
        text = f"{one.message}: {one.help}" if one.help else one.message
        start = self.places.position_of(one.span.line, one.span.column)
        end = self.places.position_of(one.end_line, one.end_column)
        return Diagnostic(
            range=Range(start, end),
            message=harmless(text),
            severity=_SEVERITIES[one.severity],
            code=one.code,
            code_description=CodeDescription(BY_CODE[one.code].address),
            source="kdbib",
            tags=_tags(one),
        )


def _tags(one: model.Diagnostic) -> Sequence[DiagnosticTag] | None:
    """Blanks at the end of a line are shown as what can go."""
    removes = one.fix and all(not edit.text for edit in one.fix.edits)
    is_style = one.severity is Severity.INFO
    return [DiagnosticTag.Unnecessary] if removes and is_style else None


def _difference(before: bytes, after: bytes) -> model.Edit:
    """The one edit of whole lines that makes a text of another."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    start = sum(map(len, old[:first]))
    text = b"".join(new[first : len(new) - last])
    return model.Edit(
        start, start + sum(map(len, old[first : len(old) - last])), text.decode("utf-8", "replace")
    )
