"""``kdbib report``: a page of what is decided, to look at or to publish."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.options import (
    OUTPUTS,
    REPORT,
    CacheFolder,
    ColourWanted,
    Corpora,
    Lists,
    Quiet,
    ReportForce,
    StdinFilename,
    is_named,
)
from kdbib.cli.screen import Colour
from kdbib.errors import UsageError

if TYPE_CHECKING:
    from kdbib.read import List
    from kdbib.write.written import Written


def report(
    context: typer.Context,
    lists: Lists,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            "--report",
            envvar="KDBIB_REPORT",
            metavar="PATH",
            help="Write the page here (- is standard output).",
            rich_help_panel=OUTPUTS,
        ),
        REPORT,
    ] = "report.html",
    title: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help="Make the page that you publish for readers of the list: under this title, with "
            "the works and their links, without how they were found.",
            rich_help_panel=OUTPUTS,
        ),
    ] = None,
    force: ReportForce = False,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    stdin_filename: StdinFilename = None,
    quiet: Quiet = False,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Write a page about the citations in LISTs, without asking.

    It takes what earlier runs decided, and sends nothing.

    The page is one HTML file that needs no network. Of each citation it shows what changes, what
    became of it, on what evidence, who said what, its links, and its BibTeX. Readers search, sort
    and filter it. What `kdbib enrich` has not decided yet is looked up in the corpora alone.

    Exit codes: 0 done; 2 wrong usage, unreadable input, or the page was not written.

    For example:

        kdbib report README.md

        kdbib report README.md --title "Knowledge distillation" --output docs/index.html
    """
    from kdbib.api import Looking, corpora_of, enriched
    from kdbib.api import read_file as read
    from kdbib.cli.destinations import STDOUT, without_own
    from kdbib.cli.show import Screen
    from kdbib.config import cache_folder

    screen = Screen(quiet=quiet)
    looking = Looking(
        corpora_of(corpus or []),
        (),
        cache_folder(cache, Path.cwd()),
        offline=True,
        final=True,
        keeping=False,
    )
    parsed = [read(path, stdin_filename) for path in without_own(lists)[0]]
    write = page_writer(
        output,
        [one.list for one in parsed],
        looking.written,
        force=force,
        named=is_named(context, "output"),
    )
    write(enriched(parsed, looking).to_page(title).encode())
    if output != STDOUT:
        screen.tell(f"wrote {output}")


def page_writer(
    path: str, lists: "Sequence[List]", written: "Written", *, force: bool, named: bool
) -> Callable[[bytes], None]:
    """What writes a page to a path, once it is made.

    With ``force`` it may replace a file that kdbib did not write, if the command line named it.

    Raises UsageError if it may not be written there, before anybody is asked.
    """
    from kdbib.cli.destinations import Kind, Wanted, destinations, refusals
    from kdbib.cli.outputs import Output, write

    wanted = Wanted(report=path, force=force, only_named=True)
    if named:
        wanted = replace(wanted, named=frozenset({Kind.report}))
    (place,) = destinations(wanted, lists)
    for why in refusals([place], lists, wanted, written).values():
        raise UsageError(why)

    def write_page(page: bytes) -> None:
        _, problems = write([Output(place, page)], wanted, written)
        if problems:
            raise UsageError("\nkdbib: ".join(problems))

    return write_page
