"""What may be completed in somebody's bibliography, and how it is written there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kdbib.errors import UsageError
from kdbib.model.title import folded
from kdbib.model.venue import short_name
from kdbib.read.bibtex_syntax import PartKind, String, blocks_of
from kdbib.read.latex import decoded
from kdbib.write.choices import Dialect, Venues

BIBLATEX_NAMES = {
    "journal": "journaltitle",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
    "school": "institution",
    "year": "date",
}
"""biblatex's names of fields (its manual, section 2.2, https://ctan.org/pkg/biblatex)."""
_BIBTEX_NAMES = {name: bibtex for bibtex, name in BIBLATEX_NAMES.items() if name != "institution"}
_WITH = {"archiveprefix": "eprint", "primaryclass": "eprint", "howpublished": "eprint"}
"""Fields that are written for the sake of another one."""


@dataclass(frozen=True)
class Completing:
    """What may be completed, and how.

    ``only`` are the fields that may be completed or corrected, by BibTeX's names; without any, all.
    ``kept`` are those that are never touched. Without ``dialect``, each entry shows which it is in;
    without ``venues``, those that are written stay, and others are written as the record has them.
    ``strings`` are the names of the ``@string``s of each file, by what they stand for.
    """

    only: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    dialect: Dialect | None = None
    venues: Venues | None = None
    strings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def allows(self, name: str) -> bool:
        """Whether a field may be touched."""
        names = {canonical(name), _WITH.get(canonical(name), canonical(name))}
        return not names & self.kept and (not self.only or bool(names & self.only))

    def string(self, file: str, value: str) -> str | None:
        """The ``@string`` of a file that stands for a venue; None if it has none."""
        return self.strings.get(file, {}).get(_meaning(value))


EVERYTHING = Completing()
"""All fields, as each file has them."""


def canonical(name: str) -> str:
    """BibTeX's name of a field, in small letters."""
    return _BIBTEX_NAMES.get(name.lower(), name.lower())


def field_names(given: Iterable[str], option: str) -> frozenset[str]:
    """The fields that an option names, with commas or one by one.

    Raises UsageError for what can't be a field.
    """
    names = [one.strip() for text in given for one in text.split(",")]
    for name in names:
        if not name.replace("-", "").replace("_", "").isalnum():
            raise UsageError(f"{option} {name!r}: this is no name of a field, such as doi")
    return frozenset(canonical(name) for name in names)


def strings_of(text: str) -> dict[str, str]:
    """The names of the ``@string``s of a file by the venues that they stand for."""
    found: dict[str, str] = {}
    for block in blocks_of(text):
        if isinstance(block, String) and len(block.definition.parts) == 1:
            part = block.definition.parts[0]
            if part.kind is not PartKind.WORD:
                value = decoded(text[part.start : part.end])
                found.setdefault(_meaning(value), block.definition.name)
    return found


def _meaning(value: str) -> str:
    return short_name(value) or folded(value)
