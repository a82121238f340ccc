"""``kdbib corpus``: works looked up without a network."""

import typer

from kdbib.cli.corpus_build import build, info
from kdbib.cli.corpus_match import match
from kdbib.cli.corpus_search import search

corpus = typer.Typer(
    help="Build a corpus from public dumps, and look works up in it.",
    no_args_is_help=True,
)
corpus.command()(build)
corpus.command()(info)
corpus.command()(search)
corpus.command()(match)
