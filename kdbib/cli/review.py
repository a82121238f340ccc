"""``kdbib review``: decide what kdbib is not sure of, one citation at a time, in the terminal."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kdbib.cli.decide import By
from kdbib.cli.options import CacheFolder, Corpora, Lists, Offline, SourceNames
from kdbib.errors import UsageError


def review(
    lists: Lists,
    by: By = None,
    source: SourceNames = None,
    offline: Offline = False,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    count: Annotated[
        bool, typer.Option("--count", help="Say how many there are to decide, and end.")
    ] = False,
) -> None:
    """Decide the unsure citations in LISTs, one at a time.

    Needs kdbib[review].

    Shows what is ambiguous, contradicted, not found, or read with low probability, with the papers
    that it may be and the evidence for and against each. What you decide is kept at once, as by
    `kdbib decide`, and not asked again: leave whenever you like.

    Exit codes: 0 done; 2 wrong usage, or unreadable input.

    For example:

        kdbib review README.md

        kdbib review paper.bib --offline
    """
    from kdbib.api import Looking, corpora_of, enriched, read_file, sources_of
    from kdbib.choosing import choice_of
    from kdbib.cli.person import person
    from kdbib.cli.show import Screen
    from kdbib.config import cache_folder
    from kdbib.reviewing import Review, doubts
    from kdbib.wording import counted

    if "-" in lists:
        raise UsageError("a review needs files, and the keyboard")
    if not count and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("a review needs a terminal; elsewhere, use `kdbib decide`")
    name = choice_of("none", person(by)).by
    if not count:
        import textual  # noqa: F401 - before anything is asked
    looking = Looking(
        corpora_of(corpus or []),
        sources_of(source or [], "--source"),
        cache_folder(cache, Path.cwd()),
        offline=offline,
        thorough=bool(source),
    )
    parsed = [read_file(path) for path in lists]
    with Screen(quiet=False).progress() as on_progress:
        entries = enriched(parsed, looking, on_progress=on_progress).entries
    found = doubts(entries)
    if count or not found:
        sys.stdout.write(f"{counted(len(found), 'citation')} to decide\n")
        return
    from kdbib.cli.review_app import ReviewApp

    with looking.setting() as setting:
        session = Review(found, setting, name)
        ReviewApp(session).run()
    sys.stdout.write(f"{session.done} of {counted(len(found), 'citation')} decided\n")
