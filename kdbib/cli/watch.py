"""``kdbib watch``: which works of a list were published or taken back since it was made."""

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kdbib.cli.options import CacheFolder, ColourWanted, Lists, SourceNames
from kdbib.cli.screen import Colour

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kdbib.api import Parsed
    from kdbib.watching import News, Watched


class Form(StrEnum):
    """What is printed."""

    diff = "diff"
    markdown = "markdown"
    json = "json"


def watch(
    lists: Lists,
    format_: Annotated[
        Form,
        typer.Option("--format", help="Print a diff, the text of a pull request, or JSON."),
    ] = Form.diff,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Write what is new into the LISTs.")
    ] = False,
    batch: Annotated[
        int, typer.Option(min=1, metavar="N", help="Ask about so many works at most.")
    ] = 200,
    source: SourceNames = None,
    cache: CacheFolder = None,
    color: ColourWanted = Colour.auto,  # noqa: ARG001 - its callback has chosen
) -> None:
    """Tell what became of the works of LISTs.

    Preprints that were published, and papers that were taken back.

    Works that `kdbib enrich` found are asked about again after a time that depends on their age:
    two weeks for a young preprint, a year for an old article; those first that wait longest. What
    is new is kept with the decisions. For a scheduled job: commit resolutions.jsonl.

    Exit codes: 0 done; 2 wrong usage or unreadable input; 3 a source failed.

    For example:

        kdbib watch README.md

        kdbib watch README.md --in-place --format markdown
    """
    from kdbib.api import Looking, read_file, sources_of
    from kdbib.cli.screen import show_json
    from kdbib.config import cache_folder, refuse_to_leave
    from kdbib.watching import watch as watched
    from kdbib.write.files import replace
    from kdbib.write.markdown import unified_diff

    parsed = [read_file(path) for path in lists]
    looking = Looking((), sources_of(source or [], "--source"), cache_folder(cache, Path.cwd()))
    citations = [citation for one in parsed for citation in one.citations]
    with looking.setting() as setting:
        found = watched(citations, setting, date.today(), batch)
    after = _after(parsed, looking.cache, found)
    for one in parsed if in_place else ():
        if after[one.file] != one.data:
            refuse_to_leave(Path(one.file), Path.cwd())
            encode = one.list.encoding.encode
            replace(one.file, encode(after[one.file]), before=encode(one.data))
    if format_ is Form.json:
        show_json(_as_json(found))
    elif format_ is Form.markdown:
        sys.stdout.write(_as_markdown(found))
    else:
        for one in parsed:
            sys.stdout.write(unified_diff(one.data, after[one.file], one.file, one.file))
    for name, why in found.outages.items():
        sys.stderr.write(f"kdbib: {name}: {why}\n")
    if found.outages:
        raise typer.Exit(3)


def _after(
    parsed: "Sequence[Parsed]", cache: Path | None, found: "Watched"
) -> "Mapping[str, bytes]":
    """The lists with the corrections of the entries that there is news of."""
    from kdbib.api import Looking, corpora_of, enriched
    from kdbib.resolutions import fingerprint
    from kdbib.watching import names_of
    from kdbib.write.markdown import corrected

    after = {one.file: one.data for one in parsed}
    names = names_of(found.news)
    if not names:
        return after
    looking = Looking(corpora_of([]), [], cache, offline=True, final=True, keeping=False)
    for one in parsed:
        entries = enriched([one], looking).entries
        new = [e for e in entries if fingerprint(e.citation) in names]
        after[one.file] = corrected(one.data, [c for e in new for c in e.changes])
    return after


def _told(one: "News") -> str:
    from kdbib.match.decide import describe
    from kdbib.watching import Kind
    from kdbib.write.reference import occasion

    if one.kind is Kind.PUBLISHED:
        return f"{describe(one.before)}: published since, in {occasion(one.after)} ({one.source})"
    return f"{describe(one.before)}: {one.after.status} ({one.source})"


def _as_markdown(found: "Watched") -> str:
    """The text of a pull request."""
    from kdbib.model.invisible import visible
    from kdbib.watching import Kind
    from kdbib.write.reference import escaped, page_of

    parts = []
    heads = {Kind.PUBLISHED: "Published since", Kind.TAKEN_BACK: "Retracted or withdrawn"}
    for kind, head in heads.items():
        items = [
            f"- {escaped(visible(' '.join(_told(one).split()), ''))} <{page_of(one.after)}>"
            f" ({escaped(Path(one.citation.file).name)}, line {one.citation.span.line})\n"
            for one in found.news
            if one.kind is kind
        ]
        if items:
            parts.append(f"## {head}\n\n{''.join(items)}")
    asked = f"{found.asked} works were asked about, {found.waiting} wait for the next run.\n"
    return "\n".join([*(parts or ["Nothing is new.\n"]), asked])


def _as_json(found: "Watched") -> object:
    return {
        "news": [
            {
                "kind": one.kind.value,
                "file": one.citation.file,
                "line": one.citation.span.line,
                "title": one.after.title,
                "container-title": one.after.container_title,
                "year": one.after.year,
                "DOI": one.after.DOI,
                "status": one.after.status,
                "source": one.source,
            }
            for one in found.news
        ],
        "asked": found.asked,
        "waiting": found.waiting,
        "outages": found.outages,
    }
