"""KB10x: how arXiv ids are written."""

import re
from collections.abc import Iterator

from kdbib.linter.arxiv_ids import written_ids
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, Range, replaced
from kdbib.linter.majority import is_habit


def _part(where: Range, parts: re.Match[str], name: str) -> Range:
    return where[0] + parts.start(name), where[0] + parts.end(name)


def misspelt_arxiv(document: Document) -> Iterator[Finding]:
    """A misspelt `arXiv`.

    ## What it does
    Finds arXiv ids with a label that is almost `arXiv`.
    ## Why is this bad
    Readers and tools that search for `arXiv:` do not find it.
    ## Example
        Distilled Hierarchical Neural Ensembles. Ruiz, Adria et al. arXv:2003.01474
    ## Use instead
        Distilled Hierarchical Neural Ensembles. Ruiz, Adria et al. arXiv:2003.01474
    ## Fix safety
    The fix is safe: it replaces only the label of a valid id.
    """
    for one in document.citations:
        for found, where, parts in written_ids(one):
            if parts["label"].casefold() != "arxiv":
                label = _part(where, parts, "label")
                message = f"`{parts['label']}` is a misspelling of arXiv"
                fix = replaced(label, "arXiv") if found.identifier else ()
                yield Finding(label, message, "write `arXiv`", fix)


def space_after_arxiv(document: Document) -> Iterator[Finding]:
    """A space between `arXiv:` and the id.

    ## What it does
    Finds spaces between the colon and the id.
    ## Why is this bad
    The label and the id form one word (https://info.arxiv.org/help/arxiv_identifier.html). A space
    can break them over two lines, and a search for the id fails.
    ## Example
        Stagewise Knowledge Distillation. Kulkarni, Akshay et al. arXiv: 1911.06786
    ## Use instead
        Stagewise Knowledge Distillation. Kulkarni, Akshay et al. arXiv:1911.06786
    ## Fix safety
    The fix is safe: it removes the space.
    """
    spaced, written = [], 0
    for one in document.citations:
        for _, where, parts in written_ids(one):
            written += 1
            if ":" in parts["link"] and parts["link"].strip() != parts["link"]:
                link = _part(where, parts, "link")
                spaced.append((link, parts["link"].strip()))
    if is_habit(len(spaced), written):
        return
    for link, tight in spaced:
        change = replaced(link, tight)
        yield Finding(link, "space between `arXiv:` and the id", "remove it", change)


def arxiv_label(document: Document) -> Iterator[Finding]:
    """`arXiv:` written in another way than in the rest of the list.

    ## What it does
    Finds arXiv ids with a label in other capitals or without a colon. If most ids of a list have
    another label, that label counts as right.
    ## Why is this bad
    The name is written arXiv. If a list mixes labels, a search for one misses the others.
    ## Example
        Knowledge Adaptation: Teaching to Adapt. Arxiv:1702.02052
    ## Use instead
        Knowledge Adaptation: Teaching to Adapt. arXiv:1702.02052
    ## Fix safety
    The fix is safe: it changes only the label.
    """
    labels = []
    for one in document.citations:
        for _, where, parts in written_ids(one):
            colon = ":" if ":" in parts["link"] else " "
            if parts["label"].casefold() == "arxiv" and "preprint" not in parts["link"].lower():
                labels.append((where, parts, parts["label"] + colon))
    usual = [label for _, _, label in labels]
    habit = next((x for x in set(usual) if is_habit(usual.count(x), len(usual))), "arXiv:")
    for where, parts, label in labels:
        if label not in {habit, "arXiv:"}:
            place = (where[0], where[0] + parts.end("link"))
            written = parts["label"] + parts["link"]
            message = f"`{written.strip()}` should be `{habit.strip()}`"
            yield Finding(place, message, f"write `{habit}{parts['id']}`", replaced(place, habit))


def arxiv_version(document: Document) -> Iterator[Finding]:
    """An arXiv id with a version.

    ## What it does
    Finds arXiv ids in the text that end in `v1`, `v2`, ..., in a list where most ids have no
    version.
    ## Why is this bad
    An id without a version leads to the newest text. A version leads to an old one, mostly by
    accident.
    ## Example
        A good teacher is patient and consistent. Beyer et al. arXiv:2106.05237v1
    ## Use instead
        A good teacher is patient and consistent. Beyer et al. arXiv:2106.05237
    ## Fix safety
    The fix is unsafe: the author may mean this version.
    """
    written = [x for one in document.citations for x in written_ids(one) if x[0].identifier]
    versions = [(where, parts) for _, where, parts in written if parts["version"]]
    if is_habit(len(versions), len(written)):
        return
    for where, parts in versions:
        place = _part(where, parts, "version")
        message = f"the arXiv id has a version ({parts['version']})"
        help_ = f"write `{parts['id']}`, unless this very version is meant"
        yield Finding(place, message, help_, replaced(place, ""), safe=False)
