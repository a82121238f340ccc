"""KB42x: how venue and year are written, against the list's own habit."""

import re
from collections.abc import Iterator

from kdbib.linter.cited import Cited
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, Range, replaced
from kdbib.linter.majority import exceptions
from kdbib.model.venue import is_short_name

_TRACK = re.compile(
    r"(\s?,\s?|\s?[(（])((?:short|long|pre|demo)(?: paper)?)\b[)）]?",
    re.IGNORECASE,
)
_CATEGORY = re.compile(r"(?<![\w.-])[a-z]{2,}(?:-[a-z]+)?\.[A-Z]{2}\Z")
"""A category of arXiv, ``cs.CL``, of which ``CL`` may be read as a venue."""
_LONGEST = 12
_STOP_AT_END = re.compile(r"\.(?=\s*(?:$|\n|\[|<!--|!\[))")


def _dated(document: Document) -> list[tuple[Cited, Range, Range]]:
    """The entries that have a venue and, after it, a year."""
    return [
        (one, one.venue, one.year)
        for one in document.citations
        if one.venue and one.year and one.venue[1] <= one.year[0]
    ]


def comma_before_year(document: Document) -> Iterator[Finding]:
    """A comma between venue and year, in a list that has none there.

    ## What it does
    Finds `Applied Sciences, 2019` in a list that writes `CVPR 2019`.
    ## Why is this bad
    A uniform list is easier to read, for people and for tools.
    ## Example
        Layer-Level Knowledge Distillation. Li, Hao Ting et al. Applied Sciences, 2019
    ## Use instead
        Layer-Level Knowledge Distillation. Li, Hao Ting et al. Applied Sciences 2019
    ## Fix safety
    The fix is safe: it removes the comma.
    """
    commas, regular = [], 0
    for one, venue, year in _dated(document):
        gap = (venue[1], year[0])
        if re.fullmatch(r"\s*,\s*", one.at(gap)):
            if _is_sentence(one, venue):
                commas.append(gap)
        else:
            regular += 1
    for gap in exceptions(commas, regular):
        message = "comma between venue and year"
        yield Finding(gap, message, "remove it", replaced(gap, " "))


def _is_sentence(one: Cited, venue: Range) -> bool:
    """Whether a venue is surely one: known, or in one piece after the full stop of the authors."""
    written, before = one.at(venue), one.text[: venue[0] - one.start].rstrip()
    alone = not re.search(r"[,\d]", written) and bool(one.authors) and before.endswith(".")
    return is_short_name(written) or alone


def stop_after_year(document: Document) -> Iterator[Finding]:
    """A full stop after the year, in a list that has none there.

    ## What it does
    Finds entries that end in a full stop after the year.
    ## Why is this bad
    A uniform list is easier to read, for people and for tools.
    ## Example
        Feature-Supervised Action Modality Transfer. Thoker, Fida Mohammad et al. ICPR 2020.
    ## Use instead
        Feature-Supervised Action Modality Transfer. Thoker, Fida Mohammad et al. ICPR 2020
    ## Fix safety
    The fix is safe: it removes the full stop.
    """
    stopped, regular = [], 0
    for one, venue, year in _dated(document):
        if not one.at((venue[1], year[0])).isspace():
            continue  # a reference in full, with pages and so on, is a sentence
        found = _STOP_AT_END.match(one.text, year[1] - one.start)
        if found and one.text[: venue[0] - one.start].rstrip()[-1:] not in {"*", "_"}:
            stopped.append((year[1], year[1] + 1))
        else:
            regular += 1
    for where in exceptions(stopped, regular):
        message = "full stop after the year"
        yield Finding(where, message, "remove it", replaced(where, ""))


def bracketed_venue(document: Document) -> Iterator[Finding]:
    """A venue in square brackets, in a list that has none.

    ## What it does
    Finds `[KDD 2021]` where nearly all entries have the venue as a sentence.
    ## Why is this bad
    A uniform list is easier to read, for people and for tools.
    ## Example
        19. Topology Distillation for Recommender System [KDD 2021]
    ## Use instead
        19. Topology Distillation for Recommender System. KDD 2021
    ## Fix safety
    The fix is unsafe: it changes the form of the entry.
    """
    brackets = [(one, where) for one in document.citations if (where := _brackets(one))]
    sentences = sum(one.venue is not None for one in document.citations) - len(brackets)
    for one, where in exceptions(brackets, sentences, at_most=0.1):
        inner = document.text[where[0] + 1 : where[1] - 1]
        before = one.text[: where[0] - one.start]
        start = one.start + len(before.rstrip())
        stop = "" if before.rstrip().endswith((".", "?", "!")) else "."
        follows = document.text[where[1] : where[1] + 1]
        space = "" if not follows or follows.isspace() or follows == "." else " "
        change = ((start, where[1], f"{stop} {inner}{space}"),)
        message = f"`[{inner}]` is in square brackets"
        yield Finding(where, message, f"write `. {inner}`", change, safe=False)


def _brackets(one: Cited) -> Range | None:
    """Square brackets around the venue, or around an arXiv id in its place."""
    inside = one.venue or next((where for _, where in one.written_arxiv), None)
    if inside is None:
        return None
    before = re.search(r"\[\s*$", one.text[: inside[0] - one.start])
    after = re.match(r"[^\[\]\n]{0,30}\](?![\[(])", one.after(inside[1]))
    leads = one.title is None or inside[0] < one.title[0]
    if not before or not after or leads:
        return None  # "[KDD 2021] Title" is another form of entry
    return one.start + before.start(), inside[1] + after.end()


def glued_part(document: Document) -> Iterator[Finding]:
    """No space before the venue, the identifier or their bracket.

    ## What it does
    Finds a venue, an arXiv id, or a bracket around one of them without a space before it.
    ## Why is this bad
    A search takes the two for one word, and tools can't separate them.
    ## Example
        Unsupervised Image Segmentation. Wu, Zhichao et al.arXiv:2012.08922
    ## Use instead
        Unsupervised Image Segmentation. Wu, Zhichao et al. arXiv:2012.08922
    ## Fix safety
    The fix is safe: it adds the space.
    """
    for one in document.citations:
        parts = [where for _, where in one.written_arxiv]
        parts += [one.venue] if one.venue and one.at(one.venue)[0].isalnum() else []
        for start, end in parts:
            at = start
            while at > one.start and document.text[at - 1] in "[(（":
                at -= 1
            before = document.text[at - 1] if at > one.start else " "
            if _CATEGORY.search(document.text[max(at - _LONGEST, one.start) : end]):
                continue
            if before.isalnum() or before in ".?!,;:)":
                here = (at - 1, min(at + 1, len(document.text)))
                change = ((at, at, " "),)
                message = f"missing space before `{document.text[start:end]}`"
                yield Finding(here, message, "add one", change)


def two_digit_year(document: Document) -> Iterator[Finding]:
    """A year of two digits, in a list that writes four.

    ## What it does
    Finds `RecSys 22` where nearly all entries write `RecSys 2022`.
    ## Why is this bad
    Readers may take it for another number, and a search for the year fails.
    ## Example
        An Incremental Learning framework for CTR Prediction [RecSys 22]
    ## Use instead
        An Incremental Learning framework for CTR Prediction [RecSys 2022]
    ## Fix safety
    The fix is unsafe: the number may be something else.
    """
    short, regular = [], 0
    for one, venue, year in _dated(document):
        named = "-" in one.at(venue) or "@" in one.at(venue)  # a workshop: FL-ICML'22
        if re.fullmatch(r"\D?\s?\d\d", one.at(year)) and one.citation.year and not named:
            short.append((year, one.citation.year.value))
        else:
            regular += 1
    for where, value in exceptions(short, regular, at_most=0.1):
        text = document.text[slice(*where)]
        apostrophe = not text[0].isdigit()
        right = f" {value}" if apostrophe else str(value)
        message = f"`{text}` is a two-digit year"
        yield Finding(where, message, f"write `{value}`", replaced(where, right), safe=False)


def track_after_year(document: Document) -> Iterator[Finding]:
    """A track or a remark after the year.

    ## What it does
    Finds `,short` or `(pre)` after the year, in a list where this is rare.
    ## Why is this bad
    It is neither a venue nor a year, and similar entries don't have it.
    ## Example
        BAM! Born-Again Multi-Task Networks. Clark, Kevin et al. ACL 2019,short
    ## Use instead
        BAM! Born-Again Multi-Task Networks. Clark, Kevin et al. ACL 2019
    ## Fix safety
    The fix is unsafe: it removes a remark that somebody added on purpose.
    """
    remarks, regular = [], 0
    for one, _, year in _dated(document):
        found = _TRACK.match(one.text, year[1] - one.start)
        if found:
            remarks.append((one.start + found.start(), one.start + found.end()))
        else:
            regular += 1
    for where in exceptions(remarks, regular, at_most=0.1):
        message = f"`{document.text[slice(*where)].strip()}` is not part of venue and year"
        yield Finding(where, message, "remove it", replaced(where, ""), safe=False)
