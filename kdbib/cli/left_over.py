"""Saying what of a list no citation took."""

import sys

from kdbib.cli.screen import harmless
from kdbib.read import List
from kdbib.read.leftover import ENTRIES, IDENTIFIERS, LINKS, Leftover, leftovers
from kdbib.read.source import SourceText
from kdbib.wording import counted

_PLURALS = {LINKS: "links to papers", IDENTIFIERS: "identifiers", ENTRIES: "BibTeX entries"}


def tell_leftovers(read: List, data: bytes) -> None:
    """Say on standard error what of a list, whose bytes these are, belongs to no citation."""
    found = leftovers(SourceText(data, read.file, read.form), read)
    if not found:
        return
    belong = "belongs" if len(found) == found[0].count == 1 else "belong"
    parts = [_said(one) for one in found]
    told = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    sys.stderr.write(harmless(f"kdbib: {read.file}: {told} {belong} to no citation") + "\n")


def _said(one: Leftover) -> str:
    number = counted(one.count, one.kind, _PLURALS[one.kind])
    return f"{number} ({'line' if one.count == 1 else 'from line'} {one.line})"
