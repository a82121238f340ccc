"""``kdbib corpus match``: the works of very many citations."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kdbib.cli.options import Corpora, Quiet
from kdbib.errors import ClusterError, UsageError


class Engine(StrEnum):
    """What joins citations with a corpus."""

    duckdb = "duckdb"
    spark = "spark"


_PART = 500_000


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
    engine: Annotated[
        Engine,
        typer.Option("--engine", envvar="KDBIB_ENGINE", help="This machine, or a Spark cluster."),
    ] = Engine.duckdb,
    master: Annotated[
        str | None,
        typer.Option("--master", envvar="KDBIB_MASTER", metavar="URL", help="spark://HOST:PORT"),
    ] = None,
    part: Annotated[
        int,
        typer.Option(
            "--part",
            envvar="KDBIB_PART",
            min=1,
            help="Citations after which Spark keeps the result.",
        ),
    ] = _PART,
    quiet: Quiet = False,
) -> None:
    """Find the works that FILEs cite in a corpus, in bulk.

    Made for hundreds of thousands of citations.

    A row for each citation says its file and line, the status (`matched`, `ambiguous`,
    `contradicted`, `not_found`), the confidence, and the work's title, authors, venue and
    identifiers. Several corpora are asked in turn, for what the ones before do not have.

    For example:

        kdbib corpus match references.txt --corpus ~/corpora/dblp -o matches.parquet
    """
    from functools import partial

    from kdbib.cli.screen import plain, terminal
    from kdbib.corpus import bulk, open_corpus
    from kdbib.corpus.memory import MemoryCorpus
    from kdbib.corpus.references import match_files

    if (engine is Engine.spark) is not bool(master):
        raise UsageError("--engine spark and --master URL belong together: spark://HOST:7077")
    opened = [open_corpus(location) for location in corpus or []]
    folders = [one for one in opened if not isinstance(one, MemoryCorpus)]
    if not folders or len(folders) < len(opened):
        raise UsageError("corpus match: name a --corpus, a folder that `kdbib corpus build` made")
    if output.suffix not in {".parquet", ".jsonl"}:
        raise UsageError(f"{output}: write to a file that ends in .parquet or .jsonl")
    if output.exists() and any(path.exists() and path.samefile(output) for path in references):
        raise UsageError(f"{output} is read as one of the FILEs, and no output replaces one")
    if master:
        from kdbib.corpus import spark

        with _parts_of(output) as kept:
            on_spark = partial(spark.match, folders, master=master, folder=kept)
            counts = match_files(references, output, on_spark, part)
    else:
        counts = match_files(references, output, partial(bulk.match, folders))
    if not quiet:
        parts = ", ".join(f"{number:,} {status}" for status, number in counts.items() if number)
        terminal(stderr=True).print(plain(f"{output}: {parts or 'no citations'}"))


@contextmanager
def _parts_of(output: Path) -> Iterator[Path]:
    """Where finished parts of a match are kept until all are; whoever breaks off is told."""
    import shutil

    folder = output.with_name(f"{output.name}.parts")
    goes_on = f"what is finished is kept in {folder}, and the same command goes on"
    try:
        yield folder
    except ClusterError as error:
        kept = folder.is_dir() and any(folder.glob("*.parquet"))
        raise ClusterError(f"{error}; {goes_on}" if kept else str(error)) from error
    except KeyboardInterrupt:
        sys.stderr.write(f"kdbib: interrupted; {goes_on}\n")
        raise typer.Exit(130) from None
    shutil.rmtree(folder, ignore_errors=True)
