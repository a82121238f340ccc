"""``kdbib explain``: each field's value, who said it, and why it won."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from kdbib.cli.options import CacheFolder, ColourWanted, Corpora, Format
from kdbib.cli.screen import Colour


def explain(
    key: Annotated[
        str,
        typer.Argument(metavar="KEY", help="A citation key, FILE:LINE, or words of a title."),
    ],
    format_: Annotated[
        Format, typer.Option("--format", envvar="KDBIB_FORMAT", help="How to print it.")
    ] = Format.text,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Show where each field of the work KEY comes from. Sends nothing.

    Lists the evidence for and against the match, then for each field its value, the sources that
    agree, disagree, were ignored or said nothing, and why this value won.

    For example:

        kdbib explain hinton2015distilling

        kdbib explain README.md:31

        kdbib explain "relational knowledge distillation" --format json
    """
    from kdbib.cli.explain_output import explanation_json, show_explanation
    from kdbib.cli.screen import show_json
    from kdbib.config import cache_folder
    from kdbib.corpus import embedded, open_corpus
    from kdbib.explain import decided, statements
    from kdbib.explain import explain as explanation_of
    from kdbib.http.answers import Answers
    from kdbib.resolutions import FILE_NAME, Resolutions
    from kdbib.resolve import SOURCES

    folder = cache_folder(cache, Path.cwd())
    found = decided(key, Resolutions(folder / FILE_NAME))
    corpora = [embedded(), *(open_corpus(path) for path in corpus or [])]
    with closing(Answers(folder if folder.is_dir() else None)) as answers:
        explained = [
            explanation_of(one.resolution, statements(one, SOURCES, corpora, answers))
            for one in found
        ]
    if format_ is Format.json:
        show_json([explanation_json(one) for one in explained])
    else:
        for one in explained:
            show_explanation(one)
