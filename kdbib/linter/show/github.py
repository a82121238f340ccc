"""Diagnostics as annotations of GitHub's workflows.

https://docs.github.com/en/actions/writing-workflows/choosing-what-your-workflow-does/workflow-commands-for-github-actions
"""

from collections.abc import Iterable, Iterator

from kdbib.linter.show.text import harmless
from kdbib.model import Diagnostic, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(found: Iterable[Diagnostic]) -> Iterator[str]:
    """One workflow command for each diagnostic."""
    for one in found:
        place = {
            "title": f"kdbib ({one.code})",
            "file": one.file,
            "line": one.span.line,
            "col": one.span.column,
            "endLine": one.end_line,
            "endColumn": one.end_column,
        }
        properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
        text = f"{one.message}: {one.help}" if one.help else one.message
        yield f"::{_LEVELS[one.severity]} {properties}::{_data(f'{one.code} {text}')}"


def _data(text: str) -> str:
    return harmless(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
