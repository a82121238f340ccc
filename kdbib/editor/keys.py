"""The keys of the bibliographies beside a text: which one is meant, and which there are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from kdbib.api import parse
from kdbib.errors import KdbibError
from kdbib.linter.files import inside
from kdbib.linter.show.text import harmless
from kdbib.model import Citation

_IN_LATEX = re.compile(r"\\[A-Za-z]*[cC]ite[A-Za-z]*\*?(?:\[[^\]\n]*\]){0,2}\{([^{}\n]*)$")
_IN_MARKDOWN = re.compile(r"(?:^|[\s\[;(\-])@\{?([\w:.#$%&+?<>~/-]*)$")
_KEY = re.compile(r"[^\s,{}@\[\];]*")
_MOST_FILES, _LARGEST, _MOST_KEYS = 20, 10 << 20, 1000


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed of a key: the text before the cursor, and where it begins in the line."""

    prefix: str
    start: int


def typed_key(before: str) -> Typed | None:
    r"""What is typed of a key at the end of a line; None where no key stands.

    >>> typed_key(r"see \citep[p.~3]{hinton2015, romero")
    Typed(prefix='romero', start=29)
    >>> typed_key("as in [@hin")
    Typed(prefix='hin', start=8)
    >>> typed_key("ann@example") is None
    True
    """
    before_key = before[-2000:]
    cut = len(before) - len(before_key)
    if found := _IN_LATEX.search(before_key):
        key = found[1].rpartition(",")[2].lstrip()
    elif found := _IN_MARKDOWN.search(before_key):
        key = found[1]
    else:
        return None
    return Typed(key, cut + found.end() - len(key))


def key_at(line: str, column: int) -> str | None:
    r"""The key that stands at a column of a line; None where no key stands.

    >>> key_at(r"see \cite{hinton2015, romero}", 24)
    'romero'
    """
    typed = typed_key(line[:column])
    if typed is None:
        return None
    rest = _KEY.match(line, column)
    key = typed.prefix + (rest[0] if rest else "")
    return key.rstrip(".:?") or None


def bibliographies(path: Path, root: Path | None) -> list[Path]:
    """The BibTeX files in the folder of a text, and in those above it up to the project's."""
    folders = [path.parent]
    if root and inside(path, root) is not None:
        folders += [one for one in path.parent.parents if inside(one, root) is not None]
    found: Iterator[Path] = (
        file for folder in folders for file in sorted(folder.glob("*.bib")) if file.is_file()
    )
    return list(islice(found, _MOST_FILES))


def keyed(path: Path, root: Path | None) -> dict[str, Citation]:
    """The entries that a text may cite, by their keys; of equal keys, the nearest file's counts."""
    entries: dict[str, Citation] = {}
    for file in bibliographies(path, root):
        try:
            status = file.stat()
        except OSError:
            continue
        if status.st_size <= _LARGEST:
            for one in _entries(file, status.st_mtime_ns, status.st_size):
                if one.key:
                    entries.setdefault(one.key, one)
    return entries


@lru_cache(maxsize=_MOST_FILES)
def _entries(file: Path, _time: int, _size: int) -> tuple[Citation, ...]:
    """The entries of a file, read again when it was saved."""
    try:
        return parse(file).citations
    except (KdbibError, OSError):
        return ()


def matching(entries: dict[str, Citation], prefix: str) -> list[tuple[str, Citation]]:
    """The entries whose key or title has what is typed; those whose key begins with it first."""
    wanted = prefix.lower()
    ranked = [
        (not key.lower().startswith(wanted), key)
        for key, one in entries.items()
        if wanted in key.lower() or (one.title and wanted in one.title.text.lower())
    ]
    return [(key, entries[key]) for _, key in sorted(ranked)[:_MOST_KEYS]]


def in_a_line(one: Citation) -> str:
    """Authors, year and title of an entry."""
    names = [author.name.family or author.name.literal or "" for author in one.authors]
    who = " and ".join(names) if len(names) < 3 else f"{names[0]} et al."
    year = str(one.year.value) if one.year else ""
    title = one.title.text if one.title else ""
    return harmless(". ".join(filter(None, [" ".join(filter(None, [who, year])), title])))
