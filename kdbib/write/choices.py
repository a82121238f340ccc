"""What a user chooses of how bibliographies are written. It imports nothing: every command does."""

from enum import StrEnum


class Dialect(StrEnum):
    """Whose names of types and fields are written."""

    bibtex = "bibtex"
    biblatex = "biblatex"


class Venues(StrEnum):
    """How venues are written: with their whole names, short names, or abbreviations by ISO 4."""

    full = "full"
    short = "short"
    abbreviated = "abbreviated"


class Order(StrEnum):
    """How the entries of a bibliography are sorted: as the list has them, by key, or by year."""

    list = "list"
    key = "key"
    year = "year"
