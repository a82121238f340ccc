"""OpenAlex's works as files (https://docs.openalex.org/download-all-data/openalex-snapshot)."""

import msgspec

from kdbib.corpus.dumps.base import Damaged, Dump, NotAWork, Seen
from kdbib.corpus.dumps.json_text import decoded, first_object, keys_in
from kdbib.corpus.dumps.lines import lines
from kdbib.resolve.bad_records import Rule
from kdbib.resolve.openalex_work import SUSPECTED, OpenAlexWork, record

_DECODER = msgspec.json.Decoder(OpenAlexWork)


def _recognises(head: bytes) -> bool:
    first = first_object(head).get("id", "")
    return str(first).startswith("https://openalex.org/W") or (
        keys_in(head) >= {"id", "authorships", "primary_location"}
    )


def _read(line: bytes) -> Seen | None:
    if not line.strip():
        return None
    said = decoded(line, _DECODER)
    own = (said.id or "").removeprefix("https://openalex.org/")
    if not (own.startswith("W") and own[1:].isdigit() and own.isascii()):
        raise Damaged("there is no OpenAlex id of a work")
    found = record(said)
    if isinstance(found, Rule):
        raise NotAWork(found.name)
    if not found:
        raise NotAWork("without a title")
    if found.confidence == SUSPECTED:  # parts of two papers: no witness of either
        raise NotAWork("openalex-merged")
    return Seen(found.work, f"openalex: {own[:20]}")


OPENALEX = Dump("openalex", lines, _read, _recognises, in_lines=True)
"""The Dump of OpenAlex."""
