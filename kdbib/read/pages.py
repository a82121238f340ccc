"""Pages whose addresses hold no identifier: what else they tell, and why they do not tell more.

Data, a fact a row: some addresses hold the title (``…/4824-imagenet-classification-with-…``), and
others hold a number that only the site itself can read.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class Titled(NamedTuple):
    """On ``host``, a path of this form holds ``title``; maybe ``author``, ``venue``, ``year``."""

    host: str
    path: str


class Told(NamedTuple):
    """What an address tells of a paper besides an identifier; "" where it says nothing."""

    title: str
    author: str = ""
    venue: str = ""
    year: str = ""


_TITLED = (
    # the first forms of NeurIPS's addresses, and those of the years after 2006
    Titled("papers.nips.cc papers.neurips.cc", r"/paper/\d+-(?P<title>[\w-]+?)(?:\.pdf|\.html)?/?"),
    Titled(
        "openaccess.thecvf.com",
        r"/content(?:_[a-z]+_\d{4}|/[A-Z0-9]+)(?:/.*)?/(?:html|papers)/"
        r"(?P<author>[^_/]+)_(?P<title>.+)_(?P<venue>[A-Z]+)_(?P<year>\d{4})_paper\.(?:html|pdf)",
    ),
    Titled("paperswithcode.com cs.paperswithcode.com", r"/paper/(?P<title>[\w-]+)/?"),
    Titled("researchgate.net", r"/publication/\d+_(?P<title>[^/]+)/?.*"),
    Titled("semanticscholar.org", r"/paper/(?P<title>(?=.*-.*-)[^/]+)/?"),
)
_WITHOUT = {
    "ieeexplore.ieee.org": "IEEE Xplore's addresses hold a number of its own, not the DOI",
    "computer.org": "the Computer Society's addresses hold a number of its own, not the DOI",
    "sciencedirect.com": "ScienceDirect's addresses hold Elsevier's number (PII), not the DOI",
    "linkinghub.elsevier.com": "this address holds Elsevier's number (PII), not the DOI",
    "cell.com": "this address holds Elsevier's number (PII), not the DOI",
    "dl.acm.org": "this old address of the ACM holds a part of the DOI only",
    "proceedings.mlr.press": "PMLR's addresses hold a name of its own, and its papers have no DOIs",
    "jmlr.org": "JMLR's addresses hold a name of its own, and its papers have no DOIs",
    "proceedings.neurips.cc": "this address of NeurIPS holds a number of its own",
    "papers.nips.cc": "this address of NeurIPS holds a number of its own",
    "papers.neurips.cc": "this address of NeurIPS holds a number of its own",
    "openreview.net": "this address of OpenReview names no paper's forum",
    "mdpi.com": "MDPI's addresses hold no DOI",
    "ojs.aaai.org": "AAAI's addresses hold no DOI",
    "scholar.google.com": "a search at Google Scholar names no paper",
    "github.com": "a repository of code is no paper",
    "doi.org": "what follows doi.org/ is no DOI",
}
_INSTEAD = "; give the DOI or the title"


def told_by(url: str) -> Told | None:
    """What the address of a page tells besides an identifier; None if nothing.

    >>> told_by("https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-cnns").title
    'imagenet classification with deep cnns'
    """
    host, path = _parts(url)
    for row in _TITLED:
        if host in row.host.split() and (found := re.fullmatch(row.path, path)):
            words = {name: _spaced(text) for name, text in found.groupdict().items()}
            return Told(**words)
    return None


def why_unnamed(url: str) -> str:
    """Why the address of a page does not say which paper it shows, in words for a person."""
    host, _ = _parts(url)
    reason = _WITHOUT.get(host) or f"the address {_shortened(url)} holds no identifier of a paper"
    return reason + _INSTEAD


def _parts(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        return (parts.hostname or "").removeprefix("www."), unquote(parts.path)
    except ValueError:
        return "", ""


def _spaced(text: str) -> str:
    return " ".join(re.split(r"[-_\s]+", text)).strip()


def _shortened(url: str) -> str:
    return url if len(url) <= 80 else f"{url[:79]}…"
