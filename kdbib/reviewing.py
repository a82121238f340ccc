"""A review: what kdbib is not sure of in lists, one citation at a time, as a person decides it.

A decision is kept at once. So a review that is broken off goes on, the next time, where it ended.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from kdbib.choosing import choice_of, choice_of_work, choose, target_of
from kdbib.errors import UsageError
from kdbib.model import NONE, Citation, Entry, Match, Record, Status
from kdbib.pipeline import Setting
from kdbib.pipeline.candidates import candidates
from kdbib.read import read_list
from kdbib.read.wanted import read_wanted
from kdbib.resolutions import Resolution, fingerprint
from kdbib.write.files import replace as replace_file

_SURELY_READ = 0.5
"""The probability of a title below which a person should look at how it was read."""
_DOUBTFUL = (Status.AMBIGUOUS, Status.CONTRADICTED, Status.NOT_FOUND)


@dataclass(slots=True)
class Doubt:
    """A citation to decide about, why, and what was decided in this review ("" as long as none)."""

    entry: Entry
    why: str
    decided: str = ""

    @property
    def citation(self) -> Citation:
        return self.entry.citation


def doubts(entries: Sequence[Entry]) -> list[Doubt]:
    """What a person should decide about: nothing that a person has decided already."""
    found, seen = [], set()
    for entry in entries:
        name = fingerprint(entry.citation)
        why = _why(entry)
        if why and name not in seen and not entry.choice:
            seen.add(name)
            found.append(Doubt(entry, why))
    return found


def _why(entry: Entry) -> str:
    if entry.status in _DOUBTFUL:
        return entry.status.value.replace("_", " ")
    probability = entry.citation.probability
    if entry.status is Status.MATCHED and probability is not None and probability < _SURELY_READ:
        return "read with low probability"
    return ""


@dataclass(slots=True)
class Review:
    """The doubts of some lists, with the one that is looked at, and what can be undone."""

    doubts: list[Doubt]
    setting: Setting
    by: str
    index: int = 0
    _undo: list[tuple[int, Callable[[], None]]] = field(default_factory=list)

    @property
    def current(self) -> Doubt | None:
        """The doubt that is looked at; None where there is none left."""
        return self.doubts[self.index] if self.index < len(self.doubts) else None

    @property
    def done(self) -> int:
        """How many are decided."""
        return sum(bool(doubt.decided) for doubt in self.doubts)

    def forward(self) -> None:
        """Look at the next one that is not decided, from here to the end and from the beginning."""
        count = len(self.doubts)
        order = [*range(self.index + 1, count), *range(min(self.index + 1, count))]
        self.index = next((n for n in order if not self.doubts[n].decided), count)

    def back(self) -> None:
        """Look at the one before."""
        self.index = max(0, min(self.index, len(self.doubts)) - 1)

    def candidates(self, words: str = "") -> tuple[Match, ...]:
        """The works that the current citation may cite; searched for by other words if there are.

        Raises UsageError if nothing can be searched for by these words.
        """
        doubt = self._doubt()
        if not words.strip():
            return candidates(doubt.citation, self.setting)
        wanted = read_wanted(words)
        if isinstance(wanted, str):
            raise UsageError(f"{words}: {wanted}")
        return candidates(wanted, self.setting)

    def choose(self, record: Record) -> Resolution:
        """Decide for the work of a record that was found."""
        choice = choice_of_work(record.work, self.by)
        return self._keep(lambda d: choose([target_of(d.citation)], choice, self.setting, record))

    def identify(self, what: str) -> Resolution:
        """Decide for the work of an identifier, or none. UsageError if nobody knows it."""
        choice = choice_of(what, self.by)
        return self._keep(lambda d: choose([target_of(d.citation)], choice, self.setting))

    def none(self) -> Resolution:
        """Decide that it is none of the works that were found."""
        return self.identify(NONE)

    def _keep(self, decide: Callable[[Doubt], list[Resolution]]) -> Resolution:
        doubt, index = self._doubt(), self.index
        name = fingerprint(doubt.citation)
        (resolution,) = decide(doubt)
        work = resolution.work
        before = doubt.decided
        doubt.decided = work.title if work else (resolution.choice or choice_of(NONE, "-")).what

        def take_back() -> None:
            self.setting.resolutions.undo(name)
            doubt.decided = ""

        if not before:
            self._undo.append((index, take_back))
        return resolution

    def edit(self, text: str) -> None:
        """Write another text for the current citation into its list.

        Raises UsageError if somebody else changed the list meanwhile, if the text can't be written,
        or if no citation is read in its place: then the list stays as it was.
        """
        doubt, index = self._doubt(), self.index
        old = doubt.citation.raw
        self._write(doubt, text)

        def take_back() -> None:
            self._write(doubt, old)

        self._undo.append((index, take_back))

    def _write(self, doubt: Doubt, text: str) -> None:
        citation = doubt.citation
        read, data = read_list(citation.file)
        start, end = citation.span.start, citation.span.end
        if data[start:end] != citation.raw.encode("utf-8", "surrogateescape"):
            raise UsageError(f"{citation.file} was changed meanwhile, and is left as it is")
        if not read.encoding.can_write(text):
            raise UsageError(f"{citation.file}: {read.encoding.name} has no such characters")
        after = data[:start] + text.encode("utf-8", "surrogateescape") + data[end:]
        encode = read.encoding.encode
        replace_file(citation.file, encode(after), before=encode(data))
        now = read_list(citation.file)[0].citations
        if not any(c.span.start == start for c in now) or len(now) != len(read.citations):
            replace_file(citation.file, encode(data), before=encode(after))
            raise UsageError("no citation would be read there; the list stays as it is")
        moved = dict(zip((c.span for c in read.citations), now, strict=True))
        for other in self.doubts:
            if other.citation.file == citation.file and other.citation.span in moved:
                other.entry = replace(other.entry, citation=moved[other.citation.span])

    def undo(self) -> bool:
        """Take back the last decision or edit, and look at its citation; False if there is none.

        Raises UsageError if it can't be taken back.
        """
        if not self._undo:
            return False
        index, take_back = self._undo[-1]
        take_back()
        self._undo.pop()
        self.index = index
        return True

    def _doubt(self) -> Doubt:
        if self.current is None:
            raise UsageError("everything is decided")
        return self.current
