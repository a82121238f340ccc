"""Triples, found by their predicate and either end."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """An IRI or a literal."""

    text: str
    is_iri: bool


@dataclass(frozen=True, slots=True)
class Triple:
    subject: Term
    predicate: str
    object: Term


class Store:
    def __init__(self, triples: Iterable[Triple]) -> None:
        self._all: dict[str, list[Triple]] = defaultdict(list)
        self._of: dict[tuple[str, Term], list[Triple]] = defaultdict(list)
        self._to: dict[tuple[str, Term], list[Triple]] = defaultdict(list)
        for triple in triples:
            self._all[triple.predicate].append(triple)
            self._of[triple.predicate, triple.subject].append(triple)
            self._to[triple.predicate, triple.object].append(triple)

    def matching(self, predicate: str, subject: Term | None, object_: Term | None) -> list[Triple]:
        """The triples of a predicate; an end that is None may be anything."""
        if subject is not None:
            found = self._of.get((predicate, subject), [])
            return found if object_ is None else [t for t in found if t.object == object_]
        if object_ is not None:
            return self._to.get((predicate, object_), [])
        # the endpoint has titles sorted, without regard to case
        return sorted(self._all.get(predicate, ()), key=lambda t: t.object.text.lower())
