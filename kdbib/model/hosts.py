r"""Which identifier the address of a page holds, host by host: data, one fact a row.

``host`` is a host without ``www.``; one that begins with a dot stands for all hosts under it as
well. ``path`` is what the whole of the path is, decoded, or of path and query where it has a
``\?``; what its groups caught fills the blanks of ``value``. Rows are tried in their order. An
address that no row fits may still hold a DOI, as most publishers' do.
"""

import re
from functools import cache
from typing import NamedTuple


class Page(NamedTuple):
    """A row: on ``hosts``, a page whose path is ``path`` is that of the ``value`` of a scheme."""

    hosts: str
    scheme: str
    path: str
    value: str = "{}"


_ARXIV = r"(?:arxiv:)?(.+?)(?:\.pdf)?/?"
_ANY_DOI = r"10\.\d{4,9}(?:\.\d+)*/"

PAGES = (
    # arXiv, its mirrors, and those who show its papers
    Page(
        ".arxiv.org .lanl.gov xxx.itp.ac.cn xxx.tau.ac.il xxx.if.usp.br",
        "arxiv",
        rf"/(?:abs|pdf|html|format|ps|e-print|src|bibtex|tb)/{_ARXIV}",
    ),
    Page(".arxiv.org", "arxiv", r"/ftp/[\w-]+/papers/\d{4}/(.+?)\.pdf"),
    Page(
        "ar5iv.org ar5iv.labs.arxiv.org ar5iv.com",
        "arxiv",
        rf"/(?:(?:abs|pdf|html|papers)/)?{_ARXIV}",
    ),
    Page("alphaxiv.org", "arxiv", rf"/(?:abs|pdf|html|overview|forum|audio)/{_ARXIV}"),
    Page("huggingface.co hf.co", "arxiv", rf"/papers/{_ARXIV}"),
    Page("arxiv-vanity.com", "arxiv", rf"/papers/{_ARXIV}"),
    Page("scirate.com papers.cool", "arxiv", rf"/arxiv/{_ARXIV}"),
    Page("emergentmind.com", "arxiv", rf"/papers/{_ARXIV}"),
    Page("catalyzex.com", "arxiv", r"/paper/arxiv:(.+?)/?"),
    Page("arxiv-sanity-lite.com arxiv-sanity.com", "arxiv", r"/.*\?(?:.*&)?pid=([^&]+).*"),
    # ADS: https://ui.adsabs.harvard.edu/help/actions/bibcode
    Page(
        "ui.adsabs.harvard.edu adsabs.harvard.edu",
        "arxiv",
        r"/abs/\d{4}arXiv(\d{4})\.?(\d{4,5})[A-Z.](?:/.*)?",
        "{}.{}",
    ),
    # archives and indexes with identifiers of their own
    Page(
        "openreview.net",
        "openreview",
        r"/(?:forum|pdf|attachment)\?(?:.*&)?id=([^&]+).*",
    ),
    Page("aclanthology.org", "acl", r"/(?:volumes/)?([^/]+?)(?:v\d)?(?:\.pdf|\.bib)?/?"),
    Page("aclanthology.info", "acl", r"/(?:papers|pdf)/(?:.*/)?([^/]+?)(?:\.pdf)?/?"),
    Page(
        "aclweb.org aclanthology.coli.uni-saarland.de",
        "acl",
        r"/(?:anthology(?:-new)?|papers|pdf)/(?:.*/)?([^/]+?)(?:\.pdf|\.bib)?/?",
    ),
    Page(
        "dblp.org dblp.uni-trier.de dblp.dagstuhl.de",
        "dblp",
        r"/rec/(?:html/|bib/|bibtex/)?(.+?)(?:\.html|\.bib|\.xml|\.rdf)?/?",
    ),
    Page("pubmed.ncbi.nlm.nih.gov", "pmid", r"/(\d+)/?"),
    Page("ncbi.nlm.nih.gov", "pmid", r"/(?:m/)?pubmed/(\d+)/?"),
    Page("ncbi.nlm.nih.gov pubmed.ncbi.nlm.nih.gov", "pmid", r"/(?:pubmed/?)?\?term=(\d+)"),
    Page("europepmc.org", "pmid", r"/(?:article|abstract)/med/(\d+)/?"),
    Page("semanticscholar.org", "s2", r"/(?:paper|reader)/(?:.*/)?([0-9a-f]{40})(?:/.*)?"),
    Page("api.semanticscholar.org semanticscholar.org", "s2", r"/(CorpusI[dD]:\d+)"),
    Page("api.semanticscholar.org", "arxiv", r"/arxiv:(.+)"),
    Page("connectedpapers.com", "s2", r"/main/([0-9a-f]{40})(?:/.*)?"),
    # publishers whose DOIs can be told from their addresses
    Page("nature.com", "doi", r"/articles/([a-z0-9.-]+?)(?:\.e?pdf)?/?", "10.1038/{}"),
    Page(
        "nature.com",
        "doi",
        r"/[a-z]+/journal/v\d+/n\w+/(?:full|abs|pdf)/([a-z0-9.]+?)\.(?:html|pdf)",
        "10.1038/{}",
    ),
    Page("biorxiv.org medrxiv.org", "doi", rf"/content/({_ANY_DOI}[\d.]+?)(?:v\d.*|\.full.*|/.*)?"),
    Page(
        "biorxiv.org medrxiv.org",
        "doi",
        r"/content/(?:[a-z]+/)?early/\d{4}/\d\d/\d\d/([\d.]+?)(?:\.full.*|/.*)?",
        "10.1101/{}",
    ),
    Page(
        "dl.acm.org portal.acm.org",
        "doi",
        r"/(?:citation|ft_gateway)\.cfm\?(?:.*&)?id=(\d+\.\d+)(?:&.*)?",
        "10.1145/{}",
    ),
    # Silverchair's pages have a number and a title of their own behind the DOI
    Page(
        "academic.oup.com direct.mit.edu pubs.aip.org",
        "doi",
        rf"/(?:.*/)?doi/({_ANY_DOI}.+?)(?:/\d{{4,}}(?:/.*)?)?",
    ),
    Page("pubs.rsc.org", "doi", r"/.*/([a-z]\d[a-z]{2}\d{5}[a-z])", "10.1039/{}"),
    Page("hindawi.com", "doi", r"/journals/\w+/(\d{4})/(\d+)/?", "10.1155/{}/{}"),
    Page("jstor.org", "doi", r"/stable/(?:pdf/)?(\d+)(?:\.pdf)?/?", "10.2307/{}"),
    Page("elifesciences.org", "doi", r"/articles/(\d+)(?:/.*)?", "10.7554/eLife.{}"),
    Page("peerj.com", "doi", r"/articles/(\d+)/?", "10.7717/peerj.{}"),
    Page("peerj.com", "doi", r"/articles/cs-(\d+)/?", "10.7717/peerj-cs.{}"),
    Page("ijcai.org", "doi", r"/proceedings/(\d{4})/0*(\d+)(?:\.pdf)?/?", "10.24963/ijcai.{}/{}"),
    Page("zenodo.org", "doi", r"/records?/(\d+)(?:/.*)?", "10.5281/zenodo.{}"),
    Page("osf.io", "doi", r"/preprints/psyarxiv/(\w+)/?", "10.31234/osf.io/{}"),
    Page("psyarxiv.com", "doi", r"/(\w{5})/?", "10.31234/osf.io/{}"),
    Page(
        ".ssrn.com", "doi", r"/(?:.*\?(?:.*&)?abstract(?:_id)?|abstract)=(\d+).*", "10.2139/ssrn.{}"
    ),
    Page("researchsquare.com", "doi", r"/article/rs-(\d+)/v(\d+).*", "10.21203/rs.3.rs-{}/v{}"),
    Page(
        "preprints.org",
        "doi",
        r"/manuscript/(\d{6}\.\d{4})/v(\d+)(?:/.*)?",
        "10.20944/preprints{}.v{}",
    ),
)

VIEWS = re.compile(
    r"(?:/(?:full|abstract|abs|summary|pdf|epdf|pdfdirect|meta|html|full-?text|references|figures"
    r"|tables|citations?|metrics|suppl(?:ementary)?)(?:/(?:html|pdf|\d+))?(?:\.html?|\.pdf)?)?/?$"
    r"|\.e?pdf$|\.full(?:\.pdf)?$",
    re.IGNORECASE,
)
"""What follows a DOI in the addresses of publishers' pages and is no part of it: the view."""

RESOLVERS = ("doi.org", "dx.doi.org")
"""Hosts whose whole path is the DOI."""

OTHER_NUMBERS = ("delivery.",)
"""Hosts in whose addresses something else looks like a DOI: ``10.1145/<issue>/<article>/``."""


@cache
def _by_host() -> dict[str, list[tuple[str, re.Pattern[str], str]]]:
    """The rows by hosts, compiled as they are first needed."""
    rows: dict[str, list[tuple[str, re.Pattern[str], str]]] = {}
    for page in PAGES:
        for host in page.hosts.split():
            row = page.scheme, re.compile(page.path, re.IGNORECASE), page.value
            rows.setdefault(host, []).append(row)
    return rows


def read_page(host: str, path: str, query: str) -> tuple[str, str] | None:
    """Scheme and value of the identifier that an address holds, as its row has it; None if none.

    Neither is checked: what a row caught need not be an identifier.
    """
    rows = _by_host()
    parents = [host[at:] for at, char in enumerate(host) if char == "."]
    for name in (host, f".{host}", *parents):
        for scheme, pattern, value in rows.get(name, ()):
            whole = f"{path}?{query}" if "\\?" in pattern.pattern and query else path
            if found := pattern.fullmatch(whole):
                return scheme, value.format(*found.groups())
    return None
