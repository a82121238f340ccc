"""A bibliography as CSL-JSON, for pandoc, citeproc, Zotero and their like.

Format: the variables of CSL 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html,
appendix IV) in the JSON that https://github.com/citation-style-language/schema describes. Its
``custom`` is the place for what CSL has no variable for.
"""

import json
from typing import Any

from kdbib.model import Name, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.write.formats import Items, Options, Writer
from kdbib.write.keys import unique
from kdbib.write.latex import address, clean, visible
from kdbib.write.parts import plain_title
from kdbib.write.seal import UNSEALED, sealed

Item = dict[str, Any]
"""An item of CSL-JSON."""


def csl_json(items: Items) -> str:
    """The works as a CSL-JSON array, sorted by id, each under its key.

    A work that comes twice under one key is written once; ValueError if two works share a key.
    """
    return _write(items, Options()).decode()


def _write(items: Items, options: Options) -> bytes:
    """The array; the seal is in the first item's ``custom``: without an item there is none."""
    written = [csl_item(key, work) for key, work in unique(items, options.order)]
    if written and options.sealed:
        written[0]["custom"] = {"kdbib": UNSEALED, **written[0].get("custom", {})}
    text = json.dumps(written, ensure_ascii=False, indent=2) + "\n"
    return sealed(text) if written and options.sealed else text.encode()


WRITER = Writer("csl-json", (".json",), _write)


def csl_item(key: str, work: Work) -> Item:
    """A work as an item with the id ``key``; what the work does not say is left out.

    Every identifier stands in ``custom.identifiers``, the PDF's address in ``custom.pdf_url``.
    """
    arxiv = work.identifier(Scheme.ARXIV)
    item: Item = {
        "id": key,
        "type": visible(work.type),
        "title": plain_title(work),
        "author": [author for name in work.author if name != OTHERS and (author := _name(name))],
        "issued": {"date-parts": [list(work.issued[:3])]} if work.issued else None,
        "container-title": _text(work.container_title),
        "container-title-short": _text(work.container_title_short),
        "volume": _text(work.volume),
        "issue": _text(work.issue),
        "page": _text(work.page),
        "number": f"arXiv:{visible(arxiv)}" if arxiv and not work.published else None,
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
    identifiers = {scheme: visible(value) for scheme, value in identifiers.items()}
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
