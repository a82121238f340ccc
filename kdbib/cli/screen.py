"""How kdbib writes to a terminal: as plain text, whatever comes from lists and databases."""

import json
import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TextIO

from kdbib.model.invisible import shown_in_json, visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_WIDTH_OF_A_FILE = 150


def harmless(text: str) -> str:
    """A text without what would control a terminal."""
    return visible(text)


def plain(text: str) -> "Text":
    """A text from outside, made harmless for a terminal."""
    from rich.text import Text

    return Text(harmless(text))


class Colour(StrEnum):
    """When to write in colour."""

    auto = "auto"
    always = "always"
    never = "never"


class _Choice:
    """What ``--color`` says."""

    colour = Colour.auto


def choose_colour(wanted: Colour) -> Colour:
    """Write in colour when it is wanted, from now on."""
    _Choice.colour = wanted
    return wanted


def in_colour(stream: TextIO) -> bool:
    """Whether to write to a stream in colour.

    ``--color`` decides; then ``NO_COLOR`` (https://no-color.org) and ``FORCE_COLOR``
    (https://force-color.org), where they are not empty; then whether it is a terminal.
    """
    if _Choice.colour is not Colour.auto:
        return _Choice.colour is Colour.always
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def terminal(*, stderr: bool = False) -> "Console":
    """Standard output or standard error, as wide as a file should be where nobody looks."""
    from rich.console import Console

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end the run, with the exit code for findings

    stream = sys.stderr if stderr else sys.stdout
    colour = in_colour(stream)
    return Terminal(
        file=stream,
        width=None if stream.isatty() else _columns() or _WIDTH_OF_A_FILE,
        force_terminal=colour or stream.isatty(),
        color_system=("auto" if stream.isatty() else "standard") if colour else None,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
    )


def looked_at(console: "Console") -> bool:
    """Whether somebody looks at it; what goes to a file or a program is one line an entry."""
    return console.file.isatty()


def _columns() -> int | None:
    """What ``COLUMNS`` says."""
    columns = os.environ.get("COLUMNS", "")
    return max(int(columns), 1) if columns.isdecimal() and len(columns) < 5 else None


def show_json(value: Any) -> None:
    """Print a value as JSON."""
    print_json(json.dumps(value, ensure_ascii=not _is_unicode(sys.stdout), indent=2))


def print_json(text: str) -> None:
    """Print JSON that was made, with escapes for what would control a terminal.

    What standard output can't show is escaped there already.
    """
    sys.stdout.write(shown_in_json(text.encode("utf-8", "replace").decode()) + "\n")


def _is_unicode(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "") in {"utf8", "utf16", "utf32"}
