"""The sentences in which kdbib tells what it found. Nothing else compares or parses them."""

from kdbib.model import Conflict, Disagreement, Evidence
from kdbib.model.not_a_citation import NotACitation

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
    Disagreement.MALFORMED: "{problem}",
    Disagreement.REFUTED: "{field}:{record} belongs to {work}",
    Disagreement.CLAIMED_TWICE: "{field}:{record} is also given for {work}",
    Disagreement.ELSEWHERE: "the record says {published}",
    Disagreement.AUTHOR_ORDER: "the record has the authors in another order",
    Disagreement.DIFFERS: "the record says `{record}`",
    Disagreement.SOURCES: "{source} says {value!r}, {other} says {record!r}",
    Disagreement.MARKUP: "not corrected to {record!r}: that would be markup here",
    Disagreement.NOT_WRITTEN: "not corrected to {record!r}: {problem}",
}


def worded(conflict: Conflict) -> str:
    """A conflict as a sentence, without a full stop."""
    values = {
        "field": conflict.field,
        "listed": conflict.listed,
        "record": conflict.record,
        **conflict.details,
    }
    return _CONFLICTS[conflict.code].format_map(values)


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
