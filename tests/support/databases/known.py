"""The databases that the server knows: a new one is its own module, and a line here."""

from tests.support.databases.arxiv import Arxiv
from tests.support.databases.base import Database
from tests.support.databases.semantic_scholar import SemanticScholar

KNOWN: tuple[type[Database], ...] = (Arxiv, SemanticScholar)
