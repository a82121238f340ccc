"""DataCite's REST API (https://support.datacite.org/docs/api), in JSON:API's form.

500 requests in five minutes from an address, 1000 from who leaves a mail address
(https://support.datacite.org/docs/is-there-a-rate-limit-for-making-requests-against-the-datacite-apis).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.support.databases.arxiv.eprint import Eprint, versions
from tests.support.databases.base import Answer, Database, Rate, Request, json_answer
from tests.support.databases.paper import Author, Paper
from tests.support.databases.registration import agency, mail_of

MOST_RESULTS = 1000
NOT_FOUND = {
    "errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]
}


@dataclass
class DataCite(Database):
    """arXiv's papers, and those whose DOIs are DataCite's; ``more`` are further attributes."""

    more: Sequence[Mapping[str, Any]] = ()
    _held: dict[str, dict[str, Any]] = field(default_factory=dict, init=False)

    name: ClassVar[str] = "datacite"

    def load(self, papers: Sequence[Paper]) -> None:
        eprints = [_of_arxiv(paper, held) for paper in papers if (held := versions(paper))]
        ours = [_deposit(p) for p in papers if p.doi and agency(p.doi) == "DataCite"]
        everything = [*eprints, *ours, *map(dict, self.more)]
        self._held = {each["doi"]: each for each in everything}

    def rate(self, request: Request) -> Rate:
        agent = request.headers.get("user-agent", "")
        known = bool(mail_of(agent, request.params.get("mailto", "")))
        return Rate("mail" if known else "ip", seconds=300, requests=1000 if known else 500)

    def items(self, request: Request) -> int:
        return max(1, len(_ids(request)))

    def too_many_requests(self) -> Answer:
        errors = {"errors": [{"status": "429", "title": "Too many requests."}]}
        return _answer(429, errors)

    def other_shape(self) -> Answer:
        return _answer(200, {"data": {"id": "something else"}, "meta": [1, 2]})

    def answer(self, request: Request) -> Answer:
        if request.method == "GET" and request.path == "/dois":
            return self._list(request)
        found = self._held.get(request.path.removeprefix("/dois/").lower())
        if request.method != "GET" or not found:
            return _answer(404, NOT_FOUND)
        return _answer(200, {"data": _resource(found, request)})

    def _list(self, request: Request) -> Answer:
        """The DOIs that are known among those asked for, in an order of its own."""
        ids = {each.lower() for each in _ids(request)}
        found = [self._held[doi] for doi in sorted(ids, reverse=True) if doi in self._held]
        size = min(int(request.params.get("page[size]") or 25), MOST_RESULTS)
        pages = -(-len(found) // size) if size else 1
        return _answer(
            200,
            {
                "data": [_resource(each, request) for each in found[:size]],
                "meta": {"total": len(found), "totalPages": pages, "page": 1},
                "links": {"self": "https://api.datacite.org/dois"},
            },
        )


def _answer(status: int, value: Any) -> Answer:
    plain = json_answer(status, value)
    return Answer(status, plain.body, "application/json; charset=utf-8")


def _ids(request: Request) -> list[str]:
    return [each for each in request.params.get("ids", "").split(",") if each]


def _resource(held: Mapping[str, Any], request: Request) -> dict[str, Any]:
    wanted = [each for each in request.params.get("fields[dois]", "").split(",") if each]
    attributes = {k: v for k, v in held.items() if not wanted or k in wanted}
    return {"id": held["doi"], "type": "dois", "attributes": attributes}


def _of_arxiv(paper: Paper, held: Sequence[Eprint]) -> dict[str, Any]:
    """What arXiv deposits: the latest title, and a date for each version."""
    first, latest = held[0], held[-1]
    dates = [
        {
            "date": f"{each.updated:%Y-%m-%dT%H:%M:%SZ}",
            "dateType": "Submitted",
            "dateInformation": f"v{each.version}",
        }
        for each in held
    ]
    described = [{"description": latest.summary, "descriptionType": "Abstract"}]
    if latest.comment:
        described.append({"description": latest.comment, "descriptionType": "Other"})
    known = {"relationType": "IsVersionOf", "relatedIdentifierType": "DOI"}
    return {
        "doi": f"10.48550/arxiv.{paper.arxiv_id.lower()}",
        "identifiers": [{"identifier": paper.arxiv_id, "identifierType": "arXiv"}],
        "creators": [_creator(author) for author in paper.authors],
        "titles": [{"title": latest.title}],
        "publisher": "arXiv",
        "container": {},
        "publicationYear": first.published.year,
        "subjects": [
            {"subject": f"A Subject ({each})", "subjectScheme": "arXiv"}
            for each in latest.categories
        ],
        "dates": [*dates[::-1], {"date": str(first.published.year), "dateType": "Issued"}],
        "types": {"bibtex": "misc", "citeproc": "article", "resourceTypeGeneral": "Preprint"},
        "relatedIdentifiers": [{"relatedIdentifier": latest.doi, **known}] if latest.doi else [],
        "descriptions": described,
        "url": f"https://arxiv.org/abs/{paper.arxiv_id}",
    }


def _deposit(paper: Paper) -> dict[str, Any]:
    """What a repository deposits."""
    return {
        "doi": paper.doi.lower(),
        "creators": [_creator(author) for author in paper.authors],
        "titles": [{"title": paper.title}],
        "publisher": "Zenodo",
        "container": {},
        "publicationYear": paper.year,
        "dates": [{"date": str(paper.year), "dateType": "Issued"}],
        "types": {
            "bibtex": "article",
            "citeproc": "article-journal",
            "resourceTypeGeneral": "Text",
        },
        "relatedIdentifiers": [],
        "descriptions": [],
        "url": paper.pdf_url or None,
    }


def _creator(author: Author) -> dict[str, Any]:
    """Every third name is only in one piece."""
    if author.literal:
        return {"name": author.literal, "nameType": "Organizational", "affiliation": []}
    name = {"name": f"{author.family}, {author.given}", "nameType": "Personal", "affiliation": []}
    if len(author.family) % 3:
        name |= {"givenName": author.given, "familyName": author.family}
    return name
