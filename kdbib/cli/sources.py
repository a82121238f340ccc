"""``kdbib sources``: which databases are asked, by what rules, and whether they can be reached."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.options import ColourWanted, Format
from kdbib.cli.screen import Colour

if TYPE_CHECKING:
    from kdbib.http.policy import Policy


@dataclass(slots=True)
class _Visitor:
    """Somebody who only looks whether a source is there."""

    name: str
    policy: "Policy"


def sources(
    format_: Annotated[
        Format, typer.Option("--format", envvar="KDBIB_FORMAT", help="How to print it.")
    ] = Format.text,
    offline: Annotated[
        bool,
        typer.Option("--offline", envvar="KDBIB_OFFLINE", help="Do not try to reach them."),
    ] = False,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """List the databases, their limits and whether they answer.

    Also shows the addresses, and whether a key was found.

    Keys are read from the environment only, and never shown.
    """
    from dataclasses import replace

    from kdbib.cli.screen import show_json
    from kdbib.cli.show import show_sources
    from kdbib.errors import SourceError, Unreachable
    from kdbib.http.client import Client
    from kdbib.http.secrets import without_password
    from kdbib.resolve import SOURCES
    from kdbib.resolve.base import Source

    def reaches(client: Client, source: Source) -> str:
        """Why a source can't be reached; "" if it can, whatever it answers."""
        visitor = _Visitor(source.name, replace(source.policy, retries=0, max_wait=1))
        try:
            client.get(visitor, source.url)
        except Unreachable as error:
            return str(error)
        except SourceError:
            pass
        return ""

    with Client() as client:
        rows = [
            {
                "name": source.name,
                "url": without_password(source.url),
                "seconds_between_requests": source.policy.spacing(with_key=source.has_key),
                "takes": dict(source.accepts),
                "key": source.has_key,
                "reachable": None if offline else reaches(client, source),
            }
            for source in SOURCES.values()
        ]
    if format_ is Format.json:
        show_json(rows)
    else:
        show_sources(rows)
