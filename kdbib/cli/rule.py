"""``kdbib rule``: what a lint rule means."""

import sys
from typing import Annotated

import typer

from kdbib.errors import UsageError


def rule(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="A code (KB203) or a name.")
    ] = None,
) -> None:
    """Explain the rule CODE of `kdbib lint`, or list all rules.

    For example:

        kdbib rule

        kdbib rule KB204
    """
    from kdbib.linter.codes import rule_named
    from kdbib.linter.show.page import rule_page, table

    if code is None:
        sys.stdout.write(table())
        return
    found = rule_named(code)
    if found is None:
        raise UsageError(f"there is no rule {code!r}; `kdbib rule` shows all")
    sys.stdout.write(rule_page(found))
