"""A bibliography as a BibTeX file, for BibTeX and for biblatex with biber."""

from collections.abc import Callable, Iterable

from bibtexparser.entrypoint import parse_string, write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from kdbib.model import Work
from kdbib.write.choices import Order
from kdbib.write.fields import entry
from kdbib.write.formats import Items, Options, Writer
from kdbib.write.keys import is_usable, unique
from kdbib.write.seal import NOTICE, sealed

_VALUES_START = len("archiveprefix = ")
"""The column of the values, the same in every file: a new entry must not move the others."""

_Content = tuple[str, str, dict[str, str]]
"""An entry: type, key, fields."""


class NotReadBackError(ValueError):
    """kdbib wrote an entry that does not read back as what was meant: a bug of kdbib."""


Form = Callable[..., tuple[str, dict[str, str]]]
"""What makes type and fields of a work: :func:`kdbib.write.fields.entry`, or biblatex's."""


def bibtex(
    items: Items,
    ascii: bool = False,  # noqa: A002
    form: Form = entry,
    order: Order = Order.key,
) -> str:
    """The works as a BibTeX file, in order, each under its key.

    A work that comes twice under one key is written once. By default Unicode is kept, which biber,
    XeLaTeX, LuaLaTeX and pdfLaTeX read; ``ascii`` encodes it for the old ``bibtex`` program, which
    takes bytes for letters (see :func:`unencodable` for what can't be). What is returned has been
    parsed again and compared with what it was to say.

    Raises ValueError if two works share a key, or a key holds what BibTeX or biber allow in none;
    NotReadBackError if the comparison fails.
    """
    contents: list[_Content] = []
    for key, work in unique(items, order):
        if not is_usable(key):
            raise ValueError(f"{key!r} can't be the key of a BibTeX entry")
        kind, fields = form(work, ascii_only=ascii)
        contents.append((kind, key, fields))
    text = _written(contents)
    _compare(contents, text)
    return text


def single_entries(text: str) -> dict[str, str]:
    """What :func:`bibtex` gave, an entry each, by their keys."""
    blocks = parse_string(text, parse_stack=[]).blocks
    return {block.key: block.raw or "" for block in blocks if isinstance(block, Entry)}


def write(items: Items, options: Options, form: Form = entry) -> bytes:
    """What :func:`bibtex` gives, with the seal in a comment before it if it is to be sealed."""
    text = bibtex(items, options.ascii, form, options.order)
    return sealed(f"% {NOTICE}\n\n{text}") if options.sealed else text.encode()


WRITER = Writer("bibtex", (".bib", ".bibtex"), write)


def unencodable(items: Iterable[tuple[str, Work]]) -> dict[str, str]:
    """For each key, the characters that ``bibtex(items, ascii=True)`` has to leave in Unicode.

    Keys without any are left out. pdfLaTeX stops at such characters unless the document sets them
    up; XeLaTeX and LuaLaTeX need a font that has them.
    """
    found: dict[str, str] = {}
    for key, work in items:
        values = "".join(entry(work, ascii_only=True)[1].values())
        if not values.isascii():
            found[key] = "".join(dict.fromkeys(char for char in values if not char.isascii()))
    return found


def _written(contents: Iterable[_Content]) -> str:
    style = BibtexFormat()  # type: ignore[no-untyped-call]
    style.indent = "  "
    style.block_separator = "\n"
    style.trailing_comma = True
    style.value_column = _VALUES_START
    entries = [
        Entry(kind, key, [Field(name, _enclosed(name, value)) for name, value in fields.items()])
        for kind, key, fields in contents
    ]
    # values come enclosed, so that no middleware needs to copy every entry
    return write_string(Library(list(entries)), unparse_stack=[], bibtex_format=style)


def _enclosed(name: str, value: str) -> str:
    """The value in braces; a month is one of BibTeX's abbreviations, which stand without."""
    return value if name == "month" else f"{{{value}}}"


def _compare(contents: list[_Content], text: str) -> None:
    """Reads ``text`` as anyone will; raises NotReadBackError on the first that differs."""
    blocks = parse_string(text, parse_stack=[RemoveEnclosingMiddleware()]).blocks
    for index, meant in enumerate(contents):
        block = blocks[index] if index < len(blocks) else None
        if not isinstance(block, Entry) or _content(block) != meant:
            raise NotReadBackError(
                f"the BibTeX entry {meant[1]} does not read back as it was meant"
            )
    if len(blocks) != len(contents):
        raise NotReadBackError(
            f"text after the BibTeX entry {contents[-1][1]}" if contents else text
        )


def _content(block: Entry) -> _Content:
    return block.entry_type, block.key, {field.key: field.value for field in block.fields}
