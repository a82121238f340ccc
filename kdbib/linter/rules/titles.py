"""KB30x: the words of titles."""

import re
from collections.abc import Iterator, Sequence

from kdbib.linter.cited import Cited
from kdbib.linter.document import Document, titled
from kdbib.linter.finding import Finding, Range, replaced
from kdbib.linter.majority import exceptions, is_habit
from kdbib.linter.spelling import Spelling, misspellings
from kdbib.model.title import STOP_WORDS, title_words

_DOUBLED = re.compile(r"\b([^\W\d_]{2,})[ \t]+\1\b")
_DEBRIS = re.compile(r"(?:[,;:–—|]|\s-|[(\[{])\s*$")
_TWO_STOPS = re.compile(r"[?!](\.)(?=\s)")
_BRACKETED_TITLE = re.compile(r"[(（]([A-Z][^()（）]{20,200})[)）]\s*$")
_REMARK = (
    r"(?:survey|review|overview|tutorial|book|thesis|blog|oral|spotlight|poster|new|preprint|theory)"
    r"(?: \w{2,10})?"
)
_PREFIX = re.compile(
    r"\s{0,9}(?:(?:\d{1,9}[.)]|[-*+])\s)?\s{0,9}"
    rf"([(（\[]{_REMARK}[)）\]])\s+(?=\S)",
    re.IGNORECASE,
)
_STRAY_MARK = re.compile(r"(?<!\*)\*{2}(?!\*)|(?<!_)__(?!_)")
_ITEM = re.compile(r"\s*(?:[-*+|#>]|\d{1,9}[.)]\s)")
_LINE_END = re.compile(r"(?<![ \t])[ \t]*(?:\r\n|\r|\n)[ \t]*")


def doubled_word(document: Document) -> Iterator[Finding]:
    """The same word twice in a row.

    ## What it does
    Finds a short word, or one in small letters, twice in a row in a title.
    ## Why is this bad
    It is a typing error, mostly from a line break.
    ## Example
        Distilling the the Knowledge in a Network. ICLR 2020
    ## Use instead
        Distilling the Knowledge in a Network. ICLR 2020
    ## Fix safety
    The fix is unsafe: some titles play with words.
    """
    for _, (start, _), text in titled(document.citations):
        for found in _DOUBLED.finditer(text):
            if found[1] in STOP_WORDS and found[1] not in {"that", "had"}:
                where = (start + found.start(), start + found.end())
                message = f"`{found[1]}` is repeated"
                yield Finding(where, message, "remove one", replaced(where, found[1]), safe=False)


def misspelt_word(document: Document) -> Iterator[Finding]:
    """A misspelt word in a title, judged by the rest of the list.

    ## What it does
    Finds long words that occur once in the list and differ by one letter from a word that occurs
    often: a letter is lost, doubled or exchanged with its neighbour.
    ## Why is this bad
    A search for the title does not find the paper.
    ## Example
        DistilE: Distilation of Graph Embeddings. Zhu, Yushan et al. arXiv:2009.05912
    ## Use instead
        DistilE: Distillation of Graph Embeddings. Zhu, Yushan et al. arXiv:2009.05912
    ## Fix safety
    The fix is unsafe: the rare word may be right.
    """
    titles = [(where[0], text) for _, where, text in titled(document.citations)]
    for slip in misspellings(titles):
        yield _misspelt(slip)


def _misspelt(slip: Spelling) -> Finding:
    message = f"`{slip.word}` is a misspelling of `{slip.better}`"
    fix = replaced(slip.where, slip.better)
    return Finding(slip.where, message, f"write `{slip.better}`", fix, safe=False)


def broken_emphasis(document: Document) -> Iterator[Finding]:
    """Emphasis that is opened and not closed, or closed and not opened.

    ## What it does
    Finds `**` and `__` that markdown shows as they are, because the other mark is missing or a
    space is on the wrong side.
    ## Why is this bad
    Readers see asterisks, and tools can't tell where the title ends.
    ## Example
        - **Layer Normalization (2016), J. Ba et al.
    ## Use instead
        - **Layer Normalization** (2016), J. Ba et al.
    ## Fix safety
    There is no fix: kdbib can't tell where the emphasis should end.
    """
    for one in document.citations:
        marks = [where for found, where in one.find(_STRAY_MARK)]
        kinds = {mark: [w for w in marks if one.at(w) == mark] for mark in ("**", "__")}
        for mark, places in kinds.items():
            if len(places) % 2 and not _in_link(one, places[-1]):
                yield Finding(places[-1], f"`{mark}` is not closed", "close the emphasis")


def _in_link(one: Cited, where: Range) -> bool:
    """Whether a place is part of an address, where ``__`` means nothing."""
    before = one.text[: where[0] - one.start]
    return bool(re.search(r"(?:\]\(|https?:)\S*$", before)) or before.count("`") % 2 == 1


def broken_line(document: Document) -> Iterator[Finding]:
    """An entry on two lines, in a list with one line for each.

    ## What it does
    Finds a line break within the title, or between title and authors, if nearly all other entries
    of the list are on one line.
    ## Why is this bad
    The second line looks like something else, to readers of the source and to tools that read line
    by line.
    ## Example
        1. Dense Video Captioning via Knowledge
        Distillation. Wu, Bofeng et al. arXiv:2105.08252
    ## Use instead
        1. Dense Video Captioning via Knowledge Distillation. Wu, Bofeng et al. arXiv:2105.08252
    ## Fix safety
    The fix is safe: markdown reads a line break as a space.
    """
    broken = [one for one in document.citations if "\n" in one.text.rstrip()]
    for one in exceptions(broken, len(document.citations) - len(broken), at_most=0.05):
        end = one.authors[0][0] if one.authors else (one.title[1] if one.title else 0)
        for found in _LINE_END.finditer(one.text):
            where = (one.start + found.start(), one.start + found.end())
            hard = found[0].startswith("  ") or one.text[: found.start()].endswith(("\\", ">"))
            item = _ITEM.match(one.text, found.end())
            if where[1] <= end and not hard and not item:
                here = (where[0] - 1, where[0])
                message = "the entry is broken over two lines"
                yield Finding(here, message, "join the lines", replaced(where, " "))


def debris_after_title(document: Document) -> Iterator[Finding]:
    """Stray text at the end of a title.

    ## What it does
    Finds a full stop after a question mark, or an open bracket, a dash or a comma at the end of a
    title. Also finds titles that end in their own first word and one more, as happens when somebody
    copies the caption of a figure along.
    ## Why is this bad
    It is not part of the title, and a search with it does not find the paper.
    ## Example
        Do deep nets really need to be deep?. Ba, Jimmy and Caruana, Rich. NeurIPS 2014
    ## Use instead
        Do deep nets really need to be deep? Ba, Jimmy and Caruana, Rich. NeurIPS 2014
    ## Fix safety
    The fix is safe: it removes a full stop after a question mark. The other cases have no fix.
    """
    for where in _stops_after_marks(document):
        message = "full stop after the end of the title"
        yield Finding(where, message, "remove it", replaced(where, ""))
    for _, (start, end), text in titled(document.citations):
        if left_over := _DEBRIS.search(text):
            where = (start + left_over.start(), end)
            yield Finding(where, f"`{left_over[0].strip()}` is left over at the end of the title")
        if caption := _caption(text):
            where = (start + caption, end)
            message = f"`{text[caption:]}` seems not to belong to the title"
            yield Finding(where, message, "remove it")


def _stops_after_marks(document: Document) -> Sequence[Range]:
    """The full stops after a question mark, unless the list ends all its titles in one."""
    stopped, regular = [], 0
    for one, (start, end), text in titled(document.citations):
        found = _TWO_STOPS.search(one.text, start - one.start, end + 2 - one.start)
        if found:
            stopped.append((one.start + found.start(1), one.start + found.end(1)))
        elif text.endswith(("?", "!")):
            regular += 1
    return () if is_habit(len(stopped), len(stopped) + regular, share=0.5) else stopped


def _caption(title: str) -> int | None:
    """Where a title has its coined name once more, before its last word."""
    name, colon, rest = title.partition(": ")
    coined = colon and " " not in name and name[1:] != name[1:].lower() and len(name) > 3
    at = rest.rfind(f" {name} ") if coined else -1
    if at < 0 or len(rest[at:].split()) > 2:
        return None
    before = title_words(rest[:at])
    follows = bool(before) and before[-1] not in STOP_WORDS and rest[at + len(name) + 2].isupper()
    return len(name) + 2 + at + 1 if follows and len(before) > 3 else None


def second_title(document: Document) -> Iterator[Finding]:
    """Two titles in one entry.

    ## What it does
    Finds a second title in brackets after the title, in a list where this is rare.
    ## Why is this bad
    One of them is the preprint's, and a search for both together fails.
    ## Example
        Revisit Knowledge Distillation (Revisiting Distillation via Label Smoothing). CVPR 2020
    ## Use instead
        Revisiting Distillation via Label Smoothing. CVPR 2020
    ## Fix safety
    There is no fix: the text does not say which title was published.
    """
    twice = []
    for _, (start, _), text in titled(document.citations):
        found = _BRACKETED_TITLE.search(text)
        if found and "](" not in text and _is_title_again(text[: found.start()], found[1]):
            twice.append((start + found.start(), start + found.end()))
    for where in exceptions(twice, len(document.citations) - len(twice), at_most=0.1):
        yield Finding(where, "the entry has two titles", "keep the title of the publication")


def _is_title_again(title: str, bracketed: str) -> bool:
    """Whether two titles of one paper: they share most of the shorter one's telling words."""
    one, other = (
        {word[:6] for word in title_words(text) if word not in STOP_WORDS}
        for text in (title, bracketed)
    )
    fewer = min(len(one), len(other))
    return len(other) >= 3 and fewer >= 2 and 2 * len(one & other) >= fewer


def word_before_title(document: Document) -> Iterator[Finding]:
    """A remark such as `(survey)` before the title.

    ## What it does
    Finds a word in brackets before the title, in a list where this is rare.
    ## Why is this bad
    It is not part of the title. If only some surveys have it, its absence means nothing.
    ## Example
        7. (survey) Knowledge Distillation: A Survey. Gou, Jianping et al. IJCV 2021
    ## Use instead
        7. Knowledge Distillation: A Survey. Gou, Jianping et al. IJCV 2021
    ## Fix safety
    There is no fix: the remark may belong elsewhere.
    """
    remarks: list[tuple[Range, str]] = []
    for one in document.citations:
        found = _PREFIX.match(one.text)
        if found and one.title and one.start + found.end() <= one.title[0] + 1:
            remarks.append(((one.start + found.start(1), one.start + found.end(1)), found[1]))
    if is_habit(len(remarks), len(document.citations), share=0.1):
        return
    for where, remark in remarks:
        yield Finding(where, f"`{remark}` is not part of the title", "move it behind the entry")
