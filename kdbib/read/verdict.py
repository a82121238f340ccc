"""Is it a citation? Lists hold tools, blogs, videos, courses and tables of contents as well."""

import re
from functools import lru_cache

from kdbib.model import LinkKind
from kdbib.model.not_a_citation import NotACitation
from kdbib.read.bare import read_bare
from kdbib.read.drafts import Draft
from kdbib.read.links import is_label

_READ = 0.8  # the probability of a title that speaks for a citation
CITATION = 1.5
"""From this evidence on, an item is a citation whatever stands around it."""

_OTHER_SECTION = re.compile(
    r"\b(?:tools?|software|librar\w+|frameworks?|toolbox\w*|packages?|projects?|implementations?|"
    r"codes?|"
    r"repos\w*|blogs?|articles|posts?|news|videos?|talks?|lectures?|courses?|tutorials?|workshops?|"
    r"competitions?|challenges?|leaderboards?|contribut\w+|related (?:lists|repos\w*|work)|"
    r"other lists|"
    r"acknowledg\w+|licen[sc]e|contents?|links|resources|researchers|scholars|people|companies|"
    r"products|deadlines|events|communit\w+|demos?|playground|awesome)\b|目录|工具|教程|视频|博客",
    re.IGNORECASE,
)
_WORDS = 3  # words that a title has at least which says by itself that it is one
_VIDEO = re.compile(
    r"https?://(?:[\w-]+\.)?(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|"
    r"videolectures\.net)/",
    re.IGNORECASE,
)
_POST = re.compile(
    r"https?://(?:[\w.-]*\.)?(?:medium\.com|towardsdatascience\.com|substack\.com|dev\.to|"
    r"wordpress\.com|blogspot\.com|zhuanlan\.zhihu\.com|eng\.[\w.-]+|engineering\.[\w.-]+|"
    r"[\w-]*blogs?\.[\w.-]+|[\w-]*techblog\.com|[\w-]+blog\.com|[\w-]+\.(?:engineering|blog))(?:[/:?#]|$)|"
    r"https?://[^/\s]+/(?:[^\s]*/)?blogs?/",
    re.IGNORECASE,
)
_SLIDES = re.compile(
    r"https?://(?:docs\.google\.com/presentation|(?:www\.)?slideshare\.net|speakerdeck\.com)/",
    re.IGNORECASE,
)
_MEETING = re.compile(r"\b(?:Conference|Symposium|Workshop)\b(?: on\b|,? \(?[A-Z]{3,}|\s*\()")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LEAD = re.compile(r"[\W_]*")
_ABOUT_CODE = re.compile(
    r"\W*(?:source code|code|codes|implementation|reimplementation|re-implementation|"
    r"demo|slides|video)\b.{0,40}\b(?:for|of)\b",
    re.IGNORECASE,
)


_PAPER = frozenset({LinkKind.PAPER, LinkKind.PDF})
_WORDS_OF_TOOL = 2
_DASH = re.compile(r"\s*[-–—]\s")
_EVENT = re.compile(
    r"\b(?:leaderboards?|challenges?|competitions?|workshops?|tutorials?|courses?|lectures?|"
    r"(?:summer|winter) school|contest|boot ?camp|special topic)\b",
    re.IGNORECASE,
)


def why_not(
    draft: Draft, *, sure: bool, share: float, a_list_of_papers: bool
) -> NotACitation | None:
    """Why an entry is not a citation; None if it is one.

    ``sure`` is what is_sure says of it. An item that says nothing but a title is a citation if most
    of its neighbours are; ``share`` of them are surely citations.
    """
    if reason := _is_no_entry(draft):
        return reason
    if sure:
        return None
    what = draft.said
    if what.identifiers and read_bare(draft.words):
        return None  # an identifier says what it is without any words
    if what.title is None:
        return NotACitation.NO_TITLE
    if reason := _is_something_else(draft):
        return reason
    if _evidence(draft) >= _needed(draft):
        return None
    words = what.title.text.split()
    if draft.is_paragraph:
        return NotACitation.PARAGRAPH
    enough = len(words) >= 4 or (not what.title.text.isascii() and len(what.title.text) >= 8)
    loose = a_list_of_papers and not _in_other_section(draft)
    if enough and (share >= 0.4 or (share > 0 and loose)):
        return None
    if what.links and len(words) < 4:
        return NotACitation.BARE_LINK
    return NotACitation.NO_EVIDENCE


def _is_no_entry(draft: Draft) -> NotACitation | None:
    links = draft.said.links
    if links and all(link.url.startswith("#") for link in links):
        return NotACitation.LINK_WITHIN
    return NotACitation.LABEL if draft.is_label else None


def is_sure(draft: Draft) -> bool:
    """Whether an entry is a citation whatever stands around it."""
    return _evidence(draft) >= _needed(draft) and not _is_something_else(draft)


def _evidence(draft: Draft) -> float:
    """The evidence of what an entry says, and of how surely its title is one."""
    what = draft.said
    if what.title is None or (what.probability or 0.0) < _READ:
        return what.evidence
    long = len(what.title.text.split()) >= _WORDS or not what.title.text.isascii()
    if what.leads_to_paper or what.identifiers or not long:
        return what.evidence
    part = bool(what.venue or what.year) and bool(what.links or what.authors)  # or it is prose
    dated = part or bool(what.venue and what.year) or draft.venue_above
    return what.evidence + (1.5 if draft.venue_above else 1.0 if dated else 0.0)


def _needed(draft: Draft) -> float:
    """The evidence that an entry needs: more where one expects no papers."""
    need = CITATION + (0.5 if _in_other_section(draft) else 0.0)
    return need + (0.5 if draft.is_paragraph and not draft.said.leads_to_paper else 0.0)


def _in_other_section(draft: Draft) -> bool:
    """Whether the nearest heading says that these are no papers."""
    return bool(draft.section) and _is_of_something_else(draft.section[-1])


@lru_cache(maxsize=1024)
def _is_of_something_else(heading: str) -> bool:
    found = _OTHER_SECTION.search(heading)
    return bool(found) and not re.search(r"\bpapers?\b|\bsurveys?\b|论文", heading, re.IGNORECASE)


def _is_tool(draft: Draft) -> bool:
    """``[Detectron2](https://github.com/...) - FAIR's detection library. [Paper](...)``."""
    what = draft.said
    if not what.links or what.links[0].kind in _PAPER or is_label(what.links[0].text):
        return False
    name = what.links[0].text
    if what.links[0].kind is not LinkKind.CODE and len(name.split()) > _WORDS_OF_TOOL:
        return False
    if what.authors or what.year or len(name.split()) > _WORDS_OF_TOOL + 2:
        return False
    start = _LEAD.match(draft.words)
    begin = start.end() if start else 0
    return draft.words.startswith(name, begin) and bool(_DASH.match(draft.words, begin + len(name)))


def _is_on_the_web(draft: Draft) -> NotACitation | None:
    """A post, slides, the page of a conference or an index of years, where no paper is named."""
    what = draft.said
    if what.identifiers:
        return None
    urls = [link.url for link in what.links]
    if urls and all(map(_SLIDES.match, urls)):
        return NotACitation.SLIDES
    if urls and not what.leads_to_paper and not what.authors and _POST.match(urls[0]):
        return NotACitation.POST
    if not what.year and not what.authors and any(_MEETING.search(x.text) for x in what.links[:1]):
        return NotACitation.MEETING
    years = _YEARS.findall(draft.words)
    if len(years) > 1 and len(_LETTERS.findall(draft.words)) <= len(years):
        return NotACitation.INDEX
    return None


def _is_something_else(draft: Draft) -> NotACitation | None:
    what = draft.said
    if what.main is not None and not what.identifiers and _VIDEO.match(what.links[0].url):
        return NotACitation.VIDEO
    if what.main is LinkKind.CODE and not (
        what.leads_to_paper or what.venue or what.identifiers or (what.authors and what.year)
    ):
        return NotACitation.CODE
    if _is_tool(draft):
        return NotACitation.TOOL
    if reason := _is_on_the_web(draft):
        return reason
    if _ABOUT_CODE.match(draft.words) and not what.identifiers and not what.leads_to_paper:
        return NotACitation.ABOUT_CODE
    bare = not (what.authors or what.identifiers or what.leads_to_paper)
    if bare and what.title and _EVENT.search(what.title.text):
        return NotACitation.EVENT
    return None
