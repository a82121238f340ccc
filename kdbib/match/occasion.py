"""Where and when: whether venue and year let a title that is not exact be the work's."""

from collections.abc import Iterable
from dataclasses import dataclass

from kdbib.match.people import Listing
from kdbib.match.titles import Comparison, Side
from kdbib.model import Agreement, Citation, Evidence, Relation, Scheme, Work
from kdbib.model.identifier import arxiv_year
from kdbib.model.title import STOP_WORDS, title_key, title_words
from kdbib.model.venue import is_publisher, is_series, long_names, short_name

_AGREES, _DISAGREES, _UNKNOWN = Agreement.AGREES, Agreement.DISAGREES, Agreement.UNKNOWN

LONG_NEAR = 5.0
"""Weight of a title from which a near one is no other paper's, if venue or year say the same."""
_WITH_ONE_WORD_MORE = 6.0
"""Weight of a coined name and all that follows it, beside which one common word makes no work."""
_COMMON_WORD = 0.5
_MOSTLY_THE_SAME = 2 / 3
"""Share of a longer title's words that one with another subtitle has."""
_ALIKE = 0.5
"""Share of the words of a venue's name that another writing of it has more than."""
_WORDS_OF_VENUES = frozenset(
    """
    acm acl actes annual association aux by computational conference conferences de der des
    held ieee in international joint journal la le les linguistics meeting papers part proceedings
    proc society symposium the to transactions volume workshop workshops year
    """.split()
)
"""Words of so many venues' names that sharing them says nothing."""


def compare_venue(citation: Citation, work: Work) -> Evidence:
    """The venue's evidence. A preprint's record knows nothing of a venue, nor does ``arXiv``.

    A name that is in no table can't disagree; one that is not alike is told in the detail.
    """
    if not citation.venue or not work.container_title or not work.published:
        return Evidence("venue", _UNKNOWN)
    cited = short_name(citation.venue.text)
    known = short_name(work.container_title) or short_name(work.container_title_short or "")
    if cited == "arXiv":
        return Evidence("venue", _UNKNOWN)
    if cited and known:
        if cited == known or cited == known.removesuffix(" Workshop"):
            detail = "" if cited == known else f"a workshop of {cited}"
            return Evidence("venue", _AGREES, detail)
        return Evidence("venue", _DISAGREES, f"{cited}, the record has {known}")
    names = [n for n in (work.container_title, work.container_title_short) if n]
    if title_key(citation.venue.text) in map(title_key, names):
        return Evidence("venue", _AGREES)
    if _is_no_occasion((citation.venue.text, *names)) or any(
        _alike(citation.venue.text, name) for name in names
    ):
        return Evidence("venue", _UNKNOWN)
    shown = f"{cited or citation.venue.text}, the record has {known or names[0]}"
    return Evidence("venue", _UNKNOWN, shown)


def _is_no_occasion(names: Iterable[str]) -> bool:
    return any(is_series(name) or is_publisher(name) for name in names)


def _alike(a: str, b: str) -> bool:
    """Whether two names may be one venue's: most telling words of one begin like the other's."""
    few, many = sorted((_telling(a), _telling(b)), key=len)
    if not few:
        return True
    shared = sum(any(x.startswith(y) or y.startswith(x) for y in many) for x in few)
    return shared > _ALIKE * len(few)


def _telling(venue: str) -> set[str]:
    """The telling words of a venue's name; of a short one, those of what it stands for."""
    words: set[str] = set()
    for name in (venue, *long_names(short_name(venue) or "")):
        words |= {
            word
            for word in title_words(name)
            if word not in STOP_WORDS | _WORDS_OF_VENUES and not any(map(str.isdigit, word))
        }
    return words


def compare_year(citation: Citation, work: Work) -> Evidence:
    """The year's evidence; a year apart may be a preprint's year and says nothing."""
    cited = citation.year.value if citation.year else None
    preprint = citation.identifier(Scheme.ARXIV)
    if cited is None and preprint:
        cited = arxiv_year(preprint.value)
    if cited is None or work.year is None:
        return Evidence("year", _UNKNOWN)
    apart = abs(cited - work.year)
    if apart == 0:
        return Evidence("year", _AGREES)
    tolerated = 2 if preprint or not work.published else 1
    detail = f"{cited}, the record has {work.year}"
    if apart > tolerated:
        return Evidence("year", _DISAGREES, detail)
    return Evidence("year", _UNKNOWN, detail if work.published else "")


def is_off(evidence: Evidence) -> bool:
    """Whether two venues or years differ, and not so that it could not be excused."""
    return evidence.agreement is _UNKNOWN and bool(evidence.detail)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is known beside the title: the people, where and when, and of what kind the two are.

    ``published`` is whether the record is that of a publication, ``preprint`` whether the citation
    gives a preprint's identifier.
    """

    people: Listing
    venue: Evidence
    year: Evidence
    published: bool
    preprint: bool


def same_occasion(title: Comparison, beside: Occasion) -> bool:
    """Whether people, venue and year let a title that is not exact be the work's, not a sister's.

    The same people write near titles in other years and for other venues, and two at one occasion.
    """
    people, venue, year = beside.people, beside.venue, beside.year
    if year.agreement is _DISAGREES or is_off(year) or people is Listing.ANOTHER:
        return False
    both = venue.agreement is year.agreement is _AGREES
    if venue.agreement is _DISAGREES:  # the listed venue may be wrong, the rest can't be chance
        return title.named and title.tail and title.longer is Side.CITED and _agrees(year, people)
    if title.relation is Relation.NEAR:
        return both or _is_typed(title, beside)
    if title.relation is Relation.RETITLED and (beside.preprint or not beside.published):
        return year.agreement is _AGREES  # as it may be for the publication
    if people is Listing.SHORT or is_off(venue):
        return False
    if title.relation is Relation.RETITLED:
        return both and title.shared >= _MOSTLY_THE_SAME
    if title.cut and title.longer is Side.KNOWN:
        return True
    return (both or not beside.published) and _is_part(title)


def _agrees(year: Evidence, people: Listing) -> bool:
    return year.agreement is _AGREES and people is Listing.WHOLE


def _is_typed(title: Comparison, beside: Occasion) -> bool:
    """Whether near titles whose occasion is not known to be one differ by the typing alone.

    Other endings and function words are as good beside a long title of the year, or a preprint's.
    """
    if not title.loose:
        return True
    if title.moved or beside.people is Listing.SHORT or is_off(beside.venue):
        return False
    of_the_year = title.weight >= LONG_NEAR and beside.year.agreement is _AGREES
    return of_the_year or not beside.published


def _is_part(title: Comparison) -> bool:
    """Whether the words that one title has more, at the same occasion, may be a slip of the list.

    A name that only the list gives, a subtitle that only the record has, what was glued to the
    title, a common word beside a coined name and much else; nothing in the middle of a title.
    """
    if title.cut:
        return True
    if title.tail:
        return title.longer is Side.KNOWN or title.named
    common = title.more <= _COMMON_WORD and title.weight >= _WITH_ONE_WORD_MORE
    return title.named and common
