"""Which kept decision is meant: by a citation key, by a place in a list, by words of a title."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from kdbib.errors import UsageError
from kdbib.model import Citation
from kdbib.model.title import title_words
from kdbib.read import read_list
from kdbib.resolutions import Resolution, Resolutions

_PLACE = re.compile(r"(?P<file>.+?):(?P<line>\d{1,9})(?::\d{1,9})?")
_MOST = 8


@dataclass(frozen=True, slots=True)
class Decided:
    """A kept decision; ``citation`` is known where a place in a list was named."""

    resolution: Resolution
    citation: Citation | None = None


def decided(wanted: str, resolutions: Resolutions) -> list[Decided]:
    """The decisions that are meant: those on one work, or on one line.

    ``wanted`` is a citation key, ``FILE:LINE``, or words of a title. Raises UsageError where there
    is none, or where the words are those of several works.
    """
    of_key = [Decided(each) for each in resolutions if each.key == wanted]
    if of_key:
        return of_key
    if place := place_of(wanted):
        return _at(*place, resolutions)
    return _of_title(wanted, resolutions)


def place_of(wanted: str) -> tuple[str, int] | None:
    """The file and the line that a text names (``README.md:31``); None if it names none."""
    place = _PLACE.fullmatch(wanted)
    return (place["file"], int(place["line"])) if place else None


def _at(file: str, line: int, resolutions: Resolutions) -> list[Decided]:
    citations = [
        citation
        for citation in read_list(file)[0].citations
        if citation.span.line <= line <= citation.end_line
    ]
    if not citations:
        raise UsageError(f"{file}:{line}: there is no citation here; see `kdbib parse {file}`")
    found = [
        Decided(resolution, citation)
        for citation in citations
        if (resolution := resolutions.get(citation))
    ]
    if not found:
        raise UsageError(
            f"{citations[0].place}: nothing is decided about this citation yet;"
            f" run `kdbib enrich {file}` first"
        )
    return found


def _of_title(words: str, resolutions: Resolutions) -> list[Decided]:
    sought = title_words(words)
    found = [each for each in resolutions if sought and _has(_titles(each), sought)]
    exact = [each for each in found if any(title_words(t) == sought for t in _titles(each))]
    found = exact or found
    if len({each.key or each.citation for each in found}) > 1:
        shown = "".join(f"\n  {_name(each)}" for each in found[:_MOST])
        more = f"\n  and {len(found) - _MOST} more" if len(found) > _MOST else ""
        raise UsageError(f"{words!r} fits several works; name one by its key:{shown}{more}")
    if found:
        return [Decided(each) for each in found]
    keys = [each.key for each in resolutions if each.key]
    close = get_close_matches(words, keys, n=3)
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    raise UsageError(
        f"nothing is decided about {words!r}{hint}"
        if hint
        else f"nothing is decided about {words!r}; run `kdbib enrich LIST` first"
    )


def _titles(resolution: Resolution) -> list[str]:
    work = resolution.work
    return [resolution.title, *((work.title, *work.aliases) if work else ())]


def _has(titles: Iterable[str], sought: tuple[str, ...]) -> bool:
    return any(set(sought) <= set(title_words(title)) for title in titles)


def _name(resolution: Resolution) -> str:
    return f"{resolution.key or resolution.status.value}  {resolution.title}"
