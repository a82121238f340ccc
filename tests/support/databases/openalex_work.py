"""Papers as OpenAlex describes them: the preprint and the publication are two works.

Names are as each paper has them, so those from arXiv are inverted; a date that is not known is
January 1st. A record whose ``comment`` says so is retracted.
"""

from collections.abc import Iterator
from typing import Any

from tests.support.databases.paper import Author, Paper

Description = dict[str, Any]


def describe(paper: Paper) -> Iterator[Description]:
    if paper.arxiv_id:
        yield _work(paper, preprint=True)
    if paper.doi or not paper.arxiv_id:
        yield _work(paper, preprint=False)


def _work(paper: Paper, *, preprint: bool) -> Description:
    doi = f"10.48550/arxiv.{paper.arxiv_id}" if preprint else paper.doi.lower()
    first = paper.first_public
    year = first.year if preprint and first else paper.year
    number = 2_000_000_000 + paper.lot(f"openalex {preprint}", 2_000_000_000)
    place = _place(paper, preprint=preprint)
    first_page, _, last_page = paper.page.partition("-")
    pdf = place if place["pdf_url"] else None
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/{doi}" if doi else None,
        "title": paper.title,
        "display_name": paper.title,
        "publication_year": year,
        "publication_date": f"{year}-01-01" if year else None,
        "ids": _ids(paper, number, doi, preprint=preprint),
        "language": "en",
        "primary_location": place,
        "type": _type(paper, preprint=preprint),
        "open_access": {"is_oa": bool(pdf), "oa_status": "green" if pdf else "closed"},
        "authorships": [_authorship(author, preprint=preprint) for author in paper.authors],
        "biblio": {
            "volume": paper.volume or None,
            "issue": None,
            "first_page": None if preprint else first_page or None,
            "last_page": None if preprint else last_page or first_page or None,
        },
        "is_retracted": "retracted" in paper.comment.lower(),
        "is_authors_truncated": False,
        "locations_count": 1,
        "locations": [place],
        "best_oa_location": pdf,
        "abstract_inverted_index": None,
    }


def _type(paper: Paper, *, preprint: bool) -> str:
    if preprint:
        return "preprint"
    return {"chapter": "book-chapter", "book": "book"}.get(paper.type, "article")


def _ids(paper: Paper, number: int, doi: str, *, preprint: bool) -> dict[str, str]:
    ids = {"openalex": f"https://openalex.org/W{number}"}
    if doi:
        ids["doi"] = f"https://doi.org/{doi}"
    if not preprint and (pmid := paper.identifiers.get("pmid")):
        ids["pmid"] = f"https://pubmed.ncbi.nlm.nih.gov/{pmid}"
    return ids


def _place(paper: Paper, *, preprint: bool) -> dict[str, Any]:
    if preprint:
        name, kind = "arXiv (Cornell University)", "repository"
        page = f"https://arxiv.org/abs/{paper.arxiv_id}"
        pdf = f"https://arxiv.org/pdf/{paper.arxiv_id}"
    else:
        name = paper.container or paper.container_short
        kind = "journal" if paper.type == "article-journal" else "conference"
        page, pdf = f"https://doi.org/{paper.doi}" if paper.doi else "", ""
    source = {
        "id": "https://openalex.org/S1",
        "display_name": name,
        "type": kind,
        "issn_l": None,
        "host_organization_name": "Cornell University" if preprint else None,
    }
    return {
        "is_oa": bool(pdf),
        "landing_page_url": page or None,
        "pdf_url": pdf or None,
        "source": source if name else None,
        "version": "submittedVersion" if preprint else "publishedVersion",
        "raw_source_name": None,
        "raw_type": None if preprint else "proceedings-article" if kind == "conference" else None,
    }


def _authorship(author: Author, *, preprint: bool) -> dict[str, Any]:
    inverted = f"{author.family}, {author.given}" if author.family and author.given else ""
    return {
        "author_position": "middle",
        "author": {"id": "https://openalex.org/A1", "display_name": author.display, "orcid": None},
        "is_corresponding": False,
        "raw_author_name": inverted if preprint and inverted else author.display,
    }
