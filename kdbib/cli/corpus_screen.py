"""What ``kdbib corpus`` shows: bars on standard error while it works, and then words."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kdbib.cli.screen import harmless

if TYPE_CHECKING:
    from rich.progress import TaskID

    from kdbib.corpus.build import Progress as Read
    from kdbib.corpus.build import Report

_MOST_NAMED = 10
_RECENT = 120  # seconds whose pace tells the time that is left


class Bars:
    """A bar of the bytes read, and one of each step after that, with the time that is left."""

    def __init__(self, *, shown: bool) -> None:
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            speed_estimate_period=_RECENT,
            disable=not (shown and sys.stderr.isatty()),
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def read(self, read: "Read") -> None:
        """Show how far the reading is."""
        said = f"{read.records:,} records read"
        self._show("read", f"{said}, {read.damaged:,} damaged" if read.damaged else said)
        self._bars.update(self._tasks["read"], completed=read.done, total=read.total)

    def step(self, what: str, done: int, of: int) -> None:
        """Show how far a step after the reading is."""
        self._show(what, what)
        self._bars.update(self._tasks[what], completed=done, total=of)

    def _show(self, task: str, description: str) -> None:
        if task not in self._tasks:
            self._tasks[task] = self._bars.add_task(description, total=None)
        self._bars.update(self._tasks[task], description=description)


def tell(report: "Report", *, quiet: bool) -> None:
    """Say what a build did: what is wrong on standard error, the rest on standard output."""
    _tell_damage(report)
    if not quiet:
        _tell_rest(report)


def _tell_damage(report: "Report") -> None:
    for file in report.files:
        if file.cut_off:
            _warn(f"{file.file}: {file.cut_off}; what came before is in the corpus")
    named = report.examples[:_MOST_NAMED]
    for example in named:
        _warn(f"damaged: {example}")
    if more := report.count("damaged") - len(named):
        _warn(f"damaged: {more:,} records more")


def _tell_rest(report: "Report") -> None:
    if report.known:
        _say(f"{_count(len(report.known), 'file')} in the corpus already")
    if report.others:
        _say(f"{_count(len(report.others), 'file')} passed over, no dumps: {report.others[0]} ...")
    if report.files:
        _say(
            f"{_count(report.count('records'), 'record')} in {_count(len(report.files), 'file')}:"
            f" {_count(report.count('works'), 'work')}, {report.count('damaged'):,} damaged,"
            f" {report.no_works.total():,} of no paper"
        )
        for reason, count in report.no_works.most_common(_MOST_NAMED):
            _say(f"  {count:,} {reason}")
    if report.manifest:
        _say(f"the corpus has {_count(report.manifest.works, 'work')}")
    elif not report.files:
        _say("nothing new")


def tell_about(found: dict[str, Any]) -> None:
    """Say what is in a corpus."""
    _say(f"{_count(found['works'], 'work')}, edition {found['edition']}")
    size = found["bytes"]
    _say(f"{size / 1e6:,.1f} MB, {size / max(found['works'], 1):,.0f} bytes a work")
    for source, works in found["sources"].items():
        _say(f"{works:>14,}  {source}")
    if found["files"]:
        _say(f"built from {_count(len(found['files']), 'file')}:")
    for file in found["files"][:_MOST_NAMED]:
        _say(f"  {file['file']} ({file['dump']}{', cut off' if file['cut_off'] else ''})")
    if len(found["files"]) > _MOST_NAMED:
        _say(f"  and {len(found['files']) - _MOST_NAMED:,} more")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _say(text: str) -> None:
    sys.stdout.write(harmless(text).encode("utf-8", "replace").decode() + "\n")


def _warn(text: str) -> None:
    sys.stderr.write(f"kdbib: {harmless(text)}\n".encode("utf-8", "replace").decode())
