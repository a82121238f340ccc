"""Years as they stand in citations: alone, in a date, shortened."""

import re

_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
"""A pattern for a year in full."""

DATE = re.compile(
    rf"(?<![\w.–])(?<!\d-)(?:(?:\d{{1,2}}(?:st|nd|rd|th)?[\s,]+)?{_MONTH}(?:\s*\d{{1,2}},)?[\s,]*(?P<a>{YEAR})"
    rf"|(?P<b>{YEAR})(?:[-/.](?:0?[1-9]|1[0-2])){{1,2}}(?:[-/.]\d{{1,2}})?|(?P<c>{YEAR})(?:,\s{_MONTH})?"
    rf"|(?P<d>{YEAR})年(?:\d{{1,2}}月)?)(?!\w)(?![-–]\d)",
    re.IGNORECASE,
)
"""A year, with the day and the month around it that some give."""


def year_in(date: re.Match[str]) -> tuple[int, tuple[int, int]]:
    """The year in a match of DATE, and where it stands."""
    name = str(date.lastgroup)
    return int(date[name]), date.span(name)


def full_year(digits: str) -> int:
    """The year that two or four digits are: ``'17`` is 2017, ``'98`` is 1998."""
    number = int(digits)
    if len(digits) == 4:
        return number
    return number + (1900 if number > 60 else 2000)
