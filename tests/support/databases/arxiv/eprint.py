"""A paper as arXiv holds it: versions, dates, categories, what the author remarked."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.support.databases.paper import Paper

NO_ABSTRACT = (
    "The abstract of this paper is not among these records. In its place stand these words, which\n"
    "say nothing of its subject.\n  They make a second paragraph, as some abstracts do."
)


@dataclass(frozen=True, slots=True)
class Eprint:
    """One version. Titles can differ from version to version."""

    id: str
    version: int
    title: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    summary: str
    categories: tuple[str, ...]
    comment: str
    journal_ref: str
    doi: str

    @property
    def versioned(self) -> str:
        return f"{self.id}v{self.version}"


def versions(paper: Paper) -> tuple[Eprint, ...]:
    """All versions of a paper that arXiv holds, from the first.

    A paper with another title among its aliases had that title at first. Authors tell arXiv of the
    published version as they please: few give its DOI or reference, many a remark
    (https://info.arxiv.org/help/prep.html).
    """
    published = paper.first_public
    if published is None:
        return ()
    count = max(1 + paper.lot("versions", 3), 2 if paper.aliases else 1)
    titles = [paper.aliases[0] if paper.aliases else paper.title, *[paper.title] * (count - 1)]
    return tuple(
        Eprint(
            id=paper.arxiv_id,
            version=number,
            title=title,
            published=published,
            updated=published + timedelta(days=97 * (number - 1), seconds=4099 * (number - 1)),
            authors=tuple(author.display for author in paper.authors),
            summary=paper.abstract or NO_ABSTRACT,
            categories=_categories(paper),
            comment=paper.comment or _comment(paper),
            journal_ref=_journal_ref(paper),
            doi=paper.doi if paper.doi and paper.lot("doi", 4) == 0 else "",
        )
        for number, title in enumerate(titles, 1)
    )


def _categories(paper: Paper) -> tuple[str, ...]:
    others = ("cs.CV", "stat.ML", "cs.AI")[: paper.lot("categories", 4)]
    return (paper.arxiv_category, *(each for each in others if each != paper.arxiv_category))


def _comment(paper: Paper) -> str:
    remarks = ("", "{pages} pages", "Accepted to {venue}", "{venue} camera ready, {pages} pages")
    venue = f"{paper.container_short} {paper.year}" if paper.container_short else ""
    remark = remarks[paper.lot("comment", 4 if venue else 2)]
    return remark.format(venue=venue, pages=8 + paper.lot("pages", 12))


def _journal_ref(paper: Paper) -> str:
    if not paper.container_short or paper.lot("journal_ref", 6):
        return ""
    pages = f", {re.sub('--?', '--', paper.page)}" if paper.page else ""
    return f"{paper.container_short} ({paper.year}){pages}"
