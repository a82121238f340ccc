"""Diagnostics as JSON: the shape of docs/contract.md."""

from collections.abc import Iterable
from typing import Any

from kdbib.model import Diagnostic, Fix

Json = dict[str, Any]


def as_json(found: Iterable[Diagnostic]) -> list[Json]:
    """One object for each diagnostic; offsets are of UTF-8 bytes."""
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "file": one.file,
            "line": one.span.line,
            "column": one.span.column,
            "end_line": one.end_line,
            "end_column": one.end_column,
            "message": one.message,
            "fix": _fix(one.fix),
        }
        for one in found
    ]


def _fix(fix: Fix | None) -> Json | None:
    if fix is None:
        return None
    edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits]
    return {"applicability": fix.applicability.value, "edits": edits}
