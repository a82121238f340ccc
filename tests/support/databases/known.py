"""The databases that the server knows: a new one is its own module, and a line here."""

from tests.support.databases.acl import Acl
from tests.support.databases.arxiv import Arxiv
from tests.support.databases.base import Database
from tests.support.databases.crossref import Crossref
from tests.support.databases.datacite import DataCite
from tests.support.databases.dblp import Dblp
from tests.support.databases.doi_ra import DoiAgencies
from tests.support.databases.openalex import OpenAlex
from tests.support.databases.openreview import OpenReview
from tests.support.databases.semantic_scholar import SemanticScholar
from tests.support.databases.unpaywall import Unpaywall

KNOWN: tuple[type[Database], ...] = (
    Arxiv,
    SemanticScholar,
    Dblp,
    OpenAlex,
    OpenReview,
    Acl,
    Crossref,
    DataCite,
    Unpaywall,
    DoiAgencies,
)
