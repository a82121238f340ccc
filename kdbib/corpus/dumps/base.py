"""What a reader of a dump is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kdbib.corpus.dumps.stream import Stream
from kdbib.model import Work

LONGEST_RECORD = 16 << 20
"""Bytes of one record; the largest of Crossref's, with all their references, have two million."""


class Damaged(ValueError):  # noqa: N818 - says what is the matter with a record
    """A record can't be read; says why, in words for a person."""


class NotAWork(Exception):  # noqa: N818 - it is no error
    """A record is fine, and not of a paper: a person, a figure, a notice of retraction."""


class Seen(NamedTuple):
    """A Work as a dump has it; ``source`` says where: ``dblp: conf/cvpr/ParkKLC19``."""

    work: Work
    source: str


@dataclass(frozen=True, slots=True)
class Dump:
    """How to read one kind of dump: first its records as bytes, which is quick, then their works.

    ``name`` tells a person what it is; ``in_lines`` is whether a record is a line of the file.

    ``recognises`` tells by the beginning of a file whether it is such a dump.

    ``split`` gives each record of a file, in its order, with all that is needed to read it by
    itself; it opens the file as often as it needs to. The same file gives the same records again.
    One that is longer than LONGEST_RECORD is cut off after that. It raises CutOff, after the last
    whole record, where the file ends too soon.

    ``read`` gives the Work that a record describes; None for an empty line. It raises Damaged if
    the record can't be read, and NotAWork if it describes something else.

    ``passes`` is how often ``split`` goes through the file.
    """

    name: str
    split: Callable[[Callable[[], Stream]], Iterator[bytes]]
    read: Callable[[bytes], Seen | None]
    recognises: Callable[[bytes], bool]
    in_lines: bool = False
    passes: int = 1
