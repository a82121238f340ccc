"""Whether a document reads as well as before its fixes."""

from dataclasses import dataclass

from kdbib.lint.cited import Cited
from kdbib.lint.document import Document
from kdbib.model import Citation
from kdbib.model.title import folded, title_key
from kdbib.model.venue import short_name


@dataclass(frozen=True, slots=True)
class Worse:
    """What reads worse than before: the lines (of the text before) of entries, or the whole."""

    lines: frozenset[int] = frozenset()
    whole: bool = False

    @property
    def any(self) -> bool:
        return self.whole or bool(self.lines)


def worse_than(before: Document, after: Document, *, unsafe: bool) -> Worse:
    """Where ``after`` reads worse than ``before``; after unsafe fixes, values may be others."""
    if len(before.citations) != len(after.citations):
        return Worse(whole=True)
    pairs = zip(before.citations, after.citations, strict=True)
    worse = [old for old, new in pairs if not _as_good(old.citation, new.citation, unsafe=unsafe)]
    return Worse(frozenset(line for one in worse for line in _lines(one)))


def _lines(one: Cited) -> range:
    return range(one.line, one.citation.end_line + 1)


def _as_good(old: Citation, new: Citation, *, unsafe: bool) -> bool:
    """Whether nothing is lost, and, after safe fixes, nothing says something else."""
    there = (
        (old.title is None or new.title is not None)
        and len(new.authors) >= len(old.authors)
        and (old.venue is None or new.venue is not None)
        and (old.year is None or new.year is not None)
        and len(new.identifiers) >= len(old.identifiers)
        and len(new.links) >= len(old.links)
        and new.et_al >= old.et_al
    )
    return there and (unsafe or _says_the_same(old, new))


def _says_the_same(old: Citation, new: Citation) -> bool:
    return (
        _same(old.title and title_key(old.title.text), new.title and title_key(new.title.text))
        and _names(old) == _names(new)[: len(old.authors)]
        and _same(old.venue and _venue(old), new.venue and _venue(new))
        and _same(old.year and old.year.value, new.year and new.year.value)
        and {i.key for i, _ in old.identifiers} <= {i.key for i, _ in new.identifiers}
    )


def _same(old: object, new: object) -> bool:
    return old is None or old == new


def _names(citation: Citation) -> list[str]:
    """The names' letters; marks, full stops and *et al.* in them are nothing that they say."""
    shown = (author.name.inverted() for author in citation.authors)
    letters = ("".join(c for c in folded(name) if c.isalpha()) for name in shown)
    return [name.removesuffix("etal") for name in letters]


def _venue(citation: Citation) -> str:
    text = citation.venue.text if citation.venue else ""
    return short_name(text) or folded(text)
