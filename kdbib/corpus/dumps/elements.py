"""Records that are elements of an XML file, cut out of its bytes one by one.

A record is parsed by itself, so that one that is damaged harms no other, and no record is larger
than we allow. What a document type declares is never read: what is expanded are the entities that
HTML has, each to its character (those of dblp.dtd are of them), and nothing else can be.
"""

import html.entities
import re
from collections.abc import Callable, Iterator
from functools import cache

from lxml import etree

from kdbib.corpus.dumps.base import LONGEST_RECORD, Damaged
from kdbib.corpus.dumps.stream import Stream

_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_NAMED = {
    name.encode(): f"&#{code};".encode()
    for name, code in html.entities.name2codepoint.items()
    if name not in _OWN
}
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_ENCODING = re.compile(rb"""\s*<\?xml[^>]{0,80}?encoding\s*=\s*["']([A-Za-z0-9_-]{1,20})["']""")
_ENCODINGS = {"iso-8859-1": "latin-1", "latin-1": "latin-1", "us-ascii": "latin-1"}


def elements(
    opened: Callable[[], Stream], names: tuple[str, ...], *, with_tags: tuple[str, ...] = ()
) -> Iterator[bytes]:
    """The elements of these names, in order, as they stand in the file, in UTF-8.

    Of elements called as in ``with_tags``, which may have others in them, only the first tag. The
    others don't stand in one another: one without an end is cut off at the beginning of the next,
    or where it is longer than LONGEST_RECORD.
    """
    start = re.compile(rf"<(?:{'|'.join((*names, *with_tags))})(?=[\s>/])".encode())
    ends = [rf"</(?:{'|'.join(names)})\s*>"]
    if with_tags:
        ends.append(rf"<(?:{'|'.join(with_tags)})(?=[\s>/])[^<>]*>")
    end = re.compile("|".join(ends).encode())
    stream, rest = opened(), b""
    try:
        for piece in _in_utf8(stream):
            rest += piece
            done = 0
            for begin, done in _spans(rest, start, end):
                yield rest[begin:done]
            rest = rest[done:]
            if len(rest) > LONGEST_RECORD:
                yield rest[: LONGEST_RECORD + 1]
                rest = b""
    finally:
        stream.close()
    if left := start.search(rest):
        yield rest[left.start() :]


def _spans(
    text: bytes, start: re.Pattern[bytes], end: re.Pattern[bytes]
) -> Iterator[tuple[int, int]]:
    """Where the elements are that end in a text, and before them those that began and did not."""
    begins = [found.start() for found in start.finditer(text)]
    at = 0
    for closing in end.finditer(text):
        stop = closing.end()
        begin = -1
        while at < len(begins) and begins[at] < stop:
            if begin >= 0:
                yield begin, begins[at]
            begin = begins[at]
            at += 1
        if begin >= 0:
            yield begin, stop


def _in_utf8(stream: Stream) -> Iterator[bytes]:
    """The pieces of a file in UTF-8, whatever encoding it declares."""
    first = stream.read()
    declared = _ENCODING.match(first)
    name = declared[1].decode().lower() if declared else "utf-8"
    encoding = _ENCODINGS.get(name, "utf-8")
    piece = first
    while piece:
        yield piece if encoding == "utf-8" or piece.isascii() else piece.decode(encoding).encode()
        piece = stream.read()


def known_entities(record: bytes) -> bytes:
    """A record with HTML's named characters as numbers, which every parser knows."""
    if b"&" not in record:
        return record
    return _ENTITY.sub(lambda found: _NAMED.get(found[1], found[0]), record)


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )


def parsed(record: bytes) -> etree._Element:
    """A record as an element of lxml. Raises Damaged if it is not well-formed."""
    if b"<!" in record and (b"<!DOCTYPE" in record or b"<!ENTITY" in record):
        raise Damaged("it declares a document type, which no record does")
    try:
        return etree.fromstring(known_entities(record), _parser())
    except etree.XMLSyntaxError as error:
        raise Damaged(f"not well-formed XML: {error.msg}") from None
