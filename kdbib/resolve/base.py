"""What a source is: four declarations and two functions.

Adding a database is writing one file with one class that fits :class:`Source`. ``fetch`` is the
only part that does input and output; ``read`` is pure and tested on recorded answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kdbib.http.policy import Policy
from kdbib.model import Record

if TYPE_CHECKING:  # whoever only states a question needs no network
    from kdbib.http.client import Client

TITLE = "title"
"""Kind of question: works with exactly this title (as the database compares titles)."""

WORDS = "words"
"""Kind of question: works whose titles have the most telling words of this one."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a source.

    ``kind`` is TITLE, WORDS or the scheme of an identifier (``arxiv``, ``doi``, ...); ``value`` is
    the title as the citation has it, or the normalised identifier.
    """

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Found:
    """The records that the source has for a question, the most likely first; never none."""

    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """The source was asked, answered, and has nothing."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The source gave no usable answer to this question: nothing is known either way."""

    reason: str


Answer = Found | Missing | Failed


class Source(Protocol):
    """A public database behind its API."""

    name: str
    """As in ``--source`` and in every provenance: ``arxiv``, ``semantic_scholar``."""

    policy: Policy
    """Its limits: see :class:`kdbib.http.policy.Policy`."""

    @property
    def url(self) -> str:
        """The base address of its API."""
        ...

    @property
    def has_key(self) -> bool:
        """Whether the environment has a key for it."""
        ...

    accepts: Mapping[str, int]
    """The kinds of questions it answers, and how many of a kind go into one request."""

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """The questions (all of kinds that it accepts) as the fewest batches it will take.

        A batch has one kind; besides ``accepts``, the length of an address can be the limit.
        """
        ...

    def fetch(self, client: "Client", batch: Sequence[Question]) -> bytes:
        """The raw answer to a batch, in one request. Raises SourceError."""
        ...

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        """What a raw answer says to each question of the batch: every question has an answer.

        Pure. Raises BadAnswer if it is not an answer at all; an item that is not as expected makes
        its own question Failed.
        """
        ...
