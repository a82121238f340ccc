"""A small part of SPARQL (https://www.w3.org/TR/sparql11-query/): the forms that kdbib sends.

Triples with one known predicate, VALUES of one variable, OPTIONAL, UNION, sub-selects with LIMIT,
and filters that are ranges of strings; prefix ``dblp:`` alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.databases.base import RefusedError
from tests.support.databases.dblp.store import Store, Term

Solution = dict[str, Term]
PREFIX = "PREFIX dblp: <https://dblp.org/rdf/schema#>"
TOKEN = re.compile(
    r"(?P<iri><[^\x00-\x20<>\"{}|^`\\]*>)|(?P<literal>\"(?:[^\"\\\n\r]|\\[\\\"])*\")"
    r"|(?P<variable>\?\w+)|(?P<name>dblp:\w+)|(?P<word>[A-Za-z]+)|(?P<number>\d+)"
    r"|(?P<sign>&&|>=|<|[{}().;])"
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str


def select(query: str, store: Store) -> tuple[list[str], list[Solution]]:
    """The variables and the rows of a query. Raises RefusedError."""
    tokens = list(_tokens(query))
    reader = _Reader(tokens, store)
    variables, rows = reader.select([{}])
    if reader.left:
        raise RefusedError(400, "there is something after the query")
    return variables, rows


def _tokens(query: str) -> Iterator[Token]:
    text = query.strip()
    if not text.startswith(PREFIX):
        raise RefusedError(400, "the prefix dblp: is not declared")
    at = len(PREFIX)
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        found = TOKEN.match(text, at)
        if not found:
            raise RefusedError(400, f"Invalid SPARQL query at {text[at : at + 20]!r}")
        at = found.end()
        yield Token(str(found.lastgroup), found[0])


class _Reader:
    """Reads a query and answers it on the way: each part narrows or widens the solutions."""

    def __init__(self, tokens: list[Token], store: Store) -> None:
        self.left = tokens[::-1]
        self._store = store

    def select(self, solutions: list[Solution]) -> tuple[list[str], list[Solution]]:
        self._take("SELECT")
        distinct = self._have("DISTINCT")
        variables = []
        while self._next.kind == "variable":
            variables.append(self._pop().text[1:])
        self._take("WHERE")
        rows = [{n: s[n] for n in variables if n in s} for s in self._group(solutions)]
        if distinct:
            rows = [row for i, row in enumerate(rows) if row not in rows[:i]]
        if self._have("LIMIT"):
            rows = rows[: int(self._of_kind("number"))]
        return variables, rows

    def _group(self, solutions: list[Solution]) -> list[Solution]:
        self._take("{")
        if self._next.text == "SELECT":
            # a sub-select knows nothing of what surrounds it, and is joined afterwards
            found = _joined(solutions, self.select([{}])[1])
            self._take("}")
            return found
        while not self._have("}"):
            solutions = self._part(solutions)
        return solutions

    def _part(self, solutions: list[Solution]) -> list[Solution]:
        token = self._next
        if token.text == "{":
            return self._union(solutions)
        if self._have("VALUES"):
            return _joined(solutions, self._values())
        if self._have("OPTIONAL"):
            return self._optional(solutions)
        if self._have("FILTER"):
            return self._filter(solutions)
        if token.kind == "variable":
            return self._triples(solutions)
        raise RefusedError(400, f"Invalid SPARQL query: {token.text!r} is not supported here")

    def _union(self, solutions: list[Solution]) -> list[Solution]:
        found = self._group(solutions)
        while self._have("UNION"):
            found = [*found, *self._group(solutions)]
        return found

    def _values(self) -> list[Solution]:
        name = self._of_kind("variable")[1:]
        self._take("{")
        rows: list[Solution] = []
        while not self._have("}"):
            rows.append({name: Term(self._of_kind("iri")[1:-1], is_iri=True)})
        return rows

    def _optional(self, solutions: list[Solution]) -> list[Solution]:
        start, after = self.left, self.left
        found: list[Solution] = []
        for solution in solutions or [{}]:
            self.left = list(start)
            more = self._group([solution])
            after = self.left
            found += more or [solution]
        self.left = after
        return found if solutions else []

    def _filter(self, solutions: list[Solution]) -> list[Solution]:
        """Ranges of literals, compared without regard to case."""
        self._take("(")
        while True:
            name = self._of_kind("variable")[1:]
            sign = self._pop().text
            bound = _unescaped(self._of_kind("literal")).lower()
            if sign == ">=":
                solutions = [s for s in solutions if s[name].text.lower() >= bound]
            elif sign == "<":
                solutions = [s for s in solutions if s[name].text.lower() < bound]
            else:
                raise RefusedError(400, f"Invalid SPARQL query: no comparison {sign!r}")
            if self._have(")"):
                return solutions
            self._take("&&")

    def _triples(self, solutions: list[Solution]) -> list[Solution]:
        subject = self._of_kind("variable")[1:]
        while True:
            predicate = self._of_kind("name").removeprefix("dblp:")
            solutions = self._matched(solutions, subject, predicate, self._of_kind("variable")[1:])
            if not self._have(";"):
                self._have(".")
                return solutions

    def _matched(
        self, solutions: list[Solution], subject: str, predicate: str, object_: str
    ) -> list[Solution]:
        found = []
        for known in solutions:
            matching = self._store.matching(predicate, known.get(subject), known.get(object_))
            found += [{**known, subject: t.subject, object_: t.object} for t in matching]
        return found

    @property
    def _next(self) -> Token:
        if not self.left:
            raise RefusedError(400, "Invalid SPARQL query: it ends too early")
        return self.left[-1]

    def _pop(self) -> Token:
        token = self._next
        self.left.pop()
        return token

    def _have(self, text: str) -> bool:
        if self.left and self.left[-1].text == text:
            self.left.pop()
            return True
        return False

    def _take(self, text: str) -> None:
        if not self._have(text):
            raise RefusedError(400, f"Invalid SPARQL query: {text!r} is missing")

    def _of_kind(self, kind: str) -> str:
        token = self._pop()
        if token.kind != kind:
            raise RefusedError(400, f"Invalid SPARQL query: {token.text!r} is no {kind}")
        return token.text


def _joined(left: list[Solution], right: list[Solution]) -> list[Solution]:
    return [
        {**one, **other}
        for one in left
        for other in right
        if all(one[name] == other[name] for name in one.keys() & other.keys())
    ]


def _unescaped(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])
