"""Entries that name their fields: ``Title: ... Authors: ... Venue: ...``."""

import re
from collections.abc import Iterator

from kdbib.read.forms.line import Line, guess
from kdbib.read.names import read_names
from kdbib.read.reading import EDGE, TAKEN, Guess
from kdbib.read.titles import trimmed

_TITLE = r"(?:paper )?title|论文标题|标题|题目|タイトル"
_END = r"\s*[*_]*[:：]"
_FIRST = re.compile(rf"[\s*_\ufffc]*(?:{_TITLE}){_END}", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?:^|(?<=[\s*_,;|.\ufffc]))(?:(?P<title>{_TITLE})|(?P<authors>authors?|作者|著者)"
    r"|(?:venue|conference|journal|published in|year|date|paper|code|link|links|abstract|url|doi|"
    rf"会议|期刊|时间|年份|单位|作者单位|论文|代码|链接)){_END}",
    re.IGNORECASE,
)


def labelled(line: Line) -> Iterator[Guess]:
    """A title that is called so, and what is called the authors."""
    if not _FIRST.match(line.head):
        return
    labels = list(_LABEL.finditer(line.head))
    ends = [*(label.start() for label in labels[1:]), len(line.head)]
    title, names, offset = None, None, 0
    for label, end in zip(labels, ends, strict=True):
        if label["title"] and title is None:
            title = trimmed(line.head, label.end(), end)
        elif label["authors"] and names is None:
            words = line.head[label.end() : end]
            offset = label.end() + len(words) - len(words.lstrip(EDGE + "*_"))
            names = read_names(line.head[offset:end].rstrip(EDGE + "*_").replace(TAKEN, " "))
    if title:
        yield guess(title, names if names and names.names else None, offset, evidence=3.0)
