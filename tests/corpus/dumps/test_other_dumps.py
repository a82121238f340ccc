"""CSL-JSON, kdbib's own lines, the ACL Anthology's XML: and the way there and back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.corpus.dumps.base import Damaged, Seen
from kdbib.corpus.textfile import line_of
from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.write.csl import csl_item, csl_json
from tests.corpus.dumps.reading import dump_of, outcomes, works

ACL = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2021.imag">
  <volume id="main" ingest-date="2021-07-01" type="proceedings">
    <meta>
      <booktitle>Proceedings of Imagination (Volume 1: Long Papers)</booktitle>
      <editor><first>Ann</first><last>Editor</last></editor>
      <publisher>Imprint &amp; Sons</publisher><month>July</month><year>2021</year>
    </meta>
    <frontmatter><url hash="1">2021.imag-main.0</url></frontmatter>
    <paper id="1">
      <title>Small <fixed-case>BERT</fixed-case>s for <tex-math>k</tex-math> Students</title>
      <author><first>Bj\u00f8rn</first><last>Olsen</last></author>
      <author><last>Team</last></author>
      <pages>1\u201311</pages>
      <url hash="2">2021.imag-main.1</url>
      <doi>10.18653/v1/2021.imag-main.1</doi>
      <bibkey>olsen-2021-small</bibkey>
    </paper>
    <paper id="2"><title>Broken</titel></paper>
    <paper id="3"><title>Taken Back</title><retracted date="2022-01-01">why</retracted></paper>
  </volume>
</collection>""".encode()
OLD_ACL = b"""<collection id="W06"><volume id="16" type="proceedings"><meta><booktitle>Workshop</booktitle>
<year>2006</year></meta><paper id="2"><title>Old Students</title></paper></volume></collection>"""


def test_the_anthologys_papers_take_from_their_volume_what_they_are_in() -> None:
    first, broken, taken_back = outcomes(ACL)
    assert first == Seen(
        Work(
            type="paper-conference",
            title="Small BERTs for k Students",
            author=(Name("Olsen", "Bjørn"), Name(literal="Team")),
            issued=(2021, 7),
            container_title="Proceedings of Imagination (Volume 1: Long Papers)",
            page="1-11",
            publisher="Imprint & Sons",
            DOI="10.18653/v1/2021.imag-main.1",
            URL="https://aclanthology.org/2021.imag-main.1",
            identifiers=(Identifier(Scheme.ACL, "2021.imag-main.1"),),
            pdf_url="https://aclanthology.org/2021.imag-main.1.pdf",
        ),
        "acl: 2021.imag-main.1",
    )
    assert isinstance(broken, Damaged)
    assert isinstance(taken_back, Seen)
    assert taken_back.work.status == "retracted"


def test_the_anthologys_old_ids_have_their_number_of_digits() -> None:
    assert [seen.source for seen in works(OLD_ACL)] == ["acl: W06-1602"]


def test_csl_json_of_others() -> None:
    item = {
        "id": "http://zotero.org/groups/1/items/A",
        "type": "article-journal",
        "title": "Small <i>Students</i>",
        "author": [
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
            {"literal": "The Lab"},
        ],
        "issued": {"date-parts": [["2021", 4]]},
        "container-title": "Journal of Imagination",
        "journalAbbreviation": "J. Imag.",
        "volume": 4,
        "page": "12–19",
        "PMID": "31234567",
        "URL": "https://doi.org/10.5555/1234",
        "note": "unknown fields are no harm",
    }
    expected = Seen(
        Work(
            type="article-journal",
            title="Small Students",
            author=(Name("van Beethoven", "Ludwig"), Name(literal="The Lab")),
            issued=(2021, 4),
            container_title="Journal of Imagination",
            container_title_short="J. Imag.",
            volume="4",
            page="12-19",
            DOI="10.5555/1234",
            URL="https://doi.org/10.5555/1234",
            identifiers=(Identifier(Scheme.PMID, "31234567"),),
        ),
        "csl: 10.5555/1234",
    )
    assert works(json.dumps([item]).encode()) == [expected]
    assert works(json.dumps(item).encode() + b"\n") == [expected]


def test_an_array_that_is_cut_off_gives_what_is_whole() -> None:
    items = json.dumps([{"id": str(n), "type": "book", "title": f"T {n} ]}}["} for n in range(9)])
    assert [seen.work.title for seen in works(items[:-20].encode())] == [
        f"T {n} ]}}[" for n in range(8)
    ]


WORDS = st.text(st.sampled_from("abc éß漢Δ-'"), min_size=1, max_size=12).map(
    lambda text: " ".join(f"x{text}".split())
)
MAYBE = st.none() | WORDS
WORKS = st.builds(
    Work,
    type=st.sampled_from(["article", "paper-conference", "article-journal", "thesis"]),
    title=WORDS,
    author=st.lists(
        st.builds(Name, family=WORDS, given=MAYBE, suffix=st.sampled_from([None, "Jr."]))
        | st.builds(Name, literal=WORDS),
        max_size=3,
    ).map(tuple),
    issued=st.sampled_from([(), (2019,), (2019, 7), (2019, 7, 1)]),
    container_title=st.none() | WORDS.map(lambda text: f"Container {text}"),
    volume=st.sampled_from([None, "4"]),
    issue=st.sampled_from([None, "2"]),
    page=st.sampled_from([None, "7", "12-19"]),
    publisher=MAYBE,
    DOI=st.sampled_from([None, "10.5555/1234"]),
    URL=st.sampled_from([None, "https://example.org/a"]),
    status=st.sampled_from([None, "retracted"]),
    identifiers=st.sampled_from(
        [
            (),
            (Identifier(Scheme.ARXIV, "1503.02531"),),
            (Identifier(Scheme.ACL, "P18-1001"), Identifier(Scheme.DBLP, "conf/acl/A18")),
        ]
    ),
    pdf_url=st.sampled_from([None, "https://example.org/a.pdf"]),
)


@given(st.lists(WORKS, min_size=1, max_size=3))
def test_what_kdbib_writes_as_csl_json_it_reads(written: list[Work]) -> None:
    data = csl_json([(f"key{n}", work) for n, work in enumerate(written)])
    assert [seen.work for seen in works(data.encode())] == written


@given(WORKS)
def test_an_item_in_a_line_is_the_same(work: Work) -> None:
    assert [seen.work for seen in works(json.dumps(csl_item("key", work)).encode())] == [work]


@given(st.lists(WORKS, min_size=1, max_size=3))
def test_what_kdbib_writes_as_a_corpus_it_reads(written: list[Work]) -> None:
    lines = (line_of(work) | {"sources": ["dblp: conf/acl/A18"]} for work in written)
    data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    assert dump_of(data).name == "text"
    assert works(data) == [Seen(work, "dblp: conf/acl/A18") for work in written]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": 5},
        {"issued": [2019, 13]},
        {"issued": "2019"},
        {"identifiers": {"isbn": "1"}},
        {"author": [{"name": 5, "family": 5}]},
    ],
)
def test_a_line_of_a_corpus_may_be_wrong(wrong: dict[str, object]) -> None:
    good = {"type": "article", "title": "Students", "sources": ["me"], "issued": [2019]}
    data = json.dumps(good) + "\n" + json.dumps(good | wrong) + "\n"
    first, second = outcomes(data.encode())
    assert isinstance(first, Seen)
    assert isinstance(second, Damaged)
