"""A manuscript's files as documents that rules look at: which of their keys no entry has."""

import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kdbib.config import project_root
from kdbib.errors import UsageError
from kdbib.linter.document import Document
from kdbib.model import Form
from kdbib.read import List
from kdbib.read.bibtex_syntax import Entry, blocks_of
from kdbib.read.encoding import decode
from kdbib.read.manuscript import EVERYTHING, Manuscript
from kdbib.read.source import SourceText

_log = logging.getLogger(__name__)
_LARGEST = 64 * 1024 * 1024


def citing_documents(manuscript: Manuscript, sources: Iterable[SourceText]) -> Iterator[Document]:
    """The files of a manuscript, each with the keys that none of the bibliographies has.

    Bibliographies that the manuscript names count too. If one of them can't be read, nobody knows
    which keys are missing: that is told, and no key is.
    """
    sources = list(sources)
    keys = _keys_of(sources)
    keys |= {key for page in manuscript.pages for key in page.citing.defined}
    given = {os.path.realpath(one.name) for one in sources}
    known = True
    for path in manuscript.bibliographies:
        if os.path.realpath(path) not in given and (more := _named(path)) is not None:
            keys |= more
        elif os.path.realpath(path) not in given:
            _log.warning("%s can't be read here; which keys it lacks is not known", path)
            known = False
    for page in manuscript.pages:
        # rules of lists don't concern it, whatever it is written in
        source = SourceText(page.source.data, page.source.name, Form.latex)
        document = Document(source, List(source.name, (), (), Form.latex, page.encoding))
        cited = (one for one in page.citing.keys if one.surely and one.key != EVERYTHING)
        document.undefined = tuple(one for one in cited if known and one.key not in keys)
        document.alike = {key.lower(): key for key in keys}
        yield document


def _keys_of(sources: Iterable[SourceText]) -> set[str]:
    bibliographies = (one for one in sources if one.form is Form.bibtex)
    return {
        key
        for source in bibliographies
        for block in blocks_of(source.text)
        if isinstance(block, Entry)
        for key in (block.key, *_aliases(block, source.text))
    }


def _aliases(block: Entry, text: str) -> Iterator[str]:
    """The other keys that biblatex's ``ids`` gives an entry."""
    for field in block.fields:
        if field.name.lower() == "ids":
            for part in field.parts:
                yield from (one.strip() for one in text[part.start : part.end].split(","))


def _named(path: Path) -> set[str] | None:
    """The keys of a bibliography; None if it can't be read, or is not inside of the project."""
    try:
        folder = path.parent.absolute()
        inside = os.path.realpath(project_root(folder) or folder)
        if not Path(os.path.realpath(path)).is_relative_to(inside) or not path.is_file():
            return None
        if path.stat().st_size > _LARGEST:
            return None
        data = path.read_bytes()
        text, _ = decode(data, str(path)) if data else (data, None)
    except (OSError, ValueError, UsageError):
        return None
    return _keys_of([SourceText(text, str(path), Form.bibtex)])
