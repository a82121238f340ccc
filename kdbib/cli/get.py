"""``kdbib get``: one or many papers, by whatever names them, as entries on standard output."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.formats import FORMATS_HELP, Style, check_format, check_style, format_names
from kdbib.cli.options import Corpora, Offline, Refresh, SourceNames, UserCache
from kdbib.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kdbib.model import Work

_LONGEST = 100
_MOST = 10_000  # lines of standard input


def get(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHAT...",
            show_default=False,
            help="Identifiers, DOIs, links, titles, or whole references; without any (or for -), "
            "a line each on standard input.",
        ),
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            envvar="KDBIB_GET_FORMAT",
            metavar="FORMAT",
            callback=check_format,
            autocompletion=format_names,
            help=f"What is printed: {FORMATS_HELP}",
        ),
    ] = "bibtex",
    style: Style = None,
    ascii_: Annotated[
        bool, typer.Option("--ascii", help="Encode accents, for old BibTeX.")
    ] = False,
    complete: Annotated[
        bool,
        typer.Option(
            "--complete",
            help="Ask on for what the first answer lacks: where a preprint was published, the PDF.",
        ),
    ] = False,
    source: SourceNames = None,
    offline: Offline = False,
    corpus: Corpora = None,
    cache: UserCache = None,
    refresh: Refresh = False,
) -> None:
    """Print the BibTeX of papers by id, DOI, link, title or reference.

    An identifier costs one request at most where one database suffices. What is not found is told
    on standard error.

    Exit codes: 0 all found; 1 one was not found, or may be any of several; 2 wrong usage; 3 a
    database failed that could have known one.

    For example:

        kdbib get 1706.03762 | pbcopy

        kdbib get 10.1109/CVPR.2016.90 --format csl-json

        kdbib get "Hinton, Vinyals, Dean: Distilling the knowledge in a neural network, 2015"
    """
    import platformdirs

    from kdbib.api import get as found_for
    from kdbib.api import sources_of
    from kdbib.model import Status

    check_style(style, format_)
    wanted = list(_lines(what or ["-"]))
    if not wanted:
        sys.stderr.write("kdbib get: nothing was asked for\n")
        raise typer.Exit(2)
    sources_of(source or [], "--source")
    found = found_for(
        *wanted,
        complete=complete,
        sources=source or [],
        corpus=corpus or [],
        cache=cache or platformdirs.user_cache_path("kdbib"),
        offline=offline,
        refresh=refresh,
    )
    for text, entry in zip(wanted, found.entries, strict=True):
        if not entry.work:
            _tell(text, entry.reason)
    works = [entry.work for entry in found.entries if entry.work]
    statuses = {entry.status for entry in found.entries}
    _print(works, format_, ascii_=ascii_, style=style)
    if statuses - {Status.MATCHED, Status.UNKNOWN}:
        raise typer.Exit(1)
    if Status.UNKNOWN in statuses:
        raise typer.Exit(3)


def _lines(what: "Sequence[str]") -> "Iterator[str]":
    """What is asked for: the arguments, and the lines of standard input in the place of ``-``."""
    for text in what:
        if text != "-":
            yield text
            continue
        lines = sys.stdin.buffer.read(_MOST * 1000).decode("utf-8", "replace").splitlines()
        yield from (line.strip() for line in lines[:_MOST] if line.strip())


def _tell(text: str, reason: str) -> None:
    from kdbib.http.plain import plain

    shown = plain(text, 1000) or repr(text)
    shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    sys.stderr.write(f"kdbib get: {shown}: {plain(reason, 1000)}\n")


def _print(works: "Sequence[Work]", form: str, *, ascii_: bool, style: str | None) -> None:
    from kdbib.write.bad_entries import without_bad_entries
    from kdbib.write.formats import FORMATS, Options
    from kdbib.write.keys import assign

    if not works:
        return
    items = dict(zip(assign(works), works, strict=True))  # a work that was asked for twice, once
    write, options = FORMATS[form].write, Options(ascii=ascii_, style=style)
    data, bad = without_bad_entries(lambda some: write(some, options), list(items.items()))
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    if bad:
        told = (f"{key} can't be written as {form}: {why}" for key, why in bad.items())
        raise UsageError("\nkdbib: ".join(told))
