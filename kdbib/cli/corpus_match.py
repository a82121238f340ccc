"""``kdbib corpus match``: the works of very many citations."""

from pathlib import Path
from typing import Annotated

import typer

from kdbib.cli.options import Corpora, Quiet
from kdbib.errors import UsageError


def match(
    references: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Citations: .md, .bib or .txt; .jsonl or .parquet with a column `text`, or `title`"
            " and what is known of `author`, `year`, `container_title`, `identifiers`.",
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="PATH", help="Where to: .parquet or .jsonl."),
    ],
    corpus: Corpora = None,
    quiet: Quiet = False,
) -> None:
    """Find the works that FILEs cite in corpora, by the hundred thousand.

    A row for each citation says its file and line, the status (`matched`, `ambiguous`,
    `contradicted`, `not_found`), the confidence, and the work's title, authors, venue and
    identifiers.

    For example:

        kdbib corpus match references.txt --corpus ~/corpora/dblp -o matches.parquet
    """
    from kdbib.cli.screen import plain, terminal
    from kdbib.corpus import open_corpus
    from kdbib.corpus.memory import MemoryCorpus
    from kdbib.corpus.references import match_files

    opened = [open_corpus(location) for location in corpus or []]
    folders = [one for one in opened if not isinstance(one, MemoryCorpus)]
    if len(folders) != 1 or len(opened) != 1:
        raise UsageError("corpus match: name one --corpus, a folder that `kdbib corpus build` made")
    if output.suffix not in {".parquet", ".jsonl"}:
        raise UsageError(f"{output}: write to a file that ends in .parquet or .jsonl")
    counts = match_files(references, folders[0], output)
    if not quiet:
        parts = ", ".join(f"{number:,} {status}" for status, number in counts.items() if number)
        terminal(stderr=True).print(plain(f"{output}: {parts or 'no citations'}"))
