import json
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.write.csl import csl_item, csl_json
from kdbib.write.latex import clean
from tests.write.test_bibtex import FULL

SCHEMA = json.loads((Path(__file__).parents[1] / "support/csl_schema.json").read_text())


def test_a_preprint() -> None:
    preprint = Work(
        "article",
        "Distilling the Knowledge in a Neural Network",
        (Name(family="Hinton", given="Geoffrey"), Name(literal="Google Brain")),
        (2015, 3, 9),
        container_title="arXiv",
        URL="https://arxiv.org/abs/1503.02531",
        identifiers=(Identifier(Scheme.ARXIV, "1503.02531"), Identifier(Scheme.S2, "CorpusId:7")),
        pdf_url="https://arxiv.org/pdf/1503.02531",
    )
    assert csl_item("hinton2015distilling", preprint) == {
        "id": "hinton2015distilling",
        "type": "article",
        "title": "Distilling the Knowledge in a Neural Network",
        "author": [{"family": "Hinton", "given": "Geoffrey"}, {"literal": "Google Brain"}],
        "issued": {"date-parts": [[2015, 3, 9]]},
        "container-title": "arXiv",
        "number": "arXiv:1503.02531",
        "URL": "https://arxiv.org/abs/1503.02531",
        "custom": {
            "identifiers": {"arxiv": "1503.02531", "s2": "CorpusId:7"},
            "pdf_url": "https://arxiv.org/pdf/1503.02531",
        },
    }


def test_a_publication() -> None:
    work = replace(FULL, container_title_short="JRD", status="retracted", pdf_url="javascript:x")
    assert csl_item("k", work) == {
        "id": "k",
        "type": "article-journal",
        "title": "Nets",
        "author": [{"family": "Li", "given": "A."}],
        "issued": {"date-parts": [[2020, 5, 17]]},
        "container-title": "Journal of R&D",
        "container-title-short": "JRD",
        "volume": "3",
        "issue": "4",
        "page": "12–19, e7",
        "publisher": "Nets & Sons",
        "status": "retracted",
        "DOI": "10.1/x_y",
        "URL": "https://doi.org/10.1/X_Y",
        "custom": {"identifiers": {"arxiv": "hep-th/9901001", "doi": "10.1/x_y"}},
    }


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Finding otters by $k$-nearest rivers", "Finding otters by k-nearest rivers"),
        (r"An $L^2$ norm, $x_{ij}$ and $10^{-3}$", "An L² norm, xᵢⱼ and 10⁻³"),
        (r"$\alpha$-rivers in $\mathbb{R}^n$", "α-rivers in ℝⁿ"),
        (r"The space $L^\infty$ of $Q^{AB}$", "The space L^∞ of Q^(AB)"),
        (r"Sorting in $O(n \log n)$", "Sorting in O(n log n)"),
        ("A river for $5 or $10", "A river for $5 or $10"),
        ("Rivers of US$ and A$", "Rivers of US$ and A$"),
    ],
)
def test_formulas_are_text_as_csl_knows_no_tex(title: str, written: str) -> None:
    assert csl_item("k", replace(FULL, title=title))["title"] == written


def test_suffixes_and_empty_names() -> None:
    names = (Name(family="King", given="Martin", suffix="Jr."), Name(), Name(given="Madonna"))
    assert csl_item("k", replace(FULL, author=names))["author"] == [
        {"family": "King", "given": "Martin", "suffix": "Jr."},
        {"literal": "Madonna"},
    ]


def test_the_array() -> None:
    text = csl_json([("b", FULL), ("a", replace(FULL, title="Ü", DOI="10.1/z")), ("b", FULL)])
    assert text.startswith(
        '[\n  {\n    "id": "a",\n    "type": "article-journal",\n    "title": "Ü",\n'
    )
    assert text.endswith("\n]\n")
    assert [item["id"] for item in json.loads(text)] == ["a", "b"]
    assert csl_json([]) == "[]\n"
    with pytest.raises(ValueError, match="'b'"):
        csl_json([("b", FULL), ("b", replace(FULL, DOI="10.1/z"))])


def test_what_is_not_known_is_left_out() -> None:
    assert csl_item("k", Work("article", "Nets")) == {"id": "k", "type": "article", "title": "Nets"}


def test_the_corpus_is_valid_and_complete(keyed: list[tuple[str, Work]]) -> None:
    items = json.loads(csl_json(keyed))
    jsonschema.Draft7Validator(SCHEMA).validate(items)
    works = dict(keyed)
    assert len(items) == len(works)
    for item in items:
        work = works[item["id"]]
        assert item["title"] == clean(work.title) == work.title
        assert item.get("DOI") == work.DOI
        assert len(item.get("author", ())) == len(work.author)


@pytest.mark.parametrize(
    "bad",
    [
        {"id": "k"},
        {"id": "k", "type": "paper"},
        {"id": "k", "type": "book", "pdf_url": "x"},
        {"id": "k", "type": "book", "issued": {"date-parts": []}},
        {"id": "k", "type": "book", "author": [{"name": "x"}]},
        {"id": "k", "type": "book", "author": ["x"]},
    ],
)
def test_the_schema_is_strict(bad: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(SCHEMA).validate([bad])
