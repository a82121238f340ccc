"""From the judgements of all candidates to one decision about a citation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kdbib.match.glance import may_relate
from kdbib.match.people import strangers
from kdbib.match.score import score
from kdbib.match.titles import compare_titles
from kdbib.model import (
    Agreement,
    Citation,
    Match,
    Reason,
    Record,
    Relation,
    Status,
    Verdict,
    Why,
    Work,
)
from kdbib.model.identifier import is_preprint_doi
from kdbib.model.title import folded, title_key
from kdbib.wording import worded_evidence

_CLEARLY_BETTER = 0.1
"""How much surer one work must be than another for there to be no ambiguity."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a citation: the matches of the work that it cites, the best first.

    For AMBIGUOUS and CONTRADICTED, ``matches`` holds the candidates in question; ``why`` says why
    there is no work.
    """

    status: Status
    matches: tuple[Match, ...] = ()
    why: Reason | None = None


def decide(citation: Citation, records: Sequence[Record]) -> Decision:
    """The Decision on a citation, given every record that anyone has for it."""
    concerned = [record for record in records if _concerns(citation, record.work)]
    judged = sorted((score(citation, r) for r in concerned), key=lambda m: -m.confidence)
    works = by_work([match for match in judged if match.verdict is Verdict.MATCH])
    if works:
        first, others = works[0], works[1:]
        rivals = [w for w in others if first[0].confidence - w[0].confidence < _CLEARLY_BETTER]
        rivals = [w for w in rivals if _rivals(first[0], w[0])]
        if rivals:
            found = (first[0], *(w[0] for w in rivals))
            named = tuple(describe(match.record.work) for match in found)
            return Decision(Status.AMBIGUOUS, found, Reason(Why.AMBIGUOUS, {"works": named}))
        if invented := _invented(citation, first[0].record.work):
            return Decision(Status.CONTRADICTED, tuple(first), invented)
        return Decision(Status.MATCHED, tuple(first))
    contradicted = tuple(match for match in judged if match.verdict is Verdict.CONTRADICTED)
    if retitled := tuple(match for match in contradicted if _may_be_retitled(citation, match)):
        titles = tuple(match.record.work.title for match in retitled)
        now = {"identifiers": tuple(map(_which, retitled)), "titles": titles}
        return Decision(Status.AMBIGUOUS, retitled, Reason(Why.RENAMED, now))
    if contradicted:
        return Decision(Status.CONTRADICTED, contradicted, _why_contradicted(contradicted[0]))
    exact = (match for match in judged if match.relation is Relation.EXACT)
    alike = [match for match in exact if match.agreement("type") is not Agreement.DISAGREES]
    return Decision(Status.NOT_FOUND, why=_why_not_sure(alike) if alike else None)


def _concerns(citation: Citation, work: Work) -> bool:
    known_ids = (value for _, value in keys_of(work)) if citation.identifiers else ()
    return may_concern(citation, (work.title, *work.aliases), known_ids)


def may_concern(citation: Citation, titles: Iterable[str], identifiers: Iterable[str]) -> bool:
    """Whether a work of these titles and identifiers (``10.1109/...``) is worth scoring.

    No decision depends on one that is not, so those are left out as early as can be.
    """
    cited = citation.title.text if citation.title else ""
    for known in titles:
        if may_relate(cited, known) and compare_titles(cited, known).relation != Relation.OTHER:
            return True
    cited_ids = {found.value.lower() for found, _ in citation.identifiers}
    return bool(cited_ids) and any(value.lower() in cited_ids for value in identifiers)


def by_work(matches: list[Match]) -> list[list[Match]]:
    """Matches of one work together, preprint and publication included; the surest work first."""
    works: list[list[Match]] = []
    for match in matches:
        for work in works:
            if any(same_work(match.record.work, other.record.work) for other in work):
                work.append(match)
                break
        else:
            works.append([match])
    return works


def same_work(a: Work, b: Work) -> bool:
    """Whether two records describe one work: by an identifier, or by title and an author.

    A preprint and its publication are one work, also when the one was retitled for the other, which
    then only a shared identifier tells.
    """
    if keys_of(a) & keys_of(b):
        return True
    if a.DOI and b.DOI and is_preprint_doi(a.DOI) is is_preprint_doi(b.DOI):
        return False  # a conference paper and the article of the same title
    titles_a = {title_key(t) for t in (a.title, *a.aliases)}
    titles_b = {title_key(t) for t in (b.title, *b.aliases)}
    if not titles_a & titles_b:
        return False
    if not a.author or not b.author:
        return True
    return bool({folded(n.last) for n in a.author} & {folded(n.last) for n in b.author})


def keys_of(work: Work) -> frozenset[tuple[str, str]]:
    """The keys of all identifiers of a work, its DOI's too."""
    keys = {identifier.key for identifier in work.identifiers}
    return frozenset(keys | {("doi", work.DOI.lower())} if work.DOI else keys)


def _rivals(first: Match, second: Match) -> bool:
    """Whether the second could as well be meant.

    It can't if only the first has exactly the title, or all its words but for the spelling, or the
    identifier, or the authors.
    """
    if _closeness(first) < min(_closeness(second), _CLOSE):
        return False
    ahead = ("identifier", "authors")
    return not any(
        first.agreement(field) is Agreement.AGREES
        and second.agreement(field) is not Agreement.AGREES
        for field in ahead
    )


_RELATIONS = list(Relation)
_CLOSE = _RELATIONS.index(Relation.PART)


def _closeness(match: Match) -> int:
    """How close the titles are, from 0 for exact; those that are not even near are alike."""
    return min(_RELATIONS.index(match.relation), _CLOSE)


def describe(work: Work) -> str:
    """A work in a few words: ``Hinton et al. 2015, Distilling the Knowledge ...``."""
    people = work.author[0].last if work.author else ""
    people += " et al." if len(work.author) > 1 else ""
    when = str(work.year) if work.year else ""
    lead = " ".join(part for part in (people, when) if part)
    return f"{lead}, {work.title}" if lead else work.title


def _why_not_sure(alike: Sequence[Match]) -> Reason:
    """What a title that is too short to be believed alone may mean."""
    works = dict.fromkeys(_named(match.record.work) for match in alike[:3])
    return Reason(Why.SHORT_TITLE, {"works": tuple(works)})


def _named(work: Work) -> str:
    """A work in a few words, with an identifier to ask for it by."""
    names = [f"doi:{work.DOI}"] if work.DOI else [str(found) for found in work.identifiers]
    return f"{describe(work)} ({names[0]})" if names else describe(work)


def _invented(citation: Citation, work: Work) -> Reason | None:
    """Why a list of authors is not the work's, where half of those named are none of them."""
    unknown = strangers(citation, work)
    if len(unknown) < _FEWEST_STRANGERS or 2 * len(unknown) < len(citation.authors):
        return None
    names = tuple(name.display() for name in unknown)
    return Reason(Why.STRANGERS, {"names": names, "work": describe(work)})


_FEWEST_STRANGERS = 2
"""One name alone may be misread or misplaced, and is told of."""


def _may_be_retitled(citation: Citation, match: Match) -> bool:
    """Whether only the title speaks against a record that has the identifier and the people.

    Versions of a preprint are retitled, and databases know the newest title. Beside another title,
    the first author alone is not enough: a wrong identifier may have brought the name along.
    """
    people = match.record.work.author
    named = min(2, len(people))
    against = {e.field for e in match.evidence if e.agreement is Agreement.DISAGREES}
    return (
        against == {"title"}
        and match.agreement("identifier") is Agreement.AGREES
        and match.agreement("authors") is Agreement.AGREES
        and len(citation.authors) >= named
    )


def _which(match: Match) -> str:
    """The identifier that a citation and a record share: ``arxiv:1503.02531``."""
    return next(e.detail for e in match.evidence if e.field == "identifier")


def _why_contradicted(match: Match) -> Reason:
    against = [e for e in match.evidence if e.agreement is Agreement.DISAGREES]
    findings = tuple(f"{e.field}: {worded_evidence(e)}" for e in against)
    work = describe(match.record.work)
    if match.agreement("identifier") is not Agreement.AGREES:
        return Reason(Why.TITLE_BUT, {"work": work, "findings": findings})
    which = _which(match)
    if match.agreement("title") is Agreement.UNKNOWN:
        return Reason(Why.IDENTIFIER_BUT, {"identifier": which, "work": work, "findings": findings})
    return Reason(Why.ANOTHER_PAPER, {"identifier": which, "work": work})
