"""The options that name a format, and the style of a text."""

from typing import Annotated

import typer

from kdbib.errors import UsageError

FORMATS_HELP = (
    "bibtex, biblatex, csl-json, csl-yaml, hayagriva, cff, ris, text, markdown, or the name of one "
    "that a package adds."
)


def format_names() -> list[str]:
    """The names of the formats, kdbib's own first."""
    from kdbib.write.formats import FORMATS

    return list(FORMATS)


def check_format(name: str | None) -> str | None:
    """The name of a format as it is; raises UsageError if there is no such format."""
    if name is not None and name not in format_names():
        known = ", ".join(format_names())
        raise UsageError(f"{name}: there is no such format; there are {known}")
    return name


Style = Annotated[
    str | None,
    typer.Option(
        "--style",
        metavar="STYLE",
        help="Write text in this style of CSL: a name such as apa or ieee, or the path of a .csl "
        "file.",
    ),
]


def check_style(style: str | None, format_: str | None) -> None:
    """Raise UsageError for a style with a format that has none."""
    if style is not None and format_ != "text":
        raise UsageError("--style is the style of a text: it goes with the format text")
