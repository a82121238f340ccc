"""What a rule is: a code, a function that finds, and a docstring that explains."""

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from kdbib.linter.document import Document
from kdbib.linter.finding import Finding
from kdbib.model import Form, Severity

HOME = "https://github.com/kdbib/kdbib"
"""Where kdbib lives."""


class Fixable(StrEnum):
    """Whether a rule's findings can be fixed."""

    NEVER = "never"
    SOMETIMES = "sometimes"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the table: its function's name is its name, its function's docstring its page.

    ``forms`` are the forms of files that it is applied to. A rule that is not on by ``default`` is
    one of taste: it is applied if its code, or its name, is selected. A rule ``of_uncited`` tells
    of entries that a document does not cite, which the others pass over.
    """

    code: str
    find: Callable[[Document], Iterable[Finding]]
    severity: Severity
    fixable: Fixable
    forms: frozenset[Form] = frozenset({Form.markdown, Form.plain})
    default: bool = True
    of_uncited: bool = False

    @property
    def name(self) -> str:
        return self.find.__name__.replace("_", "-")

    @property
    def summary(self) -> str:
        return self.page.partition("\n")[0].rstrip(".")

    @property
    def page(self) -> str:
        """The rule's explanation, under fixed headings."""
        return inspect.cleandoc(self.find.__doc__ or "")

    @property
    def address(self) -> str:
        """Where its page can be read."""
        return f"{HOME}/blob/main/docs/rules.md#{self.code.lower()}-{self.name}"

    def sections(self) -> dict[str, str]:
        """The page by its headings."""
        parts = re.split(r"^## (.+)$", self.page, flags=re.MULTILINE)
        return {head: body.strip() for head, body in zip(parts[1::2], parts[2::2], strict=True)}
