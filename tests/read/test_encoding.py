"""Files in other encodings: read as what they are, written back in the same bytes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.errors import UsageError
from kdbib.read import read_list
from kdbib.read.encoding import damaged_lines, decode

RUSSIAN = "@article{a, author={Иванов, Пётр}, title={Теория малых групп}, journal={Вестник}}\n"
WESTERN = "- Héllo wörld, a título of some ñandú. Müller, Jörg et al. CVPR 2019\n"


@pytest.mark.parametrize(
    ("text", "codec", "told"),
    [
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8_r", "koi8_r"),
        (RUSSIAN, "utf-8", "utf-8"),
        (WESTERN, "latin-1", "cp1252"),
        (WESTERN, "utf-16", "utf-16-le"),
        (WESTERN, "utf-16-be", "utf-16-be"),
        (WESTERN, "utf-16-le", "utf-16-le"),
        (WESTERN, "utf-32", "utf-32-le"),
        ("“Quoted – title’s” by Müller\n", "cp1252", "cp1252"),
        ("- Löwe\n", "latin-1", "cp1252"),
        ("Łódź, Święty Żółć Dvořák, gałąź\n", "cp1250", "cp1250"),
        ("- 知识蒸馏综述 王小明 2019\n", "gb18030", "gb18030"),
        ("- 日本語の論文。山田太郎\n", "shift_jis", "shift_jis"),
        ("한국어 제목 김철수\n", "euc_kr", "euc_kr"),
    ],
)
def test_what_a_file_is_written_in(text: str, codec: str, told: str) -> None:
    data = text.encode(codec)
    decoded, encoding = decode(data, "list")
    assert (decoded.decode(), encoding.name) == (text, told)
    assert encoding.encode(decoded) == data


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x01\x00\x00\x02" * 50,
        bytes(range(256)) * 10,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00\x01\x02",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00",
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(UsageError, match=r"^paper\.pdf: this is not text$"):
        decode(data, "paper.pdf")


@given(st.binary(max_size=300))
def test_whatever_is_read_is_written_back_byte_for_byte(data: bytes) -> None:
    try:
        decoded, encoding = decode(data, "list")
    except UsageError:
        return
    assert encoding.encode(decoded) == data


def test_damage_is_told_with_its_line_and_reaches_no_value(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "list.bib"
    path.write_bytes(
        "@misc{a,\n title={Größe und Breite".encode() + b" \xe9\xff},\n author={M\xfc, \xc3\xa9}}\n"
    )
    read, data = read_list(str(path))
    (citation,) = read.citations
    assert citation.title is not None
    assert citation.title.text == "Größe und Breite \ufffd"
    assert citation.authors[0].name.family == "M\ufffd"
    assert damaged_lines(data) == [2, 3]
    assert f"{path}:2: some bytes of this line are not UTF-8, nor are 1 lines more" in caplog.text
