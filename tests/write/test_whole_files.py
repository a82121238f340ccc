"""Every form to the letter: what a file says of an article, a preprint, a thesis, a report."""

import pytest
from msgspec.structs import replace

from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.write.biblatex import entry
from kdbib.write.formats import FORMATS, Options
from kdbib.write.reference import markdown_item, reference
from kdbib.write.ris import ris
from tests.write.test_formats import ARTICLE, PREPRINT, written

RIS = """TY  - RPRT
ID  - g
AU  - The Otter Group
TI  - A Count
PY  - 2003
PB  - O
ER  -\x20

TY  - THES
ID  - marlow2001
AU  - Marlow, Ida
TI  - Otters
PY  - 2001
PB  - A University
ER  -\x20

TY  - GEN
ID  - marlow2015
AU  - Marlow, Ida
TI  - Distilling *Otters*
T2  - arXiv
PY  - 2015
DA  - 2015/03
AN  - arXiv:1503.02531
UR  - https://arxiv.org/abs/1503.02531
ER  -\x20

TY  - JOUR
ID  - muller1999
AU  - Müller, Ida Maria
AU  - van de Teal, Ben
AU  - Steele, Guy L., Jr.
TI  - Otters & Rivers: 100% of C_2 <Flows>
T2  - Journal of Otters
PY  - 1999
DA  - 1999/03/09
VL  - 9
IS  - 2
SP  - 145
EP  - 152
PB  - Wiley
DO  - 10.1002/(SICI)1099-0755(199903)9:2<145::AID-AQC329>3.0.CO;2-M
ER  -\x20

"""
BIBLATEX = r"""@report{g,
  author        = {{The Otter Group}},
  title         = {A Count},
  institution   = {O},
  date          = {2003},
  type          = {techreport},
}

@thesis{marlow2001,
  author        = {Marlow, Ida},
  title         = {Otters},
  institution   = {A University},
  date          = {2001},
  type          = {phdthesis},
}

@online{marlow2015,
  author        = {Marlow, Ida and others},
  title         = {Distilling *Otters*},
  date          = {2015-03},
  eprint        = {1503.02531},
  eprinttype    = {arxiv},
  url           = {https://arxiv.org/abs/1503.02531},
}

@article{muller1999,
  author        = {Müller, Ida Maria and van de Teal, Ben and Steele, Jr., Guy L.},
  title         = {Otters \& Rivers: 100\% of {C}\_2 {\textless}Flows{\textgreater}},
  journaltitle  = {Journal of Otters},
  volume        = {9},
  number        = {2},
  pages         = {145--152},
  date          = {1999-03-09},
  doi           = {10.1002/(SICI)1099-0755(199903)9:2<145::AID-AQC329>3.0.CO;2-M},
}
"""
BIBTEX = r"""@techreport{g,
  author        = {{The Otter Group}},
  title         = {A Count},
  institution   = {O},
  year          = {2003},
}

@phdthesis{marlow2001,
  author        = {Marlow, Ida},
  title         = {Otters},
  school        = {A University},
  year          = {2001},
}

@misc{marlow2015,
  author        = {Marlow, Ida and others},
  title         = {Distilling *Otters*},
  howpublished  = {arXiv:1503.02531},
  year          = {2015},
  month         = mar,
  eprint        = {1503.02531},
  archiveprefix = {arXiv},
  url           = {https://arxiv.org/abs/1503.02531},
}

@article{muller1999,
  author        = {Müller, Ida Maria and van de Teal, Ben and Steele, Jr., Guy L.},
  title         = {Otters \& Rivers: 100\% of {C}\_2 {\textless}Flows{\textgreater}},
  journal       = {Journal of Otters},
  publisher     = {Wiley},
  volume        = {9},
  number        = {2},
  pages         = {145--152},
  year          = {1999},
  month         = mar,
  doi           = {10.1002/(SICI)1099-0755(199903)9:2<145::AID-AQC329>3.0.CO;2-M},
}
"""
TEXT = """Ida Maria Müller, Ben van de Teal and Guy L. Steele Jr. Otters & Rivers: 100% of C_2 <Flows>.\
 Journal of Otters 1999. https://doi.org/10.1002/(SICI)1099-0755(199903)9:2%3C145::AID-AQC329%3E3.0\
.CO;2-M
Ida Marlow et al. Distilling *Otters*. arXiv 2015. https://arxiv.org/abs/1503.02531
Ida Marlow. Otters. 2001.
The Otter Group. A Count. 2003.
"""
MARKDOWN = r"""- [Otters &amp; Rivers: 100% of C\_2 \<Flows\>](https://doi.org/10.1002/%28SICI%291099-0755%2819\
9903%299:2%3C145::AID-AQC329%3E3.0.CO;2-M). Ida Maria Müller, Ben van de Teal and Guy L. Steele Jr.\
 Journal of Otters 1999
- [Distilling \*Otters\*](https://arxiv.org/abs/1503.02531). Ida Marlow et al. arXiv 2015
- Otters. Ida Marlow. 2001
- A Count. The Otter Group. 2003
""".replace("\\\n", "")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("ris", RIS.replace("\n", "\r\n")),
        *(("biblatex", BIBLATEX), ("bibtex", BIBTEX), ("text", TEXT), ("markdown", MARKDOWN)),
    ],
)
def test_a_file(form: str, text: str) -> None:
    assert written(form).decode() == text


def test_the_forms_and_the_suffixes_of_their_files() -> None:
    assert {name: writer.suffixes for name, writer in FORMATS.items()} == {
        "bibtex": (".bib", ".bibtex"),
        "biblatex": (".bib",),
        "cff": (".cff",),
        "csl-json": (".json",),
        "csl-yaml": (".yaml", ".yml"),
        "hayagriva": (".yaml", ".yml"),
        "ris": (".ris",),
        "text": (".txt",),
        "markdown": (".md",),
    }
    assert [writer.name for writer in FORMATS.values()] == list(FORMATS)


def test_only_bibtex_and_biblatex_write_accents_in_ascii() -> None:
    for form, writer in FORMATS.items():
        data = writer.write([("muller1999", ARTICLE)], Options(ascii=True))
        assert (rb"M{\"u}ller" in data) == (form in ("bibtex", "biblatex"))
        assert not writer.write([("muller1999", ARTICLE)], Options()).isascii()


def tags(work: Work) -> dict[str, str]:
    lines = ris([("k", work)]).split("\r\n")
    return {line[:2]: line[6:] for line in lines if line}


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        ("paper-conference", "CPAPER"),
        ("chapter", "CHAP"),
        ("book", "BOOK"),
        ("dataset", "DATA"),
        ("software", "COMP"),
        ("webpage", "ELEC"),
        ("motion_picture", "GEN"),
    ],
)
def test_a_type_in_ris(kind: str, tag: str) -> None:
    assert tags(Work(kind, "Otters"))["TY"] == tag


def test_ris_leaves_out_what_is_not_known() -> None:
    assert tags(Work("article", "Otters")) == {"TY": "GEN", "ID": "k", "TI": "Otters", "ER": ""}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"page": "e123"}, {"SP": "e123", "EP": ""}),
        ({"page": "12 – 19"}, {"SP": "12", "EP": "19"}),
        ({"page": "1-2, 5"}, {"SP": "1-2, 5", "EP": ""}),
        ({"issued": (2003,)}, {"PY": "2003", "DA": ""}),
        ({"issued": (812, 5)}, {"PY": "812", "DA": "0812/05"}),
        ({"container_title_short": "JO"}, {"J2": "JO"}),
        ({"status": "retracted"}, {"N1": "retracted"}),
        ({"pdf_url": "https://kdbib.org/a b.pdf"}, {"L1": "https://kdbib.org/a%20b.pdf"}),
        ({"pdf_url": "javascript:x"}, {"L1": ""}),
        ({"URL": "https://kdbib.org/x"}, {"UR": "https://kdbib.org/x"}),
        (
            {"identifiers": (Identifier(Scheme.S2, "CorpusId:7"), Identifier(Scheme.PMID, "7"))},
            {"UR": "https://pubmed.ncbi.nlm.nih.gov/7", "AN": ""},
        ),
        ({"identifiers": (Identifier(Scheme.S2, "CorpusId:7"),)}, {"UR": ""}),
        ({"author": (Name(literal="Otters, Inc."),)}, {"AU": "Otters Inc."}),
        ({"author": (Name(given="Madonna"),)}, {"AU": "Madonna"}),
        ({"author": (Name(family="Teal, B", given="Ida"),)}, {"AU": "Teal B, Ida"}),
        ({"title": "two\r\nER  - lines"}, {"TI": "two ER - lines"}),
    ],
)
def test_a_tag_in_ris(changes: dict[str, object], expected: dict[str, str]) -> None:
    found = tags(replace(ARTICLE, **changes))
    assert {tag: found.get(tag, "") for tag in expected} == expected


@pytest.mark.parametrize(
    ("work", "kind", "expected"),
    [
        (replace(ARTICLE, issued=()), "misc", {"date": None, "year": None, "month": None}),
        (replace(ARTICLE, issued=(812,)), "article", {"date": "0812", "publisher": None}),
        (replace(ARTICLE, type="book"), "book", {"publisher": "Wiley", "date": "1999-03-09"}),
        (replace(ARTICLE, issued=(1999, 3, 9, 4)), "article", {"date": "1999-03-09"}),
        (
            replace(PREPRINT, arxiv_category="cs.LG", pdf_url="https://kdbib.org/x.pdf"),
            "online",
            {"eprintclass": "cs.LG", "archiveprefix": None, "pdf": None, "howpublished": None},
        ),
        (Work("article", "Otters", issued=(2001,)), "misc", {"sortkey": "Otters", "key": None}),
        (
            Work("webpage", "Otters", issued=(2001,), URL="https://kdbib.org/x"),
            "online",
            {"url": "https://kdbib.org/x"},
        ),
        (
            replace(PREPRINT, container_title="A Newsletter"),
            "online",
            {"howpublished": "A Newsletter", "eprinttype": "arxiv"},
        ),
    ],
)
def test_an_entry_of_biblatex(work: Work, kind: str, expected: dict[str, str | None]) -> None:
    written_kind, fields = entry(work)
    assert written_kind == kind
    assert {name: fields.get(name) for name in expected} == expected


PEOPLE = tuple(Name(family=f"Otter{letter}", given="Ida") for letter in "ABCDEFGHIJK")


@pytest.mark.parametrize(
    ("work", "line"),
    [
        (Work("article", "Why Otters?"), "Why Otters?"),
        (Work("article", "Stop!", PEOPLE[:1]), "Ida OtterA. Stop!"),
        (Work("article", "T", PEOPLE[:2]), "Ida OtterA and Ida OtterB. T."),
        (Work("article", "T", PEOPLE[:3]), "Ida OtterA, Ida OtterB and Ida OtterC. T."),
        (
            Work("article", "T", PEOPLE[:10]),
            f"{', '.join(f'Ida Otter{letter}' for letter in 'ABCDEFGHI')} and Ida OtterJ. T.",
        ),
        (Work("article", "T", PEOPLE), "Ida OtterA et al. T."),
        (Work("article", "T", (OTHERS,)), "T."),
        (
            Work("article", "T", issued=(2019,), container_title="Otters 2019"),
            "T. Otters 2019.",
        ),
        (
            Work(
                "article",
                "T",
                issued=(2019,),
                container_title="Journal of Otters",
                container_title_short="JO",
            ),
            "T. JO 2019.",
        ),
        (Work("article", "T", container_title="Otters"), "T. Otters."),
        (Work("article", "T", URL="https://kdbib.org/x"), "T. https://kdbib.org/x"),
        (Work("article", "T", URL="javascript:x"), "T."),
        (
            Work(
                "article",
                "T",
                URL="https://kdbib.org/x",
                identifiers=(Identifier(Scheme.S2, "CorpusId:7"), Identifier(Scheme.PMID, "7")),
            ),
            "T. https://pubmed.ncbi.nlm.nih.gov/7",
        ),
    ],
)
def test_a_reference(work: Work, line: str) -> None:
    assert reference(work) == line


def test_markup_in_a_title_is_no_markup_in_markdown() -> None:
    title = r"![a](b) `c` _d_ <e> | ~f~ # \g & h!"
    assert markdown_item(Work("article", title)) == (
        r"\!\[a\](b) &#96;c&#96; \_d\_ \<e\> \| \~f\~ \# \\g &amp; h!"
    )
