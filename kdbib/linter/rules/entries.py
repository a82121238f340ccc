"""KB62x: entries that are none, or are not written as such."""

import re
from collections.abc import Iterator

from kdbib.linter.cited import Cited
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding
from kdbib.linter.majority import exceptions, is_habit
from kdbib.model.not_a_citation import NotACitation

_BARE_LINK = re.compile(r"(?:(?:\d{1,9}[.)]|[-*+])\s+)?\[[^\[\]!]+\](?:\[[^\[\]]+\]|\([^()\s]+\))")
_LINKED = re.compile(r"\s*(?:\d{1,9}[.)]|[-*+])\s+\[[^\[\]]+\][\[(]")
_LOOSE = re.compile(r"[^\[\]*_`<>#|:]{3,80}[:：]")


def bullet_among_numbers(document: Document) -> Iterator[Finding]:
    """A bulleted entry in a numbered list.

    ## What it does
    Finds bulleted citations in a document that numbers nearly all its citations.
    ## Why is this bad
    Nobody can refer to them by number, and they are not counted.
    ## Example
        - DAC: Data-free Automatic Acceleration. Li, Xin et al. WACV 2019
    ## Use instead
        40. DAC: Data-free Automatic Acceleration. Li, Xin et al. WACV 2019
    ## Fix safety
    There is no fix: kdbib can't tell which number the entry should have.
    """
    bulleted = [one for one in document.citations if one.bulleted and _says_more(one)]
    numbered = sum(one.number is not None for one in document.citations)
    for one in exceptions(bulleted, numbered, at_most=0.05):
        where = (one.start, one.start + 1)
        yield Finding(where, "bulleted entry in a numbered list", "number it")


def _says_more(one: Cited) -> bool:
    """Whether an entry says more than a title and a link, as the papers of a list do."""
    return bool(one.authors or one.venue or one.identifiers)


def not_a_citation(document: Document) -> Iterator[Finding]:
    """An item that is only a link, in a list of papers.

    ## What it does
    Finds items that are only a link, between the citations or among the sections of a document that
    has citations in nearly all items.
    ## Why is this bad
    It has no title, no authors and no venue, so nobody can tell what it cites.
    ## Example
        5. Knowledge Isomorphism between Networks. Liang, Ruofan et al. arXiv:1908.01581
        6. [RepDistiller][18.31]
    ## Use instead
        5. Knowledge Isomorphism between Networks. Liang, Ruofan et al. arXiv:1908.01581
        6. Contrastive Representation Distillation. Tian, Yonglong et al. ICLR 2020 [[code]][18.31]
    ## Fix safety
    There is no fix.
    """
    items = [p for p in document.passed_over if p.why is not NotACitation.LINK_WITHIN]
    among = _lines_among_citations(document)
    bare = [p for p in items if p.span.line in among and _BARE_LINK.fullmatch(p.raw.strip())]
    if not is_habit(len(document.citations), len(document.citations) + len(items), share=0.95):
        return
    for item in bare:
        start = document.source.line_starts[item.span.line - 1] + item.span.column - 1
        where = (start, start + len(item.raw.rstrip()))
        yield Finding(where, "the item is only a link", "cite the paper it leads to")
    for paragraph in document.structure.paragraphs:
        start, stop = document.structure.lines[paragraph.line]
        text = document.text[start:stop].strip()
        alone = paragraph.end == paragraph.line + 1 and _BARE_LINK.fullmatch(text)
        after_list = document.citations and document.citations[0].start < start
        if alone and after_list and start < document.citations[-1].start:
            yield Finding(
                (start, stop), "the paragraph is only a link", "cite the paper it leads to"
            )


def _lines_among_citations(document: Document) -> set[int]:
    """The lines (from 1) of items whose list has citations in it."""
    items = document.structure.items
    with_citations = {item.group for item in items if item.line + 1 in document.by_line}
    return {item.line + 1 for item in items if item.group in with_citations}


def link_on_name(document: Document) -> Iterator[Finding]:
    """An entry that begins with a linked name.

    ## What it does
    Finds entries that begin with a short link (`[KD-Lib][18.29]: ...`), as lists of tools do, in a
    document where most entries begin with the title.
    ## Why is this bad
    Tools take the link for the link to the paper, and the name for the title.
    ## Example
        4. [KD-Lib][18.29]: A PyTorch library for Knowledge Distillation. arXiv:2011.14691
    ## Use instead
        4. KD-Lib: A PyTorch library for Knowledge Distillation. arXiv:2011.14691 [[code]][18.29]
    ## Fix safety
    There is no fix.
    """
    begins = re.compile(
        r"\s*(?:\d{1,9}[.)]|[-*+])\s+(\[[^\[\]]{1,40}\](?:\[[^\[\]]*\]|\([^()\s]*\)))"
    )
    items = [(one.start, one.text) for one in document.citations]
    among = _lines_among_citations(document)
    for item in document.passed_over:
        if item.why is not NotACitation.LINK_WITHIN and item.span.line in among:
            items.append(
                (document.source.line_starts[item.span.line - 1] + item.span.column - 1, item.raw)
            )
    named = []
    linked = sum(bool(_LINKED.match(text)) for _, text in items)
    if is_habit(linked, len(items), share=0.2):
        return  # a list of links
    for start, text in items:
        found = begins.match(text)
        short = found and len(found[1].partition("](")[0].split()) <= 3
        if found and short and _after_name(found[1], text[found.end() :]):
            named.append((start + found.start(1), start + found.end(1)))
    for where in exceptions(named, len(items) - len(named), at_most=0.05):
        yield Finding(where, "the entry starts with a linked name", "move the link to the end")


def _after_name(link: str, rest: str) -> bool:
    """Whether what follows a link makes it a name: a colon, or nothing after a reference."""
    return bool(re.match(r"\s*:", rest)) or ("][" in link and not rest.strip())


def loose_heading(document: Document) -> Iterator[Finding]:
    """A paragraph that looks like a heading.

    ## What it does
    Finds a plain paragraph that ends in a colon before a list of citations, if the other lists have
    headings.
    ## Why is this bad
    It is missing in the table of contents, and its entries seem to belong to the section above.
    ## Example
        other data-free model compression:

        - Data-free Parameter Pruning. Srinivas, Suraj et al. arXiv:1507.06149
    ## Use instead
        ### Other data-free model compression

        - Data-free Parameter Pruning. Srinivas, Suraj et al. arXiv:1507.06149
    ## Fix safety
    There is no fix: kdbib can't tell the level of the heading.
    """
    structure = document.structure
    cited = {one.line - 1 for one in document.citations}
    loose = []
    for paragraph in structure.paragraphs:
        line, end = paragraph.line, paragraph.end
        start, stop = structure.lines[line]
        after = next(
            (i for i in range(end, min(end + 3, len(structure.lines))) if i in cited), None
        )
        before_list = (
            end == line + 1 and paragraph.following.endswith("list_open") and after is not None
        )
        if before_list and _LOOSE.fullmatch(document.text[start:stop].strip()):
            loose.append((start, stop))
    for where in exceptions(loose, len(structure.headings)):
        yield Finding(where, "this looks like a heading", "make it one: `## ...`")
