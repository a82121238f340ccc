"""What a person decides about a citation, in the place of kdbib: which work it cites, or none.

The work is looked up by its identifier, as ``kdbib get`` does. Where it can't be looked up now, the
choice is kept, and the next run that may ask looks it up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kdbib.errors import UsageError
from kdbib.match.score import score
from kdbib.merge.merge import merge
from kdbib.model import (
    KEPT,
    NONE,
    Choice,
    Citation,
    Entry,
    Identifier,
    Reason,
    Record,
    Scheme,
    Span,
    Status,
    Why,
    Work,
)
from kdbib.model.invisible import visible
from kdbib.model.title import title_words
from kdbib.pipeline import Setting, resolve
from kdbib.pipeline.inquiry import said_by
from kdbib.read.wanted import read_wanted
from kdbib.resolutions import Resolution, Resolutions, chosen_citation, fingerprint, listed
from kdbib.wording import worded_reason
from kdbib.write.keys import assign, pins

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Target:
    """A citation to decide about: its fingerprint, what names it, and itself where it is known."""

    citation: str
    title: str
    read: Citation | None = None


def target_of(citation: Citation) -> Target:
    """The Target that a citation of a list is."""
    return Target(fingerprint(citation), listed(citation), citation)


def targets_in(citations: Sequence[Citation], wanted: str, entries: Resolutions) -> list[Target]:
    """The citations of a list that are meant: by key, by line, or by words of a title.

    Raises UsageError if there is none, or if the words are those of several citations.
    """
    file = citations[0].file if citations else "the list"
    if wanted.isdecimal() and len(wanted) < 10:
        there = [c for c in citations if c.span.line <= int(wanted) <= c.end_line]
    else:
        known = {id(c): entries.get(c) for c in citations}
        there = [c for c in citations if wanted in {c.key, getattr(known[id(c)], "key", None)}]
    if not there:
        sought = set(title_words(wanted))
        titled = [(c, title_words(c.title.text)) for c in citations if c.title]
        there = [c for c, words in titled if sought and sought <= set(words)]
        exact = [c for c, words in titled if sought and words == title_words(wanted)]
        there = exact or there
        if len({fingerprint(c) for c in there}) > 1:
            shown = "".join(f"\n  {c.place}  {listed(c)}" for c in there[:8])
            raise UsageError(f"{wanted!r} fits several citations; name one by its line:{shown}")
    if not there:
        raise UsageError(f"{file} has no citation {wanted!r}; `kdbib parse {file}` shows them")
    return list({target.citation: target for target in map(target_of, there)}.values())


def choice_of(what: str, by: str) -> Choice:
    """What a person says, as a Choice. Raises UsageError if it is neither an identifier nor none.

    >>> choice_of("https://arxiv.org/abs/1503.02531v1", "Ida")
    Choice(by='Ida', what='arxiv:1503.02531')
    """
    who = visible(" ".join(by.split()), "")[:_LONGEST_NAME]
    if not who:
        raise UsageError("say who decides: --by NAME")
    if what.strip().lower() == NONE:
        return Choice(who, NONE)
    wanted = read_wanted(what)
    named = () if isinstance(wanted, str) else wanted.identifiers
    choice = Choice(who, str(named[0][0])) if named else None
    if choice is None or chosen_citation(choice) is None:
        raise UsageError(f"{what!r} is neither an identifier (DOI, arXiv id, ...) nor `none`")
    return choice


def choice_of_work(work: Work, by: str) -> Choice:
    """The Choice of a work that was found."""
    known = [Identifier(Scheme.DOI, work.DOI)] if work.DOI else []
    known += [found for found in work.identifiers if found.scheme != Scheme.S2]
    for identifier in known:
        choice = choice_of(str(identifier), by)
        if chosen_citation(choice):
            return choice
    return Choice(choice_of(NONE, by).by, KEPT)


def choose(
    targets: Iterable[Target], choice: Choice, setting: Setting, record: Record | None = None
) -> list[Resolution]:
    """Decide as a person chose, and keep it; the decisions as they are kept.

    ``record`` is the one that they saw: where the work can't be looked up, it is as the record has
    it. Raises UsageError if nobody knows the identifier, or if the decisions can't be kept.
    """
    found = None
    if chosen_citation(choice):
        try:
            found = _looked_up(choice, setting)
        except UsageError:
            if record is None:
                raise
    if record and (found is None or found.work is None):
        found = _as_recorded(record, setting)
    asked = frozenset(said_by(setting.corpora, () if setting.offline else setting.sources))
    decided = [_decided(target, choice, found, asked) for target in targets]
    setting.resolutions.choose(decided)
    return decided


def _looked_up(choice: Choice, setting: Setting) -> Entry:
    """The work of an identifier; UsageError if everybody was asked and nobody knows it."""
    wanted = chosen_citation(choice)
    assert wanted is not None, "choice_of makes no other"  # noqa: S101 - so mypy knows, too
    alone = replace(setting, resolutions=Resolutions(setting.resolutions.path, keeping=False))
    outcome = resolve([wanted], alone)
    (found,) = outcome.entries
    if found.work is None and found.status is not Status.UNKNOWN and not setting.offline:
        named = {"named": choice.what}
        raise UsageError(worded_reason(Reason(Why.NOBODY_KNOWS, named, because=found.why)))
    return found


def _as_recorded(record: Record, setting: Setting) -> Entry:
    """The work of a record, with a key that no other work has."""
    work, claims = merge([record])
    named = setting.resolutions.keyed_works()
    pinned = pins([other for other, _ in named], [key for _, key in named])
    (key,) = assign([work], pinned)
    citation = Citation("", work.title, Span(0, 0, 1, 1), 1)
    return Entry(
        citation,
        Status.MATCHED,
        work=work,
        key=key,
        confidence=1.0,
        decided_by=record.source,
        provenance=claims,
    )


def _decided(
    target: Target, choice: Choice, found: Entry | None, asked: frozenset[str]
) -> Resolution:
    today = date.today().isoformat()
    blank = Resolution(target.citation, target.title, Status.NOT_FOUND, decided=today)
    if found is None:
        why = Reason(Why.NONE_CHOSEN, {"by": choice.by})
        return replace(blank, why=why, choice=choice)
    if found.work is None:
        why = Reason(Why.NOT_LOOKED_UP, {"by": choice.by, "what": choice.what})
        return replace(blank, status=Status.UNKNOWN, why=why, choice=choice)
    read = target.read
    return replace(
        blank,
        status=Status.MATCHED,
        confidence=1.0,
        decided_by=found.decided_by,
        asked=asked,
        key=found.key,
        work=found.work,
        provenance=dict(found.provenance),
        evidence=score(read, Record(found.work, found.decided_by)).evidence if read else (),
        choice=choice,
    )
