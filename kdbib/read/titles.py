"""What makes words a title, and where it begins and ends."""

import re
from functools import lru_cache

from kdbib.read.names import find_et_al, read_names
from kdbib.read.reading import EDGE, TAKEN, Range

# the last author: "Hinton G. Deep learning", "and Bengio, Y"
_NAME_AT_START = re.compile(r"[A-Z][\w'’-]+ [A-Z]{1,2}\.\s|(?:and|&)\s")
_SENTENCE_INSIDE = re.compile(r"[a-z\d)]{2}\.\s+[A-Z]")
_END = re.compile(
    rf"(?<=[^\W\d_])\.\s+(?=[A-Z\d“\"{TAKEN}])"
    rf"|\.\s+(?=arXiv|in\s|[a-z][\w ]{{2,40}},\s*\d)|[.?!。]\s+(?=In\b)|{TAKEN}"
)
_SHORTENED = re.compile(r"(?:^|\s)(?:vs|v|al|[A-Z])$")
_GROUP_AT_END = re.compile(r"\.\s*[(（][^()（）]{2,40}[)）]$")
_BEFORE = EDGE + "*\"“”«「『'‘"
_AFTER = EDGE + '[("“”»」』'
_EMOJI = re.compile(r"[\u2600-\u27bf\U0001f000-\U0001faff\u2b00-\u2bff\ufe0f\u200d]")


@lru_cache(maxsize=2048)  # the forms of a line find the same title
def quality(title: str) -> float:
    """How much words look like a title: 1 if they do, below 0 if they rather are something else."""
    words = title.split()
    count = len(words)
    if not count or not any(map(str.isalpha, title)):
        return -3.0
    value = 1.0 if 3 <= count <= 30 else (0.4 if count == 2 else (0.1 if count == 1 else -1.0))
    if not title.isascii() and count <= 2 and len(title) >= 6:
        value = 0.8  # Chinese and Japanese titles have no blanks
    if find_et_al(title):
        value -= 2.0
    if count <= 40 and count >= 2 and (names := read_names(title)).evidence >= 2:
        value -= 1.0 if len(names.names) == 1 else 2.5
    if "." in title and _SENTENCE_INSIDE.search(title):
        value -= 0.6
    if _NAME_AT_START.match(title):
        value -= 1.0
    if title[0].islower() and title.split(maxsplit=1)[0].islower():
        value -= 0.3
    return value


def trimmed(head: str, start: int, end: int) -> Range | None:
    """The title in a range, without what separates it from its neighbours; None if none is left."""
    while start < end and (head[start] in _BEFORE or _is_emoji(head[start])):
        start += 1
    while end > start and (head[end - 1] in _AFTER or _is_emoji(head[end - 1])):
        end -= 1
    while end > start and (cut := _trailing_group(head, start, end)) is not None:
        end = cut
    if head[end : end + 1] in {'"', "”"} and head.count(head[end], start, end) % 2:
        end += 1  # the quotation mark belongs to words inside the title
    if start and head[start - 1] in {'"', "“"} and '"' in head[start:end].replace("”", '"'):
        start -= 1
    return Range(start, end) if end > start else None


def _is_emoji(char: str) -> bool:
    return not char.isascii() and _EMOJI.match(char) is not None


def _trailing_group(head: str, start: int, end: int) -> int | None:
    """Where a title ends that has a group such as ``(HUAWEI-Noah)`` as a sentence after it."""
    if head[end - 1] not in ")）":
        return None
    group = _GROUP_AT_END.search(head[max(start, end - 60) : end])
    return max(start, end - 60) + group.start() if group else None


def end_of_title(head: str, start: int) -> int:
    """Where a title ends that begins at ``start``: with its sentence, or at what has been read."""
    for stop in _END.finditer(head, start):
        if not head[start : min(stop.start(), start + 300)].strip(EDGE)[1:]:
            continue
        if stop[0][0] == "." and _SHORTENED.search(
            head, max(start, stop.start() - 5), stop.start()
        ):
            continue
        return stop.start() + (1 if stop[0][0] in "?!" else 0)
    return len(head)
