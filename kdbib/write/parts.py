"""Parts of a work as every format without TeX writes them: the title, the pages, the address."""

import re

from kdbib.model import Scheme, Work
from kdbib.write.formula import without_tex
from kdbib.write.latex import address, clean

DASHES = r"\s*[-‐‑–—]+\s*"
"""What stands between the first page and the last."""


def plain_title(work: Work) -> str:
    """The title, its formulas in Unicode."""
    return without_tex(clean(work.title))


def first_and_last(page: str | None) -> tuple[str, str]:
    """The first page and the last; of anything else than a range, the whole and nothing.

    >>> first_and_last("145–152"), first_and_last("7-9, 11")
    (('145', '152'), ('7-9, 11', ''))
    """
    text = clean(page or "")
    found = re.fullmatch(rf"(\w+){DASHES}(\w+)", text)
    return (found[1], found[2]) if found else (text, "")


def url_of(work: Work) -> str:
    """The record's own address, else that of the first identifier that has a page to read."""
    return address(work.URL or "") or identified_page(work)


def identified_page(work: Work) -> str:
    """The address of the first identifier that has a page to read."""
    known = [found for found in work.identifiers if found.scheme != Scheme.S2]
    return (address(known[0].url) if known else None) or ""
