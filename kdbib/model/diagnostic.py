"""A finding of `lint`: its place in a file, and its fix."""

from dataclasses import dataclass
from enum import StrEnum

from kdbib.model.span import Span


class Severity(StrEnum):
    """How bad it is: wrong, probably wrong, or a matter of style."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Applicability(StrEnum):
    """Whether a fix may be applied without asking.

    A SAFE fix keeps what the text says; an UNSAFE one may say something else than the author meant.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The bytes [start, end) of a file become ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together, in order and without overlap: all of them are made, or none."""

    applicability: Applicability
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding of a lint rule.

    ``message`` is a sentence for a person, ``help`` says what to do about it ("" if nothing
    certain can be said). Lines and columns count from 1, columns in characters.
    """

    code: str
    severity: Severity
    file: str
    span: Span
    end_line: int
    end_column: int
    message: str
    help: str = ""
    fix: Fix | None = None

    @property
    def place(self) -> str:
        """``file:line:column``, as compilers write it."""
        return f"{self.file}:{self.span.line}:{self.span.column}"
