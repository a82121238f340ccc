"""Exact entries, of real works and of the gaps that works can have."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.write.bibtex import NotReadBackError, bibtex, unencodable
from kdbib.write.fields import entry

REAL = (Path(__file__).parent / "data/real.bib").read_text(encoding="utf-8")
"""Written by hand, from the records."""


@pytest.mark.parametrize("expected", REAL.split("\n\n"))
def test_real_works(keyed: list[tuple[str, Work]], expected: str) -> None:
    key = expected.partition("{")[2].partition(",")[0]
    assert bibtex([item for item in keyed if item[0] == key]) == expected.strip() + "\n"


def test_particles_and_accents(corpus: list[Work]) -> None:
    oord = next(work for work in corpus if work.title.startswith("Parallel WaveNet"))
    assert entry(oord)[1]["author"].startswith("van den Oord, Aäron and Li, Yazhe and")
    kind, fields = entry(oord, ascii_only=True)
    assert kind == "inproceedings"
    assert fields["author"].startswith(r"van den Oord, A{\"a}ron and Li, Yazhe and")
    assert fields["title"] == "Parallel {WaveNet}: Fast High-Fidelity Speech Synthesis"
    assert r"Stockholmsm{\"a}ssan" in fields["booktitle"]


FULL = Work(
    type="article-journal",
    title="Nets",
    author=(Name(family="Li", given="A."),),
    issued=(2020, 5, 17),
    container_title="Journal of R&D",
    volume="3",
    issue="4",
    page="12–19, e7",
    publisher="Nets & Sons",
    DOI="10.1/x_y",
    URL="https://doi.org/10.1/X_Y",
    identifiers=(Identifier(Scheme.ARXIV, "hep-th/9901001"),),
    arxiv_category="hep-th",
)


def test_all_fields() -> None:
    assert entry(FULL) == (
        "article",
        {
            "author": "Li, A.",
            "title": "Nets",
            "journal": r"Journal of R\&D",
            "publisher": r"Nets \& Sons",
            "volume": "3",
            "number": "4",
            "pages": "12--19, e7",
            "year": "2020",
            "month": "may",
            "doi": "10.1/x_y",
            "eprint": "hep-th/9901001",
            "archiveprefix": "arXiv",
            "primaryclass": "hep-th",
        },
    )
    assert "  month         = may,\n" in bibtex([("k", FULL)])


@pytest.mark.parametrize(
    ("kind", "type_", "container", "publisher"),
    [
        ("paper-conference", "inproceedings", "booktitle", "publisher"),
        ("article-journal", "article", "journal", "publisher"),
        ("chapter", "incollection", "booktitle", "publisher"),
        ("book", "book", "series", "publisher"),
        ("thesis", "phdthesis", "series", "school"),
        ("report", "techreport", "series", "institution"),
        ("article", "misc", "howpublished", "publisher"),
        ("dataset", "misc", "howpublished", "publisher"),
    ],
)
def test_types(kind: str, type_: str, container: str, publisher: str) -> None:
    written, fields = entry(replace(FULL, type=kind))
    assert written == type_
    assert fields[container] == r"Journal of R\&D"
    assert fields[publisher] == r"Nets \& Sons"
    assert ("number" in fields) == (type_ in ("article", "techreport"))
    assert fields["issue" if "issue" in fields else "number"] == "4"


@pytest.mark.parametrize(
    "gap", [{"author": ()}, {"issued": ()}, {"container_title": None}, {"title": ""}]
)
def test_what_lacks_a_required_field_becomes_misc(gap: dict[str, Any]) -> None:
    kind, fields = entry(replace(FULL, **gap))
    assert kind == "misc"
    assert "journal" not in fields
    place = "arXiv:hep-th/9901001" if "container_title" in gap else r"Journal of R\&D"
    assert fields["howpublished"] == place
    assert ("key" in fields) == ("author" in gap)


@pytest.mark.parametrize(
    "container", ["arXiv", "CoRR", "OpenReview", "arXiv preprint arXiv:1503.02531"]
)
def test_a_repository_is_no_container(container: str) -> None:
    preprint = replace(FULL, type="article", container_title=container)
    assert entry(preprint)[1]["howpublished"] == "arXiv:hep-th/9901001"  # which all styles print
    assert "howpublished" not in entry(replace(preprint, identifiers=()))[1]


@pytest.mark.parametrize(
    ("status", "note"),
    [
        ("submitted to ICLR 2020, rejected", "Submitted to ICLR 2020"),
        ("submitted to ICLR 2021, withdrawn", "Submitted to ICLR 2021"),
        ("submitted", "Submitted"),
        ("rejected", None),
        ("withdrawn", "Withdrawn"),
        ("retracted", "Retracted"),
        (None, None),
    ],
)
def test_status(status: str | None, note: str | None) -> None:
    assert entry(replace(FULL, status=status))[1].get("note") == note


def test_addresses() -> None:
    def url(**changes: object) -> str | None:
        return entry(replace(FULL, **changes))[1].get("url")

    assert url() is None  # the DOI says it
    assert url(URL="http://dx.doi.org/10.1/x%5Fy") is None
    assert url(URL="https://doi.org/10.1/other") == "https://doi.org/10.1/other"
    assert url(URL=None, DOI=None) == "https://arxiv.org/abs/hep-th/9901001"
    assert url(URL="javascript:alert(1)", DOI=None, identifiers=()) is None


def test_sorted_by_key_with_a_line_between() -> None:
    two = bibtex([("b", FULL), ("a", replace(FULL, DOI="10.1/z"))])
    assert two.startswith("@article{a,\n")
    assert two.count("\n}\n\n@article{b,\n") == 1
    assert two.endswith("\n}\n")
    assert bibtex([]) == ""


def test_once_for_a_work_that_comes_twice() -> None:
    assert bibtex([("a", FULL), ("a", FULL)]) == bibtex([("a", FULL)])
    with pytest.raises(ValueError, match="'a'"):
        bibtex([("a", FULL), ("a", replace(FULL, DOI="10.1/z"))])


@pytest.mark.parametrize(
    "key", ["", "a b", "a,b", "a{", "a}", "a%", "a#", 'a"', "a=b", "a\nb", "a(b"]
)
def test_keys_that_can_not_be(key: str) -> None:
    with pytest.raises(ValueError, match="can't be the key"):
        bibtex([(key, FULL)])


def test_keys_of_others() -> None:
    for key in ("DBLP:conf/cvpr/ParkKLC19", "müller2015", "a+b_c.d-e"):
        assert bibtex([(key, FULL)]).startswith(f"@article{{{key},\n")


@pytest.mark.parametrize("value", ["a } b", "a { b", "a}, year = {1"])
def test_what_does_not_read_back_is_an_error(value: str) -> None:
    with pytest.raises(NotReadBackError, match="entry k "):
        bibtex([("k", FULL)], form=lambda *_, **__: ("misc", {"title": value}))


def test_unencodable() -> None:
    chinese = replace(FULL, title="深度", author=(Name(family="Müller", given="张"),))
    assert unencodable([("a", chinese), ("b", FULL)]) == {"a": "张深度"}
    assert "深度" in bibtex([("a", chinese)], ascii=True)


def test_the_corpus_is_all_ascii_if_asked(keyed: list[tuple[str, Work]]) -> None:
    assert unencodable(keyed) == {}
    assert bibtex(keyed, ascii=True).isascii()
    assert not bibtex(keyed).isascii()
