"""When the conferences of the field take place, as far as that is regular."""

from datetime import UTC, datetime

# the parity of the years of biennial conferences, from a year on
_EVERY_OTHER_YEAR = {"ECCV": (0, 1990), "ICCV": (1, 1987), "ACCV": (0, 2002), "ICPR": (0, 1974)}
_FIRST = {
    "CVPR": 1983,
    "ICLR": 2013,
    "ICML": 1988,
    "NeurIPS": 1987,
    "CoRL": 2017,
    "MLSys": 2018,
    "MIDL": 2018,
    "WSDM": 2008,
    "3DV": 2013,
    "TMLR": 2022,
    "COLM": 2024,
    "EMNLP": 1996,
    "AISTATS": 1985,
    "BMVC": 1990,
    "MICCAI": 1998,
}
_YEARS = {
    "NAACL": {*range(2000, 2005), 2006, 2007, 2009, 2010, 2012, 2013, 2015, 2016, 2018, 2019},
    "EACL": {2003, 2006, 2009, 2012, 2014, 2017},
}
_KNOWN_UNTIL = 2020
"""The years listed in _YEARS are complete up to this one."""


def did_not_take_place(venue: str, year: int) -> str | None:
    """Why there was no such conference in a year, in words for a person; None if there was.

    >>> did_not_take_place("ECCV", 2019)
    'ECCV takes place in even years'
    """
    if (parity := _EVERY_OTHER_YEAR.get(venue)) and year >= parity[1]:
        years = "odd" if parity[0] else "even"
        return f"{venue} takes place in {years} years" if year % 2 != parity[0] else None
    if (first := _FIRST.get(venue)) and year < first:
        return f"{venue} began in {first}"
    listed = _YEARS.get(venue)
    if listed and min(listed) <= year < _KNOWN_UNTIL and year not in listed:
        return f"there was no {venue} in {year}"
    return None


def next_year() -> int:
    """The last year that a publication may be announced for."""
    return datetime.now(tz=UTC).year + 1
