"""Is a line just an identifier or a link, or one of them with a title, as tab savers write it?

``1412.6550``, ``doi:10.1109/…``, ``<https://arxiv.org/abs/…>``, ``1412.6550v4.pdf``,
``https://… | Title``: such a line is a citation by itself, whatever stands around it.
"""

import re

from msgspec import Struct

from kdbib.model import Identifier, Scheme, identifier
from kdbib.read.decorations import inner, undecorated

_URL = r"(?:https?://|www\.)[^\s<>\"|]+"
_HOST = r"(?:arxiv\.org|(?:dx\.)?doi\.org|openreview\.net|aclanthology\.org)/[^\s<>\"|]+"
_LINK = re.compile(rf"<?(?P<url>{_URL}|{_HOST})>?", re.IGNORECASE)
_MARKED = re.compile(r"\[(?P<words>[^\[\]]*)\]\((?P<url>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)")
_WITH_TITLE = re.compile(
    rf"(?:<?(?P<before>{_URL})>?\s*(?:\s[|–—·-]\s|\t|\|\s)\s*(?P<title>\S.*)"
    rf"|(?P<first>\S.*?)\s*(?:\t|\|)\s*<?(?P<behind>{_URL})>?)",
    re.IGNORECASE,
)
_MORE_THAN_A_TITLE = re.compile(
    r"\bet al\b|[(,.]\s*(?:19|20)\d\d\b|\b(?:19|20)\d\d[).]?$|[.!]\s+[A-Z]|\b[A-Z]\.(?=[\s,])"
    r"|https?://|\b10\.\d{4}"
)
_TITLE_BEGINS = re.compile(r"[\"'“‘«\[(]?[A-Z0-9$α-ω]|[^\W\d_a-z]")
_GOES_ON = re.compile(
    r"(?:[,;:&–—-]|\b(?:a|an|the|of|for|in|on|and|or|with|by|to|from|via|as|at|is|are))$",
    re.IGNORECASE,
)
_FEWEST_WORDS, _MOST_WORDS = 3, 40
_LABEL = re.compile(r"(?:arxiv|doi|pmid|acl|dblp|openreview|s2|corpusid)\s*:\s*", re.IGNORECASE)
_FILE = re.compile(r"(?P<id>[\w.-]+?)\.pdf", re.IGNORECASE)
_LONGEST = 1000  # characters


class Bare(Struct, frozen=True, gc=False):
    """What a line that names a work and says little else consists of.

    ``url`` is "" where there is no link; ``title`` is the range of the title's words within the
    line, without decorations, or None.
    """

    identifier: Identifier | None
    url: str = ""
    title: tuple[int, int] | None = None


def read_bare(line: str) -> Bare | None:
    """What a line is that consists of an identifier or a link, with a title or without; else None.

    >>> str(read_bare("1412.6550v4.pdf").identifier)
    'arxiv:1412.6550'
    >>> line = "https://arxiv.org/abs/1412.6550 | [1412.6550] FitNets: Hints for Thin Deep Nets"
    >>> start, end = read_bare(line).title
    >>> line[start:end]
    'FitNets: Hints for Thin Deep Nets'
    """
    if len(line) > _LONGEST:
        return None
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    text = line[start:end].rstrip(".,;")
    if not text:
        return None
    if link := _LINK.fullmatch(text):
        return Bare(named_by(link["url"]), link["url"])
    if marked := _MARKED.fullmatch(text):
        return _marked(marked, start)
    if found := identified(text):
        return Bare(found)
    if with_title := _WITH_TITLE.fullmatch(text):
        return _with_title(with_title, line, start)
    return None


def is_title(line: str) -> bool:
    """Whether a line could be the title of a paper, and nothing else: a guess, by its form alone.

    >>> is_title("FitNets: Hints for Thin Deep Nets | OpenReview")
    True
    >>> is_title("Romero et al. FitNets: Hints for Thin Deep Nets. 2015")
    False
    """
    words = undecorated(line.strip())
    letters = sum(map(str.isalpha, words)) + words.count(" ")
    if not words.isprintable() or 4 * letters < 3 * len(words):
        return False
    if len(line) > _LONGEST or not _FEWEST_WORDS <= len(words.split()) <= _MOST_WORDS:
        return words.isascii() is False and 8 <= len(words) <= 60 and " " not in words
    return bool(
        _TITLE_BEGINS.match(words)
        and not _GOES_ON.search(words)
        and not words.endswith(".")
        and not _MORE_THAN_A_TITLE.search(words)
    )


def identified(text: str) -> Identifier | None:
    """The identifier that a text is, as people write them: with or without label, or as a file."""
    text = text.strip().strip("<>")
    if text.lower().startswith("10.") or text.lower().startswith("doi"):
        return identifier.doi(text)
    label = _LABEL.match(text)
    bare = text[label.end() :] if label else text
    scheme = label[0].rstrip(": \t").lower() if label else ""
    if scheme in tuple(Scheme):
        return identifier.parse(scheme, bare)
    if scheme == "corpusid":
        return identifier.s2(f"CorpusId:{bare}")
    file = _FILE.fullmatch(bare)
    bare = file["id"] if file else bare
    return identifier.arxiv(bare) or identifier.acl(bare) or identifier.dblp(bare) or _hash(bare)


def named_by(url: str) -> Identifier | None:
    """The identifier that an address holds, with ``https://`` or without."""
    return identifier.from_url(url if "://" in url else f"https://{url}")


def _hash(text: str) -> Identifier | None:
    """Semantic Scholar's 40 digits, which hardly anything else consists of."""
    return identifier.s2(text) if len(text) == 40 else None


def _marked(found: re.Match[str], offset: int) -> Bare | None:
    """``[words](address)``, where the words are the address again, an identifier or a title."""
    words, url = found["words"], found["url"]
    known = named_by(url) or identified(words)
    if not words.strip() or identified(words) or _LINK.fullmatch(words.strip()):
        return Bare(known, url)
    start, end = inner(words)
    at = offset + found.start("words")
    return Bare(known, url, (at + start, at + end))


def _with_title(found: re.Match[str], line: str, offset: int) -> Bare | None:
    group = "title" if found["title"] else "first"
    url = found["before"] or found["behind"]
    start, end = offset + found.start(group), offset + found.end(group)
    first, last = inner(line[start:end])
    known = named_by(url) or next((f.identifier for f in identifier.find(line)), None)
    if _MORE_THAN_A_TITLE.search(line, start + first, start + last):
        return None
    if identified(line[start + first : start + last]):
        return Bare(known, url)
    return Bare(known, url, (start + first, start + last))
