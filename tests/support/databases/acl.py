"""The ACL Anthology (https://aclanthology.org): a file of BibTeX for each paper, and no API.

No limit is published; here it is the second between requests that tools keep to.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from tests.support.databases.base import Answer, Database, Rate, Request, html
from tests.support.databases.paper import Paper

LATEX = {"é": r"{\'e}", "ö": r"{\"o}", "ü": r"{\"u}", "š": r"{\v{s}}", "&": r"\&", "%": r"\%"}
TYPES = {"article-journal": "article", "book": "book", "chapter": "incollection"}


@dataclass
class Acl(Database):
    _files: dict[str, bytes] = field(default_factory=dict, init=False)

    name: ClassVar[str] = "acl"

    def load(self, papers: Sequence[Paper]) -> None:
        held = [paper for paper in papers if paper.identifiers.get("acl")]
        self._files = {f"/{p.identifiers['acl']}.bib": bibtex(p).encode() for p in held}

    def rate(self, request: Request) -> Rate:
        return Rate("everybody", seconds=1)

    def answer(self, request: Request) -> Answer:
        found = self._files.get(request.path) if request.method == "GET" else None
        return Answer(200, found, "application/x-bibtex") if found else html(404, "404 Not Found")


def bibtex(paper: Paper) -> str:
    """As the Anthology's program writes it."""
    acl = paper.identifiers["acl"]
    people = "  and\n      ".join(_name(a.family, a.given) for a in paper.authors if a.family)
    journal = paper.type == "article-journal"
    values = {
        "title": _latex(re.sub(r"\b([A-Z]{2,})\b", r"{\1}", paper.title)),
        "author": people,
        "journal" if journal else "booktitle": _latex(paper.container or paper.container_short),
        "volume": paper.volume,
        "month": "",
        "year": str(paper.year or ""),
        "address": "Online",
        "publisher": "Association for Computational Linguistics",
        "url": f"https://aclanthology.org/{acl}/",
        "doi": paper.doi,
        "pages": paper.page.replace("-", "--"),
        "abstract": _latex(paper.abstract),
    }
    fields = ",\n".join(f'    {name} = "{value}"' for name, value in values.items() if value)
    first = paper.authors[0].family.lower().replace(" ", "-") if paper.authors else "nobody"
    key = f"{first}-etal-{paper.year}-{paper.title.split()[0].lower()}"
    return f"@{TYPES.get(paper.type, 'inproceedings')}{{{key},\n{fields}\n}}\n"


def _name(family: str, given: str) -> str:
    return _latex(f"{family}, {given}" if given else family)


def _latex(text: str) -> str:
    return "".join(LATEX.get(char, char) for char in text)
