"""Input that nobody meant as a list: an answer, and every byte that is not fixed kept."""

import random

import pytest

from kdbib.linter import check, read_document
from kdbib.linter.codes import RULES
from kdbib.linter.fixes import fix

SIZE = 6_000
INPUTS = {
    "random bytes": random.Random(1).randbytes(SIZE),
    "NUL": b"\0" * SIZE,
    "one line": b"Doe, Jane and " * (SIZE // 14),
    "brackets": b"[" * SIZE,
    "links": b"- " + b"[a](b) " * (SIZE // 7),
    "stars": b"- **" * (SIZE // 4),
    "bad UTF-8 and CRLF": b"\xef\xbb\xbf"
    + b"1. A \xff\xfe Title:Here. Doe, Jane. CVPR 2019\r\n" * (SIZE // 44),
    "the same item": b"1. Distilling the Knowledge. Hinton, G. et al. arXiv: 1503.02531v1\n"
    * (SIZE // 68),
    "definitions": b"".join(b"[%d.1]: http://github.com/a\n" % n for n in range(SIZE // 28)),
    "spaces": b"1. A Title Here." + b" " * SIZE + b"Doe, Jane. CVPR 2019",
    "HTML": b"<td><a href=" * (SIZE // 12),
}
BIBTEX = {
    "braces": b"@misc{a, title = " + b"{" * SIZE,
    "open blocks": b"@misc{a,\n title = {b\n" * (SIZE // 21),
    "one key": b"@misc{a, title={R&D}, pages={1-2}}\n" * (SIZE // 35),
    "one field": b"@misc{a, title={" + b"& " * (SIZE // 2) + b"}}",
    "fields": b"@misc{a, " + b"title={b}, " * (SIZE // 11) + b"}",
}  # fmt: skip
FILES = [(f"{k}.md", v) for k, v in INPUTS.items()] + [
    (f"{k}.bib", v) for k, v in (BIBTEX | INPUTS).items()
]


@pytest.mark.parametrize(("name", "data"), FILES, ids=[name for name, _ in FILES])
def test_hostile_input(name: str, data: bytes) -> None:
    document = read_document(data, name)
    check(document, RULES)
    once = fix(document, RULES, unsafe=True)
    assert once.fixed or once.data == data
    assert fix(read_document(once.data, name), RULES, unsafe=True).data == once.data
