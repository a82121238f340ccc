"""``kdbib cache``: what is kept, and how to forget it."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from kdbib.cli.options import CacheFolder

cache = typer.Typer(
    help="Show or clear the answers and decisions kept from earlier runs.", no_args_is_help=True
)


@cache.command()
def info(folder: CacheFolder = None) -> None:
    """Show where the cache is, and what is in it.

    A citation that was corrected has a decision as it stood, and one as it stands now.
    """
    from kdbib.cli.show import show_cache
    from kdbib.config import cache_folder
    from kdbib.http.answers import Answers
    from kdbib.resolutions import FILE_NAME, Resolutions

    where = cache_folder(folder, Path.cwd())
    resolutions = Resolutions(where / FILE_NAME)
    with closing(Answers(where if where.is_dir() else None)) as answers:
        papers = {key for _, key in resolutions.keyed_works()}
        show_cache(where, answers.info(), len(resolutions), len(papers))


@cache.command()
def clear(
    folder: CacheFolder = None,
    resolutions: Annotated[
        bool,
        typer.Option("--resolutions", help="Forget the decisions (resolutions.jsonl) as well."),
    ] = False,
) -> None:
    """Forget the answers of the databases. The decisions stay, unless --resolutions is given.

    What a person decided stays in any case; `kdbib decide KEY --undo` takes it back.
    """
    from kdbib.config import cache_folder
    from kdbib.http.answers import Answers
    from kdbib.resolutions import FILE_NAME, Resolutions

    where = cache_folder(folder, Path.cwd())
    if where.is_dir():
        with closing(Answers(where)) as answers:
            answers.clear()
        if resolutions:
            Resolutions(where / FILE_NAME).forget()
