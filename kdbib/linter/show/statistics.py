"""How often each rule found something, the commonest first."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from kdbib.linter.codes import BY_CODE
from kdbib.linter.show.text import applies
from kdbib.model import Diagnostic

Json = dict[str, Any]


def counts_json(found: Iterable[Diagnostic], *, unsafe: bool = False) -> list[Json]:
    """For each rule its code, name and severity, and how many it found and how many have a fix."""
    some = list(found)
    counts = Counter(one.code for one in some)
    fixable = Counter(one.code for one in some if applies(one, unsafe=unsafe))
    return [
        {
            "code": code,
            "name": BY_CODE[code].name,
            "severity": BY_CODE[code].severity.value,
            "count": count,
            "fixable": fixable[code],
        }
        for code, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]


def counts_text(found: Iterable[Diagnostic], *, unsafe: bool = False) -> Iterator[str]:
    """A line for each rule; ``[*]`` where all that it found would be fixed, ``[-]`` where some."""
    counted = counts_json(found, unsafe=unsafe)
    width = len(str(counted[0]["count"])) if counted else 0
    for one in counted:
        some = "[-]" if one["fixable"] else "   "
        mark = "[*]" if one["fixable"] == one["count"] else some
        yield f"{one['count']:>{width}}  {one['code']} {mark} {one['severity']:<7}  {one['name']}"
