"""``kdbib parse``: what was read, with no look-up."""

from typing import Annotated

import typer

from kdbib.cli.options import ColourWanted, Format, Lists, Quiet, StdinFilename
from kdbib.cli.screen import Colour


def parse(
    lists: Lists,
    format_: Annotated[
        Format, typer.Option("--format", envvar="KDBIB_FORMAT", help="How to print it.")
    ] = Format.text,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show how the entry at LIST:LINE was read, and why so."),
    ] = False,
    stdin_filename: StdinFilename = None,
    quiet: Quiet = False,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Show how kdbib reads the citations in LISTs. Sends nothing.

    For example:

        kdbib parse README.md

        kdbib parse README.md --format json | jq '.[].title'

        kdbib parse --explain README.md:12
    """
    if explain:
        _explain(lists, format_, stdin_filename, quiet=quiet)
        return
    from kdbib.api import read_file
    from kdbib.cli.left_over import tell_leftovers
    from kdbib.cli.screen import show_json
    from kdbib.cli.show import show_parsed
    from kdbib.write.results import citation_json

    read = [read_file(path, stdin_filename) for path in lists]
    if format_ is Format.json:
        show_json([citation_json(citation) for one in read for citation in one.citations])
    else:
        show_parsed([one.list for one in read], quiet=quiet)
    for one in () if quiet else read:
        tell_leftovers(one.list, one.data)


def _explain(lists: list[str], format_: Format, name: str | None, *, quiet: bool) -> None:
    from kdbib.cli.parse_explain import explained, explanation, explanation_json
    from kdbib.cli.screen import show_json, terminal

    file, line, trace = explained(lists, name)
    if format_ is Format.json:
        show_json(explanation_json(file, line, trace))
    elif not quiet:
        console = terminal()
        for row in explanation(file, line, trace):
            console.out(row, highlight=False)
