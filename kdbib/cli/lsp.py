"""``kdbib lsp``: the server that editors talk to."""

from functools import partial

import typer


def lsp(context: typer.Context) -> None:
    """Serve an editor by the Language Server Protocol.

    It reads standard input and writes standard output.

    It tells the findings of `kdbib lint` while you write, offers their fixes, shows the work that a
    citation cites, and completes the keys of the .bib files beside a text. It asks no database.
    docs/editors.md shows how to set editors up.
    """
    from kdbib.cli.settings import settings_of
    from kdbib.config import read_settings
    from kdbib.editor.server import make_server

    options = settings_of(context.find_root().command)
    make_server(partial(read_settings, options=options)).start_io()
