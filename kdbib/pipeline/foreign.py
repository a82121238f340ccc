"""Identifiers of a citation that are another work's, where the work that was found has none such.

Where it has one, the two are compared (:mod:`kdbib.correct.identifiers`). Where it has none, only
the record of the other work tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kdbib.match.decide import describe, keys_of
from kdbib.merge.listed import known_of
from kdbib.model import Conflict, Disagreement, Entry, Identifier, Record, Scheme, Work
from kdbib.pipeline.disputed import alike
from kdbib.pipeline.setting import Corpus
from kdbib.resolve.base import Found, Question

_SCHEMES = (Scheme.DOI, Scheme.ARXIV)


def told_of_others(
    entries: Sequence[Entry], corpora: Sequence[Corpus], heard: Mapping[int, Sequence[Record]]
) -> list[Entry]:
    """The entries, with a conflict for each identifier that is another, unlike work's.

    ``heard`` are the records that were found on the way, by the numbers of the entries; the corpora
    are looked into for all.
    """
    unknown = {i: found for i, entry in enumerate(entries) if (found := list(_unconfirmed(entry)))}
    questions = {_question(one) for found in unknown.values() for one in found}
    records: dict[Question, list[Record]] = {question: [] for question in questions}
    for corpus in corpora if questions else ():
        for question, answer in corpus.answer(sorted(questions, key=str)).items():
            if isinstance(answer, Found):
                records[question] += answer.records
    return [
        _told(entry, unknown[i], [*heard.get(i, ()), *_of(unknown[i], records)])
        if i in unknown
        else entry
        for i, entry in enumerate(entries)
    ]


def _unconfirmed(entry: Entry) -> Iterator[Identifier]:
    """The identifiers of a citation of which its work says nothing."""
    if entry.work is None or entry.choice:  # which work it is, a person has said
        return
    work = known_of(entry.work, entry.provenance)
    for identifier, _ in entry.citation.identifiers:
        if identifier.scheme in _SCHEMES and work.identifier(identifier.scheme) is None:
            yield identifier


def _question(identifier: Identifier) -> Question:
    return Question(identifier.scheme, identifier.value)


def _of(
    identifiers: Sequence[Identifier], records: Mapping[Question, Sequence[Record]]
) -> Iterator[Record]:
    for identifier in identifiers:
        yield from records[_question(identifier)]


def _told(entry: Entry, identifiers: Sequence[Identifier], records: Sequence[Record]) -> Entry:
    conflicts = []
    for identifier in identifiers:
        holders = [one.work for one in records if identifier.key in keys_of(one.work)]
        other = next((work for work in holders if not _may_be(entry.work, work)), None)
        if other and not any(_may_be(entry.work, work) for work in holders):
            conflicts.append(
                Conflict(
                    Disagreement.OF_ANOTHER,
                    identifier.scheme,
                    identifier.value,
                    "",
                    {"work": describe(other)},
                )
            )
    return replace(entry, conflicts=(*entry.conflicts, *conflicts)) if conflicts else entry


def _may_be(a: Work | None, b: Work) -> bool:
    return a is not None and alike(a, b)
