"""Where a command looks: corpora, databases, and the folder of answers and decisions."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kdbib.config import cache_folder, keep_out_of_git
from kdbib.corpus import embedded, open_corpus
from kdbib.errors import UsageError
from kdbib.http.answers import Answers
from kdbib.http.answers_file import FILE_NAME as ANSWERS
from kdbib.pipeline import Corpus, Setting
from kdbib.resolutions import FILE_NAME, Resolutions
from kdbib.resolve import SOURCES
from kdbib.resolve.base import Source
from kdbib.write.written import Written

if TYPE_CHECKING:
    from kdbib.http.client import Client


def corpora_of(paths: Sequence[str]) -> list[Corpus]:
    """The package's own corpus, and those at the paths. Raises UsageError for what is none."""
    return [embedded(), *(open_corpus(path) for path in paths)]


def sources_of(names: Sequence[str]) -> list[Source]:
    """The sources of these names, or all. Raises UsageError for others."""
    for name in names:
        if name not in SOURCES:
            raise UsageError(
                f"--source {name}: there is no such source; there are {', '.join(SOURCES)}"
            )
    return [found for name, found in SOURCES.items() if not names or name in names]


@dataclass(frozen=True, slots=True)
class Looking:
    """What the options say of where to look; ``cache`` is the folder that was named, if any.

    ``offline`` leaves it at what the sources have answered before.
    """

    corpora: Sequence[Corpus]
    sources: Sequence[Source]
    cache: Path | None
    refresh: bool = False
    offline: bool = False

    @property
    def written(self) -> Written:
        """The files that earlier runs wrote."""
        return Written(cache_folder(self.cache, Path.cwd()))

    @contextmanager
    def setting(
        self, *, thorough: bool, final: bool = False, keeping: bool = True
    ) -> Iterator[Setting]:
        """The Setting. Without ``keeping`` nothing is written: what is answered is forgotten."""
        folder = cache_folder(self.cache, Path.cwd())
        if keeping:
            keep_out_of_git(folder)
        of_answers = nullcontext(folder) if keeping else _copied(folder)
        with of_answers as where, closing(Answers(where)) as answers:
            yield Setting(
                corpora=self.corpora,
                sources=self.sources,
                connect=connect,
                answers=answers,
                resolutions=Resolutions(folder / FILE_NAME, keeping=keeping),
                refresh=self.refresh,
                offline=self.offline,
                thorough=thorough,
                final=final,
            )


@contextmanager
def _copied(folder: Path) -> Iterator[Path | None]:
    """A folder with a copy of the answers, which is thrown away; None if there can't be one."""
    try:
        copy = TemporaryDirectory(prefix="kdbib-")
    except OSError:
        yield None
        return
    with copy as name:
        for file in (ANSWERS, f"{ANSWERS}-wal"):
            with suppress(OSError):
                shutil.copyfile(folder / file, Path(name) / file)
        yield Path(name)


def connect() -> "Client":
    """The client that asks the databases."""
    from kdbib.http.client import Client

    return Client()
