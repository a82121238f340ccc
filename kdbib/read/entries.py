"""Which parts of a document make up an entry: an item with its details, a label with its paper.

Authors, links and venue may stand in the line below a title, in a paragraph or in items of their
own; and an item may only be a label (``R-FCN [[Paper]]``) for the citation in the item below it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from msgspec.structs import replace

from kdbib.model import LinkKind
from kdbib.read.bare import read_bare
from kdbib.read.document import Block, Document, Item, Paragraph, Section, Table
from kdbib.read.drafts import Draft, Node, Part
from kdbib.read.grammar import read_forms
from kdbib.read.inline import scan
from kdbib.read.paragraphs import ReadParagraph, read_paragraph
from kdbib.read.said import Said, said
from kdbib.read.source import Passage, SourceText
from kdbib.read.tags import read_tag

_LABEL = re.compile(
    r"\W{0,4}(?:papers?|codes?|homepage|home page|project|website|datasets?|demo|video|blog|"
    r"slides?|pdf|arxiv|github|links?|authors?|affiliations?|institutions?|venue|论文|代码|作者|作者单位|单位|主页|"
    r"数据集|解读|中文解读|链接|项目|视频|論文|著者)[\w .()-]{0,24}\s?[:：]",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(
    r"\W{0,4}(?:作者)?(?:affiliations?|institutions?|单位)\s?[:：]", re.IGNORECASE
)
# a paragraph whose first words may be set off
_BEGINS_MARKED = re.compile(r"[\W\d]*?[*_\[<!&\"“„«「『《]")
_LONGEST_PARAGRAPH = 3000  # characters of a paragraph that may be an entry
_TITLE = 3  # words of a heading that may be a title
_LONGEST = 50_000  # characters, markup among them, that an entry may have


class Entries:
    """The Drafts of a document, in order, tables excepted."""

    def __init__(self, document: Document, source: SourceText) -> None:
        self.source = source
        self.references = document.references
        self.nodes: dict[int, Node] = {}
        self.clear: dict[int, Counter[str]] = defaultdict(Counter)
        for block in document.blocks:
            if isinstance(block, Item):
                self.nodes[id(block)] = self._node(block)
        self.habits = {group: _habit(forms) for group, forms in self.clear.items()}

    def _node(self, item: Item, *, part: bool = False) -> Node:
        """Scan an item; the forms of its clear lines are counted as the habits of its list."""
        parts = [self._part(p, part=part or number > 0) for number, p in enumerate(item.passages)]
        if parts and (form := parts[0].forms.clear):
            self.clear[item.group][form] += 1
        return Node(item, parts, [self._node(child, part=True) for child in item.children])

    def _part(self, passage: Passage, *, part: bool) -> Part:
        words = passage.text if len(passage.text) <= _LONGEST else ""
        prose = scan(words, self.references)
        return Part(passage, prose, read_forms(prose, part=part))

    def _said(self, part: Part, group: int = 0) -> Said:
        reading = part.forms.choose(self.habits.get(group))
        what = said(reading, part.prose, part.passage, self.source)
        if what.authors and _AFFILIATION.match(part.prose.plain):
            return replace(what, authors=(), et_al=False)
        return what

    def drafts(self, blocks: Iterable[Block]) -> Iterator[Draft | Table]:
        """The Drafts of the blocks, and the tables between them as they are."""
        last: Draft | None = None
        open_paragraph = False  # whether items may still be details of the paragraph before
        blocks = list(blocks)
        for block, following in zip_longest(blocks, blocks[1:]):
            if isinstance(block, Table):
                if last:
                    yield last
                yield block
                last = None
                continue
            if last and isinstance(block, Paragraph) and self._names_the_link(last, block):
                continue
            if last and (parts := self._details(last, block, open_paragraph=open_paragraph)):
                self._absorb(last, parts)
                continue
            if last:
                yield last
            last = None
            if isinstance(block, Paragraph):
                last = self._of_heading(block, following) if block.is_heading else None
                last = last or self._of_paragraph(block)
                open_paragraph = last is not None
            else:
                open_paragraph = False
                *before, last = self._of_node(self.nodes.pop(id(block)))  # it is done with
                yield from before
        if last:
            yield last

    # --- paragraphs ----------------------------------------------------------------------------

    def _of_heading(self, heading: Paragraph, following: Block | None) -> Draft | None:
        """A heading may be the title of the paper whose authors stand below it."""
        if learned := self._titled_heading(heading, following):
            return learned
        if not isinstance(following, Paragraph) or following.is_heading:
            return None
        part = self._part(heading.passage, part=False)
        reading = part.forms.choose()
        if not reading.title or len(reading.title_text.split()) < 3 or reading.authors:
            return None
        draft = self._paragraph_draft(part, heading)
        return draft if self._details(draft, following, open_paragraph=False) else None

    def _titled_heading(self, heading: Paragraph, following: Block | None) -> Draft | None:
        """A heading that says title and venue, with a link to the paper right below it."""
        if isinstance(following, Item):
            passage = following.passages[0] if following.passages else None
        elif isinstance(following, Paragraph) and not following.is_heading:
            passage = following.passage
        else:
            return None
        if passage is None or len(passage.text) > _LONGEST_PARAGRAPH:
            return None
        read = self._read(heading.passage)
        dated = read.reading.venue, read.reading.year
        long = len(read.reading.title_text.split()) >= _TITLE
        if not (read.is_entry and any(dated)) and not (long and all(dated)):
            return None
        below = self._part(passage, part=True)
        links = [kind for _, kind in below.forms.base.links]
        if not {LinkKind.PAPER, LinkKind.PDF}.intersection(links):
            return None
        draft = self._paragraph_draft(self._part(heading.passage, part=False), heading)
        draft.said = read.said
        return draft

    def _read(self, passage: Passage) -> ReadParagraph:
        """A passage as the model reads it, and whether that is an entry."""
        return read_paragraph(passage, self.references, self.source)

    def _of_paragraph(self, paragraph: Paragraph) -> Draft | None:
        """A paragraph whose title is marked as one may be an entry, with the items after it."""
        if (bare := read_bare(paragraph.passage.text)) and bare.identifier:
            return self._paragraph_draft(self._part(paragraph.passage, part=False), paragraph)
        return self._marked_paragraph(paragraph) or self._read_paragraph(paragraph)

    def _read_paragraph(self, paragraph: Paragraph) -> Draft | None:
        """A paragraph that the model reads as an entry."""
        if len(paragraph.passage.text) > _LONGEST_PARAGRAPH or paragraph.is_heading:
            return None
        read = self._read(paragraph.passage)
        if not read.is_entry:
            return None
        draft = self._paragraph_draft(self._part(paragraph.passage, part=False), paragraph)
        draft.said = read.said
        return draft

    def _marked_paragraph(self, paragraph: Paragraph) -> Draft | None:
        if not _BEGINS_MARKED.match(paragraph.passage.text):
            return None
        part = self._part(paragraph.passage, part=False)
        reading = part.forms.choose()
        if reading.form != "marked title" or not reading.title:
            return None
        before = part.prose.plain[: reading.title.start]
        if any(char.isalpha() for char in before) or reading.score < 1.5:
            return None
        if paragraph.is_heading and reading.main not in [
            link for link, kind in reading.links if kind in {LinkKind.PAPER, LinkKind.PDF}
        ]:
            return None
        return self._paragraph_draft(part, paragraph)

    def _paragraph_draft(self, part: Part, paragraph: Paragraph) -> Draft:
        what, start = self._said(part), paragraph.passage.start
        draft = self._draft(what, part, paragraph.section, 0, start, paragraph=True)
        draft.below = paragraph.below
        return draft

    def _details(self, draft: Draft, block: Block, *, open_paragraph: bool) -> list[Part]:
        """The parts of a block that goes on with the entry before: authors, or items of links."""
        if isinstance(block, Item):
            node = self.nodes[id(block)]
            if not open_paragraph or node.children or not self._is_detail(node):
                return []
            first, *rest = node.parts
            return [Part(first.passage, first.prose, read_forms(first.prose, part=True)), *rest]
        if not isinstance(block, Paragraph) or draft.said.authors or draft.is_label:
            return []
        if (
            block.is_heading
            or block.section != (draft.below or draft.section)
            or len(block.passage.text) > 2000
        ):
            return []
        part = self._part(block.passage, part=True)
        reading = part.forms.choose()
        return [part] if reading.form == "names" and reading.score >= 2.5 else []

    def _names_the_link(self, draft: Draft, block: Paragraph) -> bool:
        """Take in the paragraph that says whose paper it is, where the entry so far is a link."""
        what, passage = draft.said, block.passage
        if not draft.is_paragraph or what.authors or what.venue or what.year:
            return False
        is_next = block.section == (draft.below or draft.section) and not block.is_heading
        if not is_next or not what.leads_to_paper or len(passage.text) > _LONGEST_PARAGRAPH:
            return False
        read = self._read(passage)
        below = read.said
        if not (read.is_entry and below.authors) or below.links or below.identifiers:
            return False
        draft.said = below.with_details(what)
        draft.end = passage.end
        draft.parts = [self._part(passage, part=False)]
        return True

    def _absorb(self, draft: Draft, parts: Iterable[Part]) -> None:
        for part in parts:
            draft.said = draft.said.with_details(self._said(part))
            draft.end = part.passage.end
            draft.parts.append(part)

    # --- items ---------------------------------------------------------------------------------

    def _of_node(self, node: Node) -> list[Draft]:
        """The Drafts of an item and of those inside of it; at least one."""
        item = node.item
        if not node.parts:
            empty = Draft(Said(), "", item.section, item.group, item.start, item.start + 1)
            return [empty, *self._of_children(node.children)]
        head = self._said(node.parts[0], item.group)
        draft = self._draft(head, node.parts[0], item.section, item.group, item.start)
        for part in node.parts[1:]:
            if self._is_detail_part(part):
                draft.said = draft.said.with_details(self._said(part))
                draft.end = part.passage.end
                draft.parts.append(part)
        papers = [child for child in node.children if self._is_paper(child)]
        if papers and not _is_whole(draft.said):
            return self._under_label(node, draft, papers)
        others: list[Node] = []
        for child in node.children:
            if not self._is_detail(child):
                others.append(child)
            elif not others or not papers:
                self._add_detail(draft, child)
        below = self._of_children(others)
        if (tag := read_tag(node.parts[0].prose.plain)) and tag.venue:
            starts = {child.item.start for child in others}
            for one in below:
                one.venue_above = one.start in starts
        return [draft, *below]

    def _of_children(self, children: Iterable[Node]) -> list[Draft]:
        return [draft for child in children for draft in self._of_node(child)]

    def _add_detail(self, draft: Draft, node: Node) -> None:
        for part in node.parts:
            draft.said = draft.said.with_details(self._said(part))
            draft.end = max(draft.end, part.passage.end)
            draft.parts.append(part)
        for child in node.children:
            if self._is_detail(child):
                self._add_detail(draft, child)

    def _under_label(self, node: Node, label: Draft, papers: list[Node]) -> list[Draft]:
        """The citations under a label; the first is that of the label's links."""
        first, *_ = papers
        drafts = []
        for child in node.children:
            if child is not first and self._is_detail(child):
                continue
            below = self._of_node(child)
            if child is first and label.said.leads_to_paper:
                paper = below[0]
                own, links = paper.said, label.said.links
                if own.title and label.said.title and _is_the_better_title(label.said, own):
                    own = replace(own, title=label.said.title)
                paper.said = own.with_details(Said(identifiers=label.said.identifiers, links=links))
                paper.start = label.start
                paper.parts = [*label.parts, *paper.parts]
                paper.label_above = True
            drafts.extend(below)
        if label.said.leads_to_paper:
            return drafts
        label.is_label = True
        return [label, *drafts]

    def _is_paper(self, node: Node) -> bool:
        """Whether an item inside of another one is a citation of its own."""
        if not node.parts or self._is_detail(node):
            return False
        found = self._said(node.parts[0], node.item.group)
        if not found.title:
            return False
        return bool(
            (found.authors and (found.evidence >= 1.5 or len(found.title.text.split()) >= 3))
            or (found.venue and found.evidence >= 1.5 and len(found.title.text.split()) >= 3)
            or found.main in {LinkKind.PAPER, LinkKind.PDF}
        )

    def _is_detail(self, node: Node) -> bool:
        """Whether an item says only more of the entry that it is inside of."""
        return bool(node.parts) and all(self._is_detail_part(part) for part in node.parts)

    def _is_detail_part(self, part: Part) -> bool:
        reading = part.forms.choose()
        if any(link.url.startswith("#") for link, _ in reading.links):
            return False  # a table of contents
        if reading.title is None or _LABEL.match(part.prose.plain):
            return True
        kinds = {kind for _, kind in reading.links}
        if not kinds or kinds & {LinkKind.PAPER, LinkKind.PDF}:
            return False
        linked = sum(len(link.text.split()) for link, _ in reading.links)
        return len(part.prose.plain.split()) - linked <= 2

    def _draft(  # noqa: PLR0913, PLR0917 - a draft is these
        self,
        what: Said,
        part: Part,
        section: Section,
        group: int,
        start: int,
        paragraph: bool = False,
    ) -> Draft:
        return Draft(
            what,
            part.prose.plain,
            section,
            group,
            start,
            part.passage.end,
            is_paragraph=paragraph,
            parts=[part],
        )


def _is_whole(head: Said) -> bool:
    """Whether a line with citations below it is a citation by itself, and no label for them."""
    return bool(head.title and (head.authors or (head.venue and head.year)))


def _is_the_better_title(label: Said, own: Said) -> bool:
    """Whether the label is the title: "Google Research" after the authors is none."""
    if not label.title or not own.title:
        return False
    return len(own.title.text.split()) <= 2 and len(label.title.text.split()) >= 4


def _habit(forms: Counter[str]) -> str | None:
    """The form that most of a list's clear lines have, if there are enough of them."""
    (form, count), *_ = forms.most_common(1)
    return form if count >= 3 and 3 * count >= 2 * forms.total() else None
