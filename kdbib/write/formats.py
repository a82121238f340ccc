"""The formats that works are written in, each a :class:`Writer` that a module makes known.

A package adds a format with an entry point of the group ``kdbib.formats``, whose name is the
format's and whose object is a Writer. Those that come with kdbib are registered in the same way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from kdbib.model import Work
from kdbib.plugins import Plugins
from kdbib.write.choices import Order

Items = Sequence[tuple[str, Work]]
"""Works, each with its citation key."""


@dataclass(frozen=True, slots=True)
class Options:
    """How works are written.

    ``ascii`` encodes accents, where a format has a way to. ``style`` is the name of a CSL style, or
    the path of one, for formats made to be read. ``sealed`` says that the text is to be a file
    which a later run knows for kdbib's own (:mod:`kdbib.write.seal`); a format without comments
    can't hold that. ``order`` is how BibTeX and CSL-JSON are sorted.
    """

    ascii: bool = False
    style: str | None = None
    sealed: bool = False
    order: Order = Order.key


@dataclass(frozen=True, slots=True)
class Writer:
    """A format: its name, the suffixes of its files, and what writes works in it.

    ``write`` raises ValueError if two works share a key, or one can't be written.
    """

    name: str
    suffixes: tuple[str, ...]
    write: Callable[[Items, Options], bytes]


def _check(writer: Writer) -> None:
    """Raise TypeError for what is no Writer, or one whose name or suffixes can't be typed."""
    if not isinstance(writer, Writer):
        raise TypeError("it is no kdbib.write.formats.Writer")
    if not all(suffix.startswith(".") for suffix in writer.suffixes):
        raise TypeError("a suffix starts with a dot")


_BUILT_IN = {
    "bibtex": "kdbib.write.bibtex:WRITER",
    "biblatex": "kdbib.write.biblatex:WRITER",
    "csl-json": "kdbib.write.csl:WRITER",
    "csl-yaml": "kdbib.write.csl_yaml:WRITER",
    "hayagriva": "kdbib.write.hayagriva:WRITER",
    "cff": "kdbib.write.cff:WRITER",
    "ris": "kdbib.write.ris:WRITER",
    "text": "kdbib.write.reference:TEXT",
    "markdown": "kdbib.write.reference:MARKDOWN",
}


def find_formats() -> Mapping[str, Writer]:
    """The formats by name, those that come with kdbib first."""
    return Plugins("kdbib.formats", _BUILT_IN, _check)


FORMATS = find_formats()
"""Every format by its name: those that come with kdbib, then those of other packages."""


def format_of(path: str) -> str | None:
    """The name of the format that a file's name tells; of several with its suffix, the first.

    >>> format_of("refs.ris"), format_of("CITATION.cff"), format_of("refs")
    ('ris', 'cff', None)
    """
    suffix = PurePath(path).suffix.lower()
    return next((name for name, writer in FORMATS.items() if suffix in writer.suffixes), None)
