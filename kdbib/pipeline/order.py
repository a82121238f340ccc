"""Whom to ask for what, and in which order: what one source finds spares the others.

A citation goes up a ladder. On each rung stand the questions that are asked side by side; it goes
on to the next rung when all of them have an answer, and as soon as a source finds the work, it
changes to the ladder for works, on which only what is lacking is asked for. docs/plan.md tells it
to people.
"""

from collections.abc import Iterator, Mapping, Sequence

from kdbib.model import Scheme
from kdbib.model.title import STOP_WORDS, title_words
from kdbib.pipeline.cases import Case
from kdbib.resolve.base import TITLE, WORDS, Question, Source
from kdbib.resolve.role import PUBLICATION, Role, Stage, role_of, surest_of

_FEWEST_WORDS = 3  # a title of fewer telling words is not looked for by its words


_DATACITES = ("10.5281/", "10.6084/", "10.17605/", "10.4230/", "10.5061/", "10.7910/", "10.13140/")
"""DataCite's: of Zenodo, figshare, OSF, Dagstuhl, Dryad, Harvard's Dataverse, ResearchGate."""

Rung = tuple[Stage, list[tuple[Source, Question]]]


class Order:
    """The order for these sources; ``thorough`` asks all of them for titles, and all titles.

    ``brief`` asks for an identifier at one source after the other, and no more once a work is
    found.
    """

    def __init__(
        self, sources: Sequence[Source], *, thorough: bool = False, brief: bool = False
    ) -> None:
        self.sources = list(sources)
        self.thorough = thorough
        self.brief = brief
        self.out: dict[str, str] = {}
        """The sources that are left out for the rest of the run, with the reason."""
        self.roles: Mapping[str, Role] = {s.name: _role(s, thorough=thorough) for s in sources}
        self._names = frozenset(self.roles)
        self.many = [s for s in sources if self._stage(s) in (Stage.TITLES, Stage.OTHERS)]
        self.first = [s for s in self.many if self._stage(s) is Stage.TITLES]
        self.single = [s for s in sources if self._stage(s) is Stage.REST]
        self.leading = max(self.first, key=lambda s: len(self.roles[s.name].tells), default=None)
        """Who is asked first for a title: of those who know most, the one who tells most of it."""

    def _stage(self, source: Source) -> Stage | None:
        return self.roles[source.name].titles if TITLE in source.accepts else None

    def first_for(self, case: Case) -> Source | None:
        """Who is asked for a case's title before the others are; None if it has no turn for that.

        It depends on nothing but the case: so a list that grows, or one whose answers are half in
        the cache, gets the works that it would have got at once.
        """
        return self.leading if case.title and not case.citation.identifiers else None

    def rungs(self, case: Case) -> Iterator[Rung]:
        """What is asked about a case, rung by rung."""
        if self.brief and not case.is_open:
            return
        if self.brief and case.citation.identifiers:
            for pair in self._in_turn(case):
                yield Stage.TEXT, [pair]
        if not case.matched and not case.title:
            yield Stage.TEXT, self._by_text(case)
            yield Stage.REST, self._named(case)
        elif not case.matched:
            yield from self._to_find(case)
        else:
            if case.is_open:
                yield from self._to_find_better(case)
            if not self.brief:
                yield from self._to_complete(case)

    def _in_turn(self, case: Case) -> list[tuple[Source, Question]]:
        """The text's own identifiers, at the sources in the order in which they suffice."""

        def place(pair: tuple[Source, Question]) -> int:
            source, question = pair
            if source.name == "datacite" and question.value.startswith(_DATACITES):
                return 0
            return surest_of(source).get(question.kind, len(self.sources))

        return sorted(self._named(case), key=place)

    def _to_find(self, case: Case) -> Iterator[Rung]:
        yield Stage.TEXT, self._by_text(case)
        first = self.first_for(case)
        title = Question(TITLE, case.title)
        words = Question(WORDS, case.title) if _has_words(case.title) else title
        if first:
            yield Stage.TITLES, [(first, title)]
        yield Stage.OTHERS, [(s, title) for s in self.many if s not in self.first]
        # among arXiv's titles alone, words find what the exact title does, and more
        again = [s for s in self.first if s is not first]
        yield Stage.AGAIN, [(s, words if s.name == "arxiv" else title) for s in again]
        if words is not title:
            yield Stage.WORDS, [(s, words) for s in self.many if WORDS in s.accepts]
        rest = [s for s in self.single if self.thorough or self.roles[s.name].likely(case.citation)]
        yield Stage.REST, [(source, title) for source in rest]

    def _to_find_better(self, case: Case) -> Iterator[Rung]:
        """Where the title is asked for that a match has not exactly.

        It is the ladder of what is not found, without the words: they only find near titles.
        """
        for stage, pairs in self._to_find(case):
            yield stage, [(s, q) for s, q in pairs if q.kind != WORDS or s.name == "arxiv"]

    def _to_complete(self, case: Case) -> Iterator[Rung]:
        if self._names.isdisjoint(s.name for s in self.sources if self._may_add(case, s)):
            return
        texts = self._by_text(case)
        yield Stage.TEXT, [(s, q) for s, q in texts if self._may_add(case, s)]
        late = Stage.LAST if any(s.name in self._asked(case) for s in self.single) else Stage.FOUND
        for stage in (Stage.FOUND, Stage.REST, Stage.LAST):
            sources = [s for s in self.sources if self.roles[s.name].found is stage]
            asked = [(s, q) for s in sources if (q := self._lacking(case, s))]
            yield max(stage, late), asked

    def _asked(self, case: Case) -> set[str]:
        return {name for name, question in case.answered if question.kind == TITLE}

    def _by_text(self, case: Case) -> list[tuple[Source, Question]]:
        """The text's own identifiers, at the sources that take many; at others if nobody does."""
        pairs = self._named(case)
        many = [s for s in self.sources if self.roles[s.name].found is Stage.FOUND] + self.first
        early = [(s, q) for s, q in pairs if s in many]
        asked = {q for s, q in early if s.name not in self.out}
        return early + [(s, q) for s, q in pairs if q not in asked]

    def _named(self, case: Case) -> list[tuple[Source, Question]]:
        """The text's own identifiers, at every source of works that takes them."""
        given = [Question(found.scheme, found.value) for found, _ in case.citation.identifiers]
        sources = [source for source in self.sources if source.name != "doi_ra"]
        return [(s, q) for s in sources for q in given if q.kind in s.accepts]

    def _may_add(self, case: Case, source: Source) -> bool:
        """Whether a source could add to the work: one that has said nothing yet, or told where."""
        tells = bool(case.lacks & self.roles[source.name].tells)
        told = any((source.name, one) not in case.answered for one in case.publications())
        return tells and (told or not case.heard_from(source.name))

    def _lacking(self, case: Case, source: Source) -> Question | None:
        """The next question to a source about a work that lacks something; None if it is no use."""
        if not self._may_add(case, source):
            return None
        for question in case.identifiers():
            open_ = (source.name, question) not in case.answered
            if open_ and question.kind in source.accepts and self._is_for(case, source, question):
                return question
        title = Question(TITLE, case.title)
        listed = case.title and case.listed_as_published
        by_title = listed and source in self.many and source.name != "arxiv"
        if by_title and PUBLICATION in case.lacks and (source.name, title) not in case.answered:
            return title
        return None

    def _is_for(self, case: Case, source: Source, question: Question) -> bool:
        """Whether an identifier is one that the source can add to; DOIs go where they belong."""
        if question.kind == Scheme.ARXIV and source.name == "datacite":
            return "arxiv" in self.out or "arxiv" not in self._names  # it repeats what arXiv says
        if question.kind == Scheme.ARXIV and source.name == "dblp":
            return False
        if source.name in ("doi_ra", "datacite") and "crossref" in self._names:
            if ("crossref", question) not in case.answered or case.heard_from("crossref"):
                return False
            return source.name == "doi_ra" or case.agencies.get(question.value) == "DataCite"
        return True


def _role(source: Source, *, thorough: bool) -> Role:
    role = role_of(source)
    if thorough and role.titles is None and TITLE in source.accepts:
        many = source.accepts[TITLE] > 1
        return Role(role.tells, Stage.OTHERS if many else Stage.REST, role.found)
    return role


def _has_words(title: str) -> bool:
    telling = [word for word in title_words(title) if word not in STOP_WORDS]
    return len(telling) >= _FEWEST_WORDS
