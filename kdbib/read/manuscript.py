r"""The files of a document that cites by key: those that are named, and what they take in.

``\input`` and ``\include`` are followed as LaTeX does it, from the folder of the file that is
named, and only to files inside of the project: a document may come from anybody.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

from kdbib.config import project_root
from kdbib.errors import UsageError
from kdbib.model import Form
from kdbib.read.citing import EVERYTHING, MARKDOWN_SUFFIXES, CitedKey, Citing, citing
from kdbib.read.encoding import UTF8, Encoding, decode
from kdbib.read.listing import List
from kdbib.read.source import SourceText

__all__ = ["EVERYTHING", "CitedKey", "Manuscript", "Page", "read_manuscript"]

_log = logging.getLogger(__name__)
_SUFFIXES = (".tex", ".ltx", ".latex", ".rnw", ".aux", *MARKDOWN_SUFFIXES)
_LARGEST = 64 * 1024 * 1024
_MOST_FILES = 2000
_BIB = ".bib"
_PARENTS = frozenset({"crossref", "xdata"})


@dataclass(frozen=True, slots=True)
class Page:
    """One file of a document: ``source`` is its text in UTF-8, ``root`` the file that leads to it.

    ``encoding`` leads back to the file's bytes.
    """

    source: SourceText
    encoding: Encoding
    citing: Citing
    root: Path


@dataclass(frozen=True)
class Manuscript:
    """The files of documents, in the order in which they are read."""

    pages: tuple[Page, ...]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys that are cited, as they are written."""
        return frozenset(one.key for page in self.pages for one in page.citing.keys)

    @property
    def cites_everything(self) -> bool:
        r"""Whether there is a ``\nocite{*}``."""
        return EVERYTHING in self.keys

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(key.lower() for key in self.keys)

    def cites(self, key: str | None) -> bool:
        """Whether an entry of this key is cited; upper and lower case are one, as to BibTeX."""
        return self.cites_everything or (key or "").lower() in self._folded

    def only_cited(self, read: List) -> List:
        """A bibliography, of which only the entries are left that are cited.

        An entry that a cited one takes fields from is cited with it. Other lists stay whole.
        """
        if self.cites_everything or read.form is not Form.bibtex:
            return read
        by_key = {(one.key or "").lower(): one for one in read.citations}
        waiting = [one for one in read.citations if self.cites(one.key)]
        kept: set[int] = set()
        while waiting:
            citation = waiting.pop()
            if id(citation) not in kept:
                kept.add(id(citation))
                named = (value.text for name, value in citation.fields if name in _PARENTS)
                keys = (key.strip().lower() for value in named for key in value.split(","))
                waiting += [by_key[key] for key in keys if key in by_key]
        return replace(read, citations=tuple(one for one in read.citations if id(one) in kept))

    @cached_property
    def bibliographies(self) -> tuple[Path, ...]:
        """The ``.bib`` files that the documents name, there or not."""
        named = [
            page.root.parent / (name if name.lower().endswith(_BIB) else name + _BIB)
            for page in self.pages
            for name in page.citing.bibliographies
            if "://" not in name
        ]
        return tuple(dict.fromkeys(named))


def read_manuscript(paths: Sequence[str]) -> Manuscript:
    """The documents in these files, and what they take in.

    A file that is taken in and can't be read is told, and passed over. Raises UsageError if a file
    that is named can't be read, or is in no form that cites by key.
    """
    pages: list[Page] = []
    seen: set[str] = set()
    for path in paths:
        if not path.lower().endswith(_SUFFIXES):
            raise UsageError(
                f"{path} is no document that cites by key; those end in {', '.join(_SUFFIXES)}"
            )
        pages += _with_inputs(path, seen)
    return Manuscript(tuple(pages))


def _with_inputs(path: str, seen: set[str]) -> Iterator[Page]:
    """The pages from a file on, depth first."""
    root = Path(path)
    inside = Path(os.path.realpath(project_root(root.parent.absolute()) or root.parent))
    waiting = [(root, "")]
    while waiting:
        file, named_at = waiting.pop()
        identity = os.path.realpath(file)
        if identity in seen:
            continue
        if len(seen) >= _MOST_FILES:
            _log.warning("%s: more than %d files are taken in", path, _MOST_FILES)
            return
        seen.add(identity)
        try:
            page = _page(file, root)
        except UsageError as error:
            if not named_at:
                raise
            _log.warning("%s: %s", named_at, error)
            continue
        yield page
        found = [
            (target, f"{file}:{page.source.line_of(start) + 1}")
            for name, start in page.citing.inputs
            if (target := _input(name, file, root, inside))
        ]
        waiting += reversed(found)


def _input(name: str, file: Path, root: Path, inside: Path) -> Path | None:
    """The file that a name means: from the first file's folder, or else from the one's that has it.

    None for one outside of the project, and for what is not there: it may be a package's own.
    """
    if "\0" in name or PurePath(name).is_absolute():
        return None
    suffixes = ("",) if PurePath(name).suffix.lower() in _SUFFIXES else (".tex", "")
    for folder in dict.fromkeys((root.parent, file.parent)):
        for suffix in suffixes:
            target = folder / (name + suffix)
            if _is_file(target) and Path(os.path.realpath(target)).is_relative_to(inside):
                return target
    _log.warning("%s: %s is not in the project; what it cites is not known", file, name)
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _page(file: Path, root: Path) -> Page:
    try:
        if not file.is_file():
            raise UsageError(f"{file}: there is no such file")
        if file.stat().st_size > _LARGEST:
            raise UsageError(
                f"{file}: this is more than a document has (at most {_LARGEST:,} bytes)"
            )
        raw = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {(error.strerror or str(error)).lower()}") from None
    data, encoding = decode(raw, str(file)) if raw else (b"", UTF8)
    source = SourceText(data, str(file))
    return Page(source, encoding, citing(str(file), source.text), root)
