"""``kdbib decide``: a person says which paper a citation cites."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.options import CacheFolder, ColourWanted, Corpora, Offline, Quiet, SourceNames
from kdbib.cli.screen import Colour
from kdbib.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kdbib.choosing import Target
    from kdbib.resolutions import Resolution, Resolutions

By = Annotated[
    str | None,
    typer.Option(
        "--by",
        envvar="KDBIB_BY",
        metavar="NAME",
        help="Who decides. [default: git's user.name, or the login]",
    ),
]


def decide(
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY", help="A citation key, FILE:LINE, words of a title, or a line of LIST."
        ),
    ],
    choice: Annotated[
        str | None,
        typer.Argument(
            metavar="DOI|arXiv|none",
            show_default=False,
            help="The paper's identifier, or a link with it; none if it is no paper that was "
            "found. Not with --undo.",
        ),
    ] = None,
    list_: Annotated[
        str | None,
        typer.Argument(
            metavar="LIST",
            show_default=False,
            help="The list that KEY is in. [default: any that was read]",
        ),
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take the decision back; kdbib's own holds again.")
    ] = False,
    by: By = None,
    source: SourceNames = None,
    offline: Offline = False,
    corpus: Corpora = None,
    cache: CacheFolder = None,
    quiet: Quiet = False,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Decide which paper a citation cites, in the place of kdbib.

    The decision goes to resolutions.jsonl in the cache's folder, with your name and the day: commit
    that file. Every later run holds to it, with --refresh too, and does not ask again.

    Exit codes: 0 decided; 2 wrong usage, no such citation, or nobody knows the identifier.

    For example:

        kdbib decide README.md:31 10.1109/CVPR.2016.90

        kdbib decide "deep mutual learning" 1706.00384 README.md

        kdbib decide README.md:31 none

        kdbib decide README.md:31 --undo
    """
    from kdbib.api import Looking, corpora_of, sources_of
    from kdbib.choosing import choice_of, choose
    from kdbib.cli.person import person
    from kdbib.config import cache_folder

    if undo:
        choice, list_ = None, choice if list_ is None else list_
    elif choice is None:
        raise UsageError("say which paper it is: a DOI, an arXiv id, or none")
    chosen = choice_of(choice, person(by)) if choice else None
    looking = Looking(
        corpora_of(corpus or []),
        sources_of(source or [], "--source"),
        cache_folder(cache, Path.cwd()),
        offline=offline,
    )
    with looking.setting() as setting:
        targets = _targets(key, list_, setting.resolutions)
        if chosen is None:
            _undo(targets, setting.resolutions, quiet=quiet)
            return
        decided = choose(targets, chosen, setting)
    for target, one in zip(targets, decided, strict=True):
        _tell(f"{_place(target)}{one.title}: {_told(one)}", quiet=quiet)


def _targets(key: str, list_: str | None, resolutions: "Resolutions") -> "Sequence[Target]":
    """The citations that are meant, in a list or among those that were decided about."""
    from kdbib.choosing import Target, targets_in
    from kdbib.explain.lookup import decided, place_of
    from kdbib.read import read_list

    if list_ is not None:
        return targets_in(read_list(list_)[0].citations, key, resolutions)
    if place := place_of(key):
        file, line = place
        return targets_in(read_list(file)[0].citations, str(line), resolutions)
    found = decided(key, resolutions)
    return [Target(d.resolution.citation, d.resolution.title, d.citation) for d in found]


def _undo(targets: "Sequence[Target]", resolutions: "Resolutions", *, quiet: bool) -> None:
    from kdbib.resolutions import Resolution

    for target in targets:
        before = resolutions.undo(target.citation)
        holds = _told(before) if isinstance(before, Resolution) else "kdbib decides anew"
        _tell(f"{_place(target)}{target.title}: {holds}", quiet=quiet)


def _place(target: "Target") -> str:
    return f"{target.read.place}: " if target.read else ""


def _told(one: "Resolution") -> str:
    """What was decided, in a few words."""
    from kdbib.match.decide import describe

    if one.work:
        return f"{one.key}  {describe(one.work)}" if one.key else describe(one.work)
    if one.choice and one.choice.is_none:
        return "none of the papers that were found"
    return one.reason or one.status.value.replace("_", " ")


def _tell(text: str, *, quiet: bool) -> None:
    from kdbib.cli.screen import plain, terminal

    if not quiet:
        terminal().print(plain(text), soft_wrap=True)
