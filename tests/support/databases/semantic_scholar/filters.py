"""The filters that all searches take.

https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data/operation/get_graph_paper_relevance_search
"""

from collections.abc import Callable, Mapping

from tests.support.databases.base import RefusedError
from tests.support.databases.semantic_scholar.paper import Description


def whole_number(text: str) -> int:
    """The number that a parameter is. Raises RefusedError."""
    if not text.isdecimal():
        raise RefusedError(400, f"{text!r} is not a whole number")
    return int(text)


def passes(described: Description, params: Mapping[str, str]) -> bool:
    """Whether a paper gets through all filters of a request."""
    return all(test(described, params[name]) for name, test in FILTERS.items() if name in params)


def _one_of(field: str) -> Callable[[Description, str], bool]:
    """The field is one of, or has one of, the values between commas."""

    def test(described: Description, value: str) -> bool:
        has: str | list[str] = described[field] or []
        return not set(value.split(",")).isdisjoint([has] if isinstance(has, str) else has)

    return test


def _years(described: Description, value: str) -> bool:
    """``2019``, ``2016-2020``, ``2010-`` or ``-2015``."""
    first, dash, last = value.partition("-")
    year: int | None = described["year"]
    if year is None:
        return False
    earliest = whole_number(first or "0")
    return earliest <= year <= (whole_number(last or "9999") if dash else earliest)


def _dates(described: Description, value: str) -> bool:
    """``2019-03-05``, ``2016-03:2020-06``, ``1981-08-25:``; a paper without a date has its year."""
    first, colon, last = value.partition(":")
    date = str(described["publicationDate"] or described["year"] or "")
    last = last if colon else first
    return bool(date) and first[: len(date)] <= date and (not last or date[: len(last)] <= last)


def _cited(described: Description, value: str) -> bool:
    return bool(described["citationCount"] >= whole_number(value))


def _open(described: Description, _: str) -> bool:
    """A flag without a value: papers with a public PDF."""
    return bool(described["isOpenAccess"])


FILTERS: dict[str, Callable[[Description, str], bool]] = {
    "year": _years,
    "publicationDateOrYear": _dates,
    "venue": _one_of("venue"),
    "fieldsOfStudy": _one_of("fieldsOfStudy"),
    "publicationTypes": _one_of("publicationTypes"),
    "minCitationCount": _cited,
    "openAccessPdf": _open,
}
