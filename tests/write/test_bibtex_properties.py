"""Any work, however hostile, reads back as what it was."""

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry
from hypothesis import given, settings
from hypothesis import strategies as st

from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.write.bibtex import bibtex
from kdbib.write.latex import clean
from tests.write.decode import decoded, flat

_HOSTILE = [
    *("\\input{x}", "\\write18{rm}", "@article{x,", "}", "{", "\n@misc{y, title={z}}\n", "%", '"'),
    *(
        " = ",
        ",",
        "#",
        "$x$",
        "$",
        "\\",
        "^^5c",
        "\u202e",
        "\x00",
        "\r\n",
        "é",
        "ō",
        "深",
        "A",
        " and ",
    ),
]
_TEXT = st.one_of(
    st.text(max_size=12), st.lists(st.sampled_from(_HOSTILE), max_size=8).map("".join)
)
_MAYBE = st.one_of(st.none(), _TEXT)
_NAME = st.one_of(
    st.builds(Name, family=_TEXT, given=_MAYBE, suffix=_MAYBE), st.builds(Name, literal=_TEXT)
)
_DATES = st.one_of(
    st.just(()),
    st.tuples(st.integers(1, 2100)),
    st.tuples(st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28)),
)
_WORK = st.builds(
    Work,
    type=st.sampled_from(
        ["paper-conference", "article-journal", "chapter", "book", "thesis", "report", "article"]
    ),
    title=_TEXT,
    author=st.lists(_NAME, max_size=3).map(tuple),
    issued=_DATES,
    container_title=_MAYBE,
    volume=_MAYBE,
    issue=_MAYBE,
    page=_MAYBE,
    publisher=_MAYBE,
    DOI=_MAYBE,
    URL=_MAYBE,
    status=_MAYBE,
    identifiers=st.sampled_from([(), (Identifier(Scheme.ARXIV, "1503.02531"),)]),
    arxiv_category=_MAYBE,
)


@settings(max_examples=200, deadline=None)  # imports pylatexenc
@given(_WORK, st.booleans())
def test_any_work(work: Work, ascii_only: bool) -> None:
    library = parse_string(bibtex([("key", work)], ascii=ascii_only))
    (block,) = library.blocks
    assert isinstance(block, Entry)
    assert block.key == "key"
    fields = {field.key: field.value for field in block.fields}
    assert all(fields.values())
    if not ascii_only:
        _compare(work, {name: flat(decoded(value)) for name, value in fields.items()})
    if work.issued:
        assert fields["year"] == str(work.issued[0])


def _compare(work: Work, fields: dict[str, str]) -> None:
    assert fields.get("title", "") == flat(clean(work.title))
    assert fields.get("volume", "") == _flat(work.volume)
    assert fields.get("number", fields.get("issue", "")) == _flat(work.issue)
    publishers = ("publisher", "school", "institution")
    assert next((fields[name] for name in publishers if name in fields), "") == _flat(
        work.publisher
    )


def _flat(text: str | None) -> str:
    return flat(clean(text or ""))


@settings(max_examples=25, deadline=None)
@given(st.lists(_WORK, max_size=4))
def test_any_works_together(works: list[Work]) -> None:
    items = [(f"k{index}", work) for index, work in enumerate(works)]
    text = bibtex(items)
    library = parse_string(text)
    assert [block.key for block in library.entries] == [key for key, _ in items]
    assert len(library.blocks) == len(items)
    assert bibtex(items[::-1]) == text
