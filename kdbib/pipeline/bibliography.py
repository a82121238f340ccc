"""Which citations stand in a bibliography, and under which keys."""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kdbib.model import Entry, Form, Work
from kdbib.write.keys import assign, endings, identity
from kdbib.write.unresolved import as_listed

_log = logging.getLogger(__name__)
_KEY = re.compile(r"[^\s\"#%'(),={}\\~]+")
"""What both BibTeX and biber take for a key."""


def keyed(entries: Sequence[Entry], *, keep_unresolved: bool | None = None) -> tuple[Entry, ...]:
    """The entries, each with the key that it has in a bibliography; without one, it isn't there.

    A key means one work: where two ``.bib`` files use one for two, the second gets a letter.
    ``keep_unresolved`` says whether citations without a work stand there; None keeps those that
    come from a bibliography.
    """
    keys = _Keys()
    of_bibliographies = {
        index: keys.give(key, entry)
        for index, entry in enumerate(entries)
        if (key := _listed_key(entry)) and _is_kept(entry, keep_unresolved)
    }
    return tuple(
        replace(entry, key=of_bibliographies[index])
        if index in of_bibliographies
        else replace(entry, key=keys.give(_own_key(entry), entry))
        if _is_kept(entry, keep_unresolved)
        else replace(entry, key=None)
        for index, entry in enumerate(entries)
    )


def works_of(entries: Iterable[Entry]) -> dict[str, Work]:
    """What stands in a bibliography of keyed entries: works, or what is listed where there is none.

    Of two entries with one key, they are the same.
    """
    return {entry.key: entry.work or as_listed(entry.citation) for entry in entries if entry.key}


def _is_kept(entry: Entry, keep_unresolved: bool | None) -> bool:
    if entry.work is not None:
        return True
    return entry.citation.form.is_bibliography if keep_unresolved is None else keep_unresolved


def _listed_key(entry: Entry) -> str | None:
    """The key that a bibliography gives, if it can stand in a ``.bib``, or does so already."""
    key = entry.citation.key
    stands = entry.citation.form is Form.bibtex or _KEY.fullmatch(key or "")
    return key if stands else None


def _own_key(entry: Entry) -> str:
    """The key that kdbib gives."""
    if entry.key and _KEY.fullmatch(entry.key):
        return entry.key
    return assign([entry.work or as_listed(entry.citation)])[0]


class _Keys:
    """The keys that are given, and what each means."""

    def __init__(self) -> None:
        self._meanings: dict[str, str] = {}

    def give(self, key: str, entry: Entry) -> str:
        """The key, or, where it means something else already, the next that is free."""
        meaning = identity(entry.work or as_listed(entry.citation))
        given = next(
            one for one in _with_letters(key) if self._meanings.get(one.lower(), meaning) == meaning
        )
        self._meanings[given.lower()] = meaning
        if given != key:
            told = "%s: the key %s means another work already; here it is %s"
            _log.warning(told, entry.citation.place, key, given)
        return given


def _with_letters(key: str) -> Iterator[str]:
    """The key, and the same with a, b, ... z, aa, ab, ... behind it."""
    yield key
    yield from (key + end for end in endings())
