"""``kdbib verify``: of each reference, whether the databases have it as it is written."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.options import (
    Aux,
    CacheFolder,
    ColourWanted,
    Corpora,
    Format,
    Lists,
    Offline,
    Quiet,
    ReportForce,
    ReportPath,
    SourceNames,
    StdinFilename,
    Tex,
    is_named,
)
from kdbib.cli.screen import Colour

if TYPE_CHECKING:
    from kdbib.verification import Verification, Word


def verify(
    context: typer.Context,
    lists: Lists,
    format_: Annotated[
        Format, typer.Option("--format", envvar="KDBIB_FORMAT", help="How to print it.")
    ] = Format.text,
    report: ReportPath = None,
    force: ReportForce = False,
    tex: Tex = None,
    aux: Aux = None,
    source: SourceNames = None,
    offline: Offline = False,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    stdin_filename: StdinFilename = None,
    quiet: Quiet = False,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Compare each reference in LISTs with the databases, for a review.

    Each reference is verified, differs in something, is contradicted, not found, or unchecked.
    "Not found" says that the databases which were asked do not have it, and nothing more. The only
    file that is written is the page that --report names.

    Exit codes: 0 all verified; 1 something differs, is contradicted or not found; 2 wrong usage or
    unreadable input; 3 something is unchecked.

    For example:

        kdbib verify references.bib

        kdbib verify paper.txt --format json

        kdbib verify paper.tex --report review.html
    """
    from kdbib.api import Looking, corpora_of, sources_of
    from kdbib.cli.report import page_writer
    from kdbib.cli.screen import show_json
    from kdbib.cli.show import Screen
    from kdbib.config import cache_folder
    from kdbib.pipeline import resolve
    from kdbib.read import read_list
    from kdbib.read.manuscript import read_manuscript
    from kdbib.report.page import review
    from kdbib.verification import Word, as_json
    from kdbib.verification import verify as verified

    read = [read_list(path, stdin_filename)[0] for path in lists]
    if cited_in := [*(tex or []), *(aux or [])]:
        manuscript = read_manuscript(cited_in)
        read = [manuscript.only_cited(one) for one in read]
    citations = [citation for one in read for citation in one.citations]
    looking = Looking(
        corpora_of(corpus or []),
        sources_of(source or [], "--source"),
        cache_folder(cache, Path.cwd()),
        offline=offline,
        thorough=bool(source),
    )
    named = is_named(context, "report")
    write = None
    if report:
        write = page_writer(report, read, looking.written, force=force, named=named)
    screen = Screen(quiet=quiet or report == "-")
    with (
        screen.progress() as on_progress,
        looking.setting(on_progress) as setting,
    ):
        outcome = resolve(citations, setting)
    found = [verified(entry, asked=not offline) for entry in outcome.entries]
    counts = Counter(one.word for one in found)
    if write:
        write(review(found, [one.file for one in read]))
    if report == "-":
        quiet = True
    if format_ is Format.json:
        show_json(as_json(found))
    elif not quiet:
        _show(found, counts)
    if set(counts) & {Word.DIFFERS, Word.CONTRADICTED, Word.NOT_FOUND}:
        raise typer.Exit(1)
    if counts[Word.UNCHECKED]:
        raise typer.Exit(3)


def _show(found: "Sequence[Verification]", counts: "Counter[Word]") -> None:
    """A line a reference that needs a look, its evidence below, and how many there are of each."""
    from kdbib.cli.screen import plain, terminal
    from kdbib.verification import Word
    from kdbib.wording import counted

    console = terminal()
    for one in found:
        if one.word is Word.VERIFIED:
            continue
        citation = one.entry.citation
        title = citation.title.text if citation.title else " ".join(citation.raw.split())
        of_fields = f" in {', '.join(one.fields)}" if one.fields else ""
        key = f" ({citation.key})" if citation.key else ""
        line = f"{citation.place}: {one.word.value}{of_fields}: {title}{key}"
        console.print(plain(line), soft_wrap=True)
        for sentence in one.evidence:
            console.print(plain(f"    {sentence}"), soft_wrap=True)
    words = ", ".join(
        f"{counts[word]} {_counted(word, counts[word])}" for word in Word if counts[word]
    )
    console.print(plain(f"{counted(len(found), 'reference')}: {words or 'none'}."), soft_wrap=True)


def _counted(word: "Word", count: int) -> str:
    """A word behind a number: ``1 differs``, ``2 differ``."""
    return "differ" if word.value == "differs" and count > 1 else word.value
