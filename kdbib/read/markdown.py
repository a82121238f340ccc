"""Markdown lists: entries to citations, and a reason for each list item that is none."""

from collections import Counter
from collections.abc import Iterator

from kdbib.model import Citation
from kdbib.read.blocks import read_blocks
from kdbib.read.collector import collector_paused
from kdbib.read.document import Document, Table
from kdbib.read.drafts import Draft
from kdbib.read.entries import Entries
from kdbib.read.judge import Judgements, judged, words_of_draft
from kdbib.read.listing import List, PassedOver, citation, passed_over
from kdbib.read.rows import read_rows, roles_of
from kdbib.read.source import SourceText
from kdbib.read.trace import Trace
from kdbib.read.verdict import is_sure, why_not

__all__ = ["List", "PassedOver", "read_markdown"]


@collector_paused
def read_markdown(source: SourceText, trace: Trace | None = None) -> List:
    """The citations of a markdown file, in order, and the list items that are none."""
    document = read_blocks(source)
    entries = Entries(document, source)
    judgements: Judgements | None = None if trace is None else {}
    found = list(_drafts(entries, document, source))
    drafts = list(judged(found, document.references, source, judgements))
    sures = [is_sure(draft) for draft in drafts]
    items = [
        (draft.group, surely)
        for draft, surely in zip(drafts, sures, strict=True)
        if not draft.is_label and not draft.is_paragraph
    ]
    sure = Counter([group for group, surely in items if surely])
    all_of = Counter([group for group, _ in items])
    a_list_of_papers = 10 * sure.total() >= 9 * sum(all_of[group] for group in sure)
    citations, others = [], []
    for draft, surely in zip(drafts, sures, strict=True):
        share = sure[draft.group] / all_of[draft.group] if all_of[draft.group] else 0.0
        result: Citation | PassedOver
        if reason := why_not(draft, sure=surely, share=share, a_list_of_papers=a_list_of_papers):
            if draft.is_paragraph and trace is None:
                continue
            result = passed_over(draft.start, draft.end, source, reason)
            if not draft.is_paragraph:
                others.append(result)
        else:
            result = citation(draft.said, draft.start, draft.end, source, draft.section)
            citations.append(result)
        if trace and judgements is not None and trace.covers(draft.start, draft.end, source):
            judgement = judgements[id(draft)]
            habit = entries.habits.get(draft.group)
            prose = words_of_draft(judgement.draft, document.references)
            trace.add_draft(result, prose, judgement, habit)
    return List(source.name, tuple(citations), tuple(others), source.form)


def _drafts(entries: Entries, document: Document, source: SourceText) -> Iterator[Draft]:
    """The Drafts of a document in order, the rows of its tables among them."""
    tables = 0
    for draft in entries.drafts(document.blocks):
        if isinstance(draft, Table):
            tables += 1
            roles = roles_of(draft)
            for row, what, words in read_rows(draft, document.references, source):
                yield Draft(
                    what,
                    words,
                    draft.section,
                    -tables,
                    row.start,
                    row.end,
                    cells=row.cells,
                    roles=[*roles, *[""] * (len(row.cells) - len(roles))],
                )
        else:
            yield draft
