"""A corpus in memory: exact titles and identifiers by tables, near titles by their rarest words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kdbib.model import Citation, Record
from kdbib.model.title import STOP_WORDS, title_key, title_words
from kdbib.resolve.base import TITLE, WORDS, Answer, Found, Missing, Question

_RAREST = 6
_CANDIDATES = 8


class MemoryCorpus:
    """Records by the questions that find them: the answers of a source, with no network."""

    def __init__(self, name: str, records: Iterable[Record], edition: str = "") -> None:
        self.name = name
        self.edition = edition
        self.records = tuple(records)
        self._titles: dict[str, list[int]] = defaultdict(list)
        self._identifiers: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._words: dict[str, list[int]] = defaultdict(list)
        for index, record in enumerate(self.records):
            self._add(index, record)

    def _add(self, index: int, record: Record) -> None:
        work = record.work
        if work.DOI:
            self._identifiers["doi", work.DOI.lower()].append(index)
        for identifier in work.identifiers:
            self._identifiers[identifier.scheme, identifier.value.lower()].append(index)
        for title in (work.title, *work.aliases):
            self._titles[title_key(title)].append(index)
        for word in {w for t in (work.title, *work.aliases) for w in title_words(t)} - STOP_WORDS:
            self._words[word].append(index)

    def answer(self, questions: Sequence[Question]) -> dict[Question, Answer]:
        """An answer to every question: the records found, or Missing."""
        return {question: self._answer(question) for question in questions}

    def near(self, citations: Sequence[Citation]) -> list[tuple[Record, ...]]:
        """For each citation the records that it may mean, errors and all, the likeliest first."""
        return [
            tuple(self.records[index] for index in self._near(c.title.text if c.title else ""))
            for c in citations
        ]

    def _answer(self, question: Question) -> Answer:
        if question.kind == TITLE:
            found = self._titles.get(title_key(question.value), [])
        elif question.kind == WORDS:
            found = self._near(question.value)
        else:
            found = self._identifiers.get((question.kind, question.value.lower()), [])
        return Found(tuple(self.records[index] for index in found)) if found else Missing()

    def _near(self, title: str) -> list[int]:
        """The records that share most of a title's rarest words, the most likely first."""
        known = [word for word in dict.fromkeys(title_words(title)) if word in self._words]
        rarest = sorted(known, key=lambda word: len(self._words[word]))[:_RAREST]
        shared: dict[int, list[float]] = defaultdict(list)
        for word in rarest:
            for index in self._words[word]:
                shared[index].append(1 / len(self._words[word]))
        likely = [index for index, weights in shared.items() if 2 * len(weights) >= len(rarest)]
        return sorted(likely, key=lambda index: (-sum(shared[index]), index))[:_CANDIDATES]
