"""The forms in which works are written: a row each. Whoever adds a form adds a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kdbib.model import Work

Items = Sequence[tuple[str, Work]]
"""Works, each with its citation key."""


@dataclass(frozen=True, slots=True)
class Options:
    """How it is written: ``ascii`` encodes accents, where a form has a way to."""

    ascii: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """A form: its name, the suffixes of its files, and what writes works in it.

    ``write`` raises ValueError if two works share a key.
    """

    name: str
    suffixes: tuple[str, ...]
    write: Callable[[Items, Options], bytes]


def _bibtex(items: Items, options: Options) -> bytes:
    from kdbib.write.bibtex import bibtex

    return bibtex(items, ascii=options.ascii).encode()


def _biblatex(items: Items, options: Options) -> bytes:
    from kdbib.write.biblatex import entry
    from kdbib.write.bibtex import bibtex

    return bibtex(items, ascii=options.ascii, form=entry).encode()


def _csl_json(items: Items, _: Options) -> bytes:
    from kdbib.write.csl import csl_json

    return csl_json(items).encode()


def _ris(items: Items, _: Options) -> bytes:
    from kdbib.write.ris import ris

    return ris(items).encode()


def _text(items: Items, _: Options) -> bytes:
    from kdbib.write.reference import reference

    return "".join(f"{reference(work)}\n" for _, work in items).encode()


def _markdown(items: Items, _: Options) -> bytes:
    from kdbib.write.reference import markdown_item

    return "".join(f"- {markdown_item(work)}\n" for _, work in items).encode()


FORMATS: Mapping[str, Writer] = {
    writer.name: writer
    for writer in (
        Writer("bibtex", (".bib", ".bibtex"), _bibtex),
        Writer("biblatex", (".bib",), _biblatex),
        Writer("csl-json", (".json",), _csl_json),
        Writer("ris", (".ris",), _ris),
        Writer("text", (".txt",), _text),
        Writer("markdown", (".md",), _markdown),
    )
}
"""The forms by their names."""
