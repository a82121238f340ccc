"""A paper as Semantic Scholar describes it.

The fields: https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data. Its year and date are
those of the first version that it saw, its names are often initials, and what is closed may have
an ``openAccessPdf`` with an empty address.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from tests.support.databases.paper import Author, Paper, drawn
from tests.support.databases.semantic_scholar.venues import is_preprint, publication_venue, venue

Description = dict[str, Any]

SITE = "https://www.semanticscholar.org/paper/"
DISCLAIMER = (
    "Notice: Paper or abstract available at {page}, which is subject to the license by the author "
    "or copyright owner provided with this content. Please go to the source to verify the license "
    "and copyright information for your use."
)


def paper_id(title: str) -> str:
    """The identifier of the first paper of a title; later ones of the same title have others."""
    return hashlib.sha1(title.encode()).hexdigest()


def describe_all(papers: Sequence[Paper], initials: float) -> list[Description]:
    """All fields of all papers; ``initials`` is the share of authors known by an initial only."""
    described: dict[str, Description] = {}
    for paper in papers:
        given = paper.identifiers.get("s2", "")
        identifier = given if re.fullmatch(r"[0-9a-f]{40}", given) else paper_id(paper.title)
        while identifier in described:
            identifier = paper_id(f"{identifier} {paper.authors} {paper.year}")
        described[identifier] = _describe(paper, identifier, initials)
    return list(described.values())


def _describe(paper: Paper, identifier: str, initials: float) -> Description:
    """The fields, in the order in which they come."""
    first = paper.first_public
    year = first.year if first else paper.year
    corpus_id = 1_000_000 + drawn(identifier, 270_000_000)
    pdf = _open_access_pdf(paper)
    described = {
        "paperId": identifier,
        "externalIds": _external_ids(paper, corpus_id, year),
        "corpusId": corpus_id,
        "publicationVenue": publication_venue(paper),
        "url": SITE + identifier,
        "title": paper.title,
        "abstract": paper.abstract or None,
        "venue": venue(paper),
        "year": year,
        "referenceCount": paper.lot("references", 60),
        "citationCount": paper.lot("citations", 3000),
        "influentialCitationCount": paper.lot("citations", 3000) // 12,
        "isOpenAccess": bool(pdf and pdf["url"]),
        "openAccessPdf": pdf,
        "fieldsOfStudy": ["Computer Science"] if paper.lot("fields", 5) else None,
        "s2FieldsOfStudy": [{"category": "Computer Science", "source": "s2-fos-model"}],
        "publicationTypes": _publication_types(paper),
        "publicationDate": f"{first:%Y-%m-%d}" if first else _date(paper),
        "journal": _journal(paper),
        "citationStyles": {},
        "authors": [_author(author, paper, initials) for author in paper.authors],
    }
    described["citationStyles"] = {"bibtex": _bibtex(described)}
    return described


def _external_ids(paper: Paper, corpus_id: int, year: int | None) -> dict[str, Any]:
    preprint = is_preprint(paper)
    arxiv_doi = f"10.48550/arXiv.{paper.arxiv_id}" if preprint and (year or 0) >= 2022 else ""
    corr = f"journals/corr/abs-{paper.arxiv_id.replace('.', '-')}" if paper.arxiv_id else ""
    # of the two records that DBLP has of such a paper, it may know the preprint's
    knows_corr = bool(corr) and (preprint or paper.lot("dblp", 3) == 0)
    ids = {
        "ArXiv": paper.arxiv_id,
        "DBLP": corr if knows_corr else paper.identifiers.get("dblp", ""),
        "MAG": str(2_000_000_000 + paper.lot("mag", 10**9)) if year and year < 2021 else "",
        "ACL": paper.identifiers.get("acl", ""),
        "DOI": paper.doi or arxiv_doi,
        "PubMed": paper.identifiers.get("pmid", ""),
        "CorpusId": corpus_id,
    }
    return {name: value for name, value in ids.items() if value}


def _open_access_pdf(paper: Paper) -> dict[str, Any] | None:
    if paper.pdf_url:
        page = f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else paper.pdf_url
        disclaimer = DISCLAIMER.format(page=page)
        return {"url": paper.pdf_url, "status": "GREEN", "license": None, "disclaimer": disclaimer}
    status = ("CLOSED", None)[paper.lot("closed", 2)]
    return {"url": "", "status": status, "license": None} if paper.lot("pdf", 4) else None


def _publication_types(paper: Paper) -> list[str] | None:
    if paper.type == "paper-conference":
        return ["JournalArticle", "Conference"] if paper.arxiv_id else ["Conference"]
    return ["JournalArticle"] if is_preprint(paper) or paper.type == "article-journal" else None


def _date(paper: Paper) -> str | None:
    known = paper.year and paper.lot("date", 4)
    return f"{paper.year}-{1 + paper.lot('month', 12):02}-01" if known else None


def _journal(paper: Paper) -> dict[str, str] | None:
    """For a preprint CoRR's volume, for a conference the pages alone."""
    if is_preprint(paper):
        return {"name": "ArXiv", "volume": f"abs/{paper.arxiv_id}"}
    name = paper.container if paper.type == "article-journal" else ""
    parts = {"name": name, "pages": paper.page, "volume": paper.volume}
    return {part: value for part, value in parts.items() if value} or None


def _author(author: Author, paper: Paper, initials: float) -> dict[str, Any]:
    chance = drawn(f"initials {author.display} {paper.title}", 1000) / 1000
    name = author.abbreviated if chance < initials else author.display
    return {"authorId": str(1_000_000 + drawn(author.display, 2_300_000_000)), "name": name}


def _bibtex(described: Description) -> str:
    """As it comes: conference papers are @Article, nothing is braced."""
    key_name = described["authors"][0]["name"].split()[-1] if described["authors"] else "None"
    letters = "".join(word[0].upper() for word in described["title"].split()[:3])
    journal = described["journal"] or {}
    values = {
        "author": " and ".join(author["name"] for author in described["authors"]),
        "booktitle": described["venue"],
        "journal": journal.get("name"),
        "pages": journal.get("pages"),
        "title": described["title"],
        "volume": journal.get("volume"),
        "year": described["year"],
    }
    fields = ",\n".join(f" {name} = {{{value}}}" for name, value in values.items() if value)
    return f"@Article{{{key_name}{described['year']}{letters},\n{fields}\n}}\n"
