"""What is wrong in a list, where, and how it could be put right.

Rules look at the whole of a document, since inconsistent style is judged by the list's own
majority; each passes over it once.
"""

from kdbib.linter.document import Document
from kdbib.linter.engine import check, selected
from kdbib.linter.reading import read_document

__all__ = ["Document", "check", "read_document", "selected"]
