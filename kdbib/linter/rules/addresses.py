"""KB53x: addresses that can't lead anywhere."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, Range, replaced
from kdbib.read import Form

_SCHEME = re.compile(r"h{0,2}t{1,3}p{1,2}s{0,2}(?P<marks>[:;/.]{1,6})", re.IGNORECASE)
_RIGHT = re.compile(r"https?://(?![:/])", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w/.@-])h{0,2}t{1,3}p{1,2}s{0,2}[:;/]{2,6}[^\s<>()\[\]{}\"'|\\]{3,300}", re.IGNORECASE
)
_HOST = re.compile(r"https?://(?:[^\s/?#@]*@)?(?P<host>\[[^\]]*\]|[^/?#:]*)", re.IGNORECASE)
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_TOP_LEVEL = re.compile(r"xn--[a-z0-9-]+|[^\W\d_]{2,24}", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]|localhost", re.IGNORECASE)
_WELL_KNOWN = frozenset(
    "arxiv.org openreview.net github.com gitlab.com huggingface.co aclanthology.org dl.acm.org "
    "ieeexplore.ieee.org link.springer.com sciencedirect.com semanticscholar.org "
    "openaccess.thecvf.com proceedings.mlr.press proceedings.neurips.cc papers.nips.cc "
    "pubmed.ncbi.nlm.nih.gov dblp.uni-trier.de".split()
)
_NEIGHBOURS = frozenset({"ar5iv.org", "arxiv.com", "github.co"})
"""Hosts that there are, a letter away from a well-known one."""


def broken_address(document: Document) -> Iterator[Finding]:
    """A link that leads nowhere.

    ## What it does
    Finds empty addresses, damaged or doubled schemes (`https//:`, `https://https://`), and hosts
    that can't exist or misspell a well-known one (`arvix.org`).
    ## Why is this bad
    Readers can't reach the paper.
    ## Example
        Deep Mutual Learning. Zhang, Ying et al. CVPR 2018 [[pdf]](https//:arxiv.org/abs/1706.00384)
    ## Use instead
        Deep Mutual Learning. Zhang, Ying et al. CVPR 2018 [[pdf]](https://arxiv.org/abs/1706.00384)
    ## Fix safety
    The fix is unsafe: the author may have meant another address. An empty address has no fix.
    """
    for where, url in _addresses(document):
        if trouble := _trouble(url):
            message, right = trouble
            help_ = f"write `{right}`" if right else "correct the address"
            change = replaced(where, right) if right else ()
            shown = where if where[0] < where[1] else (where[0] - 1, where[1] + 1)
            yield Finding(shown, message, help_, change, safe=False)


def _addresses(document: Document) -> Iterator[tuple[Range, str]]:
    """Every address of the document, with its place, those in running text too."""
    code: frozenset[int] = frozenset()
    known: set[int] = set()
    if document.form is Form.markdown:
        code = document.structure.code
        links = [(one.address, one.url) for one in document.structure.inline_links]
        links += [(one.address, one.url) for one in document.structure.definitions]
        known = {start for (start, _), _ in links}
        yield from links
    for found in _BARE.finditer(document.text):
        if found.start() not in known and document.source.line_of(found.start()) not in code:
            url = found[0].rstrip(".,;")
            yield (found.start(), found.start() + len(url)), url


def _trouble(url: str) -> tuple[str, str | None] | None:
    """What is wrong with an address, and what it should be, if that can be told."""
    if not url:
        return "the link has no address", None
    right = _with_scheme(url)
    if right != url:
        return (
            f"`{url.removesuffix(right.partition('://')[2])}` is not a valid start of an address",
            right,
        )
    found = _HOST.match(url)
    if found is None:
        return None  # a place in the same document, or on the same site
    host = found["host"].lower()
    near = _misspelt(host)
    if near or not _is_possible(host):
        message = f"`{host}` is not a valid host" if host else "the address has no host"
        return message, url[: found.start("host")] + near + url[
            found.end("host") :
        ] if near else None
    return None


def _with_scheme(url: str) -> str:
    """An address with one scheme, written as it should be; one without any as it is."""
    rest, schemes = url, []
    while (found := _SCHEME.match(rest)) and re.search(r"[:;]|//", found["marks"]):
        schemes.append(found[0].lower())
        rest = rest[found.end() :]
    if not schemes or not rest or (len(schemes) == 1 and _RIGHT.match(url)):
        return url
    return f"http{'s' if any('s' in scheme for scheme in schemes) else ''}://{rest}"


def _is_possible(host: str) -> bool:
    if _NUMBERS.fullmatch(host):
        return True
    *labels, top = host.removesuffix(".").split(".")
    return bool(labels and _TOP_LEVEL.fullmatch(top) and all(map(_LABEL.fullmatch, labels)))


def _misspelt(host: str) -> str | None:
    """The well-known host that one letter, or two exchanged, make of this one."""
    name = host.removeprefix("www.")
    if name in _WELL_KNOWN or name in _NEIGHBOURS:
        return None
    for known in _WELL_KNOWN:
        distance = OSA.distance(name, known, score_cutoff=2)
        if distance == 1 or (distance == 2 and sorted(name) == sorted(known)):
            return known
    return None
