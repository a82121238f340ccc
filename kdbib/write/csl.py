"""A bibliography as CSL-JSON, for pandoc, citeproc, Zotero and their like.

Format: the variables of CSL 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html,
appendix IV) in the JSON that https://github.com/citation-style-language/schema describes. Its
``custom`` is the place for what CSL has no variable for.
"""

import json
from collections.abc import Sequence
from typing import Any

from kdbib.model import Name, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.write.formula import without_tex
from kdbib.write.keys import unique
from kdbib.write.latex import address, clean, visible
from kdbib.write.seal import UNSEALED, sealed

Item = dict[str, Any]
"""An item of CSL-JSON."""


def csl_json(items: Sequence[tuple[str, Work]]) -> str:
    """The works as a CSL-JSON array, sorted by id, each under its key.

    A work that comes twice under one key is written once; ValueError if two works share a key.
    """
    return _written([csl_item(key, work) for key, work in unique(items)])


def csl_file(items: Sequence[tuple[str, Work]]) -> bytes:
    """The works as in :func:`csl_json`, as a file that kdbib knows for its own.

    The seal is in the first item's ``custom``; without an item there is nothing to be known by.
    """
    written = [csl_item(key, work) for key, work in unique(items)]
    if not written:
        return _written([]).encode()
    written[0]["custom"] = {"kdbib": UNSEALED, **written[0].get("custom", {})}
    return sealed(_written(written))


def _written(items: Sequence[Item]) -> str:
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def csl_item(key: str, work: Work) -> Item:
    """A work as an item with the id ``key``; what the work does not say is left out.

    Every identifier stands in ``custom.identifiers``, the PDF's address in ``custom.pdf_url``.
    """
    arxiv = work.identifier(Scheme.ARXIV)
    item: Item = {
        "id": key,
        "type": work.type,
        "title": without_tex(clean(work.title)),
        "author": [author for name in work.author if name != OTHERS and (author := _name(name))],
        "issued": {"date-parts": [list(work.issued[:3])]} if work.issued else None,
        "container-title": _text(work.container_title),
        "container-title-short": _text(work.container_title_short),
        "volume": _text(work.volume),
        "issue": _text(work.issue),
        "page": _text(work.page),
        "number": f"arXiv:{arxiv}" if arxiv and not work.published else None,
        "publisher": _text(work.publisher),
        "status": _text(work.status),
        "DOI": visible(work.DOI) if work.DOI else None,
        "URL": address(work.URL or ""),
        "custom": _custom(work),
    }
    return {name: value for name, value in item.items() if value}


def _custom(work: Work) -> Item:
    identifiers = {found.scheme.value: found.value for found in reversed(work.identifiers)}
    if work.DOI:
        identifiers["doi"] = work.DOI
    custom = {
        "identifiers": dict(sorted(identifiers.items())),
        "pdf_url": address(work.pdf_url or ""),
    }
    return {name: value for name, value in custom.items() if value}


def _name(name: Name) -> Item:
    if not name.family:
        return {"literal": whole} if (whole := clean(name.literal or name.given or "")) else {}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: text for part, value in parts.items() if value and (text := clean(value))}


def _text(value: str | None) -> str | None:
    return clean(value) if value else None
