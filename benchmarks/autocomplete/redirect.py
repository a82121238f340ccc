"""Runs bibtexautocomplete with its requests led to the local server; for its own environment.

    python redirect.py PORT ARGUMENTS-OF-BTAC...

Nothing but the connection is replaced: what it asks, how often, and its own pauses are its own. A
host that the server does not know as a database is led to its ``web``.
"""

import sys
from http.client import HTTPConnection

from bibtexautocomplete.core.main import main
from bibtexautocomplete.lookups import https

DATABASES = {
    "api.openalex.org": "openalex",
    "api.crossref.org": "crossref",
    "export.arxiv.org": "arxiv",
    "api.semanticscholar.org": "semantic_scholar",
    "api.unpaywall.org": "unpaywall",
    "dblp.org": "dblp_search",
    "researchr.org": "researchr",
    "inspirehep.net": "inspire",
    "doi.org": "doi_handles",
}
PORT = int(sys.argv[1])


class ToTheServer(HTTPConnection):
    """A connection to the local server, in the place of one by TLS to a database."""

    def __init__(self, host, timeout=None, **_):
        super().__init__("127.0.0.1", PORT, timeout=timeout)
        self._of = DATABASES.get(host, "web")

    def request(self, method, path, body=None, headers=None):
        super().request(method, f"/{self._of}{path}", body, headers or {})


https.HTTPSConnection = ToTheServer
main(sys.argv[2:])
