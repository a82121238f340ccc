"""Diagnostics in reviewdog's form, which comments on pull requests at many hosts.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any

from kdbib.linter.registry import HOME, Rule
from kdbib.linter.show.text import harmless
from kdbib.model import Applicability, Diagnostic, Edit, Severity
from kdbib.read.source import SourceText

Json = dict[str, Any]

_LEVELS = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def as_rdjson(
    found: Iterable[Diagnostic], sources: Mapping[str, SourceText], rules: Iterable[Rule]
) -> Json:
    """One DiagnosticResult; columns count UTF-8 bytes, and safe fixes are suggestions."""
    addresses = {rule.code: rule.address for rule in rules}
    lines = {name: _Lines(source.data) for name, source in sources.items()}
    return {
        "source": {"name": "kdbib", "url": HOME},
        "diagnostics": [_diagnostic(one, lines[one.file], addresses) for one in found],
    }


def _diagnostic(one: Diagnostic, lines: "_Lines", addresses: Mapping[str, str]) -> Json:
    text = f"{one.message}: {one.help}" if one.help else one.message
    shown: Json = {
        "message": harmless(text),
        "location": {
            "path": harmless(one.file),
            "range": lines.range(one.span.start, one.span.end),
        },
        "severity": _LEVELS[one.severity],
        "code": {"value": one.code},
    }
    if one.code in addresses:
        shown["code"]["url"] = addresses[one.code]
    if one.fix and one.fix.applicability is Applicability.SAFE:
        shown["suggestions"] = [_suggestion(edit, lines) for edit in one.fix.edits]
    return shown


def _suggestion(edit: Edit, lines: "_Lines") -> Json:
    text = edit.text.encode("utf-8", "replace").decode()
    return {"range": lines.range(edit.start, edit.end), "text": text}


class _Lines:
    """Where the lines of a text begin, in bytes."""

    def __init__(self, data: bytes) -> None:
        self._starts = [0]
        for line in data.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def range(self, start: int, end: int) -> Json:
        return {"start": self._place(start), "end": self._place(end)}

    def _place(self, byte: int) -> Json:
        line = bisect_right(self._starts, byte)
        return {"line": line, "column": byte - self._starts[line - 1] + 1}
