"""Every form that works are written in, read by the programs that people read it with."""

import json
import subprocess
from pathlib import Path

import pytest

from kdbib.cli.get import Form
from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.read import read_text
from kdbib.read.source import SourceText
from kdbib.write.biblatex import entry
from kdbib.write.formats import FORMATS, Options
from kdbib.write.reference import markdown_item, reference

ARTICLE = Work(
    type="article-journal",
    title="Otters & Rivers: 100% of C_2 <Flows>",
    author=(
        Name(family="Müller", given="Ida Maria"),
        Name(family="van de Teal", given="Ben"),
        Name(family="Steele", given="Guy L.", suffix="Jr."),
    ),
    issued=(1999, 3, 9),
    container_title="Journal of Otters",
    volume="9",
    issue="2",
    page="145-152",
    publisher="Wiley",
    DOI="10.1002/(SICI)1099-0755(199903)9:2<145::AID-AQC329>3.0.CO;2-M",
)
PREPRINT = Work(
    type="article",
    title="Distilling *Otters*",
    author=(Name(family="Marlow", given="Ida"), OTHERS),
    issued=(2015, 3),
    container_title="arXiv",
    identifiers=(Identifier(Scheme.ARXIV, "1503.02531"),),
)
THESIS = Work(
    type="thesis",
    title="Otters",
    author=(Name(family="Marlow", given="Ida"),),
    issued=(2001,),
    publisher="A University",
)
GROUP = Work(
    type="report", title="A Count", author=(Name(literal="The Otter Group"),), publisher="O",
    issued=(2003,),
)  # fmt: skip
ITEMS = [("muller1999", ARTICLE), ("marlow2015", PREPRINT), ("marlow2001", THESIS), ("g", GROUP)]


def written(form: str) -> bytes:
    return FORMATS[form].write(ITEMS, Options())


def pandoc(form: str, data: bytes) -> list[dict[str, object]]:
    """What pandoc reads, as CSL-JSON."""
    done = subprocess.run(
        ["pandoc", "-f", form, "-t", "csljson"], input=data, capture_output=True, check=True
    )
    assert done.stderr == b""
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_the_command_offers_every_form() -> None:
    assert list(FORMATS) == [form.value for form in Form]


INPUTS = subprocess.run(
    ["pandoc", "--list-input-formats"], capture_output=True, text=True, check=True
)
NO_RIS = pytest.mark.skipif("ris" not in INPUTS.stdout.split(), reason="this pandoc reads no RIS")


@pytest.mark.parametrize("form", ["biblatex", pytest.param("ris", marks=NO_RIS), "csljson"])
def test_pandoc_reads_what_was_meant(form: str) -> None:
    read = {
        str(item["id"]): item
        for item in pandoc(form, written({"csljson": "csl-json"}.get(form, form)))
    }
    assert set(read) == {"muller1999", "marlow2015", "marlow2001", "g"}
    article = read["muller1999"]
    assert article["type"] == "article-journal"
    assert str(article["title"]).lower() == ARTICLE.title.lower()  # biblatex's case is pandoc's own
    assert article["DOI"] == ARTICLE.DOI
    assert article["container-title"] == "Journal of Otters"
    assert (article["volume"], article["issue"]) == ("9", "2")
    assert str(article["page"]).replace("–", "-") == "145-152"
    first = article["author"][0]  # type: ignore[index]
    assert (first["family"], first["given"]) == ("Müller", "Ida Maria")
    assert article["issued"] == {"date-parts": [[1999, 3, 9]]}
    assert read["marlow2001"]["type"] == "thesis"


def test_biber_takes_it_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "references.bib").write_bytes(written("biblatex"))
    done = subprocess.run(
        ["biber", "--tool", "--validate-datamodel", "references.bib"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "WARN" not in done.stdout, done.stdout
    assert "ERROR" not in done.stdout, done.stdout


def test_biblatex_has_names_of_its_own() -> None:
    kind, fields = entry(PREPRINT)
    assert kind == "online"
    assert fields == {
        "author": "Marlow, Ida and others",
        "title": "Distilling *Otters*",
        "date": "2015-03",
        "eprint": "1503.02531",
        "eprinttype": "arxiv",
        "url": "https://arxiv.org/abs/1503.02531",
    }
    assert entry(ARTICLE)[1]["journaltitle"] == "Journal of Otters"
    assert entry(THESIS)[0] == "thesis"


def test_ris_lines_end_as_its_specification_says() -> None:
    data = written("ris")
    assert data.count(b"\r\n") == data.count(b"\n")
    assert data.count(b"TY  - ") == data.count(b"ER  - \r\n") == 4


def test_ris_reads_back_as_it_was_meant() -> None:
    read = read_text(SourceText(written("ris"), "references.ris")).citations
    assert [citation.key for citation in read] == ["g", "marlow2001", "marlow2015", "muller1999"]
    article, preprint = read[3], read[2]
    assert article.title is not None
    assert article.title.text == ARTICLE.title
    assert [author.name.family for author in article.authors] == ["Müller", "van de Teal", "Steele"]
    assert str(article.identifier("doi")) == f"doi:{ARTICLE.DOI}"
    assert str(preprint.identifier("arxiv")) == "arxiv:1503.02531"


def test_a_line_to_read() -> None:
    assert reference(PREPRINT) == (
        "Ida Marlow et al. Distilling *Otters*. arXiv 2015. https://arxiv.org/abs/1503.02531"
    )


def test_an_item_of_a_list_is_no_more_markup_than_meant() -> None:
    assert markdown_item(PREPRINT) == (
        r"[Distilling \*Otters\*](https://arxiv.org/abs/1503.02531). Ida Marlow et al. arXiv 2015"
    )
    assert markdown_item(ARTICLE) == (
        r"[Otters &amp; Rivers: 100% of C\_2 \<Flows\>](https://doi.org/10.1002/%28SICI%291099-0755"
        r"%28199903%299:2%3C145::AID-AQC329%3E3.0.CO;2-M). Ida Maria Müller, Ben van de Teal and"
        r" Guy L. Steele Jr. Journal of Otters 1999"
    )
