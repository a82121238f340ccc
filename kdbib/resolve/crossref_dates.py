"""When a work was published, among the dates that Crossref has of it.

Its format (https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md): ``issued`` is the
earlier of ``published-print`` and ``published-online``, so often that of an article that was online
a year before its issue; where nobody said, it is ``[[null]]``.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

Day = tuple[int, ...]

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|['’](\d\d)(?!\d)")
_LIMITS = ((1500, 2100), (1, 12), (1, 31))
_NEAR = 2  # years between a conference and the day when its proceedings came


class Date(msgspec.Struct, rename="kebab"):
    """A day, a month or a year; ``[[null]]`` is none."""

    date_parts: list[list[int | str | None]] | None = None


def day(date: Date | None) -> Day:
    """One to three numbers, as many as are there and can be right."""
    return numbers(date.date_parts[0]) if date and date.date_parts else ()


def numbers(parts: Sequence[int | str | None]) -> Day:
    """The year, the month and the day among ``parts``, up to the first that can't be right."""
    found: list[int] = []
    for part, (least, most) in zip(parts, _LIMITS, strict=False):
        if isinstance(part, int):
            number = part
        elif part and part.isascii() and part.isdigit():
            number = int(part[:6])
        else:
            break
        if not least <= number <= most:
            break
        found.append(int(part))
    return tuple(found)


@lru_cache(maxsize=4096)
def occasion(*names: str) -> int | None:
    """The one year that is in the name of some proceedings; None where there is none, or several.

    >>> occasion("2019 IEEE/CVF International Conference on Computer Vision"), occasion("WWW '18")
    (2019, 2018)
    """
    for name in names:
        years = {int(found[1] or f"20{found[2]}") for found in _YEAR.finditer(name)}
        if len(years) == 1:
            return years.pop()
    return None


def issued(in_print: Day, first: Day, of_container: int | None) -> Day:
    """The date to cite: of the print, else the container's year, else the first that is known."""
    if in_print:
        return in_print
    if of_container and (not first or 0 < abs(first[0] - of_container) <= _NEAR):
        return (of_container,)
    return first


def told(in_print: Day, online: Day) -> Iterator[str]:
    """Both dates, for whoever wants to know why a year was chosen."""
    for what, found in (("print", in_print), ("online", online)):
        if found:
            yield f"{what}: {'-'.join(f'{part:02}' for part in found)}"
