"""KB32x: the characters of titles and lines."""

import re
from collections import Counter
from collections.abc import Iterator

from kdbib.linter.cited import Cited
from kdbib.linter.document import Document, titled
from kdbib.linter.finding import Change, Finding, Range, replaced
from kdbib.linter.majority import is_habit

_NO_SPACE = re.compile(r"(?<=[A-Za-z)])[:：](?=[A-Z][a-z]|An?\s)")
_SPACE_BEFORE = re.compile(r"(?<=\w)[ \t]+(?=[:;,](?:\s|$))")
_SPACES = re.compile(r"(?<=\S)(?<!\|)[ \t]{2,}(?=[^\s|])")
_SOFT, _ODD = "\u00ad", "\u2010\u2011"
_HYPHENS = re.compile(f"[{_ODD}{_SOFT}-]*[{_ODD}{_SOFT}][{_ODD}{_SOFT}-]*")
"""Hyphens that were copied from a PDF, with those of the keyboard beside them: one hyphen."""
_FULL_WIDTH = re.compile("[（）：，；？！［］]")
_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ASCII = dict(zip("（）：，；？！［］", "():,;?![]", strict=True))
_APOSTROPHE = re.compile("(?<=[^\\W\\d_])[\u2019'](?=[^\\W\\d_])|(?<=s)[\u2019'](?= )")
_CURLY = "\u2019"


def no_space_after_colon(document: Document) -> Iterator[Finding]:
    """No space after a colon in a title.

    ## What it does
    Finds colons between two words of a title with no space after them.
    ## Why is this bad
    Search engines read the words on both sides as one.
    ## Example
        Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NeurIPS 2018
    ## Use instead
        Moonshine: Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NeurIPS 2018
    ## Fix safety
    The fix is safe: it adds the space.
    """
    for _, (start, _), text in titled(document.citations):
        for found in _NO_SPACE.finditer(text):
            where = (start + found.start(), start + found.end())
            change = replaced(where, ": ")
            yield Finding(where, "missing space after the colon", "add one", change)


def space_before_colon(document: Document) -> Iterator[Finding]:
    """A space before a colon, semicolon or comma in a title.

    ## What it does
    Finds spaces before punctuation that stands at the end of a word.
    ## Why is this bad
    A line may break there, and English has no space before punctuation.
    ## Example
        Amalgamating Filtered Knowledge : Learning a Student. Ye, Jingwen et al. IJCAI 2019
    ## Use instead
        Amalgamating Filtered Knowledge: Learning a Student. Ye, Jingwen et al. IJCAI 2019
    ## Fix safety
    The fix is safe: it removes the space.
    """
    for _, (start, _), text in titled(document.citations):
        for found in _SPACE_BEFORE.finditer(text):
            where = (start + found.start(), start + found.end())
            mark = text[found.end()]
            message = f"extra space before the `{mark}`"
            yield Finding(where, message, "remove it", replaced(where, ""))


def several_spaces(document: Document) -> Iterator[Finding]:
    """Several spaces in a row.

    ## What it does
    Finds two or more spaces between the words of an entry.
    ## Why is this bad
    They have no meaning, and a search for the words fails.
    ## Example
        Relational Knowledge Distillation.  Park, Wonpyo et al. CVPR 2019
    ## Use instead
        Relational Knowledge Distillation. Park, Wonpyo et al. CVPR 2019
    ## Fix safety
    The fix is safe: markdown shows one space.
    """
    found = [(one, where) for one in document.citations for where in _several_spaces(one)]
    entries = len({one.start for one, _ in found})
    if is_habit(entries, len(document.citations), share=0.3):
        return
    for _, where in found:
        yield Finding(where, "several spaces in a row", "keep one", replaced(where, " "))


def _several_spaces(one: Cited) -> Iterator[Range]:
    """Several spaces between words; those after a list marker and in tables are layout."""
    if "|" in one.text or one.bulleted or one.number is not None:
        marker = re.match(r"\s*(?:\d{1,9}[.)]|[-*+])\s+", one.text)
        begin = marker.end() if marker else len(one.text)
    else:
        begin = 0
    for found in _SPACES.finditer(one.text, begin):
        yield one.start + found.start(), one.start + found.end()


def soft_hyphen(document: Document) -> Iterator[Finding]:
    """A soft hyphen.

    ## What it does
    Finds U+00AD, which marks where a word may be divided, and is invisible elsewhere.
    ## Why is this bad
    It was copied from a PDF, and a search for the word fails.
    ## Example
        Diverse Knowledge Distillation for End-<U+00AD>to-End Person Search. AAAI 2021
    ## Use instead
        Diverse Knowledge Distillation for End-to-End Person Search. AAAI 2021
    ## Fix safety
    The fix is safe: it removes an invisible character.
    """
    for one in document.citations:
        changes = _hyphens(one, _SOFT)
        if changes:
            message = "soft hyphen (U+00AD)"
            yield Finding(changes[0][:2], message, "remove it", changes)


def _hyphens(one: Cited, odd: str) -> tuple[Change, ...]:
    """The hyphens that have one of these characters among them, as they should be.

    A soft hyphen alone is none; beside another hyphen it goes with it.
    """
    return tuple(
        (*where, "" if set(found[0]) == {_SOFT} else "-")
        for found, where in one.find(_HYPHENS)
        if set(odd) & set(found[0])
    )


def unusual_hyphen(document: Document) -> Iterator[Finding]:
    """A hyphen that no keyboard has.

    ## What it does
    Finds U+2010 and U+2011, which look like the common hyphen but are different characters.
    ## Why is this bad
    They were copied from a PDF, and a search for the word with `-` fails.
    ## Example
        Reinforced Multi<U+2010>Teacher Selection. Yuan, Fei et al. AAAI 2021
    ## Use instead
        Reinforced Multi-Teacher Selection. Yuan, Fei et al. AAAI 2021
    ## Fix safety
    The fix is safe: the text looks the same.
    """
    for one in document.citations:
        changes = _hyphens(one, _ODD)
        if changes:
            char = f"U+{max(map(ord, one.at(changes[0][:2]))):04X}"
            message = f"unusual hyphen ({char})"
            yield Finding(changes[0][:2], message, "write `-`", changes)


def full_width_punctuation(document: Document) -> Iterator[Finding]:
    """Full-width punctuation beside Latin letters.

    ## What it does
    Finds the wide brackets, colons and commas of Chinese and Japanese in lines without Chinese or
    Japanese letters.
    ## Why is this bad
    A wide bracket does not pair with a common one, and a search for the title fails.
    ## Example
        ### Knowledge Amalgamation（KA) - zju-VIPA
    ## Use instead
        ### Knowledge Amalgamation(KA) - zju-VIPA
    ## Fix safety
    The fix is safe: it writes the same mark, and the anchors of headings stay the same.
    """
    for index, (start, end) in enumerate(document.structure.lines):
        if index in document.structure.code:
            continue
        found = list(_FULL_WIDTH.finditer(document.text, start, end))
        if found and not _ASIAN.search(document.text, start, end):
            changes = tuple(_half_width(document.text, place) for place in found)
            message = f"`{found[0][0]}` is full-width punctuation"
            yield Finding(found[0].span(), message, f"write `{_ASCII[found[0][0]]}`", changes)


def _half_width(text: str, found: re.Match[str]) -> Change:
    mark = _ASCII[found[0]]
    follows = text[found.end() : found.end() + 1]
    space = " " if mark in ":,;" and follows.isalnum() else ""
    return found.start(), found.end(), mark + space


def unusual_apostrophe(document: Document) -> Iterator[Finding]:
    """An apostrophe that differs from the rest of the list.

    ## What it does
    Finds typographic apostrophes in the titles of a list with straight ones, and straight ones in a
    list with typographic ones.
    ## Why is this bad
    A search for one does not find the other.
    ## Example
        Earth Mover’s Distance. EMNLP 2020
    ## Use instead
        Earth Mover's Distance. EMNLP 2020
    ## Fix safety
    The fix is safe: it is the same mark.
    """
    written = [
        (start + found.start(), start + found.end())
        for _, (start, _), text in titled(document.citations)
        for found in _APOSTROPHE.finditer(text)
    ]
    counts = Counter(document.text[slice(*where)] for where in written)
    usual, other = ("'", _CURLY) if counts["'"] > counts[_CURLY] else (_CURLY, "'")
    if 3 * counts[other] > len(written):
        return
    for where in written:
        if document.text[slice(*where)] == other:
            message = "this apostrophe differs from the list's"
            yield Finding(where, message, f"write `{usual}`", replaced(where, usual))
