"""KB1xx: identifiers."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from kdbib.linter.arxiv_ids import written_ids
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding
from kdbib.linter.majority import is_habit
from kdbib.model import Form, LinkKind, Scheme
from kdbib.model.identifier import arxiv, arxiv_problem, arxiv_year, from_url

_ARXIV_PATH = re.compile(r"/(?:abs|pdf)/(.+?)(?:\.pdf)?/?")
_DOI_LINK = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_DOI_TEXT = re.compile(r"\bdoi:\s*(10[^\s\])}>,;]*)", re.IGNORECASE)
_WHOLE_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_TOO_EARLY = 2
"""Years by which a paper can't be older than its preprint; one year happens."""


def invalid_arxiv_id(document: Document) -> Iterator[Finding]:
    """An impossible arXiv id.

    ## What it does
    Checks that arXiv ids, in the text and in links to arxiv.org, have arXiv's form: year and month,
    a point, and four digits (five since 2015).
    ## Why is this bad
    The id leads to no paper, and readers can't know which digit is wrong.
    ## Example
        Balanced Distillation. Zhang, Shaoyu et al. arXiv:2014.10510
    ## Use instead
        Balanced Distillation. Zhang, Shaoyu et al. arXiv:2104.10510
    ## Fix safety
    There is no fix: the id has to be looked up (`kdbib lint --resolve` tries to).
    """
    if document.form is Form.bibtex:
        yield from _malformed(document, "arxiv-id", "look the id up on arXiv")
        return
    for one in document.citations:
        for found, where, parts in written_ids(one):
            problem = arxiv_problem(parts["id"] + (parts["version"] or ""))
            if found.identifier is None and problem:
                if _BARE_YEAR.fullmatch(parts["id"]):
                    problem = "it is a year"
                message = f"`{parts['id']}` is not an arXiv id: {problem}"
                yield Finding(where, message, "look the id up on arXiv")
        for link, where in one.links:
            if problem := _wrong_address(link.url):
                yield Finding(where, problem, "look the id up on arXiv")


def _malformed(document: Document, kind: str, advice: str) -> Iterator[Finding]:
    """What the reader found in fields for identifiers, and is none."""
    for one in document.citations:
        for problem in one.citation.malformed:
            where = one.range(problem.span)
            # old DOIs have signs in them that no text can be searched for: 10.1002/(SICI)...<1::
            is_old = kind == "doi" and _WHOLE_DOI.fullmatch(one.at(where))
            if problem.kind == kind and not is_old:
                yield Finding(where, problem.message.replace("'", "`"), advice)


def _wrong_address(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = _ARXIV_PATH.fullmatch(parts.path)
    if not path or (parts.hostname or "").removeprefix("www.") != "arxiv.org" or from_url(url):
        return None
    problem = arxiv_problem(path[1])
    return f"the link leads to `{path[1][:40]}`, which is not an arXiv id: {problem}"


def arxiv_without_id(document: Document) -> Iterator[Finding]:
    """An entry with arXiv as its venue, but without an id.

    ## What it does
    Finds entries with arXiv and a year, but no arXiv id in the text or in a link.
    ## Why is this bad
    Readers have to search arXiv for the title.
    ## Example
        Understanding Knowledge Distillation in Machine Translation. arXiv 2019
    ## Use instead
        Understanding Knowledge Distillation in Machine Translation. arXiv:1911.02727
    ## Fix safety
    There is no fix: the id has to be looked up.
    """
    without, named = [], 0
    for one in document.citations:
        venue = one.citation.venue
        if not venue or not one.venue or venue.text.casefold() not in {"arxiv", "arxiv preprint"}:
            continue
        papers = (LinkKind.PAPER, LinkKind.PDF)
        named += 1
        linked = any(link.kind in papers for link in one.citation.links)
        if not linked and not one.identifiers and not any(written_ids(one)):
            without.append(one.venue)
    if is_habit(len(without), named):
        return  # the ids stand somewhere else
    for where in without:
        yield Finding(where, "arXiv is given, but no arXiv id", "add the id: arXiv:YYMM.NNNNN")


def malformed_doi(document: Document) -> Iterator[Finding]:
    """A damaged or incomplete DOI.

    ## What it does
    Checks that a registrant and a suffix follow `doi:` or `https://doi.org/`.
    ## Why is this bad
    It leads nowhere.
    ## Example
        Ranking Distillation. Tang, Jiaxi et al. KDD 2018 [[paper]](https://doi.org/10.1145)
    ## Use instead
        Ranking Distillation. Tang, Jiaxi et al. KDD 2018 doi:10.1145/3219819.3220021
    ## Fix safety
    There is no fix: the DOI has to be looked up.
    """
    advice = "a DOI looks like 10.1145/3097983.3098135"
    if document.form is Form.bibtex:
        yield from _malformed(document, "doi", advice)
        return
    for one in document.citations:
        for link, where in one.links:
            is_doi = _DOI_LINK.match(link.url)
            if is_doi and from_url(link.url) is None and link.url[is_doi.end() :] != "":
                yield Finding(where, f"`{link.url[is_doi.end() :]}` is not a DOI", advice)
        for found, where in one.find(_DOI_TEXT):
            if not _WHOLE_DOI.match(found[1]):
                yield Finding(where, f"`{found[1]}` is not a DOI", advice)


def year_before_preprint(document: Document) -> Iterator[Finding]:
    """A year that the arXiv id contradicts.

    ## What it does
    Compares the year of an entry with the date in its arXiv id. A publication follows its preprint,
    or precedes it by a few months.
    ## Why is this bad
    Either the year or the id belongs to another paper.
    ## Example
        Towards Oracle Distillation. Kang, Minsoo et al. CVPR 2015. arXiv:1911.13019
    ## Use instead
        Towards Oracle Distillation. Kang, Minsoo et al. AAAI 2020. arXiv:1911.13019
    ## Fix safety
    There is no fix: the text doesn't tell which of the two is wrong.
    """
    for one in document.citations:
        year = one.citation.year
        for identifier in one.identifiers:
            if identifier.scheme is not Scheme.ARXIV or not year or not one.year:
                continue
            given = arxiv_year(identifier.value)
            if year.value <= given - _TOO_EARLY and arxiv(identifier.value):
                message = (
                    f"{year.value} contradicts arXiv:{identifier.value}, which is from {given}"
                )
                yield Finding(one.year, message, "check the year and the id")
                break
