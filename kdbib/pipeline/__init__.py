"""The way through: citations, what is known of them, their works, their corrections, their keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kdbib.correct import Findings, Habits, correct
from kdbib.correct.habits import habits_of
from kdbib.correct.line import HABITS, as_line, told
from kdbib.correct.shape import usual_shape
from kdbib.match.score import score
from kdbib.merge.authority import OF_FIRST_VERSION
from kdbib.merge.listed import known_of
from kdbib.model import Citation, Conflict, Disagreement, Entry, Form, Record, Status, Work
from kdbib.pipeline.cases import Case
from kdbib.pipeline.disputed import undisputed
from kdbib.pipeline.entries import chosen_entry, entry_of, kept_entry
from kdbib.pipeline.foreign import told_of_others
from kdbib.pipeline.inquiry import PASSED_OVER, Inquiry, said_by
from kdbib.pipeline.plan import Plan
from kdbib.pipeline.setting import Corpus, OnProgress, Setting
from kdbib.resolutions import Resolution, Resolutions, chosen_citation
from kdbib.write.completing import Completing
from kdbib.write.completion import complete
from kdbib.write.keys import assign, is_usable, pins

__all__ = ["Corpus", "OnProgress", "Outcome", "Plan", "Setting", "plan_of", "resolve"]

_CORRECTS = 0.76
"""The confidence from which a work may correct what a person wrote: not the corpus's half-known."""

_CORRECTS_UNSURE = 0.9
"""The same where it is not sure which words of the citation are its title."""

_SURELY_READ = 0.5
"""The probability of a title from which it is sure."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: an Entry for each citation, in order, and how it went with each source.

    ``counters`` are by source or corpus: requests, hits, errors, seconds; ``outages`` say why a
    source failed.
    """

    entries: tuple[Entry, ...]
    counters: dict[str, dict[str, int | float]] = field(default_factory=dict)
    outages: dict[str, str] = field(default_factory=dict)

    @property
    def partly(self) -> bool:
        """Whether a source failed and left citations unresolved."""
        return any(entry.status is Status.UNKNOWN for entry in self.entries)


def resolve(citations: Sequence[Citation], setting: Setting) -> Outcome:
    """Find the work of each citation, and what is wrong in it; keep what was decided."""
    kept, cases = _to_resolve(citations, setting)
    inquiry = Inquiry([case for _, case in cases], setting)
    inquiry.carry_out()
    fresh = {index: _entry(citations[index], case) for index, case in cases if not _is_less(case)}
    known = {index: case.known for index, case in cases if case.known}
    decided = kept | known | fresh
    heard = {index: case.records for index, case in cases if index in fresh}
    entries = _with_keys(
        undisputed([decided[index] for index in range(len(citations))]), setting.resolutions
    )
    setting.resolutions.keep(
        (entries[index], frozenset(case.asked)) for index, case in cases if index in fresh
    )
    entries = told_of_others(entries, setting.corpora, heard)
    habits = _habits(citations)
    corrected = tuple(
        _corrected(entry, habits[entry.citation.file], setting.completing) for entry in entries
    )
    return Outcome(corrected, inquiry.counters, inquiry.outages)


def _entry(citation: Citation, case: Case) -> Entry:
    """What a case came to, as the Entry of its citation."""
    found = entry_of(case)
    choice = case.known.choice if case.known else None
    return chosen_entry(citation, found, choice) if choice else found


def plan_of(citations: Sequence[Citation], setting: Setting) -> Plan:
    """What ``resolve`` would ask of whom, before anything is sent."""
    kept, cases = _to_resolve(citations, setting)
    return replace(Inquiry([case for _, case in cases], setting).plan, decided=len(kept))


def _to_resolve(
    citations: Sequence[Citation], setting: Setting
) -> tuple[dict[int, Entry], list[tuple[int, Case]]]:
    """What earlier runs have decided for good, and the cases that are left, by their numbers."""
    kept: dict[int, Entry] = {}
    cases: list[tuple[int, Case]] = []
    for index, citation in enumerate(citations):
        resolution = setting.resolutions.get(citation)
        if setting.refresh and resolution and not resolution.choice:
            resolution = None
        known = kept_entry(citation, resolution) if resolution else None
        if known and resolution and _holds(resolution, setting):
            kept[index] = known
        else:
            heard = resolution.asked if resolution else frozenset()
            wanted = chosen_citation(known.choice) if known and known.choice else None
            cases.append((index, Case(wanted or citation, known=known, heard_before=heard)))
    return kept, cases


def _is_less(case: Case) -> bool:
    """Whether an earlier run knew more of a case than this one could find out.

    Where this one has heard everybody whom that one had heard, its own decision counts.
    """
    if not (case.known and case.known.work):
        return False
    if case.known.choice and not case.matched:
        return True
    if case.failed or case.unasked:
        return True
    return not case.matched and not _names(case.heard_before) <= _names(case.asked)


def _names(asked: Iterable[str]) -> set[str]:
    """The sources and corpora, whatever their editions and however far they were asked."""
    return {name.partition("#")[0].removesuffix(PASSED_OVER) for name in asked}


def _holds(resolution: Resolution, setting: Setting) -> bool:
    """Whether an earlier decision is taken as it is.

    It is, if everybody has been heard who would be now; that nothing was found holds for a while.
    What a person decided holds; only the work that they chose is looked up, where it is not known
    or to be asked for anew.
    """
    if resolution.choice:
        looked_up = resolution.work is not None and not setting.refresh
        return looked_up or chosen_citation(resolution.choice) is None
    heard = all(
        name in resolution.asked
        or (not setting.thorough and name + PASSED_OVER in resolution.asked)
        for name in said_by(setting.corpora, setting.sources)
    )
    if resolution.work is None:
        return heard and (setting.final or setting.offline or not resolution.is_old())
    return setting.final or heard


def _habits(citations: Sequence[Citation]) -> dict[str, Habits]:
    files = dict.fromkeys(citation.file for citation in citations)
    lists = {file: [c for c in citations if c.file == file] for file in files}
    return {file: _habits_of_list(of_file) for file, of_file in lists.items()}


def _habits_of_list(citations: Sequence[Citation]) -> Habits:
    bare = any(citation.title is None for citation in citations)
    return replace(habits_of(citations), form=usual_shape(citations) if bare else "")


def _corrected(entry: Entry, habits: Habits, completing: Completing) -> Entry:
    """The entry with what is wrong in its citation."""
    malformed = tuple(
        Conflict(Disagreement.MALFORMED, problem.kind, "", "", {"problem": problem.message})
        for problem in entry.citation.malformed
    )
    is_sure = entry.citation.probability is None or entry.citation.probability >= _SURELY_READ
    needed = _CORRECTS if is_sure else _CORRECTS_UNSURE
    if entry.work is None or entry.confidence < needed:
        return replace(entry, conflicts=entry.conflicts + malformed)
    work = known_of(entry.work, entry.provenance)
    match = score(entry.citation, Record(work, entry.decided_by))
    claim = entry.provenance.get("issued")
    sure = claim is None or not claim.source.endswith(OF_FIRST_VERSION)
    if entry.citation.form is Form.bibtex:
        found = complete(entry.citation, work, match, year_is_sure=sure, completing=completing)
    elif not entry.citation.form.is_corrected:
        line = as_line(entry.citation)
        of_line = correct(line, work, match, HABITS, year_is_sure=sure)
        differing = told(line, entry.citation, of_line.changes)
        found = Findings((), (*differing, *of_line.conflicts, *malformed))
    else:
        found = correct(entry.citation, work, match, habits, year_is_sure=sure)
    return replace(entry, changes=found.changes, conflicts=entry.conflicts + found.conflicts)


def _with_keys(entries: list[Entry], resolutions: Resolutions) -> list[Entry]:
    """The entries with citation keys: one for a work, however often it is cited.

    A key that an earlier run gave stays, and an entry of a bibliography keeps its own: LaTeX
    documents cite by it.
    """
    works, numbers = _distinct([entry.work for entry in entries if entry.work])
    own = _own_keys(entries)
    earlier = [(work, own[i]) for i, e in enumerate(entries) if (work := e.work) and i in own]
    earlier += resolutions.keyed_works()
    pinned = pins([work for work, _ in earlier], [key for _, key in earlier])
    pinned |= {f"key:{key}": key for key in own.values()}
    keys = assign(works, pinned)
    number = iter(numbers)
    found = [entry for entry in entries if entry.work]
    claims = {index: e.provenance for index, e in reversed([*zip(numbers, found, strict=True)])}
    return [  # a work goes with the claims of its own entry: they tell what a list alone says
        replace(entry, key=own.get(place, keys[index]), work=works[index], provenance=claims[index])
        if entry.work and (index := next(number)) >= 0
        else entry
        for place, entry in enumerate(entries)
    ]


def _own_keys(entries: Sequence[Entry]) -> dict[int, str]:
    """The keys that entries of bibliographies have, by their numbers; the first of two alike."""
    own: dict[str, int] = {}
    for place, entry in enumerate(entries):
        if entry.citation.key and is_usable(entry.citation.key):
            own.setdefault(entry.citation.key, place)
    return {place: key for key, place in own.items()}


def _distinct(works: Iterable[Work]) -> tuple[list[Work], list[int]]:
    """The works, each once, and for each work given the number of the one that it is."""
    distinct: list[Work] = []
    numbers: list[int] = []
    known: dict[str, int] = {}
    for work in works:
        names = pins([work], [""])
        number = next((known[name] for name in names if name in known), len(distinct))
        if number == len(distinct):
            distinct.append(work)
        known |= dict.fromkeys(names, number)
        numbers.append(number)
    return distinct, numbers
