"""arXiv's answers as Atom.

The elements: https://info.arxiv.org/help/api/user-manual.html#atom. Since 2026 they come in another
order, with their namespaces declared once, at the root, and without the line breaks that long
titles and abstracts had.
"""

import base64
import hashlib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import quote_plus
from xml.sax.saxutils import escape, quoteattr

from tests.support.databases.arxiv.eprint import Eprint

Layout = Literal[2024, 2026]

ARXIV = "http://arxiv.org/schemas/atom"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
ROOTS = {
    2024: '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">',
    2026: f"<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns:opensearch=\"{OPENSEARCH}\" "
    f'xmlns:arxiv="{ARXIV}" xmlns="http://www.w3.org/2005/Atom">',
}
ORDERS = {
    2024: "id updated published title summary author doi comment journal_ref links "
    "primary category",
    2026: "id title updated links summary category published comment primary journal_ref "
    "author doi",
}
ADDRESS = "https://arxiv.org/api/query"


@dataclass(frozen=True, slots=True)
class Asked:
    """The query as arXiv understood it."""

    search_query: str
    id_list: str
    start: int
    max_results: int


def feed(
    asked: Asked, total: int, eprints: Sequence[Eprint], when: datetime, layout: Layout
) -> bytes:
    """The answer to a query, with one page of what was found."""
    page = {
        "itemsPerPage": asked.max_results,
        "totalResults": total,
        "startIndex": asked.start,
    }
    head = _head_2026(asked, when) if layout == 2026 else _head_2024(asked, when)
    numbers = [_opensearch(name, value, layout) for name, value in page.items()]
    entries = [line for eprint in eprints for line in _entry(eprint, layout)]
    return _document(layout, [*head, *numbers, *entries])


def error_feed(reason: str, when: datetime) -> bytes:
    """What stands for an error: a feed with one entry that says so."""
    address = f"https://arxiv.org/api/errors#{reason.replace(' ', '_')}"
    lines = [
        "<id>https://arxiv.org/</id>",
        "<title>arXiv Search Results</title>",
        f"<updated>{_time(when)}</updated>",
        "<opensearch:itemsPerPage>1</opensearch:itemsPerPage>",
        "<opensearch:totalResults>1</opensearch:totalResults>",
        "<opensearch:startIndex>0</opensearch:startIndex>",
        "<entry>",
        f"  <id>{escape(address)}</id>",
        "  <title>Error</title>",
        f"  <updated>{_time(when)}</updated>",
        f'  <link href={quoteattr(address)} rel="alternate" type="text/html"/>',
        f"  <summary>{escape(reason)}</summary>",
        "  <author>",
        "    <name>arXiv api core</name>",
        "  </author>",
        "</entry>",
    ]
    return _document(2026, lines)


def _document(layout: Layout, lines: Sequence[str]) -> bytes:
    return "\n".join([ROOTS[layout], *(f"  {line}" for line in lines), "</feed>\n"]).encode()


def _head_2026(asked: Asked, when: datetime) -> list[str]:
    link = (
        f"{ADDRESS}?search_query={quote_plus(asked.search_query, safe=':')}&start={asked.start}"
        f"&max_results={asked.max_results}&id_list={quote_plus(asked.id_list, safe='/,')}"
    )
    return [
        f"<id>https://arxiv.org/api/{_fingerprint(asked)}</id>",
        f"<title>arXiv Query: {escape(_echo(asked))}</title>",
        f"<updated>{_time(when)}</updated>",
        f'<link href={quoteattr(link)} type="application/atom+xml"/>',
    ]


def _head_2024(asked: Asked, when: datetime) -> list[str]:
    link = f"http://arxiv.org/api/query?{quote_plus(_echo(asked))}"
    return [
        f'<link href={quoteattr(link)} rel="self" type="application/atom+xml"/>',
        f'<title type="html">ArXiv Query: {escape(_echo(asked))}</title>',
        f"<id>http://arxiv.org/api/{_fingerprint(asked)}</id>",
        f"<updated>{when:%Y-%m-%d}T00:00:00-04:00</updated>",
    ]


def _echo(asked: Asked) -> str:
    return (
        f"search_query={asked.search_query}&id_list={asked.id_list}"
        f"&start={asked.start}&max_results={asked.max_results}"
    )


def _fingerprint(asked: Asked) -> str:
    return base64.b64encode(hashlib.sha1(_echo(asked).encode()).digest()).decode().rstrip("=")


def _opensearch(name: str, value: int, layout: Layout) -> str:
    declared = f' xmlns:opensearch="{OPENSEARCH}"' if layout == 2024 else ""
    return f"<opensearch:{name}{declared}>{value}</opensearch:{name}>"


def _entry(eprint: Eprint, layout: Layout) -> list[str]:
    elements = _elements(eprint, layout)
    ordered = [line for name in ORDERS[layout].split() for line in elements[name]]
    return ["<entry>", *(f"  {line}" for line in ordered), "</entry>"]


def _elements(eprint: Eprint, layout: Layout) -> dict[str, list[str]]:
    declared = f' xmlns:arxiv="{ARXIV}"' if layout == 2024 else ""
    scheme = f' scheme="{ARXIV}"'
    primary = f'<arxiv:primary_category{declared} term="{eprint.categories[0]}"'
    return {
        "id": [f"<id>http://arxiv.org/abs/{eprint.versioned}</id>"],
        "title": [f"<title>{_text(eprint.title, layout)}</title>"],
        "updated": [f"<updated>{_time(eprint.updated)}</updated>"],
        "published": [f"<published>{_time(eprint.published)}</published>"],
        "summary": [f"<summary>{_summary(eprint, layout)}</summary>"],
        "author": [
            f"<author>\n      <name>{escape(name)}</name>\n    </author>" for name in eprint.authors
        ],
        "category": [f'<category term="{term}"{scheme}/>' for term in eprint.categories],
        "primary": [f"{primary}{scheme if layout == 2024 else ''}/>"],
        "comment": _optional("comment", eprint.comment, declared),
        "journal_ref": _optional("journal_ref", eprint.journal_ref, declared),
        "doi": _doi(eprint, layout, declared),
        "links": _links(eprint, layout),
    }


def _optional(name: str, value: str, declared: str) -> list[str]:
    return [f"<arxiv:{name}{declared}>{escape(value)}</arxiv:{name}>"] if value else []


def _doi(eprint: Eprint, layout: Layout, declared: str) -> list[str]:
    if not eprint.doi:
        return []
    resolver = "https://doi.org/" if layout == 2026 else "http://dx.doi.org/"
    link = f'<link rel="related" href={quoteattr(resolver + eprint.doi)} title="doi"/>'
    return [*_optional("doi", eprint.doi, declared), link]


def _links(eprint: Eprint, layout: Layout) -> list[str]:
    site = "https://arxiv.org" if layout == 2026 else "http://arxiv.org"
    pdf = f'href="{site}/pdf/{eprint.versioned}" rel="related" type="application/pdf" title="pdf"'
    return [
        f'<link href="{site}/abs/{eprint.versioned}" rel="alternate" type="text/html"/>',
        f"<link {pdf}/>",
    ]


def _summary(eprint: Eprint, layout: Layout) -> str:
    if layout == 2024:
        return f"  {escape(textwrap.fill(eprint.summary, 78))}\n"
    return escape(eprint.summary)


def _text(text: str, layout: Layout) -> str:
    return escape(
        "\n  ".join(textwrap.wrap(text, 72, break_on_hyphens=False)) if layout == 2024 else text
    )


def _time(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"
