"""The options that several commands have in common."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How results are printed."""

    text = "text"
    json = "json"


Lists = Annotated[
    list[str], typer.Argument(metavar="LIST", help="Markdown files; - is standard input.")
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", envvar="KDBIB_QUIET", help="Print nothing but errors.")
]
CacheFolder = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        envvar="KDBIB_CACHE",
        metavar="DIR",
        help="Where answers and decisions are kept. [default: cache/ of the project]",
    ),
]
