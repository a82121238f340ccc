"""Identifiers of works: finding them in text and addresses, checking and normalising them.

Forms and sources: arXiv https://info.arxiv.org/help/arxiv_identifier.html; DOI
https://www.doi.org/doi-handbook/HTML/ (and Crossref's advice on matching them,
https://www.crossref.org/blog/dois-and-matching-regular-expressions/); ACL Anthology
https://aclanthology.org/info/ids/; DBLP keys https://dblp.org/faq/1474780.html.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from enum import StrEnum
from html import unescape
from urllib.parse import quote, unquote

from msgspec import Struct
from msgspec.structs import replace

from kdbib.model.hosts import OTHER_NUMBERS, RESOLVERS, VIEWS, read_page


class Scheme(StrEnum):
    """The kinds of identifiers that kdbib knows; the values are the names used in its output."""

    ARXIV = "arxiv"
    DOI = "doi"
    OPENREVIEW = "openreview"
    ACL = "acl"
    DBLP = "dblp"
    PMID = "pmid"
    S2 = "s2"


class Identifier(Struct, frozen=True, gc=False):
    """A valid identifier in its normal form: no version, no address, no label around it."""

    scheme: Scheme
    value: str

    @property
    def key(self) -> tuple[str, str]:
        """What equal identifiers have in common: DOIs and ACL ids ignore case, others do not."""
        folds = self.scheme in (Scheme.DOI, Scheme.ACL)
        return self.scheme.value, self.value.lower() if folds else self.value

    @property
    def url(self) -> str:
        """The address of the work's page."""
        return _PAGES[self.scheme] + in_path(self.value)

    def __str__(self) -> str:
        return f"{self.scheme.value}:{self.value}"


def in_path(value: str) -> str:
    """An identifier as it stands in the path of an address, so that it is asked for and no other.

    The slashes of a DOI stay, except where a segment would be empty, ``.`` or ``..``: those are
    normalised away on the way (https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.3).

    >>> in_path("10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2")
    '10.1175/1520-0469(1963)020%3C0130:DNF%3E2.0.CO;2'
    >>> in_path("10.1000/../../x")
    '10.1000%2F..%2F..%2Fx'
    """
    segments = value.split("/")
    safe = "" if _NORMALISED.intersection(segments) else "/"
    return quote(value, safe=f"{safe}:;()@!$'*=~", errors="replace")


_NORMALISED = frozenset(("", ".", ".."))
_PAGES = {
    Scheme.ARXIV: "https://arxiv.org/abs/",
    Scheme.DOI: "https://doi.org/",
    Scheme.OPENREVIEW: "https://openreview.net/forum?id=",
    Scheme.ACL: "https://aclanthology.org/",
    Scheme.DBLP: "https://dblp.org/rec/",
    Scheme.PMID: "https://pubmed.ncbi.nlm.nih.gov/",
    Scheme.S2: "https://www.semanticscholar.org/paper/",
}


class Finding(Struct, frozen=True, gc=False):
    """An identifier found in a text at [start, end), or, with ``problem`` set, a malformed one.

    A finding may have both: ``arViv:2105.08252`` is readable, and misspelt.
    """

    start: int
    end: int
    identifier: Identifier | None
    problem: str | None = None


_ARXIV_NEW = re.compile(r"(\d\d)(\d\d)\.(\d{4,5})(?:v\d{1,3})?")
_ARXIV_OLD = re.compile(
    r"([a-z]{2,8}(?:-[a-z]{2,4})?)(?:\.[A-Z]{2})?/(\d\d)(\d\d)(\d{3})(?:v\d{1,3})?"
)
_VERSION = re.compile(r"v\d{1,3}$")
_ARXIV_ARCHIVES = frozenset(
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas "
    "cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin "
    "nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con".split()
)


def arxiv(text: str) -> Identifier | None:
    """The arXiv identifier that ``text`` is, without its version; None if it is not a valid one.

    Identifiers of the form YYMM.number began in April 2007; the number has four digits up to
    December 2014 and five since.

    >>> arxiv("1503.02531v1").value
    '1503.02531'
    >>> arxiv("2014.10510") is None  # there is no month 14
    True
    """
    return None if arxiv_problem(text) else Identifier(Scheme.ARXIV, _VERSION.sub("", text))


def arxiv_problem(text: str) -> str | None:
    """Why ``text`` can't be an arXiv identifier, in words for a person; None if it is one."""
    if new := _ARXIV_NEW.fullmatch(text):
        year, month, number = new.groups()
        if not 1 <= int(month) <= 12:
            return f"arXiv ids begin with year and month, and there is no month {month}"
        if year + month < "0704":
            return "arXiv ids of this form began in April 2007 (0704)"
        digits = 4 if year + month <= "1412" else 5
        if len(number) != digits:
            return f"an arXiv id of 20{year} has {digits} digits after the point, not {len(number)}"
        return None
    if old := _ARXIV_OLD.fullmatch(text):
        archive, year, month, _ = old.groups()
        if archive not in _ARXIV_ARCHIVES:
            return f"arXiv has no archive {archive!r}"
        if not 1 <= int(month) <= 12:
            return f"arXiv ids contain year and month, and there is no month {month}"
        # the last of these are of March 2007, the first of 1991
        return (
            None if year + month > "9100" or year + month < "0704" else "no arXiv id of that date"
        )
    return "an arXiv id looks like 1503.02531 or hep-th/9901001"


def arxiv_year(value: str) -> int:
    """The year in which a (valid) arXiv identifier was given out."""
    digits = value.rpartition("/")[2][:2]
    return int(digits) + (1900 if digits > "90" else 2000)


_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"\\{}]+")
"""A DOI, as the handbook has it: any printable characters may follow the slash. (Left out are
four that no agency has given out, and that BibTeX and JSON would have to escape.)"""
_LONGEST_DOI = 2000  # characters, escapes among them
_ORDINARY_DOI = re.compile(r"10\.(?!48550/)[0-9]{4,9}/[A-Za-z0-9./()_-]*[A-Za-z0-9]")
"""Most are such: there is nothing to take off them, and arXiv did not give them out."""
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_LABEL = re.compile(
    r"(?:\\(?:url|href|doi)\s*+)?[{<\s]*+(?:\\(?:url|href|doi)\s*+\{)?\s*+"
    r"(?:doi\s*+[:=]?\s*+)?(?:https?://(?:dx\.|www\.)?doi\.org/)?(?:doi:\s*+)?(?=10\.)",
    re.IGNORECASE,
)
"""What people put before a DOI: ``doi:``, the resolver's address, LaTeX's commands, braces."""
_LATEX = re.compile(r"\{?\\(?:([_%&#$<>~^])|text(less|greater)(?:\{\})?)\}?|\$([<>])\$")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&(?:lt|gt|amp|#6[02]|#38|#x3[ce]|#x26);", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Soft hyphens, zero-width blanks, marks of direction: PDFs and web pages leave them in ids."""


def doi(text: str) -> Identifier | None:
    """The DOI that ``text`` is, free of labels, escapes, and what a sentence put after it.

    Escapes are LaTeX's, those of addresses (``%3C``) and HTML's, also where they were escaped
    more than once. A DOI that arXiv gave out becomes the arXiv identifier, which is the better
    known name of the same thing. None if ``text`` is no DOI.

    >>> doi("10.1016/S0140-6736(05)67889-0).").value
    '10.1016/S0140-6736(05)67889-0'
    >>> doi("10.1175/1520-0469(1963)020%3C0130:DNF%3E2.0.CO;2").value
    '10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2'
    """
    if _ORDINARY_DOI.fullmatch(text):
        return Identifier(Scheme.DOI, text)
    return _freed_doi(text)


def _freed_doi(text: str) -> Identifier | None:
    if len(text) > _LONGEST_DOI:
        return None
    bare = _INVISIBLE.sub("", text).strip()
    label = _LABEL.match(bare)
    plain = _unescaped(bare[label.end() :] if label else bare)
    found = _DOI.fullmatch(_trimmed(plain))
    if not found or not found[0].isprintable():
        return None
    if of_arxiv := _ARXIV_DOI.fullmatch(found[0]):
        return arxiv(of_arxiv[1])
    return Identifier(Scheme.DOI, found[0])


def _unescaped(text: str) -> str:
    """A DOI without the escapes of LaTeX, addresses and HTML, however often it was escaped."""
    while True:
        plain = text
        if "\\" in plain or "$" in plain:
            plain = _LATEX.sub(_meant, plain)
        if _ESCAPED.search(plain):
            plain = unquote(plain)
        if "&" in plain:
            plain = _ENTITY.sub(lambda found: unescape(found[0]), plain)
        if plain == text:
            return plain
        text = plain


def _meant(found: re.Match[str]) -> str:
    if found[2]:
        return "<" if found[2] == "less" else ">"
    return found[1] or found[3]


def _trimmed(text: str) -> str:
    """Without trailing punctuation, and without closing brackets that nothing in it opens."""
    if not text or text[-1].isalnum():
        return text
    end = len(text)
    unopened = {close: text.count(close) - text.count(_PAIRS[close]) for close in _PAIRS}
    while end:
        last = text[end - 1]
        if unopened.get(last, 0) > 0:
            unopened[last] -= 1
        elif last not in ".,;:!?'*_’”":
            break
        end -= 1
    return text[:end]


_ACL = re.compile(r"[A-Z]\d\d-\d{4}|\d{4}\.[a-z0-9]+(?:-[a-z0-9]+)*\.\d{1,4}", re.IGNORECASE)
_OPENREVIEW = re.compile(r"[\w-]{6,32}")
_DBLP = re.compile(r"(?:conf|journals|books|phd|series|reference|tr)/[\w-]+/[\w.:-]+")
_PMID = re.compile(r"[1-9]\d{0,8}")
_S2 = re.compile(r"[0-9a-f]{40}|CorpusId:\d{1,12}")


def acl(text: str) -> Identifier | None:
    """The ACL Anthology id that ``text`` is (``P18-1001``, ``2020.acl-main.1``), or None."""
    if not _ACL.fullmatch(text):
        return None
    return Identifier(Scheme.ACL, text.upper() if text[0].isalpha() else text.lower())


def openreview(text: str) -> Identifier | None:
    """The OpenReview forum that ``text`` names, or None."""
    return Identifier(Scheme.OPENREVIEW, text) if _OPENREVIEW.fullmatch(text) else None


def dblp(text: str) -> Identifier | None:
    """The DBLP key that ``text`` is (``conf/cvpr/ParkKLC19``), or None."""
    return Identifier(Scheme.DBLP, text) if _DBLP.fullmatch(text) else None


def pmid(text: str) -> Identifier | None:
    """The PubMed identifier that ``text`` is, or None."""
    return Identifier(Scheme.PMID, text) if _PMID.fullmatch(text) else None


def s2(text: str) -> Identifier | None:
    """The Semantic Scholar identifier (40 hex digits, or ``CorpusId:`` and a number), or None."""
    return Identifier(Scheme.S2, text) if _S2.fullmatch(text) else None


def parse(scheme: str, text: str) -> Identifier | None:
    """The identifier of a scheme that ``text`` is, or None; ValueError on an unknown scheme."""
    return _PARSERS[Scheme(scheme)](text)


_PARSERS = {
    Scheme.ARXIV: arxiv,
    Scheme.DOI: doi,
    Scheme.OPENREVIEW: openreview,
    Scheme.ACL: acl,
    Scheme.DBLP: dblp,
    Scheme.PMID: pmid,
    Scheme.S2: s2,
}


# --- in addresses ------------------------------------------------------------------------------

_ADDRESS = re.compile(
    r"\s*(?:[a-z][a-z0-9+.-]*+:)?//(?:[^\s/?#@]*+@)?(?P<host>[^\s/?#:@]++)(?::\d*+)?"
    r"(?P<path>[^?#\s]*+)(?:\?(?P<query>[^#\s]*+))?",
    re.IGNORECASE,
)
_LONGEST_URL = 2000  # characters
_DOI_IN_PATH = re.compile(r"[/:=](10\.\d{4,9}(?:\.\d+)*/.+)")
_DOI_IN_QUERY = re.compile(
    r"(?:^|&)(?:doi|id|article|uri)=(?:doi:)?(10\.\d{4,9}/[^&]+)", re.IGNORECASE
)


def from_url(url: str) -> Identifier | None:
    """The identifier of the work that an address leads to, or None if it names none.

    Only the text of the address is looked at; nothing is fetched. What is known of hosts is in
    :mod:`kdbib.model.hosts`.

    >>> str(from_url("https://arxiv.org/pdf/2203.08679v2.pdf"))
    'arxiv:2203.08679'
    >>> str(from_url("https://dl.acm.org/doi/abs/10.1145/3097983.3098135"))
    'doi:10.1145/3097983.3098135'
    """
    if len(url) > _LONGEST_URL:
        return None
    parts = _ADDRESS.match(url)
    if parts is None:
        return None
    host = parts["host"].lower().removeprefix("www.")
    path = unquote(parts["path"]) if "%" in parts["path"] else parts["path"]
    query = unquote(parts["query"] or "")
    if page := read_page(host, path, query):
        scheme, value = page
        return parse(scheme, value.replace("CorpusID", "CorpusId"))
    if host.startswith(OTHER_NUMBERS):
        return None
    if in_path := _DOI_IN_PATH.search(path):
        return doi(in_path[1] if host in RESOLVERS else VIEWS.sub("", in_path[1]))
    in_query = _DOI_IN_QUERY.search(query)
    return doi(in_query[1]) if in_query else None


# --- in running text ---------------------------------------------------------------------------

_SICI = r"<[^\s<>\"]{1,60}>(?=\d\.\d)"
"""A part of the DOIs made from SICIs: ``020<0130:DNF>2.0.CO;2`` (ANSI/NISO Z39.56)."""
_URL = re.compile(rf"https?://(?:[^\s<>\"]|{_SICI})+")
_DOI_IN_TEXT = re.compile(
    r"10\.\d{4,9}(?:\.\d+)*/"
    rf"(?:[^\s\"<>\\{{}}|^`,;，。、；）」】》]|{_SICI}|[,;](?!\s|$|10\.|https?:)"
    r"|\{?\\[_%&#<>]\}?)+"
)
_NEW = r"\d{4}\.\d{4,5}(?:v\d{1,3})?"
_OLD = r"[a-z]{2,8}(?:-[a-z]{2,4})?(?:\.[A-Z]{2})?/\d{7}(?:v\d{1,3})?"
_LABELLED_ARXIV = re.compile(
    r"(?P<label>[aA](?<![A-Za-z0-9/].)(?i:r[a-z]{1,2}i?v|rixv|rxvi|xiv))(?i:(?P<link>[:,]?\s{0,3}+(?:preprint\s{1,3}+)?(?:abs/)?\s{0,3}+:?\s{0,3}+|\.(?:org/(?:abs|pdf)/)?(?=\d{4}\.\d{4}))"
    r"(?P<id>[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7}(?:v\d{1,3})?|\d[\d.]{0,14}\d(?:v\d{1,3})?)(?![\w/]|\.\d))"
)
_UNLABELLED_ARXIV = re.compile(
    rf"\babs/(?P<abs>{_NEW}|{_OLD})(?![\w/])|\[(?P<new>{_NEW})\]|(?<![\w/.-])(?P<old>{_OLD})(?![\w/])"
)
"""``CoRR abs/ID``, ``[ID] Title`` as arXiv's own pages are named, and ids that name an archive."""
_LABELLED_PMID = re.compile(r"\bPMID:?\s*(\d{1,9})\b")


_DIGITS = re.compile(r"\d\d")


def find(text: str) -> list[Finding]:
    """Every identifier in a running text, in order, with the malformed ones among them.

    >>> [str(f.identifier) for f in find("Hinton et al. arXiv:1503.02531v1")]
    ['arxiv:1503.02531']
    """
    findings: list[Finding] = []
    if not _DIGITS.search(text) and "://" not in text:
        return findings
    if not text.isascii() and _INVISIBLE.search(text):
        return _find_visible(text)
    for finding in _findings(text):
        at = bisect_left(findings, finding.start, key=lambda other: other.start)
        after_others = at == 0 or findings[at - 1].end <= finding.start
        if after_others and (at == len(findings) or finding.end <= findings[at].start):
            findings.insert(at, finding)
    return findings


def _find_visible(text: str) -> list[Finding]:
    """The findings in a text as it looks, at their places in the text as it is."""
    places = [at for at, char in enumerate(text) if not _INVISIBLE.match(char)]
    return [
        replace(finding, start=places[finding.start], end=places[finding.end - 1] + 1)
        for finding in find("".join(text[at] for at in places))
    ]


def _findings(text: str) -> list[Finding]:
    """The findings of each kind, the surest kind first; most texts have none."""
    found = list(_in_urls(text)) if "://" in text else []
    found += _labelled_arxiv(text)
    if "/" in text or "[" in text:
        found += _unlabelled_arxiv(text)
    if "10." in text:
        found += _bare_dois(text)
    if "PMID" in text:
        found += _pmids(text)
    return found


def _in_urls(text: str) -> Iterator[Finding]:
    for url in _URL.finditer(text):
        address = _trimmed(url[0])
        if identifier := from_url(address):
            yield Finding(url.start(), url.start() + len(address), identifier)


def _labelled_arxiv(text: str) -> Iterator[Finding]:
    for found in _LABELLED_ARXIV.finditer(text):
        label, value = found["label"], found["id"]
        if value.isdigit() and ":" not in found["link"]:
            continue  # "arXiv 2019" is a place and a year
        problem = arxiv_problem(value)
        if not problem and label.lower() != "arxiv":
            problem = f"{label!r} is a misspelling of arXiv"
        elif not problem and found["link"] == ": ":
            problem = "there is a space between 'arXiv:' and the id"
        elif problem:
            problem = f"{value!r} is no arXiv id: {problem}"
        yield Finding(found.start(), found.end(), arxiv(value), problem)


def _unlabelled_arxiv(text: str) -> Iterator[Finding]:
    for found in _UNLABELLED_ARXIV.finditer(text):
        if identifier := arxiv(found[str(found.lastgroup)]):
            yield Finding(found.start(), found.end(), identifier)


def _bare_dois(text: str) -> Iterator[Finding]:
    for found in _DOI_IN_TEXT.finditer(text):
        if identifier := doi(found[0]):
            before = max(found.start() - 8, 0)
            label = re.search(r"(?:doi:?\s*)$", text[before : found.start()], re.IGNORECASE)
            start = before + label.start() if label else found.start()
            yield Finding(start, found.start() + len(_trimmed(found[0])), identifier)


def _pmids(text: str) -> Iterator[Finding]:
    for found in _LABELLED_PMID.finditer(text):
        if identifier := pmid(found[1]):
            yield Finding(found.start(), found.end(), identifier)


_PREPRINT_PREFIXES = (
    "10.1101/",  # bioRxiv, medRxiv; and Cold Spring Harbor's journals, told apart below
    "10.64898/",  # bioRxiv, medRxiv
    "10.2139/ssrn.",
    "10.14293/s2199-1006.",
    "10.20944/preprints",
    "10.21203/rs.",
    "10.22541/au.",
    "10.26434/chemrxiv",
    "10.31219/osf.io/",
    "10.31222/osf.io/",
    "10.31224/",
    "10.31234/osf.io/",
    "10.31235/osf.io/",
    "10.33774/",
    "10.35542/osf.io/",
    "10.36227/techrxiv.",
    "10.48550/arxiv.",
)
_JOURNALS_BESIDE_PREPRINTS = ("10.1101/gr.", "10.1101/gad.", "10.1101/lm.", "10.1101/cshperspect.")


def is_preprint_doi(doi: str) -> bool:
    """Whether a DOI was given out by a server of preprints, whatever a record says that it is.

    >>> is_preprint_doi("10.21203/rs.3.rs-1/v1"), is_preprint_doi("10.1101/gr.275769.121")
    (True, False)
    """
    low = doi.lower()
    return low.startswith(_PREPRINT_PREFIXES) and not low.startswith(_JOURNALS_BESIDE_PREPRINTS)
