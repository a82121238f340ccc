"""The options that several commands have in common."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kdbib.cli.screen import Colour, choose_colour

LOOKING = "Where to look"


class Format(StrEnum):
    """How results are printed."""

    text = "text"
    json = "json"


Lists = Annotated[
    list[str], typer.Argument(metavar="LIST", help="Markdown files; - is standard input.")
]
StdinFilename = Annotated[
    str | None,
    typer.Option(
        "--stdin-filename",
        envvar="KDBIB_STDIN_FILENAME",
        metavar="NAME",
        help="What a file with standard input would be called: its suffix says how to read it. "
        "[default: by what it looks like]",
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", envvar="KDBIB_QUIET", help="Print nothing but errors.")
]
ColourWanted = Annotated[
    Colour,
    typer.Option(
        "--color",
        envvar="KDBIB_COLOR",
        callback=choose_colour,
        is_eager=True,
        help="Write in colour: auto is on a terminal, unless NO_COLOR is set.",
    ),
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
SourceNames = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        envvar="KDBIB_SOURCE",
        metavar="NAME",
        help="Ask only the databases that are named, and those for everything (repeatable).",
        rich_help_panel=LOOKING,
    ),
]
Offline = Annotated[
    bool,
    typer.Option(
        "--offline",
        envvar="KDBIB_OFFLINE",
        help="Ask no database: corpora and cache only.",
        rich_help_panel=LOOKING,
    ),
]
Refresh = Annotated[
    bool,
    typer.Option(
        "--refresh",
        envvar="KDBIB_REFRESH",
        help="Ask and decide anew what earlier runs have asked and decided.",
        rich_help_panel=LOOKING,
    ),
]
Corpora = Annotated[
    list[str] | None,
    typer.Option(
        "--corpus",
        envvar="KDBIB_CORPUS",
        metavar="PATH",
        help="Look here too: a folder that `kdbib corpus build` made, also s3://... or gs://..., "
        "or a file of works as JSON lines (repeatable).",
        rich_help_panel=LOOKING,
    ),
]
