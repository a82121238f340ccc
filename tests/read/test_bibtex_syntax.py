"""The syntax of BibTeX: blocks with the place of every name and value, whatever the text."""

import pytest
from bibtexparser.model import Entry as OracleEntry
from bibtexparser.splitter import Splitter
from hypothesis import given
from hypothesis import strategies as st

from kdbib.read.bibtex_syntax import (
    Aside,
    Block,
    Broken,
    CommentedOut,
    Entry,
    String,
    Strings,
    blocks_of,
)

FILE = r"""% Encoding: UTF-8
@string{cvpr = "Proc. CVPR"}
@InProceedings(he2016, Title = {Deep {R}esidual} # " Learning", % the first
  year = 2016, )
@comment{jabref-meta: groups{x};}
@preamble{"\newcommand{\x}{y}"}
"""


def shown(text: str) -> list[str]:
    """A block a line: what it is, its key, its fields as they are written, its problems."""
    return [_shown(block, text) for block in blocks_of(text)]


def _shown(block: Block, text: str) -> str:
    match block:
        case Entry():
            fields = [f"{one.name}={text[one.start : one.end]}" for one in block.fields]
            faults = [f"!{one.fault}@{one.start}" for one in block.problems]
            return " ".join([f"@{block.type}", block.key, *fields, *faults])
        case String():
            return f"string {block.definition.name}"
        case Aside():
            return block.kind
        case Broken():
            return f"broken !{block.problem.fault}@{block.problem.start}"
        case CommentedOut():
            return "commented out"


def test_a_file() -> None:
    assert shown(FILE) == [
        "string cvpr",
        '@InProceedings he2016 Title={Deep {R}esidual} # " Learning" year=2016',
        "comment",
        "preamble",
    ]


def test_names_and_values_stand_where_they_say() -> None:
    entry = blocks_of(FILE)[1]
    assert isinstance(entry, Entry)
    assert FILE[entry.start : entry.end].startswith("@InProceedings(he2016,")
    assert FILE[entry.end - 1] == ")"
    assert FILE[entry.key_start :].startswith("he2016")
    assert [FILE[one.name_start : one.name_end] for one in entry.fields] == ["Title", "year"]
    assert [FILE[part.start : part.end] for part in entry.fields[0].parts] == [
        "Deep {R}esidual",
        " Learning",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@misc{a, b={c} d={e}}", ["@misc a b={c} d={e} !missing-comma@13"]),
        ("@misc{a b={c}}", ["@misc a b={c} !missing-comma@6"]),
        ("@misc{a, b=, c=1}", ["@misc a c=1 !no-value@9"]),
        ("@misc{a, oh dear, c=1}", ["@misc a c=1 !no-field@9"]),
        ("@misc{b={c}}", ["@misc  b={c}"]),
        ("@misc{of two words, b={c}}", ["@misc of two words b={c} !odd-key@6"]),
        ("@['Book']{a, b={c}}", ["@['Book'] a b={c} !odd-type@1"]),
        ("@misc{a, b={c}", ["@misc a b={c} !not-closed@0"]),
        ("@misc{a, b={c\n@misc{d, e={f}}", ["broken !brace-not-closed@11", "@misc d e={f}"]),
        ("@misc{a, b={{c}, d={e}}\n@misc{f, g=1}", ["broken !brace-not-closed@11", "@misc f g=1"]),
        ('@misc{a, b="c}\n@misc{f, g=1}', ["broken !quote-not-closed@11", "@misc f g=1"]),
        (r"@misc{a, b={c \{ d}, e=1}", [r"@misc a b={c \{ d} e=1"]),
        (r'@misc{a, b="J\"urgen", e=1}', [r'@misc a b="J\"urgen" e=1']),
        ("% @misc{a, b={c}}\n@misc{d, e=1}", ["commented out", "@misc d e=1"]),
        ("write to me@x.org or {you}@x.org", []),
        ("@misc{a,,b={c},,}", ["@misc a b={c}"]),
    ],
)
def test_what_readers_of_bibtex_disagree_about(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_strings_hold_from_where_they_stand() -> None:
    text = '@string{a = "x"} @misc{k, t = a} @string{a = "y" # a} @misc{l, t = a # { z}}'
    strings, values = Strings(text), []
    for block in blocks_of(text):
        if isinstance(block, String):
            strings.define(block)
        elif isinstance(block, Entry):
            values.append(strings.value(block.fields[0].parts))
    assert values == ["x", "yx z"]


def test_what_strings_become_is_bounded() -> None:
    doubled = "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 80))
    text = '@string{a0 = "xxxxxxxxxx"}\n' + doubled + "@misc{k, t = a79 # a79 # a79}" * 5000
    strings = Strings(text)
    longest = total = 0
    for block in blocks_of(text):
        if isinstance(block, String):
            strings.define(block)
        elif isinstance(block, Entry):
            value = strings.value(block.fields[0].parts)
            longest, total = max(longest, len(value)), total + len(value)
    assert strings.exhausted
    assert longest <= 30_000
    assert total <= 4 * len(text) + 1_000_000


WORDS = st.text("abcXYZ019 -:./\u00fc\u4e00", min_size=1, max_size=12).map(str.strip).filter(bool)
VALUES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3).map(lambda x: f"{{{' '.join(x)}}}"),
    max_leaves=5,
)
NAMES = st.text("abcdefgh-", min_size=1, max_size=8).filter(lambda name: name.strip("-") == name)


@st.composite
def entries(draw: st.DrawFn) -> str:
    """An entry that every reader of BibTeX reads alike."""
    names = draw(st.lists(NAMES, max_size=5, unique=True))
    fields = [f"{name} = {{{draw(VALUES)}}}" for name in names]
    key = draw(st.text("abc019:_-", min_size=1, max_size=8))
    return (
        "@"
        + draw(st.sampled_from(["misc", "Article"]))
        + f"{{{key},\n  "
        + ",\n  ".join(fields)
        + "}"
    )


@given(st.lists(entries(), max_size=5).map("\n\n".join))
def test_well_formed_files_are_read_as_bibtexparser_reads_them(text: str) -> None:
    oracle = [
        block if isinstance(block, OracleEntry) else getattr(block, "ignore_error_block", None)
        for block in Splitter(text).split().blocks
    ]
    expected = [
        (one.key, one.entry_type.lower(), [(f.key, str(f.value)) for f in one.fields])
        for one in oracle
        if isinstance(one, OracleEntry)
    ]
    assert [
        (one.key, one.type.lower(), [(f.name, text[f.start : f.end]) for f in one.fields])
        for one in blocks_of(text)
        if isinstance(one, Entry)
    ] == expected


PIECES = st.sampled_from(
    ["@misc{a", "@misc(", ",", " t = ", "{", "}", '"', "\n", "#", "@string{x = {y}}", "x", "=",
     "2016", "@comment{", "%", "\\", "\\{", "@['X']{", ")", " "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_the_text_blocks_are_in_order_and_lie_within_it(text: str) -> None:
    end = 0
    for block in blocks_of(text):
        assert end <= block.start < block.end <= len(text)
        end = block.end
        for one in block.fields if isinstance(block, Entry) else ():
            assert block.start < one.name_start < one.start < one.end <= block.end
            assert text[one.name_start : one.name_end] == one.name
