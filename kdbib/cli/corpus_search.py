"""``kdbib corpus search``: which work is it, asked by a person."""

from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.options import Corpora, Format
from kdbib.errors import UsageError

if TYPE_CHECKING:
    from kdbib.corpus.search import Hit


def search(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="A title, an identifier, or a whole reference.")
    ],
    corpus: Corpora = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Show so many works.")] = 5,
    format_: Annotated[
        Format, typer.Option("--format", envvar="KDBIB_FORMAT", help="How to print the results.")
    ] = Format.text,
) -> None:
    """Look for a work by title, identifier or reference.

    Exit codes: 0 found; 1 nothing like it; 2 wrong usage or unreadable corpus.

    For example:

        kdbib corpus search "distiling the knowledge in a neural network"

        kdbib corpus search 1503.02531 --corpus ~/corpora/dblp --format json
    """
    from kdbib.corpus import embedded, open_corpus
    from kdbib.corpus.search import search as look

    if not text.strip():
        raise UsageError("corpus search: nothing to look for")
    opened = [embedded(), *(open_corpus(location) for location in corpus or [])]
    hits = look(text, opened)[:limit]
    if format_ is Format.json:
        _as_json(hits)
    else:
        _as_table(hits)
    if not hits:
        raise typer.Exit(1)


def _as_json(hits: "list[Hit]") -> None:
    from kdbib.cli.screen import show_json
    from kdbib.write.csl import csl_item

    show_json(
        [
            {
                "corpus": hit.record.source,
                "confidence": hit.confidence,
                "similarity": hit.similarity,
                "work": csl_item(hit.name, hit.record.work),
                "sources": list(hit.record.origins),
            }
            for hit in hits
        ]
    )


def _as_table(hits: "list[Hit]") -> None:
    from rich.table import Table

    from kdbib.cli.screen import plain, terminal

    screen = terminal()
    if not hits:
        screen.print("nothing like it in the corpora")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("like", "work", "venue", "identifiers"):
        table.add_column(column, overflow="fold")
    for hit in hits:
        work = hit.record.work
        where = work.container_title_short or work.container_title or "preprint"
        names = [f"doi:{work.DOI}"] if work.DOI else []
        names += [str(found) for found in work.identifiers]
        sure = "yes" if hit.confidence else f"{hit.similarity:.0%}"
        table.add_row(sure, plain(hit.description), plain(where), plain("\n".join(names[:3])))
    screen.print(table)
