"""Entries that name their fields: ``Title: ... Authors: ... Venue: ...``."""

import re
from collections.abc import Iterator

from kdbib.read.forms.line import Line, guess
from kdbib.read.names import read_names
from kdbib.read.reading import EDGE, TAKEN, Guess
from kdbib.read.titles import trimmed

_LABEL = re.compile(
    r"(?:^|(?<=[\s*_,;|.\ufffc]))(?:(?P<title>(?:paper )?title|论文标题|标题|题目|タイトル)"
    r"|(?P<authors>authors?|作者|著者)"
    r"|(?:venue|conference|journal|published in|year|date|paper|code|link|links|abstract|url|doi|"
    r"会议|期刊|时间|年份|单位|作者单位|论文|代码|链接))\s*[*_]*[:：]",
    re.IGNORECASE,
)


def labelled(line: Line) -> Iterator[Guess]:
    """A title that is called so, and what is called the authors."""
    labels = list(_LABEL.finditer(line.head)) if ":" in line.head or "：" in line.head else []
    if not labels or labels[0]["title"] is None or line.head[: labels[0].start()].strip(EDGE):
        return
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
