"""How kdbib writes to a terminal: as plain text, whatever comes from lists and databases."""

import json
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WIDTH_OF_A_FILE = 150


def harmless(text: str) -> str:
    """A text without what would control a terminal."""
    return _CONTROL.sub(" ", text)


def plain(text: str) -> "Text":
    """A text from outside, made harmless for a terminal."""
    from rich.text import Text

    return Text(harmless(text))


def terminal(*, stderr: bool = False) -> "Console":
    """Standard output or standard error, as wide as a file should be where nobody looks."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else _WIDTH_OF_A_FILE
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def show_json(value: Any) -> None:
    """Print a value as JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.write(text.encode("utf-8", "replace").decode() + "\n")
