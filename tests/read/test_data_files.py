"""Bibliographies as data: each format's own words become citations; what can't be read is refused."""

from contextlib import suppress

import pytest

from kdbib.errors import UsageError
from kdbib.model import Form
from kdbib.read import List, read_text
from kdbib.read.source import SourceText

CSL = """\
[{"id": "park2019", "type": "paper-conference", "title": "Relational Knowledge Distillation",
  "author": [{"family": "Park", "given": "Wonpyo"}, {"literal": "The Team"}],
  "container-title": "CVPR", "issued": {"date-parts": [[2019, 6]]}, "DOI": "10.1109/CVPR.2019.00409"},
 {"id": "x", "type": "book"}]
"""
RIS = """\
TY  - CONF
TI  - Relational Knowledge Distillation
AU  - Park, Wonpyo
AU  - King, Martin, Jr.
T2  - CVPR
PY  - 2019/06/16
DO  - https://doi.org/10.1109/CVPR.2019.00409
UR  - https://arxiv.org/abs/1904.05068
ER  -

TY  - JOUR
TI  - A Title That Goes
      On in a Second Line
ER  -
"""
ENDNOTE = """\
%0 Conference Paper
%T Relational Knowledge Distillation
%A Park, Wonpyo
%A Kim, Dongju
%B CVPR
%D 2019
%R 10.1109/CVPR.2019.00409
"""
PUBMED = """\
PMID- 31452104
DP  - 2019 Aug 26
TI  - Relational knowledge
      distillation.
LID - 10.1109/CVPR.2019.00409 [doi]
LID - 00409 [pii]
FAU - Park, Wonpyo
AU  - Park W
JT  - Journal of Otters
"""
HAYAGRIVA = """\
park:
  type: article
  title: Relational Knowledge Distillation
  author: ["Park, Wonpyo", "Kim, Dongju"]
  date: 2019-06
  parent:
    type: proceedings
    title: CVPR
  serial-number:
    doi: 10.1109/CVPR.2019.00409
    arxiv: "1904.05068"
"""
CFF = """\
cff-version: 1.2.0
title: otters
authors: [{family-names: Marlow, given-names: Ida}]
date-released: 2020-01-02
references:
  - type: article
    title: Relational Knowledge Distillation
    authors: [{family-names: Park, given-names: Wonpyo}]
    year: 2019
    journal: CVPR
"""
CSV = """\
Authors,Title,Source title,Year,DOI
"Park, W.; Kim, D.","Relational ""Knowledge"",
Distillation",CVPR,2019,10.1109/CVPR.2019.00409
"""
BBL = r"""\begin{thebibliography}{1}
\bibitem[Park et~al.(2019)Park, Kim, Lu, and Cho]{park2019}
Wonpyo Park, Dongju Kim, Yan Lu, and Minsu Cho.
\newblock Relational knowledge distillation.
\newblock In \emph{CVPR}, pages 3967--3976, 2019.
\end{thebibliography}
"""
BIBER = r"""\entry{park}{inproceedings}{}
  \name{author}{2}{}{%
    {{hash=1}{%
       family={Park},
       given={Wonpyo},
    }}%
    {{hash=2}{%
       family={L{\"o}we},
       given={Yan},
    }}%
  }
  \field{booktitle}{CVPR}
  \field{title}{Relational {K}nowledge Distillation}
  \field{year}{2019}
  \verb{doi}
  \verb 10.1109/CVPR.2019.00409
  \endverb
\endentry
"""


def read(text: str, name: str) -> List:
    return read_text(SourceText(text.encode(), name))


def said(text: str, name: str) -> list[str]:
    """A citation a line: title | authors | venue year | identifiers | key @ lines."""
    return [
        " | ".join(
            [
                one.title.text if one.title else "-",
                "; ".join(author.name.inverted() for author in one.authors),
                f"{one.venue.text if one.venue else '-'} {one.year.value if one.year else '-'}",
                " ".join(str(found) for found, _ in one.identifiers),
                f"{one.key} @{one.span.line}-{one.end_line}",
            ]
        )
        for one in read(text, name).citations
    ]


DOI = "doi:10.1109/CVPR.2019.00409"
TITLE = "Relational Knowledge Distillation"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("r.json", CSL, [f"{TITLE} | Park, Wonpyo; The Team | CVPR 2019 | {DOI} | park2019 @1-3"]),
        ("r.ris", RIS, [
            f"{TITLE} | Park, Wonpyo; King, Jr., Martin | CVPR 2019 | {DOI} arxiv:1904.05068 | None @1-9",
            "A Title That Goes On in a Second Line |  | - - |  | None @11-14",
        ]),
        ("r.enw", ENDNOTE, [f"{TITLE} | Park, Wonpyo; Kim, Dongju | CVPR 2019 | {DOI} | None @1-7"]),
        ("r.nbib", PUBMED, [
            f"Relational knowledge distillation | Park, Wonpyo | Journal of Otters 2019 | {DOI} pmid:31452104 | None @1-9",
        ]),
        ("r.yaml", HAYAGRIVA, [
            f"{TITLE} | Park, Wonpyo; Kim, Dongju | CVPR 2019 | {DOI} arxiv:1904.05068 | park @2-11",
        ]),
        ("CITATION.cff", CFF, [
            "otters | Marlow, Ida | - 2020 |  | None @1-10",
            f"{TITLE} | Park, Wonpyo | CVPR 2019 |  | None @6-10",
        ]),
        ("r.csv", CSV, [f'Relational "Knowledge", Distillation | Park, W.; Kim, D. | CVPR 2019 | {DOI} | None @2-3']),
        ("r.bbl", BBL, [
            "Relational knowledge distillation | Park, Wonpyo; Kim, Dongju; Lu, Yan; Cho, Minsu | CVPR 2019 |  | park2019 @2-5",
        ]),
        ("r.bbl", BIBER, [f"{TITLE} | Park, Wonpyo; Löwe, Yan | CVPR 2019 | {DOI} | park @1-18"]),
    ],
)  # fmt: skip
def test_a_format(name: str, text: str, expected: list[str]) -> None:
    assert said(text, name) == expected


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (CSL, Form.csl),
        (RIS, Form.ris),
        (ENDNOTE, Form.endnote),
        (PUBMED, Form.pubmed),
        (BBL, Form.latex),
    ],
)
def test_standard_input_is_known_by_what_it_holds(text: str, form: Form) -> None:
    assert read(text, "<stdin>").form is form


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("r.json", '[{"title": ]', "r.json:1: this is not CSL-JSON"),
        ("r.yaml", "a: [b\nc: }", "r.yaml:2: this is not YAML"),
        ("r.csv", "a,b\n1,2\n", "r.csv:1: no column is named `title`"),
    ],
)
def test_what_is_damaged_is_refused_with_its_place(name: str, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read(text, name)


def test_what_names_no_work_is_passed_over() -> None:
    assert [one.reason for one in read(CSL, "r.json").passed_over] == ["no title and no identifier"]


def test_aliases_that_multiply_cost_nothing() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    text = "\n".join([*lines, "p: {title: T, author: *a11}"])
    assert [one.title.text for one in read(text, "r.yaml").citations if one.title] == ["T"]


@pytest.mark.parametrize("suffix", ["json", "yaml", "csv", "ris", "enw", "nbib", "bbl"])
@pytest.mark.parametrize(
    "text", ["", "[" * 20_000, "{" * 20_000, "\\bibitem{" * 5_000, "%0 x\n" * 5_000, "- " * 9_000]
)
def test_hostile_text_is_read_or_refused(suffix: str, text: str) -> None:
    with suppress(UsageError):
        assert read(text, f"r.{suffix}").form is SourceText(b"", f"r.{suffix}").form
