"""The values that travel through kdbib, all frozen, none of which does input or output.

A :class:`~kdbib.model.citation.Citation` is what a text says, a
:class:`~kdbib.model.work.Work` is what a paper is, a :class:`~kdbib.model.match.Match` judges the
one against the other, and an :class:`~kdbib.model.entry.Entry` is what is exported.
"""

from kdbib.model.citation import Author, Citation, Link, LinkKind, Malformed, Text, Year
from kdbib.model.conflict import Conflict, Disagreement
from kdbib.model.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from kdbib.model.entry import KEPT, NONE, Change, Choice, Claim, Entry, Status
from kdbib.model.form import Form
from kdbib.model.identifier import Identifier, Scheme
from kdbib.model.match import COMPARED, Agreement, Evidence, Match, Relation, Verdict
from kdbib.model.name import Name
from kdbib.model.reason import Reason, Why
from kdbib.model.span import Span
from kdbib.model.work import Record, Work

__all__ = [
    "COMPARED",
    "KEPT",
    "NONE",
    "Agreement",
    "Applicability",
    "Author",
    "Change",
    "Choice",
    "Citation",
    "Claim",
    "Conflict",
    "Diagnostic",
    "Disagreement",
    "Edit",
    "Entry",
    "Evidence",
    "Fix",
    "Form",
    "Identifier",
    "Link",
    "LinkKind",
    "Malformed",
    "Match",
    "Name",
    "Reason",
    "Record",
    "Relation",
    "Scheme",
    "Severity",
    "Span",
    "Status",
    "Text",
    "Verdict",
    "Why",
    "Work",
    "Year",
]
