"""``kdbib add``: papers into a list, as the list writes its entries, and where they belong."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.options import (
    CacheFolder,
    ColourWanted,
    Corpora,
    Offline,
    Quiet,
    Refresh,
    SourceNames,
)
from kdbib.cli.screen import Colour
from kdbib.errors import UsageError

if TYPE_CHECKING:
    from kdbib.api import Looking, Parsed
    from kdbib.model import Work
    from kdbib.resolutions import Resolutions

_BIB = "references.bib"


def add(
    list_: Annotated[
        str, typer.Argument(metavar="LIST", help="The list: markdown or BibTeX (.bib).")
    ],
    what: Annotated[
        list[str],
        typer.Argument(metavar="WHAT...", help="The papers, named as for `kdbib get`."),
    ],
    section: Annotated[
        str | None,
        typer.Option(
            metavar="HEADING",
            help="Add below this heading (or a part of its words). [default: the only section, or "
            "the one of the paper's year]",
        ),
    ] = None,
    bib: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="Add to this bibliography too. [default: references.bib beside LIST, if there is "
            "one]",
        ),
    ] = None,
    no_bib: Annotated[
        bool, typer.Option("--no-bib", help="Leave references.bib as it is.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what would change; write nothing.")
    ] = False,
    source: SourceNames = None,
    offline: Offline = False,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    refresh: Refresh = False,
    quiet: Quiet = False,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Add papers to LIST, in the style and order of its entries.

    Every other byte of LIST stays, but for the numbers of the items that follow in one count. A
    paper that LIST has already is not added again.

    Exit codes: 0 LIST has them all; 1 one was not found, or may be any of several; 2 wrong usage,
    or no place for one; 3 a database failed that could have known one.

    For example:

        kdbib add README.md 1706.03762

        kdbib add README.md 10.1109/CVPR.2016.90 --section "Network architectures" --diff

        kdbib add paper.bib "Hinton, Vinyals, Dean: Distilling the knowledge in a neural network"
    """
    from kdbib.api import Looking, corpora_of, found, read_file, sources_of
    from kdbib.config import cache_folder, keep_out_of_git
    from kdbib.model import Form, Status
    from kdbib.resolutions import FILE_NAME, Resolutions

    parsed = read_file(list_)
    if parsed.form not in {Form.markdown, Form.bibtex} or list_ == "-":
        raise UsageError(f"{list_}: kdbib adds to files in markdown and BibTeX only")
    folder = cache_folder(cache, Path.cwd())
    looking = Looking(
        corpora_of(corpus or []),
        sources_of(source or [], "--source"),
        folder,
        refresh,
        offline,
        thorough=bool(source),
        decides=False,
        keeping=not diff,
    )
    if not diff:
        keep_out_of_git(folder)
    files = _Files(Resolutions(folder / FILE_NAME, keeping=False), looking, quiet=quiet)
    files.open(parsed)
    bibliography = None if parsed.form is Form.bibtex or no_bib else _bibliography(list_, bib)
    if bibliography:
        files.open(read_file(bibliography))
    entries = found(what, looking).entries
    for text, entry in zip(what, entries, strict=True):
        if entry.work:
            files.add(list_, entry.work, section)
            if bibliography:
                files.add(bibliography, entry.work)
        else:
            files.tell(f"{text}: {entry.reason}")
    files.close(diff=diff)
    statuses = {entry.status for entry in entries}
    if statuses - {Status.MATCHED, Status.UNKNOWN}:
        raise typer.Exit(1)
    if Status.UNKNOWN in statuses:
        raise typer.Exit(3)


def _bibliography(list_: str, named: str | None) -> str | None:
    """The bibliography to add to as well: the one named, or the one beside the list."""
    if named is not None:
        if not named.lower().endswith(".bib"):
            raise UsageError(f"--bib {named}: this is not a .bib file")
        return named
    beside = Path(list_).parent / _BIB
    return str(beside) if beside.is_file() else None


class _Files:
    """The files that get entries: as they were read, and as they are to be."""

    def __init__(self, resolutions: "Resolutions", looking: "Looking", *, quiet: bool) -> None:
        self._resolutions, self._looking, self._quiet = resolutions, looking, quiet
        self._before: dict[str, Parsed] = {}
        self._now: dict[str, Parsed] = {}

    def open(self, parsed: "Parsed") -> None:
        self._before[parsed.file] = self._now[parsed.file] = parsed

    def add(self, file: str, work: "Work", section: str | None = None) -> None:
        """Add an entry for a work to a file, unless it is there."""
        from kdbib.adding import add, find
        from kdbib.adding_bibtex import add_entry, key_of
        from kdbib.api import Parsed
        from kdbib.match.decide import describe
        from kdbib.model import Form
        from kdbib.read import read_text
        from kdbib.read.source import SourceText

        now = self._now[file]
        if there := find(work, now.citations, self._resolutions):
            self.tell(f"{there.place}: {describe(work)} is here already")
            return
        if now.form is Form.bibtex:
            key = key_of(work, now.list, self._resolutions.keyed_works())
            data = add_entry(now.list, now.data, key, work)
            self.tell(f"{file}: added {key}")
        else:
            added = add(now.list, now.data, work, section)
            data = added.data
            self.tell(f"{file}:{added.line}: added {added.text.strip()}")
            if not added.is_of_form:
                self.tell(f"{file}:{added.line}: no two entries here are written alike; check it")
        if not now.list.encoding.can_write(data.decode("utf-8", "surrogateescape")):
            raise UsageError(f"{file}: {now.list.encoding.name} has no characters for {work.title}")
        read = read_text(SourceText(data, file, now.form))
        self._now[file] = Parsed(replace(read, encoding=now.list.encoding), data)

    def close(self, *, diff: bool) -> None:
        """Write the files that changed, or show how they would."""
        from kdbib.write.files import replace as replace_file
        from kdbib.write.markdown import unified_diff

        for file, before in self._before.items():
            now = self._now[file]
            if now.data == before.data:
                continue
            if diff:
                sys.stdout.write(unified_diff(before.data, now.data, file, file))
                continue
            encode = before.list.encoding.encode
            replace_file(file, encode(now.data), before=encode(before.data))

    def tell(self, text: str) -> None:
        from kdbib.cli.screen import plain, terminal

        if not self._quiet:
            terminal(stderr=True).print(plain(text), soft_wrap=True)
