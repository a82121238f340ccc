"""``kdbib sources``: which databases are asked, by what rules, and whether they can be reached."""

from typing import Annotated

import typer

from kdbib.cli.options import Format


def sources(
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.text,
    offline: Annotated[
        bool,
        typer.Option("--offline", envvar="KDBIB_OFFLINE", help="Do not try to reach them."),
    ] = False,
) -> None:
    """Show the databases: their addresses and limits, the keys found, and whether they answer.

    A key is looked for in the environment alone, and never shown.
    """
    from kdbib.cli.show import show_json, show_sources
    from kdbib.http.client import Client
    from kdbib.resolve import SOURCES

    with Client() as client:
        rows = [
            {
                "name": source.name,
                "url": source.url,
                "limit": source.policy.limit(source.has_key),
                "key": source.has_key,
                "reachable": None if offline else client.reaches(source.url),
            }
            for source in SOURCES.values()
        ]
    if format_ is Format.json:
        show_json(rows)
    else:
        show_sources(rows)
