"""The identifiers by which Semantic Scholar finds a paper.

https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data/operation/get_graph_get_paper: its own
of 40 hexadecimal digits, or one with a prefix; a bare DOI does too.
"""

import re
from collections.abc import Iterable

from tests.support.databases.semantic_scholar.paper import Description

Key = tuple[str, str]

FORMS = {
    "paperId": r"([0-9a-f]{40})",
    "CorpusId": r"CorpusId:(\d+)",
    "DOI": r"(?:DOI:)?(10\.\d{4,9}/.+)",
    "ArXiv": r"ARXIV:(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})",
    "MAG": r"MAG:(\d+)",
    "ACL": r"ACL:([\w.-]+)",
    "PubMed": r"PMID:(\d+)",
    "PubMedCentral": r"PMCID:(?:PMC)?(\d+)",
}
PAGES = {
    "paperId": r"semanticscholar\.org/paper/(?:.*/)?([0-9a-f]{40})",
    "ArXiv": r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?(?:\.pdf)?",
    "ACL": r"(?:aclweb\.org/anthology|aclanthology\.org)/([\w.-]+?)(?:\.pdf|/)?",
    "DOI": r"(?:dl\.acm\.org/doi|www\.biorxiv\.org/content)/(?:\w+/)?(10\.\d{4,9}/.+)",
}
ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)


def key(text: str) -> Key | None:
    """Scheme and value, comparable; None if the text is nothing that identifies a paper."""
    if address := re.fullmatch(r"URL:https?://(.+)", text, re.IGNORECASE):
        for scheme, form in PAGES.items():
            if found := re.fullmatch(rf"(?:www\.)?{form}", address[1], re.IGNORECASE):
                return _comparable(scheme, found[1])
        return None
    for scheme, form in FORMS.items():
        if found := re.fullmatch(form, text, re.IGNORECASE):
            return _comparable(scheme, found[1])
    return None


def keys(description: Description) -> Iterable[Key]:
    """All by which a paper is found."""
    yield _comparable("paperId", description["paperId"])
    for scheme, value in description["externalIds"].items():
        yield _comparable(scheme, str(value))


def _comparable(scheme: str, value: str) -> Key:
    """DOIs that arXiv gave out lead to the arXiv paper, whatever its ``externalIds`` say."""
    if scheme == "DOI" and (of_arxiv := ARXIV_DOI.fullmatch(value)):
        return "ArXiv", of_arxiv[1].lower()
    return scheme, value.lower()
