"""Every form that works are written in, read by the programs that people read it with."""

import json
import re
import shutil
import subprocess
import sys
import types
from importlib.metadata import EntryPoint
from pathlib import Path

import jsonschema
import pytest
import yaml

from kdbib.cli.formats import FORMATS_HELP
from kdbib.errors import UsageError
from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.read import read_text
from kdbib.read.source import SourceText
from kdbib.write.biblatex import entry
from kdbib.write.formats import FORMATS, Items, Options, Writer, find_formats
from kdbib.write.reference import markdown_item, reference
from kdbib.write.seal import is_sealed

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


INPUTS = subprocess.run(
    ["pandoc", "--list-input-formats"], capture_output=True, text=True, check=True
)
NO_RIS = pytest.mark.skipif("ris" not in INPUTS.stdout.split(), reason="this pandoc reads no RIS")


@pytest.mark.parametrize(
    ("form", "reader"),
    [
        ("biblatex", "biblatex"),
        pytest.param("ris", "ris", marks=NO_RIS),
        ("csl-json", "csljson"),
        ("csl-yaml", "markdown"),
    ],
)
def test_pandoc_reads_what_was_meant(form: str, reader: str) -> None:
    data = written(form)
    if reader == "markdown":
        data = b"---\n" + data + b"---\n"
    read = {str(item["id"]): item for item in pandoc(reader, data)}
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


ODD = Work(
    type="article-journal",
    title=r"Otters for $5 in {C:\dir} } 'x' *y* #z @w `v` -- <b>u</b>",
    author=(Name(family="O'Brien", given="T. #1"),),
    issued=(2020, 1),
    container_title="Journal of $ & #",
    volume="12B",
    page="e12",
)


def test_typst_reads_hayagriva(tmp_path: Path) -> None:
    import typst

    data = FORMATS["hayagriva"].write([*ITEMS, ("odd", ODD)], Options(sealed=True))
    (tmp_path / "references.yaml").write_bytes(data)
    (tmp_path / "main.typ").write_text(
        '#set page(width: 60cm)\n#bibliography("references.yaml", full: true, style: "ieee")'
    )
    (tmp_path / "main.pdf").write_bytes(typst.compile(str(tmp_path / "main.typ")))
    shown = subprocess.run(
        ["pdftotext", "-layout", "main.pdf", "-"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert [line.strip() for line in shown.splitlines() if line.startswith("[")] == [
        "[1] The Otter Group, “A Count,” O, 2003.",
        "[2] I. Marlow, “Otters,” A University, 2001.",
        "[3] I. Marlow, “Distilling *Otters*,” Mar. 2015. [Online]. Available: "
        "https://arxiv.org/abs/1503.02531",
        "[4] I. M. Müller, B. van de Teal, and G. L. Steele Jr., “Otters & Rivers: 100% of C_2 "
        "<Flows>,” Journal of Otters, vol. 9, no. 2, pp. 145–152, Mar. 1999, doi: "
        "10.1002/(SICI)1099-0755(199903)9:2<145::AID-AQC329>3.0.CO;2-M.",
        "[5] T. #1 O'Brien, “Otters for $5 in {C:\\dir} } 'x' *y* #z @w `v` -- <b>u</b>,” Journal of "
        "$ & #, p. e12, Jan. 2020.",
    ]


def test_pandoc_finds_no_markup_in_csl_yaml() -> None:
    data = FORMATS["csl-yaml"].write([("odd", ODD)], Options(sealed=True))
    (item,) = pandoc("markdown-smart", b"---\n" + data + b"---\n")
    assert (item["title"], item["container-title"]) == (ODD.title, "Journal of $ & #")


# the schema of the Citation File Format 1.2.0, by its authors, CC BY 4.0 (doi:10.5281/zenodo.5171937)
CFF_SCHEMA = Path(__file__).parents[1] / "support" / "cff_schema.json"


def test_a_cff_file_is_what_its_schema_says() -> None:
    data = FORMATS["cff"].write([*ITEMS, ("odd", ODD)], Options(sealed=True))
    read = yaml.safe_load(data)
    jsonschema.Draft7Validator(json.loads(CFF_SCHEMA.read_text("utf-8"))).validate(read)
    article = next(one for one in read["references"] if one.get("journal") == "Journal of Otters")
    assert article["authors"][2] == {
        "family-names": "Steele",
        "given-names": "Guy L.",
        "name-suffix": "Jr.",
    }
    assert (article["start"], article["end"]) == ("145", "152")
    assert article["identifiers"] == [{"type": "other", "value": f"doi:{ARTICLE.DOI}"}]


@pytest.mark.skipif(not shutil.which("cffconvert"), reason="cffconvert is not installed")
def test_cffconvert_takes_it(tmp_path: Path) -> None:
    (tmp_path / "CITATION.cff").write_bytes(written("cff"))
    done = subprocess.run(
        ["cffconvert", "--validate"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


CITATION_JS = """
const { Cite } = require('@citation-js/core')
for (const plugin of ['csl', 'ris', 'bibtex']) require(`@citation-js/plugin-${plugin}`)
const data = require('fs').readFileSync(0, 'utf8')
console.log(JSON.stringify(new Cite(data, { forceType: process.argv[1] }).data))
"""


@pytest.mark.skipif(
    subprocess.run(
        ["node", "-e", "require('@citation-js/core')"], capture_output=True, check=False
    ).returncode != 0
    if shutil.which("node")
    else True,
    reason="citation-js is not installed",
)  # fmt: skip
@pytest.mark.parametrize(
    ("form", "read_as"),
    [("bibtex", "@bibtex/text"), ("csl-json", "@else/json"), ("ris", "@ris/file")],
)
def test_citation_js_reads_what_was_meant(form: str, read_as: str) -> None:
    done = subprocess.run(
        ["node", "-e", CITATION_JS, read_as],
        input=written(form),
        capture_output=True,
        check=True,
    )
    read = {item["id"]: item for item in json.loads(done.stdout)}
    article = read["muller1999"]
    assert [author["family"] for author in article["author"]][:1] == ["Müller"]
    assert (article["DOI"], article["volume"], article["issue"]) == (ARTICLE.DOI, "9", "2")
    assert article["container-title"] == "Journal of Otters"


def test_text_in_a_style() -> None:
    def lines(style: str) -> list[str]:
        return FORMATS["text"].write(ITEMS[:2], Options(style=style)).decode().splitlines()

    assert lines("apa") == [
        "Marlow, I. (2015). Distilling *Otters*. In arXiv (ArXiv:1503.02531).",
        "Müller, I. M., van de Teal, B., & Steele, G. L., Jr. (1999). Otters & Rivers: 100% of C_2 "
        "<Flows>. Journal of Otters, 9(2), 145–152. https://doi.org/10.1002/(SICI)1099-0755"
        "(199903)9:2<145::AID-AQC329>3.0.CO;2-M",
    ]
    assert lines("ieee")[0] == "[1] I. Marlow, “Distilling *Otters*”, Mar. 2015, arXiv:1503.02531."
    assert lines("nature-digest")[0].startswith("1. Marlow, I. Distilling *Otters*.")


@pytest.mark.parametrize(
    ("style", "why"),
    [
        ("no-such-style", "there is no such style"),
        ("../apa", "there is no such style"),
        ("missing.csl", "no such file or directory"),
        ("empty.csl", "this is no CSL style"),
        ("other.csl", "this is no CSL style"),
        ("entity.csl", "this is no CSL style"),
    ],
)
def test_what_is_no_style_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, style: str, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.csl").touch()
    Path("other.csl").write_text("<html/>")
    Path("entity.csl").write_text(
        '<!DOCTYPE a [<!ENTITY b SYSTEM "/etc/passwd">]><style>&b;</style>'
    )
    with pytest.raises(UsageError, match=why):
        FORMATS["text"].write(ITEMS, Options(style=style))


def test_a_package_adds_a_format(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(items: Items, options: Options) -> bytes:
        return b"".join(f"{key}\n".encode() for key, _ in items)

    module = types.ModuleType("kdbib_keys")
    module.KEYS = Writer("keys", (".keys",), write)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "kdbib_keys", module)
    points = [EntryPoint("keys", "kdbib_keys:KEYS", "kdbib.formats")]
    points.append(EntryPoint("broken", "kdbib_keys:nothing", "kdbib.formats"))
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
    formats = find_formats()
    assert list(formats) == [*FORMATS, "keys"]
    assert formats["keys"].write(ITEMS, Options()) == b"muller1999\nmarlow2015\nmarlow2001\ng\n"


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "csl-json", "csl-yaml", "hayagriva", "cff"])
def test_what_has_comments_is_sealed(form: str) -> None:
    assert is_sealed(FORMATS[form].write(ITEMS, Options(sealed=True)))
    assert not is_sealed(written(form))


def test_the_help_and_the_contract_name_every_format() -> None:
    contract = (Path(__file__).parents[2] / "docs" / "contract.md").read_text("utf-8")
    table = contract.partition("## Formats")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| ((?:`[.a-z]+`,? ?)+)\|", table, re.MULTILINE)
    assert [(name, tuple(re.findall(r"`(.*?)`", suffixes))) for name, suffixes in rows] == [
        (writer.name, writer.suffixes) for writer in FORMATS.values()
    ]
    assert FORMATS_HELP.startswith(", ".join(FORMATS) + ",")
