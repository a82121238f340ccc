"""Lines that begin with a title that nothing but punctuation sets off."""

import re
from collections.abc import Iterator

from kdbib.read.forms.line import ENUMERATOR, MOST_BOUNDARIES, Line, guess
from kdbib.read.names import NameList, cannot_be_names, read_names
from kdbib.read.reading import EDGE, TAKEN, Guess
from kdbib.read.titles import trimmed

_TAG = re.compile(r"^[\s\ufffc]*[(（\[][a-z ]{3,12}[)）\]]\s*", re.IGNORECASE)  # "(survey)"
# after a sentence, a comma, a dash, an opening bracket, a line, or something that was read already
_BOUNDARY = re.compile(
    r"[.?!。,\n\ufffc|(–—-](?:(?<=[.?!。(])\s*(?=\S)|(?<=\n)|(?<=\ufffc)(?=[^\ufffc])|(?<=,)\s+(?=\S)"
    r"|(?<=\s[|–—-])\s+(?=\S))"
)
# the initial of an author, which ends no sentence: "Deep learning, Y. LeCun, Y. Bengio"
_INITIAL = re.compile(r"(?:,|,?\s(?:and|&))\s(?:[^\W\d_]\.[\s-]?){0,3}[^\W\d_]$")


def title_first(line: Line) -> Iterator[Guess]:
    """Forms such as ``Title. Surname, Given et al`` and ``Title, G. Surname and G. Surname``."""
    head = line.head
    tag = _TAG.match(head) or ENUMERATOR.match(head)
    start, end = tag.end() if tag else 0, len(head.rstrip(EDGE))
    if (whole := trimmed(head, start, end)) and any(map(str.isalpha, head[slice(*whole)])):
        yield Guess(whole)
    boundaries = [b for b in _BOUNDARY.finditer(head, start, end) if start < b.end() < end]
    found = False
    for boundary in boundaries[-MOST_BOUNDARIES:]:
        at = boundary.end()
        comma = boundary[0][0] == ","
        if _is_initial(head, start, boundary):
            continue
        if (comma and found) or cannot_be_names(head, at):
            continue  # after the first comma with names behind it there are only fewer names
        stop = head.find(")", at, end) if boundary[0][0] == "(" else -1
        names = read_names(head[at : stop if stop > 0 else end].replace(TAKEN, " "))
        if stop > 0 and not (names.et_al or (len(names.names) > 1 and names.evidence >= 2)):
            continue  # "(SRCNN)" is nobody
        if names.names and _can_be_authors(head, at, end, names, comma=comma):
            found = found or comma
            title = trimmed(head, start, at)
            yield guess(title, names, at, evidence=0.3 if not comma else 0.0)


def _is_initial(head: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a stop only shortens the given name of the first author, or of a later one."""
    before = max(start, stop.start() - 20)
    return (
        stop[0][0] == "." and len(stop[0]) > 1 and bool(_INITIAL.search(head, before, stop.start()))
    )


def _can_be_authors(head: str, at: int, end: int, names: NameList, *, comma: bool) -> bool:
    """Weak evidence will do where the sentence before is a title by itself."""
    before = head[:at].rstrip(EDGE)
    if len(before.split()) < 2 and names.evidence < 2:
        return False
    if comma and not names.et_al:
        return names.evidence >= 2 and (len(names.names) > 1 or "." in head[at:end].rstrip(EDGE))
    if not names.et_al and names.evidence < 1:
        # "FAIR." or "Cheol": one word, believed only if it is a sentence and not half of a name
        return head[at:end].strip(" .").isupper() and not re.search(r",[^.]*$", before[-200:])
    return True
