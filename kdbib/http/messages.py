"""What is sent to a database, and what comes back, without anything of the network."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """A GET of ``url`` with ``params``, or a POST where there is a ``form`` or ``json``.

    ``params`` are added to those in ``url``. ``accept`` is the media type that is wanted. ``key``
    holds the headers with which we make ourselves known: they go to the host of ``url`` and to no
    other; ``secrets`` are further values that no message may quote, such as a key among the
    ``params``. ``absent`` are the statuses by which this database says that it has no such thing.
    """

    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    json: object = None
    accept: str = ""
    key: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    absent: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: ``body`` is None where the database has no such thing."""

    body: bytes | None
    headers: Mapping[str, str]
    """By names in small letters."""
    said: bytes = b""
    """What the database says where it has no such thing."""
