"""The query language of bulk search.

Operators: https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data/operation/get_graph_paper_bulk_search.
They are those of OpenSearch's simple query string, which is therefore taken as the model for what
is not said there: operators count from left to right, a lone ``-`` is nothing, and what is
unbalanced is overlooked
(https://docs.opensearch.org/latest/query-dsl/full-text/simple-query-string/). Words are compared
by their stems, and in titles only.
"""

import re
from collections.abc import Callable, Sequence

from tests.support.databases.base import RefusedError
from tests.support.databases.words import has_phrase, stem, stems, within_edits, words

Matches = Callable[[Sequence[str]], bool]
"""Whether a query matches a title, given as words."""

TOKEN = re.compile(
    r'"(?P<phrase>[^"]*)"(?:~(?P<apart>\d*))?|(?P<sign>[()|+])|(?P<not>-)(?=[^\s-])|'
    r'(?P<word>[^\s()|+"]+)'
)
DEEPEST = 50


def parse(query: str) -> Matches:
    """The test that a query is. Raises RefusedError."""
    matches, _ = _sequence(list(TOKEN.finditer(query)), 0, 0)
    return matches or _nothing


def _nothing(_: Sequence[str]) -> bool:
    return False


def _sequence(tokens: list[re.Match[str]], at: int, depth: int) -> tuple[Matches | None, int]:
    """Operands up to a closing parenthesis or the end, and where that is."""
    if depth > DEEPEST:
        raise RefusedError(400, "too many parentheses")
    operands: list[tuple[bool, Matches]] = []
    either = negated = False
    while at < len(tokens):
        token = tokens[at]
        at += 1
        operand: Matches | None = None
        if token["not"]:
            negated = not negated
        elif token[0] == "|":
            either = True
        elif token[0] == "(":
            operand, at = _sequence(tokens, at, depth + 1)
        elif token[0] == ")" and depth:
            break
        elif token["sign"] is None:
            operand = _operand(token)
        if operand:
            operands.append((either, _opposite(operand) if negated else operand))
            either = negated = False
    return (_joined(operands) if operands else None), at


def _joined(operands: Sequence[tuple[bool, Matches]]) -> Matches:
    """From left to right: each with whether it is an alternative to all before it."""
    (_, first), *rest = operands

    def matches(title: Sequence[str]) -> bool:
        held = first(title)
        for either, operand in rest:
            held = (held or operand(title)) if either else (held and operand(title))
        return held

    return matches


def _opposite(matches: Matches) -> Matches:
    return lambda title: not matches(title)


def _operand(token: re.Match[str]) -> Matches | None:
    if token["phrase"] is not None:
        apart = int(token["apart"] or 2) if token["apart"] is not None else 0
        return _phrase(stems(token["phrase"]), apart)
    word, tilde, edits = token["word"].rpartition("~")
    if tilde and word and not edits.strip("0123456789"):
        return _fuzzy(words(word), min(int(edits or 2), 2))
    if token["word"].endswith("*"):
        return _prefix(words(token["word"]))
    return _phrase(stems(token["word"]), 0)


def _phrase(phrase: Sequence[str], apart: int) -> Matches | None:
    if not phrase:
        return None
    return lambda title: has_phrase([stem(word) for word in title], phrase, apart)


def _prefix(sought: Sequence[str]) -> Matches | None:
    return (lambda title: any(w.startswith(sought[0]) for w in title)) if sought else None


def _fuzzy(sought: Sequence[str], edits: int) -> Matches | None:
    if not sought:
        return None
    return lambda title: any(within_edits(sought[0], word, edits) for word in title)
