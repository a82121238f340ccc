"""The sentences in which kdbib tells what it found. Nothing else compares or parses them."""

from kdbib.model import Conflict, Disagreement, Evidence, Reason, Why
from kdbib.model.not_a_citation import NotACitation
from kdbib.model.reason import Value

_CONFLICTS = {
    Disagreement.TITLE: "the work's title is {record!r}",
    Disagreement.CAPITALS: "capitalized as {record!r}",
    Disagreement.OTHER_TITLE: "an earlier or other title of {record!r}",
    Disagreement.NO_AUTHORS: "the list names no author",
    Disagreement.GROUP: "a group is named instead of the authors",
    Disagreement.SHORTENED: "names {named} of {authors} authors",
    Disagreement.NOT_AN_AUTHOR: "{listed} is not among the work's authors: {record}",
    Disagreement.NOT_PUBLISHED: "{status}",
    Disagreement.VENUE_UNCONFIRMED: "not confirmed: only a preprint was found",
    Disagreement.PUBLISHED_SINCE: "published since: {published}",
    Disagreement.PUBLISHED_AS: "published as {title!r} in {published}",
    Disagreement.YEAR: "published in {year}",
    Disagreement.IDENTIFIER: "{field}:{listed} is another work's; this one has {record}",
    Disagreement.OF_ANOTHER: "{field}:{listed} belongs to {work}",
    Disagreement.MALFORMED: "{problem}",
    Disagreement.REFUTED: "{field}:{record} belongs to {work}",
    Disagreement.CLAIMED_TWICE: "{field}:{record} is also given for {work}",
    Disagreement.ELSEWHERE: "the record says {published}",
    Disagreement.AUTHOR_ORDER: "the record has the authors in another order",
    Disagreement.DIFFERS: "the record says `{record}`",
    Disagreement.SOURCES: "{source} says {value!r}, {other} says {record!r}",
    Disagreement.MARKUP: "not corrected to {record!r}: that would be markup here",
    Disagreement.NOT_WRITTEN: "not corrected to {record!r}: the file says something else there",
}
_BY_ENCODING = "not corrected to {record!r}: {encoding} has no such characters"
"""The words for NOT_WRITTEN where the list's encoding is what stands against it."""


def worded(conflict: Conflict) -> str:
    """A conflict as a sentence, without a full stop."""
    values = {
        "field": conflict.field,
        "listed": conflict.listed,
        "record": conflict.record,
        **conflict.details,
    }
    words = _BY_ENCODING if "encoding" in conflict.details else _CONFLICTS[conflict.code]
    return words.format_map(values)


_REASONS = {
    Why.AMBIGUOUS: "it may be any of: {works}",
    Why.RENAMED: "{renamed}: another title, or another paper",
    Why.SHORT_TITLE: "so short a title alone does not tell which paper it is; maybe {works}",
    Why.STRANGERS: "{names}: not among the authors of {work}",
    Why.ANOTHER_PAPER: "{identifier} is another paper: {work}",
    Why.IDENTIFIER_BUT: "{identifier} is {work}, but {findings}",
    Why.TITLE_BUT: "the title is that of {work}, but {findings}",
    Why.NOT_IN_CORPUS: "not in the corpus",
    Why.NOWHERE: "not in the corpus, nor at {asked}",
    Why.FAILED: "{failures}",
    Why.NONE_CHOSEN: "{by} decided that it is none of the papers that were found",
    Why.NOT_LOOKED_UP: "{by} chose {what}, which has not been looked up yet",
    Why.CHOSEN_NOT_FOUND: "{by} chose {what}, which was not found{because}",
    Why.NOBODY_KNOWS: "no database knows {named}{because}",
    Why.NEEDS_ACCOUNT: "not in the corpus, and OpenReview shows {named} only to those who have an"
    " account (OPENREVIEW_TOKEN); give the title",
    Why.SAID: "{words}",
}
_WITH_COMMAS = frozenset(("names", "asked", "named"))
"""Values in which commas join what is listed; other values may have commas of their own."""


def worded_reason(reason: Reason | None) -> str:
    """Why a citation has no work, in words without a full stop; "" for None."""
    if reason is None:
        return ""
    because = worded_reason(reason.because)
    values = {name: _listed(name, value) for name, value in reason.values.items()}
    values |= {"because": f": {because}" if because else "", "renamed": _renamed(reason)}
    return _REASONS[reason.code].format_map(_Values(values))


class _Values(dict[str, str]):
    """Values of a sentence; one that is missing, as it may be in a file, is a question mark."""

    def __missing__(self, name: str) -> str:
        return "?"


def _listed(name: str, value: Value) -> str:
    if isinstance(value, str):
        return value
    return (", " if name in _WITH_COMMAS else "; ").join(value)


def _renamed(reason: Reason) -> str:
    pairs = zip(reason.values.get("identifiers", ()), reason.values.get("titles", ()), strict=False)
    return "; ".join(f"{identifier} is now called {title!r}" for identifier, title in pairs)


_NOT_A_CITATION = {
    NotACitation.LINK_WITHIN: "a link within the document",
    NotACitation.LABEL: "a label of the items below it",
    NotACitation.PARAGRAPH: "a paragraph",
    NotACitation.BARE_LINK: "only a link: no title, authors, venue or identifier",
    NotACitation.NO_TITLE: "no words that could be a title",
    NotACitation.UNSURE_TITLE: "no words that are surely a title",
    NotACitation.NO_EVIDENCE: "no authors, venue, identifier or link to a paper",
    NotACitation.UNNAMED_PAGE: "the address has no identifier of a paper",
    NotACitation.NO_TEXT: "it contains bytes that are not text",
    NotACitation.VIDEO: "a video",
    NotACitation.CODE: "a code repository",
    NotACitation.ABOUT_CODE: "code, slides or a video of a paper",
    NotACitation.EVENT: "a course, a challenge or an event",
    NotACitation.TOOL: "a tool",
    NotACitation.SLIDES: "slides",
    NotACitation.POST: "a post",
    NotACitation.MEETING: "a conference",
    NotACitation.INDEX: "an index",
    NotACitation.COMMENTED_OUT: "commented out",
    NotACitation.BROKEN: "broken BibTeX: {detail}",
    NotACitation.EMPTY: "no title and no identifier",
    NotACitation.TOO_LARGE: "its @strings expand to too much text",
}


def why_no_citation(code: NotACitation, detail: str = "") -> str:
    """Why something is not a citation, in words without a full stop."""
    return _NOT_A_CITATION[code].format_map({"detail": detail})


def worded_evidence(evidence: Evidence) -> str:
    """What a comparison came to, in a few words; "" where its agreement says it all."""
    return ": ".join(part for part in (evidence.relation or "", evidence.detail) if part)


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number and its noun: ``1 request``, ``2 requests``, ``1,200 requests``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
