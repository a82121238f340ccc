"""``kdbib plan``: what ``enrich`` would ask of whom, before anything is sent."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kdbib.cli.options import (
    CacheFolder,
    ColourWanted,
    Corpora,
    Format,
    Lists,
    Offline,
    Refresh,
    SourceNames,
    StdinFilename,
)
from kdbib.cli.screen import Colour

if TYPE_CHECKING:
    from kdbib.pipeline import Plan
    from kdbib.pipeline.plan import Share


def plan(
    lists: Lists,
    format_: Annotated[
        Format, typer.Option("--format", envvar="KDBIB_FORMAT", help="How to print it.")
    ] = Format.text,
    source: SourceNames = None,
    offline: Offline = False,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    refresh: Refresh = False,
    stdin_filename: StdinFilename = None,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Show what `enrich` would ask each database, without asking.

    It also shows how long that would take.

    For each database: the identifiers and titles that it is asked for in any case, the requests
    for these, and those that are expected in all, since what one finds spares the others.

    For example:

        kdbib plan README.md

        kdbib plan README.md --source dblp --format json
    """
    from kdbib.api import Looking, corpora_of, sources_of
    from kdbib.cli.screen import show_json
    from kdbib.config import cache_folder
    from kdbib.pipeline import plan_of
    from kdbib.read import read_list

    citations = [
        citation for path in lists for citation in read_list(path, stdin_filename)[0].citations
    ]
    sources = [] if offline else sources_of(source or [], "--source")
    folder = cache_folder(cache, Path.cwd())
    looking = Looking(
        corpora_of(corpus or []), sources, folder, refresh, thorough=bool(source), keeping=False
    )
    with looking.setting() as setting:
        planned = plan_of(citations, setting)
    if format_ is Format.json:
        show_json(_as_json(planned))
    else:
        _show(planned)


def _as_json(planned: "Plan") -> dict[str, Any]:
    return {
        "citations": planned.citations + planned.decided,
        "decided": planned.decided,
        "complete": planned.complete,
        "corpora": dict(planned.corpora),
        "sources": {share.source: _share(share) for share in planned.shares},
        "requests": {
            "certain": sum(len(share.batches) for share in planned.shares),
            "expected": planned.requests,
            "fewest": planned.fewest,
            "most": planned.most,
        },
        "seconds": round(planned.seconds, 1),
    }


def _share(share: "Share") -> dict[str, Any]:
    return {
        "at_hand": share.at_hand,
        "identifiers": share.identifiers,
        "titles": share.titles,
        "batches": [dict(Counter(q.kind for q in batch)) for batch in share.batches],
        "requests": share.requests,
        "seconds_between_requests": share.interval,
        "seconds": round(share.seconds, 1),
    }


def _show(planned: "Plan") -> None:
    from rich.table import Table

    from kdbib.cli.screen import plain, terminal
    from kdbib.wording import counted

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("source")
    names = "cached", "identifiers", "titles", "requests", "expected in all", "s apart", "s"
    for name in names:
        table.add_column(name, justify="right")
    for share in planned.shares:
        if share.requests or share.at_hand:
            counts = share.at_hand, share.identifiers, share.titles, len(share.batches)
            shown = *counts, share.requests, share.interval, round(share.seconds)
            table.add_row(plain(share.source), *(str(value) if value else "" for value in shown))
    screen = terminal()
    screen.print(table)
    for name, hits in planned.corpora.items():
        screen.print(plain(f"{name} knows {hits} of {planned.citations}"))
    whole = planned.citations + planned.decided
    screen.print(
        f"{counted(whole, 'citation')}: {planned.decided} decided by earlier runs,"
        f" {planned.complete} known completely from corpora and cache"
    )
    if not planned.requests:
        screen.print("No database would be asked.")
        return
    screen.print(
        f"about {counted(planned.requests, 'request')} in {_minutes(planned.seconds)}, in parallel;"
        f" {planned.fewest} if everything is found where it is looked for first,"
        f" {planned.most} if nothing is"
    )


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
