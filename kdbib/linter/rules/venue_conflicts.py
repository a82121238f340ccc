"""KB40x: venues and years against the calendar, and against the rest of the list."""

import re
from collections import Counter
from collections.abc import Iterator

from kdbib.linter.calendar import did_not_take_place, next_year
from kdbib.linter.cited import Cited
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, Range, replaced
from kdbib.linter.rules.venues import KNOWN_SLIPS
from kdbib.model.venue import short_name

_LONG_AGO = 1450


def venue_in_two_writings(document: Document) -> Iterator[Finding]:
    """A venue that is written in another way than in the rest of the list.

    ## What it does
    Finds venues that the list mostly writes in another way: `ACM-MM` in a list with `ACM MM`. Other
    rules find differences in case, and old names of renamed venues.
    ## Why is this bad
    A search or a count takes them for two venues.
    ## Example
        Adversarial Knowledge Transfer from Unlabeled Data. Gupta et al. ACM-MM 2020
    ## Use instead
        Adversarial Knowledge Transfer from Unlabeled Data. Gupta et al. ACM MM 2020
    ## Fix safety
    The fix is unsafe: kdbib's table of venues may treat two names as one that the author keeps
    apart.
    """
    writings: dict[str, list[tuple[Cited, str]]] = {}
    for one in document.citations:
        written = one.at(one.venue) if one.venue else ""
        name = short_name(written)
        acronym = re.fullmatch(r"[A-Z][A-Za-z-]*(?: [A-Z][A-Za-z-]*){0,2}", written)
        if name and name != "arXiv" and acronym:
            writings.setdefault(name, []).append((one, written))
    for places in writings.values():
        usual, count = Counter(written for _, written in places).most_common(1)[0]
        for one, written in places:
            renamed = "NIPS" in {written, usual} or written in KNOWN_SLIPS
            if written.casefold() == usual.casefold() or renamed or 2 * count <= len(places):
                continue
            if one.venue and count > 1:
                message = f"`{written}` is `{usual}` elsewhere in the list"
                change = replaced(one.venue, usual)
                yield Finding(one.venue, message, f"write `{usual}`", change, safe=False)


def no_such_year(document: Document) -> Iterator[Finding]:
    """A year in which the venue did not take place, or that is not a possible year of publication.

    ## What it does
    Checks the year against the calendar of conferences that take place every other year or began
    late, and against next year.
    ## Why is this bad
    Either the venue or the year is wrong.
    ## Example
        Matching Guided Distillation. Yue, Kaiyu et al. ECCV 2019
    ## Use instead
        Matching Guided Distillation. Yue, Kaiyu et al. ECCV 2020
    ## Fix safety
    There is no fix: the text doesn't tell which of the two is wrong.
    """
    latest = next_year()
    for one in document.citations:
        year = one.citation.year
        if not year or not one.year:
            continue
        if not _LONG_AGO <= year.value <= latest:
            yield Finding(
                one.year, f"{year.value} is not a possible year of publication", "check the year"
            )
        elif (
            one.venue
            and not _is_date(one, one.year)
            and (why := _no_such(one.at(one.venue), year.value))
        ):
            yield Finding(one.year, why, "check venue and year")


def _is_date(one: Cited, year: Range) -> bool:
    """Whether a month follows: the day that something was posted, not the year of a venue."""
    return bool(re.match(r"[-./]\d", one.after(year[1])))


def _no_such(venue: str, year: int) -> str | None:
    name = short_name(venue)
    return did_not_take_place(name, year) if name == venue.upper() or name == venue else None


def conflicting_venues(document: Document) -> Iterator[Finding]:
    """A paper with another venue or year elsewhere in the list.

    ## What it does
    Compares entries with the same title. If two contradict each other, the one that says less is
    reported. A preprint does not contradict a publication.
    ## Why is this bad
    One of the two is wrong.
    ## Example
        17. Distilling Object Detectors. ICLR 2020
        18. Distilling Object Detectors. Wang, Tao et al. CVPR 2019
    ## Use instead
        18. Distilling Object Detectors. Wang, Tao et al. CVPR 2019
    ## Fix safety
    There is no fix: the text doesn't tell which of the two is right.
    """
    known: dict[str, Cited] = {}
    for one in document.citations:
        if not one.title_key or not one.venue or not one.citation.year or _is_unsure(one):
            continue
        other = known.setdefault(one.title_key, one)
        if other is one or _place(other) == _place(one):
            continue
        worse, better = (one, other) if len(other.authors) >= len(one.authors) else (other, one)
        if worse.venue and better.venue and better.citation.year:
            message = (
                f"`{worse.text[worse.venue[0] - worse.start : worse.year[1] - worse.start]}`"
                if worse.year and worse.year[1] > worse.venue[0]
                else f"`{worse.at(worse.venue)}`"
            )
            says = f"{better.at(better.venue)} {better.citation.year.value}"
            yield Finding(
                worse.venue,
                f"{message} contradicts line {better.line}, which has `{says}` for this title",
                "find out which is right",
            )


def _is_unsure(one: Cited) -> bool:
    """Whether a venue contradicts no other: a preprint, or a name that is not known."""
    return one.venue is None or short_name(one.at(one.venue)) in {None, "arXiv"}


def _place(one: Cited) -> tuple[str, int]:
    venue = one.at(one.venue) if one.venue else ""
    year = one.citation.year
    return short_name(venue) or venue.casefold(), year.value if year else 0
