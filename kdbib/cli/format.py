"""``kdbib format``: a list in one form."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kdbib.cli.options import CacheFolder, ColourWanted, Lists, Quiet
from kdbib.cli.screen import Colour
from kdbib.errors import UsageError


class By(StrEnum):
    """What entries are ordered by; a minus is from the last to the first."""

    oldest = "year"
    newest = "-year"
    by_title = "title"
    by_author = "author"


def format_(
    lists: Lists,
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PARTS",
            help="Only these: order, numbers, style, columns (comma-separated, repeatable).",
        ),
    ] = None,
    order: Annotated[
        By | None,
        typer.Option(
            help="Put the entries of every section in this order. [default: the one that nearly "
            "all of a section has, if there is one]"
        ),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what would change; write nothing.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if something would change.")
    ] = False,
    cache: CacheFolder = None,
    quiet: Quiet = False,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Lay out the entries of LISTs alike.

    In place: order, numbers, style, and the columns of tables.

    Style and numbers are fixes of `kdbib lint`; entries move as a whole. What an entry says stays.
    Nobody is asked.

    Exit codes: 0 done; 1 with --check or --diff, something would change; 2 wrong usage or
    unreadable input.

    For example:

        kdbib format README.md --diff

        kdbib format README.md --order -year

        kdbib format README.md --select columns,numbers
    """
    from kdbib.api import read_file
    from kdbib.cli.screen import plain, terminal
    from kdbib.config import cache_folder, refuse_to_leave
    from kdbib.formatting import Part, format_list, keep_rewritten
    from kdbib.model import Form
    from kdbib.ordering import Order
    from kdbib.resolutions import FILE_NAME, Resolutions
    from kdbib.write.files import replace
    from kdbib.write.markdown import unified_diff

    parts = _parts(select, [one.value for one in Part])
    wanted = Order(order.value.lstrip("-"), order is By.newest) if order else None
    changes = False
    for path in lists:
        parsed = read_file(path)
        if path == "-" or parsed.form not in {Form.markdown, Form.bibtex}:
            raise UsageError(f"{path}: kdbib formats files in markdown and BibTeX only")
        done = format_list(parsed.list, parsed.data, [Part(name) for name in parts], wanted)
        if done.data == parsed.data:
            continue
        changes = True
        if diff:
            sys.stdout.write(unified_diff(parsed.data, done.data, path, path))
        elif not check:
            refuse_to_leave(Path(path), Path.cwd())
            encode = parsed.list.encoding.encode
            replace(path, encode(done.data), before=encode(parsed.data))
            decisions = Resolutions(cache_folder(cache, Path.cwd()) / FILE_NAME)
            styled = format_list(parsed.list, parsed.data, [Part.style]) if len(decisions) else None
            if styled and Part.style.value in parts:
                keep_rewritten(parsed.list, parsed.data, styled.data, decisions)
        if not (diff or quiet):
            counts = ", ".join(f"{part} {n}" for part, n in done.counts.items() if n)
            terminal(stderr=True).print(plain(f"{path}: {counts}"), soft_wrap=True)
    if changes and (diff or check):
        raise typer.Exit(1)


def _parts(select: list[str] | None, known: list[str]) -> list[str]:
    chosen = [name.strip() for one in select or [] for name in one.split(",") if name.strip()]
    for name in chosen:
        if name not in known:
            raise UsageError(
                f"--select {name}: there is no such part; there are {', '.join(known)}"
            )
    return chosen or known
