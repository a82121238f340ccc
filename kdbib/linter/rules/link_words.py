"""KB52x: the words of links, and what they stand on."""

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, Range, replaced
from kdbib.linter.majority import exceptions

_LABELS = (
    "code paper slides video project dataset website poster model models github pytorch tensorflow "
    "supplementary appendix blog demo talk page official homepage data keras arxiv".split()
)
_MANY = 5
"""So many findings of one kind are said once."""
_BRACKETED = re.compile(r"\[\[([^\[\]\n]{1,40})\]\](?=[\[(])")
_SINGLE = re.compile(r"(?<!\[)\[([^\[\]\n]{1,40})\](?=\()")


def misspelt_link_label(document: Document) -> Iterator[Finding]:
    """A misspelt link label.

    ## What it does
    Finds link labels that differ by one letter from a common one.
    ## Why is this bad
    Tools that look for slides do not find `Sildes`.
    ## Example
        Counterfactual Recommendation. Liu, Dugang et al. SIGIR 2020 [[Sildes]][16.35]
    ## Use instead
        Counterfactual Recommendation. Liu, Dugang et al. SIGIR 2020 [[Slides]][16.35]
    ## Fix safety
    The fix is safe: the link stays the same.
    """
    for one in document.citations:
        for found, where in one.find(_BRACKETED):
            if right := _meant(found[1]):
                place = (where[0] + 2, where[1] - 2)
                message = f"`{found[1]}` is a misspelling of `{right}`"
                yield Finding(place, message, f"write `{right}`", replaced(place, right))


def _meant(label: str) -> str | None:
    word = label.casefold()
    if word in _LABELS or len(word) < 4 or not word.isalpha():
        return None
    near = next((x for x in _LABELS if OSA.distance(word, x) == 1 and x.rstrip("s") != word), None)
    if near is None or near == "code" or near == word + "s" or word == near + "s":
        return None
    return near.capitalize() if label[0].isupper() else near


def unusual_link_label(document: Document) -> Iterator[Finding]:
    """A link label that differs from the rest of the list.

    ## What it does
    If nearly all reference links of a list have the same label (`[[code]][1.2]`), finds those with
    another one.
    ## Why is this bad
    Readers and tools look for the common label.
    ## Example
        Contrastive Representation Distillation. Tian, Yonglong et al. ICLR 2020 [[RepDistill]][4.4]
    ## Use instead
        Contrastive Representation Distillation. Tian, Yonglong et al. ICLR 2020 [[code]][4.4]
    ## Fix safety
    There is no fix: the author may mean this label.
    """
    labels = [
        (reference.text[1:-1], reference.where)
        for reference in document.structure.references
        if re.fullmatch(r"\[[^\[\]]+\]", reference.text)
    ]
    counts = Counter(label.casefold() for label, _ in labels)
    usual, count = counts.most_common(1)[0] if counts else ("", 0)
    others = [x for x in labels if x[0].casefold() != usual and not _meant(x[0])]
    for label, where in exceptions(others, count, at_most=0.1):
        yield Finding(
            where, f"`{label}` differs from the list's usual `{usual}`", f"write `{usual}`"
        )


def link_in_other_brackets(document: Document) -> Iterator[Finding]:
    """A link in other brackets than in the rest of the list.

    ## What it does
    Finds `[code](address)` in a list that writes `[[code]](address)` or `[[code]][label]`.
    ## Why is this bad
    A uniform list is easier to read, for people and for tools.
    ## Example
        Adversarial Transfer. Gupta et al. ACM MM 2020 [code](https://github.com/agupt013/akt)
    ## Use instead
        Adversarial Transfer. Gupta et al. ACM MM 2020 [[code]](https://github.com/agupt013/akt)
    ## Fix safety
    The fix is safe: the link stays the same.
    """
    single: dict[str, list[Range]] = {}
    double = Counter[str]()
    for one in document.citations:
        double.update(found[1].casefold() for found, _ in one.find(_BRACKETED))
        for found, where in one.find(_SINGLE):
            if found[1].casefold() in _LABELS:
                single.setdefault(found[1].casefold(), []).append(where)
    for label, places in single.items():
        for where in exceptions(places, double[label]):
            text = document.text[slice(*where)]
            message = f"`{text}` is `[{text}]` elsewhere in the list"
            yield Finding(where, message, f"write `[{text}]`", replaced(where, f"[{text}]"))


def link_on_author(document: Document) -> Iterator[Finding]:
    """A linked author name.

    ## What it does
    Finds linked author names in a list where they are rare.
    ## Why is this bad
    The link leads to a person, but tools take it for the link to the paper.
    ## Example
        Cooperative Pruning. [Chen, Shangyu][17.9] et al. IJCAI 2019
    ## Use instead
        Cooperative Pruning. Chen, Shangyu et al. IJCAI 2019
    ## Fix safety
    There is no fix.
    """
    linked = []
    named = 0
    for one in document.citations:
        named += bool(one.authors)
        for (start, end), (_, where) in ((a, link) for a in one.authors[:1] for link in one.links):
            if where[0] <= start and end <= where[1] and not _covers(one.title, where):
                linked.append(where)
    for where in exceptions(linked, named - len(linked), at_most=0.05):
        yield Finding(where, "the author's name is a link", "link the paper, not the person")


def _covers(title: Range | None, where: Range) -> bool:
    """Whether a link has the title in it as well."""
    return bool(title) and title is not None and where[0] <= title[0] and title[1] <= where[1]


def image_without_description(document: Document) -> Iterator[Finding]:
    """An image without a description.

    ## What it does
    Finds `![](address)`.
    ## Why is this bad
    Readers who can't see the image don't know what it shows.
    ## Example
        ![](https://img.shields.io/badge/Number-389-green)
    ## Use instead
        ![389 papers](https://img.shields.io/badge/Number-389-green)
    ## Fix safety
    There is no fix: kdbib can't tell what the image shows.
    """
    links = document.structure.inline_links
    bare = [link for link in links if link.image and not link.text.strip()]
    if len(bare) > _MANY:
        message = f"{len(bare)} images have no description; this is the first"
        yield Finding(bare[0].where, message, "describe them: ![...](...)")
        return
    for link in bare:
        yield Finding(link.where, "the image has no description", "describe it: ![...](...)")
