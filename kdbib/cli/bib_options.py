"""The options of ``enrich`` that concern bibliographies for LaTeX."""

from typing import Annotated

import typer

from kdbib.cli.options import OUTPUTS
from kdbib.config import Setting
from kdbib.write.choices import Dialect, Order, Venues

_OF_BIB = "BibTeX"

Append = Annotated[
    str | None,
    typer.Option(
        envvar="KDBIB_APPEND",
        metavar="PATH",
        help="Add the works that this .bib lacks to its end; what is in it stays as it is.",
        rich_help_panel=OUTPUTS,
    ),
]
DialectWanted = Annotated[
    Dialect | None,
    typer.Option(
        "--dialect",
        envvar="KDBIB_DIALECT",
        help="Whose names of types and fields to write. [default: as each entry has them]",
        rich_help_panel=_OF_BIB,
    ),
    Setting("dialect", str),
]
VenuesWanted = Annotated[
    Venues | None,
    typer.Option(
        "--venues",
        envvar="KDBIB_VENUES",
        help="How to write names of journals and proceedings. [default: as the record has them]",
        rich_help_panel=_OF_BIB,
    ),
    Setting("venues", str),
]
Sort = Annotated[
    Order,
    typer.Option(
        envvar="KDBIB_SORT",
        help="How to sort the entries that are written; those of a .bib LIST stay where they are.",
        rich_help_panel=_OF_BIB,
    ),
    Setting("sort", str),
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--fields",
        envvar="KDBIB_FIELDS",
        metavar="NAMES",
        help="Complete and correct only these fields of a .bib, with commas (repeatable).",
        rich_help_panel=_OF_BIB,
    ),
    Setting("fields", list),
]
KeepFields = Annotated[
    list[str] | None,
    typer.Option(
        "--keep-fields",
        envvar="KDBIB_KEEP_FIELDS",
        metavar="NAMES",
        help="Never touch these fields of a .bib, with commas (repeatable).",
        rich_help_panel=_OF_BIB,
    ),
    Setting("keep_fields", list),
]
