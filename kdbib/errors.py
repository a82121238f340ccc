"""Everything that kdbib raises for its callers to catch.

::

    KdbibError                  something a person can be told: one message, no traceback
    ├── UsageError              wrong flags, unreadable input (exit code 2)
    ├── ClusterError            a cluster can't be reached, or did not do what it was asked
    └── SourceError             a source did not answer a batch
        ├── Refused             it will not take this batch (400, 413): a smaller one may do
        └── Unavailable         it will not answer now; asking on is useless in this run
            ├── Unreachable     no connection: no network, no such host, nobody there
            ├── RateLimited     still 429 after the retries, or told to wait longer than we do
            ├── Forbidden       401, 403: a bad key, or a challenge that we don't try to pass
            └── BadAnswer       not what the source is known to send: HTML, cut off, too large
"""


class KdbibError(Exception):
    """Something a person can be told in one message."""


class UsageError(KdbibError):
    """Wrong flags or unreadable input."""


class ClusterError(KdbibError):
    """A cluster can't be reached, or did not do what it was asked."""


class SourceError(KdbibError):
    """A source did not answer a batch."""


class Refused(SourceError):
    """The source will not take this batch; a smaller one may do."""


class Unavailable(SourceError):
    """The source will not answer now, and asking on is useless in this run."""


class Unreachable(Unavailable):
    """No connection could be made."""


class RateLimited(Unavailable):
    """The source asks for more patience than we have."""


class Forbidden(Unavailable):
    """The source does not let us in."""


class BadAnswer(Unavailable):
    """The source sent something that is not an answer."""
