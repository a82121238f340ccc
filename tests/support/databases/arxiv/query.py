"""arXiv's query language.

Fields, operators and grouping: https://info.arxiv.org/help/api/user-manual.html#query_details.
What the manual leaves open: two terms with nothing in between are alternatives, operators are taken
from left to right, and an unknown field is searched as ``all``. A query says how it was understood
in the title of its answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.support.databases.arxiv.eprint import Eprint
from tests.support.databases.base import RefusedError
from tests.support.databases.words import has_phrase, stem, words

FIELDS = ("ti", "au", "abs", "co", "jr", "cat", "rn", "id")
OPERATORS = ("AND", "OR", "ANDNOT")
DEEPEST = 50
TOKEN = re.compile(r'\(|\)|(?:(?P<field>\w+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s()"]+))')

Texts = Mapping[str, Sequence[Sequence[str]]]
"""The words of an e-print, by field; a field such as ``au`` has several texts."""


@dataclass(frozen=True, slots=True)
class Term:
    field: str
    text: str
    quoted: bool

    def holds(self, texts: Texts) -> bool:
        searched = [self.field] if self.field != "all" else list(texts)
        sought = words(self.text)
        if self.quoted or len(sought) > 1:
            return any(has_phrase(text, sought) for name in searched for text in texts[name])
        stemmed = {stem(word) for word in sought}
        return any(stem(w) in stemmed for name in searched for text in texts[name] for w in text)

    def terms(self) -> Iterator["Term"]:
        yield self

    def __str__(self) -> str:
        return f'{self.field}:"{self.text}"' if self.quoted else f"{self.field}:{self.text}"


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined from left to right: hundreds of titles do not make a deep tree."""

    first: "Query"
    rest: tuple[tuple[str, "Query"], ...]

    def holds(self, texts: Texts) -> bool:
        held = self.first.holds(texts)
        for operator, operand in self.rest:
            if operator == "OR":
                held = held or operand.holds(texts)
            else:
                held = held and operand.holds(texts) != (operator == "ANDNOT")
        return held

    def terms(self) -> Iterator[Term]:
        yield from self.first.terms()
        for operator, operand in self.rest:
            if operator != "ANDNOT":
                yield from operand.terms()

    def __str__(self) -> str:
        rest = "".join(f" {operator} {_grouped(operand)}" for operator, operand in self.rest)
        return _grouped(self.first) + rest


Query = Term | Chain


def _grouped(query: Query) -> str:
    return f"({query})" if isinstance(query, Chain) else str(query)


def parse(text: str) -> Query:
    """The query that a text is. Raises RefusedError."""
    tokens = list(TOKEN.finditer(text))
    if len(tokens) > 2000:
        raise RefusedError(400, "malformed query: too long")
    query, rest = _sequence(tokens, depth=0)
    if rest:
        raise RefusedError(400, "malformed query: unbalanced parentheses")
    return query


def _sequence(tokens: list[re.Match[str]], depth: int) -> tuple[Query, list[re.Match[str]]]:
    """Operands and operators up to the end or a closing parenthesis, and what is left then."""
    if depth > DEEPEST:
        raise RefusedError(400, "malformed query: too deep")
    operands: list[tuple[str, Query]] = []
    operator = "OR"
    while tokens and tokens[0][0] != ")":
        first, *tokens = tokens
        if first[0] in OPERATORS:
            operator = first[0]
            continue
        operand: Query
        if first[0] == "(":
            operand, tokens = _sequence(tokens, depth + 1)
            if not tokens:
                raise RefusedError(400, "malformed query: unbalanced parentheses")
            tokens = tokens[1:]
        else:
            operand = _term(first)
        operands.append((operator, operand))
        operator = "OR"
    if not operands:
        raise RefusedError(400, "malformed query: nothing to search for")
    (_, query), *rest = operands
    return (Chain(query, tuple(rest)) if rest else query), tokens


def _term(token: re.Match[str]) -> Term:
    field = token["field"] if token["field"] in FIELDS else "all"
    quoted = token["phrase"] is not None
    return Term(field, token["phrase"] if quoted else token["word"], quoted)


def texts_of(eprint: Eprint) -> Texts:
    """What a query is compared with."""
    return {
        "ti": [words(eprint.title)],
        "au": [form for name in eprint.authors for form in _forms(words(name))],
        "abs": [words(eprint.summary)],
        "co": [words(eprint.comment)],
        "jr": [words(eprint.journal_ref)],
        "cat": [words(category) for category in eprint.categories],
        "rn": [],
        "id": [words(eprint.id), words(eprint.versioned)],
    }


def _forms(name: list[str]) -> list[list[str]]:
    """A name as written, and family name first, in full and abbreviated (``hinton_g``)."""
    if len(name) < 2:
        return [name]
    *given, family = name
    return [name, [family, *given], [family, given[0][0]]]


def relevance(query: Query, texts: Texts) -> float:
    """How well an e-print fits: the share of its title that the query's terms make up."""
    title = texts["ti"][0]
    sought = {stem(word) for term in query.terms() for word in words(term.text)}
    return sum(stem(word) in sought for word in title) / max(1, len(title))
