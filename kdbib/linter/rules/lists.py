"""KB62x: the list as a whole: numbers, anchors, counts, blanks."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from kdbib.linter.anchors import anchors, slug
from kdbib.linter.blocks import ListItem
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding
from kdbib.linter.majority import exceptions, is_habit
from kdbib.read.inline import scan

_BADGE = re.compile(
    r"img\.shields\.io/badge/(?P<label>[^/\s()-]*?(?:number|papers?|count|total|entries)[^/\s()-]*)"
    r"-(?P<count>\d{1,6})(?=-)",
    re.IGNORECASE,
)
_DAMAGE = re.compile("[\udc80-\udcff]+")
_HARD_BREAK = 2
_MANY = 20
"""So many findings of one kind, of which none needs to be looked at, are said once."""
_LINK_TARGET = re.compile(r"#(.+)")


def other_encoding(document: Document) -> Iterator[Finding]:
    """A file that is not in UTF-8.

    ## What it does
    Finds files in another encoding, recognised by the byte order mark or guessed, and lines with
    damaged bytes in UTF-8 files.
    ## Why is this bad
    Programs that expect UTF-8 show wrong letters, or refuse the file.
    ## Example
        A file in which `Müller` has the bytes 4D FC 6C 6C 65 72, as Latin-1 writes it.
    ## Use instead
        The file after `iconv -f latin1 -t utf-8`.
    ## Fix safety
    There is no fix: the encoding may be guessed wrong.
    """
    start = (0, min(1, len(document.text)))
    if not document.encoding.is_utf8:
        message = f"the file is in {document.encoding.name}, not in UTF-8"
        yield Finding(start, message, f"convert it: `iconv -f {document.encoding.name} -t utf-8`")
    for found in _DAMAGE.finditer(document.text) if document.source.is_damaged else ():
        yield Finding(found.span(), "these bytes are not UTF-8", "write what was meant")


def broken_numbering(document: Document) -> Iterator[Finding]:
    """A number that does not follow the previous one.

    ## What it does
    Finds items of numbered lists with a number that is not one more than the previous item's. Lists
    that give all items the same number, so that markdown counts them, are left alone.
    ## Why is this bad
    Markdown counts by itself: readers see other numbers than the source has.
    ## Example
        41. DistilledCTR. ESWA 2022
        43. Top-aware recommender distillation. Information Sciences 2021
    ## Use instead
        41. DistilledCTR. ESWA 2022
        42. Top-aware recommender distillation. Information Sciences 2021
    ## Fix safety
    The fix is unsafe: other text may refer to the number.
    """
    lists: dict[int, list[ListItem]] = defaultdict(list)
    for item in document.structure.items:
        if item.number is not None:
            lists[item.group].append(item)
    for items in lists.values():
        numbers = [item.number for item in items]
        if len(set(numbers)) == 1 or numbers == [0, *[1] * (len(items) - 1)]:
            continue
        yield from _gaps(document, items)


def _gaps(document: Document, items: list[ListItem]) -> Iterator[Finding]:
    for before, item in pairwise(items):
        was, number = before.number or 0, item.number or 0
        if number == was + 1 or was == number == 1:
            continue  # "1." for every item is markdown's own way of numbering
        start, end = document.structure.lines[item.line]
        found = re.compile(r"[\s>*+-]*?(\d{1,9})(?=[.)])").match(document.text, start, end)
        if not found:
            continue
        where = found.span(1)
        change = ((*where, str(was + 1)),) if item is items[-1] else ()
        message = f"{number} follows {was}"
        yield Finding(where, message, f"write {was + 1}", change, safe=False)


def dangling_anchor(document: Document) -> Iterator[Finding]:
    """A link to a heading that does not exist.

    ## What it does
    Finds links within the document (`#anchor`) without a heading or HTML anchor of that name, by
    GitHub's rules for headings.
    ## Why is this bad
    It leads nowhere.
    ## Example
        - [Beyond](#beyond)
    ## Use instead
        - [Beyond](#beyond)

        ## Beyond
    ## Fix safety
    There is no fix: the heading may have been renamed or removed.
    """
    known = anchors(document)
    for link in document.structure.inline_links:
        target = _LINK_TARGET.fullmatch(link.url)
        if target and not link.image and target[1].casefold() not in known:
            message = f"no heading matches `{link.url}`"
            yield Finding(link.address, message, "correct the anchor, or add the heading")


def wrong_count(document: Document) -> Iterator[Finding]:
    """A badge with a wrong count.

    ## What it does
    Compares the number on a badge of shields.io with the number of citations in the document.
    ## Why is this bad
    The list has changed since somebody wrote the number.
    ## Example
        ![counter](https://img.shields.io/badge/Number-658-green)
    ## Use instead
        ![counter](https://img.shields.io/badge/Number-703-green)
    ## Fix safety
    The fix is unsafe: the badge may count something else.
    """
    count = len(document.citations)
    for link in document.structure.inline_links:
        found = _BADGE.search(link.url)
        if link.image and found and int(found["count"]) != count:
            at = link.address[0]
            where = (at + found.start("count"), at + found.end("count"))
            message = f"the badge says {found['count']}, but the list has {count} citations"
            change = ((*where, str(count)),)
            yield Finding(where, message, f"write {count}", change, safe=False)


def trailing_blanks(document: Document) -> Iterator[Finding]:
    """Spaces at the end of a line.

    ## What it does
    Finds spaces at the end of entries, headings and definitions. Two spaces that break a line are
    left alone.
    ## Why is this bad
    They are invisible, and editors that remove them change lines that nobody wanted to change.
    ## Example
        1. Moonshine. Crowley, Elliot J. et al. NeurIPS 2018<space>
    ## Use instead
        1. Moonshine. Crowley, Elliot J. et al. NeurIPS 2018
    ## Fix safety
    The fix is safe: markdown ignores them.
    """
    structure = document.structure
    lines = {h.line for h in structure.headings}
    lines |= {document.line(d.where) - 1 for d in structure.definitions}
    lines |= {one.citation.end_line - 1 for one in document.citations}
    found = [where for line in sorted(lines) if (where := _blanks(document, line))]
    if is_habit(len(found), len(lines), share=0.3):
        return
    if len(found) > _MANY:
        message = f"{len(found)} lines end in blanks; this is the first"
        changes = tuple((*where, "") for where in found)
        yield Finding(found[0], message, "remove them", changes)
        return
    for where in found:
        message = "trailing blanks"
        yield Finding(where, message, "remove them", ((*where, ""),))


def _blanks(document: Document, line: int) -> tuple[int, int] | None:
    """The blanks at the end of a line, unless they break it before more text."""
    structure = document.structure
    where = document.trailing_blanks(line)
    if where is None or where[0] == structure.lines[line][0]:
        return None
    goes_on = line + 1 < len(structure.lines) and document.text[slice(*structure.lines[line + 1])]
    if goes_on and goes_on.strip() and where[1] - where[0] >= _HARD_BREAK:
        return None if not re.match(r"\s*(?:\d{1,9}[.)]|[-*+#\[])", goes_on) else where
    return where


def heading_without_blank_line(document: Document) -> Iterator[Finding]:
    """No blank line after a heading.

    ## What it does
    Finds headings without a blank line after them, in a document where most have one.
    ## Why is this bad
    Some markdown parsers take the list for part of the heading.
    ## Example
        ### for NLP
        1. Patient Knowledge Distillation. Sun, Siqi et al. arXiv:1908.09355
    ## Use instead
        ### for NLP

        1. Patient Knowledge Distillation. Sun, Siqi et al. arXiv:1908.09355
    ## Fix safety
    The fix is safe: it adds the line.
    """
    structure = document.structure
    tight, regular = [], 0
    for heading in structure.headings:
        if heading.end >= len(structure.lines):
            continue
        start, end = structure.lines[heading.end]
        if document.text[start:end].strip():
            tight.append((heading, start))
        else:
            regular += 1
    ends = Counter(re.findall(r"\r\n|\r|\n", document.text))
    newline = ends.most_common(1)[0][0] if ends else "\n"
    for heading, start in exceptions(tight, regular):
        where = structure.lines[heading.line]
        message = "missing blank line after the heading"
        yield Finding(where, message, "add one", ((start, start, newline),))


def title_in_contents(document: Document) -> Iterator[Finding]:
    """A table of contents that lists the document's own title.

    ## What it does
    Finds a list item that links to the document's first top-level heading.
    ## Why is this bad
    Readers are there already. The tool that made the contents started one level too high.
    ## Example
        - [A list](#a-list)
    ## Use instead
        - [Logits](#logits)
    ## Fix safety
    There is no fix: the items below it would have to move up.
    """
    headings = document.structure.headings
    if not headings or headings[0].level != 1:
        return
    anchor = slug(scan(headings[0].text, {}).plain)
    links = [k for k in document.structure.inline_links if k.url.casefold() == f"#{anchor}"]
    items = {item.line + 1 for item in document.structure.items} if links else ()
    for link in links:
        if document.line(link.where) in items:
            message = "the table of contents lists the title of the document"
            yield Finding(link.where, message, "leave it out")
            return
