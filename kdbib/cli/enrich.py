"""``kdbib enrich``: read, resolve, export."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kdbib.cli.options import (
    CacheFolder,
    Corpora,
    Format,
    Lists,
    Offline,
    Quiet,
    Refresh,
    SourceNames,
)
from kdbib.errors import UsageError

_OUTPUTS = "What is written"


def enrich(
    lists: Lists,
    output_dir: Annotated[
        Path,
        typer.Option(
            envvar="KDBIB_OUTPUT_DIR", help="Folder of the outputs.", rich_help_panel=_OUTPUTS
        ),
    ] = Path(),
    bib: Annotated[
        str | None,
        typer.Option(
            envvar="KDBIB_BIB",
            metavar="PATH",
            help="Write BibTeX here (- is standard output); only what is named is written.",
            rich_help_panel=_OUTPUTS,
        ),
    ] = None,
    csl: Annotated[
        str | None,
        typer.Option(
            envvar="KDBIB_CSL",
            metavar="PATH",
            help="Write CSL-JSON here (- is standard output).",
            rich_help_panel=_OUTPUTS,
        ),
    ] = None,
    markdown: Annotated[
        str | None,
        typer.Option(
            envvar="KDBIB_MARKDOWN",
            metavar="PATH",
            help="Write the corrected list here (- is standard output); for a single LIST.",
            rich_help_panel=_OUTPUTS,
        ),
    ] = None,
    in_place: Annotated[
        bool,
        typer.Option(
            "--in-place",
            envvar="KDBIB_IN_PLACE",
            help="Correct the LISTs themselves.",
            rich_help_panel=_OUTPUTS,
        ),
    ] = False,
    ascii_: Annotated[
        bool,
        typer.Option(
            "--ascii",
            envvar="KDBIB_ASCII",
            help="Encode accents for old BibTeX; without it, Unicode is kept, as biber wants it.",
            rich_help_panel=_OUTPUTS,
        ),
    ] = False,
    diff: Annotated[
        bool,
        typer.Option(
            "--diff",
            envvar="KDBIB_DIFF",
            help="Show what would change; write nothing.",
            rich_help_panel=_OUTPUTS,
        ),
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            envvar="KDBIB_CHECK",
            help="Write nothing; exit with 1 if a LIST needs correcting or an output would change.",
            rich_help_panel=_OUTPUTS,
        ),
    ] = False,
    format_: Annotated[
        Format, typer.Option("--format", envvar="KDBIB_FORMAT", help="How to print the results.")
    ] = Format.text,
    source: SourceNames = None,
    offline: Offline = False,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    refresh: Refresh = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            envvar="KDBIB_FAIL_ON",
            metavar="STATUS",
            help="Exit with 1 if a citation is ambiguous, contradicted, not_found or unknown "
            "(repeatable).",
        ),
    ] = None,
    quiet: Quiet = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            "-v",
            envvar="KDBIB_VERBOSE",
            help="Show every conflict, and who said what.",
        ),
    ] = False,
) -> None:
    """Find the papers that LISTs cite; write BibTeX, CSL-JSON and corrected lists.

    Without options it writes references.bib, references.json and NAME.enriched.md.

    Exit codes: 0 done; 1 --check or --fail-on found something; 2 wrong usage or unreadable input;
    3 a source failed and left citations unresolved; 130 interrupted.

    For example:

        kdbib enrich README.md

        kdbib enrich README.md --offline --bib paper/references.bib

        kdbib enrich README.md --check
    """
    from dataclasses import replace

    from kdbib.cli.looking import Looking, corpora_of, sources_of
    from kdbib.cli.outputs import Wanted, changed, compose, print_diffs, write
    from kdbib.cli.show import Screen
    from kdbib.model import Status
    from kdbib.pipeline import resolve
    from kdbib.read import read_list

    statuses = {_status(name, Status) for name in fail_on or []}
    wanted = Wanted(output_dir, bib, csl, markdown, in_place=in_place, ascii=ascii_)
    wanted.check(lists)
    read = [read_list(path) for path in lists]
    screen = Screen(quiet=quiet or wanted.to_stdout, json=format_ is Format.json, verbose=verbose)
    looking = Looking(
        corpora_of(corpus or []), sources_of(source or [], offline=offline), cache, refresh
    )
    citations = [citation for one, _ in read for citation in one.citations]
    with (
        looking.setting(thorough=bool(source), final=check) as setting,
        screen.progress() as on_progress,
    ):
        try:
            outcome = resolve(citations, replace(setting, on_progress=on_progress))
        except KeyboardInterrupt:
            sys.stderr.write("kdbib: interrupted; what was answered is kept in the cache\n")
            raise typer.Exit(130) from None
    outputs = compose(wanted, read, outcome.entries)
    if diff:
        print_diffs(outputs)
    elif not check:
        write(outputs)
    screen.results(outcome, [one for one, _ in read], outputs, written=not (check or diff))
    differing = changed(outputs) if check else []
    screen.check(differing)
    if differing or any(entry.status in statuses for entry in outcome.entries):
        raise typer.Exit(1)
    if outcome.partly:
        raise typer.Exit(3)


def _status(name: str, statuses: type) -> object:
    try:
        return statuses(name.replace("-", "_"))
    except ValueError:
        choices = ", ".join(statuses)  # type: ignore[arg-type]
        raise UsageError(
            f"--fail-on {name}: there is no such status; there are {choices}"
        ) from None
