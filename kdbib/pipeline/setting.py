"""Everything that :func:`~kdbib.pipeline.resolve` needs besides the citations."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kdbib.model import Citation, Record
from kdbib.resolutions import Resolutions
from kdbib.resolve.base import Answer, Question, Source
from kdbib.write.completing import EVERYTHING, Completing

if TYPE_CHECKING:
    from kdbib.http.answers import Answers
    from kdbib.http.client import Client

OnProgress = Callable[[str, int, int, float], None]
"""Is told the name of a source, how many requests it has answered, of how many that are expected,
and the seconds that the others will take."""


class Corpus(Protocol):
    """Works that are looked up without a network."""

    name: str
    edition: str
    """What tells one state of the corpus from the next."""

    def answer(self, questions: Sequence[Question]) -> dict[Question, Answer]:
        """An answer to every question."""
        ...

    def near(self, citations: Sequence[Citation]) -> Sequence[Sequence[Record]]:
        """For each citation the records that it may mean, errors and all, the likeliest first."""
        ...


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that :func:`~kdbib.pipeline.resolve` needs besides the citations.

    ``connect`` makes the client; it is called only if a source has to be asked. With ``offline`` no
    source is asked: only kept answers count. ``final`` takes kept decisions as
    they are, whoever was heard. ``thorough`` asks every source for every title, also those that
    take one in a request. ``brief`` asks no more once a work is found, and for an identifier one
    source after the other. ``completing`` is what may be completed in bibliographies, and how.
    """

    corpora: Sequence[Corpus]
    sources: Sequence[Source]
    connect: "Callable[[], AbstractContextManager[Client]]"
    answers: "Answers"
    resolutions: Resolutions
    refresh: bool = False
    offline: bool = False
    final: bool = False
    thorough: bool = False
    brief: bool = False
    on_progress: OnProgress | None = None
    completing: Completing = EVERYTHING
