"""How the entries that cover one line of a list were read, for whoever asks.

Nothing is kept of other lines, and nothing at all where no Trace is given.
"""

from msgspec import Struct, field

from kdbib.model import Citation
from kdbib.read.drafts import Draft
from kdbib.read.fields_of_entry import Labelled, labelled
from kdbib.read.judge import Judgement
from kdbib.read.listing import PassedOver
from kdbib.read.prose import Prose
from kdbib.read.source import SourceText

COLUMNS = "columns of the table"


class Traced(Struct, frozen=True):
    """How an entry was read, and what came out.

    ``form`` is how the recognisers read it and ``alone`` how they would have without the other
    entries, whose usual form is ``habit``. In plain text nothing is judged; ``by_rule`` says that
    a rule, not the model, read the entry.
    """

    result: Citation | PassedOver
    tokens: list[Labelled]
    judgement: Judgement | None = None
    form: str = ""
    alone: str = ""
    habit: str | None = None
    by_rule: bool = False


class Trace(Struct):
    """The entries that cover a line; the reader fills it in."""

    line: int
    entries: list[Traced] = field(default_factory=list)

    def covers(self, start: int, end: int, source: SourceText) -> bool:
        """Whether the line is one of the characters [start, end)."""
        first, last = source.line_of(start), source.line_of(max(end - 1, start))
        return first < self.line <= last + 1

    def add_draft(
        self,
        result: Citation | PassedOver,
        prose: Prose,
        judgement: Judgement,
        habit: str | None,
    ) -> None:
        """Keep how an entry of a marked-up list was read."""
        draft = judgement.draft
        form, alone = (COLUMNS, COLUMNS) if draft.cells else _forms(draft, judgement, habit)
        told = Traced(result, labelled(prose), judgement, form, alone, habit)
        self.entries.append(told)


def _forms(draft: Draft, judgement: Judgement, habit: str | None) -> tuple[str, str]:
    """The recogniser that read an entry, and the one that would have without its list's habit."""
    if not draft.parts or judgement.old.probability is not None:
        return "", ""  # a paragraph that nothing but the model read
    title = judgement.old.title
    readings = [(part.forms, part.forms.choose(habit)) for part in draft.parts]
    forms, reading = next(
        (one for one in readings if title and one[1].title_text == title.text), readings[0]
    )
    return reading.form, forms.choose().form
