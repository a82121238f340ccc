"""What begins a list item: bullets and numbers of all kinds, and boxes to tick."""

import re

MARKER = re.compile(
    r"(?:[-+*•‣▪●]|\d{1,9}[.)、．]|\[\d{1,4}\](?=[ \t]+\S)|[(（]\d{1,3}[)）]|\[\^[^\]\s]{1,40}\]:)"
    r"(?:[ \t]+|$)|-(?=\[|\*\*)|\d{1,3}[.)](?=\[|\*\*|[^\W\d_])"
)
_TASK = re.compile(r"\[[ xX]\][ \t]+")


def end_of_markers(text: str, end: int) -> int:
    """Where the words begin after one marker, or more, as in ``- 1. words`` and ``- [ ] words``."""
    while (again := MARKER.match(text, end)) and again[0].endswith((" ", "\t")):
        end = again.end()
    task = _TASK.match(text, end)
    return task.end() if task else end
