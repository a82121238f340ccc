"""The last step of a build: from staged works to a corpus that can be looked up in."""

from collections.abc import Callable
from pathlib import Path

from kdbib.corpus.manifest import Manifest

OnStep = Callable[[str, int, int], None]
"""Is told what is being done, how many works it is done for, and of how many."""


def finish(
    staging: Path, corpus: Path, *, memory: int = 1_200, on_step: OnStep | None = None
) -> Manifest:
    """Make the corpus folder of what is staged and of what is in it already.

    ``staging`` holds Parquet files of :data:`kdbib.corpus.schema.WORKS`, by any names and in any
    folders; it is left as it is. Records of one work become one; keys are computed, and ``corpus``
    changes from its old state to the new one at once: interrupted before that, it stays as it was.
    ``memory`` bounds the database's, in megabytes. Raises UsageError on files of another kind.
    """
    raise NotImplementedError
