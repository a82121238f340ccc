"""arXiv's metadata as a file of JSON lines: https://www.kaggle.com/datasets/Cornell-University/arxiv.

Names and titles are as the authors typed them, in TeX.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from kdbib.corpus.dumps.base import Damaged, Dump, Seen
from kdbib.corpus.dumps.json_text import decoded, keys_in
from kdbib.corpus.dumps.lines import lines
from kdbib.http.plain import plain
from kdbib.model import Name, Work, identifier
from kdbib.model.work import PREPRINT_TYPE
from kdbib.read.latex import decoded as from_latex
from kdbib.resolve.arxiv import WITHDRAWN, journal_doi
from kdbib.resolve.names import name

_CREATED = re.compile(r"\w{3},? (\d{1,2}) (\w{3}) ((?:19|20)\d\d) ")
_MONTHS = dict(
    zip("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), range(1, 13), strict=True)
)
_TEX = re.compile(r"[\\{}~]")
_MOST_AUTHORS = 5000
_LONGEST_NAME = 800  # characters that are looked at and kept


class _Version(msgspec.Struct):
    created: str | None = None


class _Line(msgspec.Struct, rename="kebab"):
    id: str
    title: str | None = None
    authors_parsed: list[list[str]] | None = msgspec.field(name="authors_parsed", default=None)
    comments: str | None = None
    doi: str | None = None
    categories: str | None = None
    versions: list[_Version] | None = None


_DECODER = msgspec.json.Decoder(_Line)


def _recognises(head: bytes) -> bool:
    keys = keys_in(head)
    return keys >= {"id", "title", "categories"} and bool(keys & {"submitter", "authors_parsed"})


def _read(line: bytes) -> Seen | None:
    if not line.strip():
        return None
    said = decoded(line, _DECODER)
    own, title = identifier.arxiv(said.id), plain(said.title or "", 1000)
    if not own or not title:
        raise Damaged("there is no title" if own else f"{plain(said.id, 40)!r} is no arXiv id")
    work = Work(
        type=PREPRINT_TYPE,
        title=title,
        author=_authors(said.authors_parsed or ()),
        issued=_issued(said),
        container_title="arXiv",
        DOI=journal_doi(said.doi or ""),
        URL=own.url,
        status="withdrawn" if WITHDRAWN.search(said.comments or "") else None,
        identifiers=(own,),
        arxiv_category=plain((said.categories or "").partition(" ")[0], 40) or None,
        pdf_url=f"https://arxiv.org/pdf/{own.value}",
    )
    return Seen(work, f"arxiv: {own.value}")


def _authors(parsed: Sequence[Sequence[str]]) -> tuple[Name, ...]:
    found = (
        _name(*[part[:_LONGEST_NAME] for part in parts[:3]]) for parts in parsed[:_MOST_AUTHORS]
    )
    return tuple(filter(None, found))


@lru_cache(maxsize=1 << 15)
def _name(family: str = "", given: str = "", suffix: str = "") -> Name | None:
    r"""``["Erd\H{o}s", "Paul", ""]`` is a family name, a given name and a suffix."""
    family, given, suffix = _text(family), _text(given), _text(suffix)
    return Name(family, given, suffix or None) if family and given else name(family)


def _text(given: str) -> str:
    text = plain(given, 200)
    return plain(from_latex(text), 200) if _TEX.search(text) else text


def _issued(said: _Line) -> tuple[int, ...]:
    """The day of the first version."""
    first = said.versions[0].created if said.versions else None
    found = _CREATED.match(first or "")
    if not found or found[2] not in _MONTHS:
        return ()
    return int(found[3]), _MONTHS[found[2]], int(found[1])


ARXIV = Dump("arxiv", lines, _read, _recognises, in_lines=True)
"""The Dump of arXiv."""
