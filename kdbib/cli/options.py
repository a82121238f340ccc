"""The options that several commands have in common."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kdbib.cli.screen import Colour, choose_colour
from kdbib.config import Setting

LOOKING = "Where to look"
CITED = "What is cited"
OUTPUTS = "What is written"


class Format(StrEnum):
    """How results are printed."""

    text = "text"
    json = "json"


Lists = Annotated[
    list[str], typer.Argument(metavar="LIST", help="Lists to read; - is standard input.")
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
    bool, typer.Option("--quiet", "-q", envvar="KDBIB_QUIET", help="Print only errors.")
]
ColourWanted = Annotated[
    Colour,
    typer.Option(
        "--color",
        envvar="KDBIB_COLOR",
        callback=choose_colour,
        is_eager=True,
        help="Use colour; auto: on a terminal, unless NO_COLOR is set.",
    ),
]
CacheFolder = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        envvar="KDBIB_CACHE",
        metavar="DIR",
        help="Keep answers and decisions here. [default: cache/ of the project]",
    ),
    Setting("cache", str, place=True),
]
UserCache = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        envvar="KDBIB_CACHE",
        metavar="DIR",
        help="Where answers are kept. [default: the user's cache folder]",
    ),
]
"""The cache of what concerns no project; so no project's settings name it."""
SourceNames = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        envvar="KDBIB_SOURCE",
        metavar="NAME",
        help="Ask only this database (repeatable).",
        rich_help_panel=LOOKING,
    ),
    Setting("source", list),
]
REPORT = Setting("report", str, place=True, output=True)
ReportPath = Annotated[
    str | None,
    typer.Option(
        "--report",
        envvar="KDBIB_REPORT",
        metavar="PATH",
        help="Write a page here (HTML) that shows each citation, and why: to search, sort and "
        "filter (- is standard output).",
        rich_help_panel=OUTPUTS,
    ),
]
ReportForce = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Replace a page that kdbib did not write.",
        rich_help_panel=OUTPUTS,
    ),
]
Offline = Annotated[
    bool,
    typer.Option(
        "--offline",
        envvar="KDBIB_OFFLINE",
        help="Use only the corpora and the cache; send nothing.",
        rich_help_panel=LOOKING,
    ),
    Setting("offline", bool),
]
Refresh = Annotated[
    bool,
    typer.Option(
        "--refresh",
        envvar="KDBIB_REFRESH",
        help="Ignore earlier answers and decisions.",
        rich_help_panel=LOOKING,
    ),
]
Tex = Annotated[
    list[str] | None,
    typer.Option(
        "--tex",
        envvar="KDBIB_TEX",
        metavar="FILE",
        help="Of a .bib, look only at what this document cites: LaTeX with its \\input files, or "
        "markdown with [@key] (repeatable).",
        rich_help_panel=CITED,
    ),
]
Aux = Annotated[
    list[str] | None,
    typer.Option(
        "--aux",
        envvar="KDBIB_AUX",
        metavar="FILE",
        help="The same, for the .aux file that LaTeX wrote (repeatable).",
        rich_help_panel=CITED,
    ),
]
Corpora = Annotated[
    list[str] | None,
    typer.Option(
        "--corpus",
        envvar="KDBIB_CORPUS",
        metavar="PATH",
        help="Search this corpus too: a folder made by `kdbib corpus build`, s3://... or gs://..., "
        "or a file of works as JSON lines (repeatable).",
        rich_help_panel=LOOKING,
    ),
    Setting("corpus", list, place=True),
]


def is_named(context: typer.Context, parameter: str) -> bool:
    """Whether an option stands on the command line, rather than in settings or the environment."""
    source = context.get_parameter_source(parameter)
    return source is not None and source.name == "COMMANDLINE"
