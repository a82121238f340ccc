"""The forms of citation lines: recognisers that each read title and authors in one way.

A form gets a Line and yields Guesses. It need not know the others: which guess is believed is
decided by how well it explains the line. To add a form, write a recogniser and put it in FORMS.
"""

from kdbib.read.forms.authors_first import authors_first
from kdbib.read.forms.labelled import labelled
from kdbib.read.forms.line import Form, Line
from kdbib.read.forms.marked_title import marked_title
from kdbib.read.forms.parts import names_only, nothing
from kdbib.read.forms.title_first import title_first

__all__ = ["FORMS", "PART_FORMS", "Form", "Line", "Recognisers"]

Recognisers = tuple[tuple[str, Form], ...]

FORMS: Recognisers = (
    ("labelled", labelled),
    ("marked title", marked_title),
    ("title first", title_first),
    ("authors first", authors_first),
)
"""The forms of an entry's line; of two that explain it equally well the first is believed."""

PART_FORMS: Recognisers = (
    ("names", names_only),
    ("nothing", nothing),
    *FORMS,
)
"""The forms of a line within an entry."""
