"""A corpus in kdbib's own text form (see :mod:`kdbib.corpus.textfile`)."""

import msgspec

from kdbib.corpus.dumps.base import Damaged, Dump, Seen
from kdbib.corpus.dumps.json_text import decoded, first_object
from kdbib.corpus.dumps.lines import lines
from kdbib.corpus.textfile import Line, work_of
from kdbib.http.plain import plain

_OWN = frozenset(("identifiers", "sources", "confidence", "aliases", "pdf_url"))
_DECODER = msgspec.json.Decoder(Line)


def _recognises(head: bytes) -> bool:
    first = first_object(head)
    typed = all(isinstance(first.get(key), str) for key in ("type", "title"))
    of_its_own = bool(_OWN & first.keys()) or isinstance(first.get("issued"), list)
    return typed and of_its_own and isinstance(first.get("issued", []), list)


def _read(line: bytes) -> Seen | None:
    if not line.strip():
        return None
    said = decoded(line, _DECODER)
    try:
        found = work_of(said)
    except (msgspec.MsgspecError, ValueError, TypeError, AttributeError) as error:
        raise Damaged(f"not a record: {error}") from None
    if not found.title.strip() or not _are_sane(found.issued):
        raise Damaged("there is no title" if not found.title.strip() else "no such date")
    sources = said.get("sources")
    first = sources[0] if isinstance(sources, list) and sources else "a text corpus"
    return Seen(found, plain(str(first), 300))


def _are_sane(issued: tuple[int, ...]) -> bool:
    limits = ((1, 9999), (1, 12), (1, 31))
    fits = all(least <= part <= most for part, (least, most) in zip(issued, limits, strict=False))
    return fits and len(issued) <= 3


TEXT = Dump("text", lines, _read, _recognises, in_lines=True)
"""The Dump that a corpus as text is."""
