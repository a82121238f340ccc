"""KB52x: links, their addresses and their words."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, Range, replaced
from kdbib.model import Identifier, LinkKind, Scheme
from kdbib.model.identifier import from_url

_HTTPS = frozenset(
    "arxiv.org github.com gitlab.com doi.org dx.doi.org openreview.net aclanthology.org "
    "www.aclweb.org aclweb.org openaccess.thecvf.com dl.acm.org proceedings.mlr.press "
    "papers.nips.cc papers.neurips.cc proceedings.neurips.cc ieeexplore.ieee.org link.springer.com "
    "www.sciencedirect.com www.nature.com dblp.org www.youtube.com youtube.com medium.com "
    "www.semanticscholar.org huggingface.co en.wikipedia.org jmlr.org www.jmlr.org "
    "www.arxiv.org www.github.com bitbucket.org www.kaggle.com drive.google.com".split()
)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|igshid|spm|ref_src", re.IGNORECASE)
_SHOWN = re.compile(r"\b(?:video|slides?|talk|poster)\b", re.IGNORECASE)
_CODE = re.compile(r"\b(?:code|github|implementation)\b", re.IGNORECASE)
_REPOSITORY = re.compile(r"https?://(?:www\.)?git(?:hub|lab)\.com/[^/]+/[^/#?]+/?")
_WORDS = re.compile(r"[^\W_]+")
_SOFTWARE = ("10.5281/", "10.24433/", "10.17605/", "10.6084/")  # Zenodo, Code Ocean, OSF, figshare
_PREPRINTS = (
    "10.48550/",
    "10.21203/",
    "10.1101/",
    "10.2139/",
    "10.36227/",
    "10.20944/",
    "10.31219/",
)
_ANOTHER_VERSION = re.compile(r"version|ext|journal|conf|workshop|supp|prior|v\d", re.IGNORECASE)
_FILE = re.compile(r"\.(?:e?pdf|html?)$")
_MANY = 3
"""So many findings of one kind, in most of the places, are said once."""
_LABEL = 20
_ITS_PAPER = (LinkKind.PAPER, LinkKind.PDF)


def wrong_kind_of_link(document: Document) -> Iterator[Finding]:
    """A link that does not lead to what its label says.

    ## What it does
    Finds `[Video]` and `[Slides]` that lead to a paper, `[Code]` that leads to a
    paper, and `[paper]` that leads to a repository.
    ## Why is this bad
    Readers don't get what the label promises, and the right link is mostly lost.
    ## Example
        Explore, Filter. Xie, Ruobing et al. CIKM 2021 [[Video]](https://doi.org/10.1145/3459637.3481917)
    ## Use instead
        Explore, Filter. Xie, Ruobing et al. CIKM 2021 [[Paper]](https://doi.org/10.1145/3459637.3481917)
    ## Fix safety
    There is no fix: either the label or the address is wrong.
    """
    for one in document.citations:
        for link, where in one.links:
            if other := _another_kind(link.text, link.url):
                message = f"`{link.text}` leads to {other}"
                yield Finding(where, message, "correct the text or the address")


def _another_kind(text: str, url: str) -> str | None:
    if len(_WORDS.findall(text)) > 2:
        return None  # a title that has the word in it
    if _SHOWN.search(text) and from_url(url):
        return "a paper"
    if _CODE.search(text):
        found = from_url(url)
        software = not found or found.value.startswith(_SOFTWARE) or "attachment" in url
        return None if software or "code" in url.partition("#")[2] else "a paper"
    if text.lower().strip("[] ") in {"paper", "pdf", "arxiv"} and _REPOSITORY.fullmatch(url):
        return "a repository"
    return None


def links_of_different_papers(document: Document) -> Iterator[Finding]:
    """Identifiers of different papers in one entry.

    ## What it does
    Compares the arXiv ids, DOIs and other identifiers in the text of an entry with those in the
    links to the paper and its PDF.
    ## Why is this bad
    One of them belongs to another paper.
    ## Example
        Dark Knowledge. Hinton, Geoffrey et al. arXiv:1503.02531 [pdf](https://arxiv.org/pdf/1503.02513)
    ## Use instead
        Dark Knowledge. Hinton, Geoffrey et al. arXiv:1503.02531 [pdf](https://arxiv.org/pdf/1503.02531)
    ## Fix safety
    There is no fix: the text doesn't tell which of them is right.
    """
    for one in document.citations:
        behind = {
            link.span.start
            for link in one.citation.links
            if link.kind not in _ITS_PAPER or _ANOTHER_VERSION.search(link.text[:_LABEL])
        }
        first: dict[Scheme, Identifier] = {}
        for identifier, span in one.citation.identifiers:
            if span.start in behind or identifier.scheme in {Scheme.S2, Scheme.DBLP}:
                continue
            if identifier.value.startswith(_PREPRINTS):
                continue  # it has a DOI of its own
            known = first.setdefault(identifier.scheme, identifier)
            if _FILE.sub("", known.value) != _FILE.sub("", identifier.value):
                message = f"{identifier} and {known} identify different papers"
                yield Finding(one.range(span), message, "find out which is meant")
                break


def http_link(document: Document) -> Iterator[Finding]:
    """`http` for a host that supports `https`.

    ## What it does
    Finds `http:` addresses of well-known hosts that support `https:`.
    ## Why is this bad
    The first request is not encrypted, and is only redirected.
    ## Example
        [12.25]: http://github.com/SYangDong/tse-t
    ## Use instead
        [12.25]: https://github.com/SYangDong/tse-t
    ## Fix safety
    The fix is safe: these hosts redirect to the same address.
    """
    plain: dict[str, list[Range]] = {}
    secure = Counter[str]()
    for where, url in _addresses(document):
        host = _host(url)
        if host in _HTTPS and url.startswith("http://"):
            plain.setdefault(host, []).append(where)
        elif host in _HTTPS:
            secure[host] += 1
    for host, places in plain.items():
        changes = tuple((start, start + 5, "https:") for start, _ in places)
        if len(places) > _MANY:
            message = f"{len(places)} addresses at {host} use `http`; this is the first"
            yield Finding(places[0], message, "write `https`", changes)
            continue
        for where, change in zip(places, changes, strict=True):
            yield Finding(where, "the address uses `http`", "write `https`", (change,))


def tracking_parameters(document: Document) -> Iterator[Finding]:
    """Address parameters that only track readers.

    ## What it does
    Finds `utm_source`, `fbclid` and the like.
    ## Why is this bad
    They track readers, and give one page many addresses.
    ## Example
        [blog](https://example.org/post?utm_source=twitter)
    ## Use instead
        [blog](https://example.org/post)
    ## Fix safety
    The fix is safe: the parameters don't change the page.
    """
    for where, url in _addresses(document):
        if "?" not in url or not (clean := _without_tracking(url)):
            continue
        message = "the address has tracking parameters"
        yield Finding(where, message, f"write `{clean}`", replaced(where, clean))


def _without_tracking(url: str) -> str | None:
    """The address without what tracks; None if there is nothing of the kind in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair[0])]
    if len(kept) == len(pairs):
        return None
    return urlunsplit(parts._replace(query=urlencode(kept)))


def _addresses(document: Document) -> Iterator[tuple[Range, str]]:
    """Every address of the document, with its place."""
    for link in document.structure.inline_links:
        yield link.address, link.url
    for definition in document.structure.definitions:
        yield definition.address, definition.url


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
