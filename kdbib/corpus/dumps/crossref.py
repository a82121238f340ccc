"""Crossref's public data file: https://www.crossref.org/learning/public-data-file/.

Since 2024 a part is of JSON lines; before, one object with ``items``. A record is what the API has
as its message.
"""

import re
from collections.abc import Callable, Iterator

import msgspec

from kdbib.corpus.dumps.base import Dump, NotAWork, Seen
from kdbib.corpus.dumps.documents import values
from kdbib.corpus.dumps.json_text import decoded, first_object, keys_in
from kdbib.corpus.dumps.lines import lines
from kdbib.corpus.dumps.stream import Stream
from kdbib.http.plain import plain
from kdbib.resolve.bad_records import Rule
from kdbib.resolve.crossref_work import Message, record

_DECODER = msgspec.json.Decoder(Message)
_ITEMS = re.compile(rb'\s*\{\s*"items"\s*:\s*\[')


def _recognises(head: bytes) -> bool:
    keys = keys_in(head)
    is_list = isinstance(first_object(head).get("title", []), list)
    return "DOI" in keys and is_list and bool(keys & {"prefix", "member", "indexed"})


def _read(line: bytes) -> Seen | None:
    if not line.strip():
        return None
    said = decoded(line, _DECODER)
    found = record(said)
    if isinstance(found, Rule):
        raise NotAWork(found.name)
    if not found:
        raise NotAWork("without a title or a DOI")
    return Seen(found.work, f"crossref: {plain(said.doi, 300)}")


def _recognises_items(head: bytes) -> bool:
    return bool(_ITEMS.match(head)) and b'"DOI"' in head


def _split_items(opened: Callable[[], Stream]) -> Iterator[bytes]:
    return values(opened, "items")


CROSSREF_ITEMS = Dump("crossref", _split_items, _read, _recognises_items)
"""The Dump of Crossref as it was until 2023: parts that are one object with ``items``."""


CROSSREF = Dump("crossref", lines, _read, _recognises, in_lines=True)
"""The Dump of Crossref in JSON lines."""
