"""kdbib corrects hand-written citations.

``parse`` reads a list, ``enrich`` finds the papers that it cites and corrects it, ``get`` finds
papers by whatever names them, ``lint`` tells what is wrong where; docs/python.md shows how. Nothing
is loaded before its first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kdbib.api import Corpus, Enriched, Linted, Parsed, Works, enrich, get, lint, parse
    from kdbib.errors import KdbibError, UsageError
    from kdbib.model import (
        Author,
        Change,
        Citation,
        Claim,
        Conflict,
        Diagnostic,
        Edit,
        Entry,
        Fix,
        Form,
        Identifier,
        Link,
        Name,
        Span,
        Status,
        Work,
    )

__version__ = "0.2.0"

__all__ = [
    "Author",
    "Change",
    "Citation",
    "Claim",
    "Conflict",
    "Corpus",
    "Diagnostic",
    "Edit",
    "Enriched",
    "Entry",
    "Fix",
    "Form",
    "Identifier",
    "KdbibError",
    "Link",
    "Linted",
    "Name",
    "Parsed",
    "Span",
    "Status",
    "UsageError",
    "Work",
    "Works",
    "enrich",
    "get",
    "lint",
    "parse",
]

_API = ("Corpus", "Enriched", "Linted", "Parsed", "Works", "enrich", "get", "lint", "parse")
_ERRORS = ("KdbibError", "UsageError")


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "api" if name in _API else "errors" if name in _ERRORS else "model"
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
