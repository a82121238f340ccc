"""The command line. A command is a file; what it needs is imported when it runs."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from kdbib import __version__
from kdbib.cli.cache import cache
from kdbib.cli.corpus import corpus
from kdbib.cli.enrich import enrich
from kdbib.cli.explain import explain
from kdbib.cli.get import get
from kdbib.cli.lint import lint
from kdbib.cli.parse import parse
from kdbib.cli.plan import plan
from kdbib.cli.rule import rule
from kdbib.cli.sources import sources
from kdbib.errors import KdbibError

app = typer.Typer(
    name="kdbib",
    help="Find the papers that a list cites, and correct the citations.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command()(enrich)
app.command()(explain)
app.command()(get)
app.command()(plan)
app.command()(parse)
app.command()(lint)
app.command()(rule)
app.command()(sources)
app.add_typer(corpus, name="corpus")
app.add_typer(cache, name="cache")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kdbib {__version__}")  # noqa: T201 - this is output
        raise typer.Exit


@app.callback()
def _main(
    context: typer.Context,
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    from kdbib.config import read_settings

    settings = read_settings(Path.cwd())
    shared = {name: settings[name] for name in ("offline", "cache") if name in settings}
    corpora = {name: settings[name] for name in ("corpus",) if name in settings}
    of_lint = settings.pop("lint", {})
    context.default_map = {
        "enrich": settings,
        "get": {
            name: settings[name] for name in ("source", "offline", "corpus") if name in settings
        },
        "explain": {name: settings[name] for name in ("cache", "corpus") if name in settings},
        "lint": shared | corpora | of_lint,
        "plan": {
            name: settings[name]
            for name in ("source", "offline", "corpus", "cache")
            if name in settings
        },
        "corpus": {"search": corpora, "match": corpora},
        "cache": {"info": shared, "clear": shared},
    }


def main() -> None:
    """Run the command line; what a person can be told is one message, and exit code 2."""
    logging.basicConfig(format="kdbib: %(message)s", level=logging.WARNING)
    try:
        app()
    except KdbibError as error:
        sys.stderr.write(f"kdbib: {error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("kdbib: interrupted; what was answered is kept in the cache\n")
        sys.exit(130)
