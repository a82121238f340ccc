"""``kdbib lint``: what is wrong where in a list, and how it is put right."""

from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.options import CacheFolder, ColourWanted, Corpora, Quiet, StdinFilename
from kdbib.cli.screen import Colour

if TYPE_CHECKING:
    from kdbib.api import Linted
    from kdbib.pipeline import OnProgress

_RULES = "Which rules"
_FIXES = "Fixes"
_RECORDS = "Records"


class LintFormat(StrEnum):
    """How findings are printed."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"


def lint(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Lists; - is standard input.")],
    format_: Annotated[
        LintFormat, typer.Option("--format", help="How to print the findings.")
    ] = LintFormat.text,
    select: Annotated[
        list[str] | None,
        typer.Option(
            envvar="KDBIB_SELECT",
            metavar="CODES",
            help="Use only these rules: codes, prefixes or names, with commas (repeatable).",
            rich_help_panel=_RULES,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            envvar="KDBIB_IGNORE",
            metavar="CODES",
            help="Skip these rules; the more specific of --select and --ignore wins.",
            rich_help_panel=_RULES,
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help="Apply the safe fixes; for -, write the result to standard output.",
            rich_help_panel=_FIXES,
        ),
    ] = False,
    unsafe_fixes: Annotated[
        bool,
        typer.Option(
            "--unsafe-fixes",
            help="With --fix or --diff, also apply fixes that may change the meaning.",
            rich_help_panel=_FIXES,
        ),
    ] = False,
    diff: Annotated[
        bool,
        typer.Option(
            "--diff",
            help="Show what --fix would change; write nothing.",
            rich_help_panel=_FIXES,
        ),
    ] = False,
    resolve: Annotated[
        bool,
        typer.Option(
            "--resolve",
            help="Look the papers up as `enrich` does, and compare the entries with them (KB7xx).",
            rich_help_panel=_RECORDS,
        ),
    ] = False,
    offline: Annotated[
        bool,
        typer.Option(
            "--offline",
            envvar="KDBIB_OFFLINE",
            help="With --resolve, use only the corpora and the cache.",
            rich_help_panel=_RECORDS,
        ),
    ] = False,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    stdin_filename: StdinFilename = None,
    quiet: Quiet = False,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Check the citations in FILEs: wrong identifiers, damaged names, duplicates and more.

    `kdbib rule` shows the rules. A comment <!-- kdbib: ignore KB201 --> silences its line.

    Exit codes: 0 nothing found, or all of it fixed; 1 something found (with --diff: something to
    fix); 2 wrong usage or unreadable input; 3 with --resolve, a source failed.

    For example:

        kdbib lint README.md

        kdbib lint README.md --fix --diff

        kdbib lint README.md --select KB1,KB2 --format github
    """
    from kdbib.api import Looking, corpora_of, linted, rules_of, sources_of
    from kdbib.cli.lint_output import Report, read_lists
    from kdbib.config import cache_folder

    chosen = rules_of(select or [], ignore or [], offline=offline)
    read = read_lists(files, stdin_filename, quiet=quiet)
    looking = None
    if resolve:
        looking = Looking(
            corpora_of(corpus or []),
            sources_of([]),
            cache_folder(cache, Path.cwd()),
            offline=offline,
            keeping=not diff,
        )
    with _progress(quiet=quiet) if resolve else nullcontext() as on_progress:
        found = linted(read, chosen, looking, on_progress)
    report = Report(format_.value, chosen, unsafe=unsafe_fixes, quiet=quiet)
    if fix or diff:
        if _fix(report, found, unsafe=unsafe_fixes, diff=diff):
            raise typer.Exit(1)
    else:
        for document in found.documents:
            report.add(document, found.found(document))
        report.show()
    if report.left:
        raise typer.Exit(1)
    if found.partly:
        raise typer.Exit(3)


def _progress(*, quiet: bool) -> "AbstractContextManager[OnProgress | None]":
    from kdbib.cli.show import Screen

    return Screen(quiet=quiet).progress()


def _fix(report: "object", found: "Linted", *, unsafe: bool, diff: bool) -> bool:
    """Fix the documents, or show how; whether something would change."""
    from kdbib.cli.lint_output import Report, show_diff, write_fixed

    assert isinstance(report, Report)  # noqa: S101 - typed so only to import late
    fixed = found.fixes(unsafe=unsafe)
    if diff:
        differ = [show_diff(document, one) for document, one in fixed]
        return any(differ)
    for document, one in fixed:
        write_fixed(document, one)
        report.add_fixed(document, one)
    report.show(to_stderr=any(document.name == "<stdin>" for document in found.documents))
    return False
