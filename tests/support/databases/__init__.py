"""A local server that speaks as the public databases do: their answers, limits, quirks and faults.

::

    with serve(records, limits=0.05) as databases:
        databases.fault("semantic_scholar", "503", on=1)
        run(env=databases.environment())
        assert len(databases.log.of("arxiv")) == 1

It also runs by hand: ``python -m tests.support.databases --help``.
"""

from tests.support.databases.arxiv import Arxiv
from tests.support.databases.base import Database
from tests.support.databases.log import Asked, Log
from tests.support.databases.paper import Record, read_file
from tests.support.databases.semantic_scholar import SemanticScholar
from tests.support.databases.serve import Databases, serve

__all__ = [
    "Arxiv",
    "Asked",
    "Database",
    "Databases",
    "Log",
    "Record",
    "SemanticScholar",
    "read_file",
    "serve",
]
