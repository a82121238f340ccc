"""What kdbib shows a person: tables on standard output, progress on standard error.

Everything that comes from lists and databases is shown as plain text: no markup of rich's, no
control characters.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kdbib.cli.outputs import Output
from kdbib.cli.results import results
from kdbib.cli.screen import harmless, looked_at, plain, show_json, terminal
from kdbib.http.answers import Info
from kdbib.model import Form
from kdbib.pipeline import Outcome
from kdbib.read import List, PassedOver
from kdbib.wording import counted
from kdbib.write.results import entry_json, summary_json


class Screen:
    """What ``enrich`` shows while it works, and when it is done."""

    def __init__(
        self, *, quiet: bool, json: bool = False, verbose: bool = False, offline: bool = False
    ) -> None:
        self._quiet, self._json = quiet, json
        self._verbose, self._offline = verbose, offline
        self._err = terminal(stderr=True)

    @property
    def quiet(self) -> bool:
        """Whether nothing is shown but errors."""
        return self._quiet

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, int, int, float], None] | None]:
        """A bar for each source that is asked, if somebody is looking; made when it is needed.

        The time that is left comes from the plan: the requests to come, an interval apart.
        """
        if self._quiet or not looked_at(self._err):
            yield None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        left_column = TextColumn("{task.fields[left]}")
        with Progress(*columns, left_column, console=self._err, transient=True) as bars:
            tasks: dict[str, Any] = {}

            def tell(name: str, done: int, total: int, seconds: float) -> None:
                left = f"{seconds // 60:.0f}:{seconds % 60:02.0f}"
                if name not in tasks:
                    tasks[name] = bars.add_task(f"asking {name}", total=total, left=left)
                bars.update(tasks[name], completed=done, total=total, left=left)

            yield tell

    def results(
        self, outcome: Outcome, read: Sequence[List], outputs: Sequence[Output], *, written: bool
    ) -> None:
        """The report, or everything as JSON; outages go to standard error."""
        if outcome.outages:
            failed = "; ".join(f"{name}: {why}" for name, why in outcome.outages.items())
            told = f"kdbib: went on without what could not be asked ({failed})"
            self._err.print(plain(told), soft_wrap=True)
        passed_over = sum(len(one.passed_over) for one in read)
        if self._json and not self._quiet:
            show_json(
                {
                    "entries": [entry_json(entry) for entry in outcome.entries],
                    "sources": outcome.counters,
                    "summary": summary_json(outcome.entries, passed_over),
                }
            )
        elif not self._quiet:
            console = terminal()
            for line in _unread(read):
                console.print(line, soft_wrap=True)
            width = console.width if looked_at(console) else None
            shown = outputs if written else ()
            lines = results(
                outcome, shown, verbose=self._verbose, offline=self._offline, width=width
            )
            for line in lines:
                console.print(line, soft_wrap=True)

    def check(self, lists: Sequence[str], changing: Sequence[str]) -> None:
        """Say which lists need corrections, and which outputs would change."""
        for path in lists:
            self.tell(f"{path} needs corrections; see --diff")
        for path in changing:
            self.tell(f"{path} would change; see --diff")

    def tell(self, message: str) -> None:
        """Say something on standard error."""
        if not self._quiet:
            self._err.print(plain(f"kdbib: {message}"), soft_wrap=True)


def _unread(read: Sequence[List]) -> Iterator[Text]:
    """The entries of BibTeX files that could not be read; a list has many items that are none."""
    for one in read:
        if one.form is Form.bibtex:
            yield from (_not_a_citation(one, item) for item in one.passed_over)


def _not_a_citation(read: List, item: PassedOver) -> Text:
    place = f"{read.file}:{item.span.line}:{item.span.column}"
    return plain(f"{place}: not a citation: {item.reason}")


def show_parsed(read: Sequence[List], *, quiet: bool) -> None:
    """What was read, a row a citation, and the list items that are none."""
    console = terminal()
    if quiet:
        return
    rows = []
    for citation in (citation for one in read for citation in one.citations):
        authors = "; ".join(author.name.display() for author in citation.authors)
        venue = citation.venue.text if citation.venue else ""
        row = (
            f"{citation.file}:{citation.span.line}",
            citation.title.text if citation.title else "",
            authors + (" et al." if citation.et_al else ""),
            f"{venue} {citation.year.value if citation.year else ''}".strip(),
            " ".join(dict.fromkeys(str(found) for found, _ in citation.identifiers)),
        )
        rows.append(row)
    _show_table(console, ("place", "title", "authors", "venue, year", "identifiers"), rows)
    for one in read:
        for problem in (p for citation in one.citations for p in citation.malformed):
            place = f"{one.file}:{problem.span.line}:{problem.span.column}"
            console.print(plain(f"{place}: {problem.message}"), soft_wrap=True)
        for item in one.passed_over:
            console.print(_not_a_citation(one, item), style="dim", soft_wrap=True)
        total = ", ".join(
            (
                counted(len(one.citations), "citation"),
                counted(len(one.passed_over), "other list item"),
            )
        )
        console.print(plain(f"{one.file}: {total}"))


def show_cache(folder: Path, info: Info, decisions: int, papers: int) -> None:
    """Where the cache is, and what is in it: answers, and ``decisions`` that found ``papers``."""
    console = terminal()
    console.print(plain(f"{folder}"))
    console.print(
        f"answers: {info.answers} ({info.found} found, {info.missing} missing), {info.size:,} bytes"
    )
    for source, count in sorted(info.questions.items()):
        console.print(plain(f"  {source}: {counted(count, 'question')}"))
    console.print(f"decisions: {decisions}, which found {counted(papers, 'paper')}")


def show_sources(rows: Sequence[Mapping[str, Any]]) -> None:
    """The databases, a row each."""
    table = []
    for row in rows:
        reachable = {None: "not tried", "": "yes"}.get(row["reachable"], f"no: {row['reachable']}")
        key = "found" if row["key"] else "none"
        spacing = str(row["seconds_between_requests"])
        takes = ", ".join(f"{most} {kind}" for kind, most in row["takes"].items())
        shown = (row["name"], takes, row["url"], spacing, key, reachable)
        table.append(shown)
    columns = ("source", "asked for", "address", "seconds between requests", "key", "reachable")
    _show_table(terminal(), columns, table)


def _show_table(console: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on a terminal; elsewhere a line a row, its values parted by tabs."""
    if not looked_at(console):
        for row in rows:
            console.file.write("\t".join(map(harmless, row)) + "\n")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, name in enumerate(columns):
        table.add_column(name, overflow="fold", style="dim" if not place else None)
    for row in rows:
        table.add_row(*map(plain, row))
    console.print(table)
