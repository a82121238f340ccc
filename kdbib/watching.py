"""What has changed about the works of lists since they were decided: published, or taken back.

Databases are asked again about a work after a time that depends on its age: a young preprint may be
published any week, an old article is retracted once in a blue moon.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kdbib.match.decide import same_work
from kdbib.model import Citation, Entry, Identifier, Scheme, Span, Status, Work
from kdbib.model.work import TAKEN_BACK
from kdbib.pipeline import Outcome, Setting, resolve
from kdbib.resolutions import Resolution, Resolutions, fingerprint

_AGAIN = (
    (False, 2, 14),
    (False, 5, 60),
    (False, 99_999, 365),
    (True, 2, 90),
    (True, 99_999, 365),
)
"""Whether a work is published, up to how many years after it is of which age, and after how many
days it is asked about again."""


class Kind(StrEnum):
    """What happened to a work."""

    PUBLISHED = "published"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class News:
    """What happened to the work of a citation; ``source`` says so."""

    citation: Citation
    kind: Kind
    before: Work
    after: Work
    source: str


@dataclass(frozen=True, slots=True)
class Watched:
    """What came of asking again: the news, how many works were asked about, and how many wait."""

    news: tuple[News, ...]
    asked: int
    waiting: int
    outages: dict[str, str]


def due(citations: Sequence[Citation], resolutions: Resolutions, today: date) -> list[Citation]:
    """The citations whose works are to be asked about again, those first that wait longest."""
    found: dict[str, tuple[date, Citation]] = {}
    for citation in citations:
        known = resolutions.get(citation)
        if known is None or known.work is None:
            continue
        when = _next(known, known.work, today)
        if when <= today:
            found.setdefault(known.citation, (when, citation))
    return [citation for _, citation in sorted(found.values(), key=lambda pair: pair[0])]


def _next(known: Resolution, work: Work, today: date) -> date:
    """The day from which a work is asked about again."""
    try:
        last = date.fromisoformat(known.checked or known.decided)
    except ValueError:
        return date.min
    age = today.year - (work.year or today.year)
    days = next(
        days for published, years, days in _AGAIN if published == work.published and age <= years
    )
    return last + timedelta(days=days)


def watch(citations: Sequence[Citation], setting: Setting, today: date, most: int) -> Watched:
    """Ask again about the works that are due, at most so many; keep what is new.

    Where a source failed, they stay due.
    """
    wanted = due(citations, setting.resolutions, today)
    batch = wanted[:most]
    known = [setting.resolutions.get(citation) for citation in batch]
    pairs = [(c, k, k.work) for c, k in zip(batch, known, strict=True) if k and k.work]
    asking = replace(setting, refresh=True, corpora=(), resolutions=Resolutions(None))
    outcome = resolve([_stand_in(c, w) for c, _, w in pairs], asking) if pairs else Outcome(())
    news = []
    for (citation, decision, work), entry in zip(pairs, outcome.entries, strict=True):
        found = news_of(citation, work, entry)
        if found:
            news += found
            entry = replace(entry, citation=citation, key=decision.key, choice=decision.choice)  # noqa: PLW2901
            setting.resolutions.keep([(entry, decision.asked)])
    if not outcome.outages:
        setting.resolutions.note_checked([k.citation for _, k, _ in pairs], today)
    return Watched(tuple(news), len(pairs), len(wanted) - len(batch), outcome.outages)


def _stand_in(citation: Citation, work: Work) -> Citation:
    """A citation with all that is known of its work: every source is asked by identifier."""
    nowhere = Span(citation.span.start, citation.span.start, citation.span.line, 1)
    known = [Identifier(Scheme.DOI, work.DOI)] if work.DOI else []
    identifiers = tuple((found, nowhere) for found in (*known, *work.identifiers))
    return replace(citation, identifiers=identifiers or citation.identifiers)


def news_of(citation: Citation, before: Work, entry: Entry) -> list[News]:
    """What is new of a work, by the Entry that came of asking again."""
    after = entry.work
    if entry.status is not Status.MATCHED or after is None or not same_work(before, after):
        return []
    found = []
    if after.published and not before.published:
        claim = entry.provenance.get("container_title") or entry.provenance.get("type")
        source = claim.source if claim else entry.decided_by
        found.append(News(citation, Kind.PUBLISHED, before, after, source))
    if after.status in TAKEN_BACK and before.status != after.status:
        claim = entry.provenance.get("status")
        source = claim.source if claim else entry.decided_by
        found.append(News(citation, Kind.TAKEN_BACK, before, after, source))
    return found


def names_of(news: Sequence[News]) -> frozenset[str]:
    """The fingerprints of the citations that there is news of."""
    return frozenset(fingerprint(one.citation) for one in news)
