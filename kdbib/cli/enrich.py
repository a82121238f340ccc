"""``kdbib enrich``: read, resolve, export."""

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.options import CacheFolder, Corpora, Format, Lists, Quiet
from kdbib.errors import UsageError

if TYPE_CHECKING:
    from kdbib.cli.show import Screen
    from kdbib.http.client import Client
    from kdbib.pipeline import Corpus, Outcome
    from kdbib.read import List
    from kdbib.resolve.base import Source

_OUTPUTS = "What is written"
_LOOKING = "Where to look"


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
    source: Annotated[
        list[str] | None,
        typer.Option(
            envvar="KDBIB_SOURCE",
            metavar="NAME",
            help="Ask only the databases that are named, and those for everything (repeatable).",
            rich_help_panel=_LOOKING,
        ),
    ] = None,
    offline: Annotated[
        bool,
        typer.Option(
            "--offline",
            envvar="KDBIB_OFFLINE",
            help="Ask no database: corpora and cache only.",
            rich_help_panel=_LOOKING,
        ),
    ] = False,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    refresh: Annotated[
        bool,
        typer.Option(
            "--refresh",
            envvar="KDBIB_REFRESH",
            help="Ask and decide anew what earlier runs have asked and decided.",
            rich_help_panel=_LOOKING,
        ),
    ] = False,
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
    from kdbib.cli.outputs import Wanted, changed, compose, print_diffs, write
    from kdbib.cli.show import Screen
    from kdbib.model import Status
    from kdbib.read import read_list

    statuses = {_status(name, Status) for name in fail_on or []}
    wanted = Wanted(output_dir, bib, csl, markdown, in_place=in_place, ascii=ascii_)
    wanted.check(lists)
    read = [read_list(path) for path in lists]
    screen = Screen(quiet=quiet or wanted.to_stdout, json=format_ is Format.json, verbose=verbose)
    outcome = _resolve(
        [one for one, _ in read],
        corpora=_corpora(corpus or []),
        sources=_sources(source or [], offline=offline),
        cache=cache,
        refresh=refresh,
        final=check,
        thorough=bool(source),
        screen=screen,
    )
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


def _corpora(paths: list[str]) -> "list[Corpus]":
    from kdbib.corpus import embedded, open_corpus

    return [embedded(), *(open_corpus(path) for path in paths)]


def _sources(names: list[str], *, offline: bool) -> "list[Source]":
    if offline and not names:
        return []
    from kdbib.resolve import SOURCES

    for name in names:
        if name not in SOURCES:
            raise UsageError(
                f"--source {name}: there is no such source; there are {', '.join(SOURCES)}"
            )
    if offline:
        return []
    return [found for name, found in SOURCES.items() if not names or name in names]


def _resolve(
    read: "list[List]",
    *,
    corpora: "list[Corpus]",
    sources: "list[Source]",
    cache: Path | None,
    refresh: bool,
    final: bool,
    thorough: bool,
    screen: "Screen",
) -> "Outcome":
    from kdbib.config import cache_folder, keep_out_of_git
    from kdbib.http.answers import Answers
    from kdbib.pipeline import Setting, resolve
    from kdbib.resolutions import FILE_NAME, Resolutions

    folder = cache_folder(cache, Path.cwd())
    keep_out_of_git(folder)
    citations = [citation for one in read for citation in one.citations]
    with closing(Answers(folder)) as answers, screen.progress() as on_progress:
        setting = Setting(
            corpora=corpora,
            sources=sources,
            connect=_connect,
            answers=answers,
            resolutions=Resolutions(folder / FILE_NAME),
            refresh=refresh,
            final=final,
            thorough=thorough,
            on_progress=on_progress,
        )
        try:
            return resolve(citations, setting)
        except KeyboardInterrupt:
            sys.stderr.write("kdbib: interrupted; what was answered is kept in the cache\n")
            raise typer.Exit(130) from None


def _connect() -> "Client":
    from kdbib.http.client import Client

    return Client()
