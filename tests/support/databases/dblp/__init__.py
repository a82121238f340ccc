"""DBLP's SPARQL endpoint (https://sparql.dblp.org), as far as kdbib's queries go.

Other queries are answered 400, as by the endpoint itself when it can't read one. No limit is
published; here it is the second between requests that DBLP asks for elsewhere
(https://dblp.org/faq/1474706.html). The challenge that its search sends is the fault ``html``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import parse_qs

from tests.support.databases.base import (
    Answer,
    Database,
    Rate,
    RefusedError,
    Request,
    json_answer,
)
from tests.support.databases.dblp import sparql
from tests.support.databases.dblp.store import Store, Term, Triple
from tests.support.databases.dblp.triples import triples
from tests.support.databases.paper import Author, Paper

ALWAYS = (
    Paper(
        type="article",
        title="Distilling the Knowledge in a Neural Network",
        authors=(Author("Hinton", "Geoffrey"), Author("Vinyals", "Oriol"), Author("Dean", "Jeff")),
        year=2015,
        identifiers={"arxiv": "1503.02531"},
    ),
)
"""What DBLP has, whatever else it has: who searches it may count on that."""

TABLE = "application/sparql-results+json"


@dataclass
class Dblp(Database):
    time_out: int = 429
    """The status by which it tells its own time-out; 500 in other versions of the engine."""
    _store: Store = field(default_factory=lambda: Store(()), init=False)

    name: ClassVar[str] = "dblp"
    base: ClassVar[str] = "/sparql"

    def load(self, papers: Sequence[Paper]) -> None:
        titles = {paper.title for paper in papers}
        held = [*papers, *(each for each in ALWAYS if each.title not in titles)]
        found: list[Triple] = [triple for paper in held for triple in triples(paper)]
        self._store = Store(found)

    def rate(self, request: Request) -> Rate:
        return Rate("everybody", seconds=1, alone=True)

    def too_heavy(self) -> Answer:
        """The engine's own time-out, as QLever tells it (ad-freiburg/qlever, issue 2002, April 2025)."""
        said = "Operation timed out. Last operation: Join on ?pub"
        value = {"exception": said, "query": "", "status": "ERROR", "time": {"total": 2003}}
        return json_answer(self.time_out, value)

    def items(self, request: Request) -> int:
        """How many IRIs or titles a query asks for."""
        query = _query(request)
        return max(
            1, query.count("<https://doi.org/") + query.count("/rec/") + query.count("FILTER")
        )

    def answer(self, request: Request) -> Answer:
        try:
            if request.method != "POST" or request.path:
                raise RefusedError(400, "a query has to be posted to the endpoint itself")
            if request.headers.get("accept") != TABLE:
                raise RefusedError(400, "no such media type")
            variables, rows = sparql.select(_query(request), self._store)
        except RefusedError as refused:
            return json_answer(
                refused.status,
                {"exception": str(refused), "query": _query(request), "status": "ERROR"},
            )
        value = {
            "head": {"vars": variables},
            "results": {"bindings": [{n: _cell(v) for n, v in row.items()} for row in rows]},
            "meta": {"query-time-ms": 5, "result-size-total": len(rows)},
        }
        return Answer(200, json_answer(200, value).body, TABLE)


def _query(request: Request) -> str:
    form = parse_qs(request.body.decode("utf-8", "replace"))
    return form.get("query", [""])[0]


def _cell(term: Term) -> dict[str, str]:
    return {"type": "uri" if term.is_iri else "literal", "value": term.text}
