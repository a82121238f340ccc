import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kdbib.write.latex import address, clean, escape, unencodable, verbatim_doi
from tests.write.decode import decoded, flat


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("R&D at 100% of #1 for $5 and x_1", r"R\&D at 100\% of \#1 for \$5 and x\_1"),
        (r"\input{x}", r"{\textbackslash}input{\textbraceleft}x{\textbraceright}"),
        ("a < b > c | d", r"a {\textless} b {\textgreater} c {\textbar} d"),
        ("~ ^ `", r"{\textasciitilde} {\textasciicircum} {\textasciigrave}"),
        ('the "new" one ("x")', "the “new” one (“x”)"),
        ("two\n lines\t\x00and\u2028more", "two lines and more"),
        ("\u202etxet\u202c \u200bzero\ufeff", "txet zero"),
        ("Zhang，Guanglu Song", "Zhang, Guanglu Song"),
        ("深度学习：综述", "深度学习：综述"),
        ("Jose\u0301", "José"),
        ("\ud800x\uffff", "x"),
        ("", ""),
    ],
)
def test_escaping(text: str, latex: str) -> None:
    assert escape(text) == latex


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("Świątkowski", r"{\'S}wi{\k{a}}tkowski"),
        ("Jégou, Sørensen, Weiß", r"J{\'e}gou, S{\o}rensen, Wei{\ss}"),
        ("“x” – ‘y’ — z… −1", r"``x'' -- `y' --- z{\ldots} {\ensuremath{-}}1"),
        ("Țară, Nguyễn, Ệ", r"{\textcommabelow{T}}ar{\u{a}}, Nguy{\~{\^e}}n, {\d{\^E}}"),
        ("α ≤ ∞", r"{\ensuremath{\alpha}} {\ensuremath{\leq}} {\ensuremath{\infty}}"),
        ("ﬁt ℝ", "fit R"),
        ("“张” café", r"``张'' caf{\'e}"),
    ],
)
def test_encoding(text: str, latex: str) -> None:
    assert escape(text, ascii_only=True) == latex


def test_what_can_not_be_encoded_is_told() -> None:
    assert unencodable("张 and 李, 张; é ư") == "张李ư"
    assert unencodable("Müller") == ""


_LETTERS = [
    chr(code) for code in (*range(32, 127), *range(0xC0, 0x180)) if code not in (0xD7, 0xF7)
]
_LATIN = st.text(st.sampled_from(_LETTERS))
_HOSTILE = st.lists(
    st.sampled_from(
        [
            *(
                r"\input{x}",
                r"\write18{ls}",
                "%",
                "{",
                "}",
                "\\",
                "\n",
                "$",
                "^^5c",
                "@article{x,",
                '"',
            ),
            *("\u202e", "a", " ", "é", r"\end{document}", "$x$", "#", "~", "`", "--", "，", "中"),
        ]
    ),
    max_size=12,
).map("".join)


@given(st.one_of(st.text(), _HOSTILE))
@example("}{")
@example("\\")
def test_any_text_comes_back(text: str) -> None:
    latex = escape(text)
    assert flat(decoded(latex)) == flat(clean(text))
    assert _balanced(latex)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in latex)


@given(st.one_of(_LATIN, _HOSTILE))
def test_any_latin_text_comes_back_from_ascii(text: str) -> None:
    latex = escape(text, ascii_only=True)
    assert all(char.isascii() or char in unencodable(text) for char in latex)
    assert _balanced(latex)
    assert _compatible(decoded(latex)) == _compatible(clean(text))


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", flat(text))


def _balanced(latex: str) -> bool:
    """As BibTeX counts: every brace, an escaped one too."""
    depth = 0
    for char in latex:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0


@pytest.mark.parametrize(
    ("url", "address_"),
    [
        ("https://example.org/a_b?c=d&e#f~g%20h", "https://example.org/a_b?c=d&e#f~g%20h"),
        (
            'http://example.org/a b\\c{d}^e|f`g"h<i>',
            "http://example.org/a%20b%5Cc%7Bd%7D%5Ee%7Cf%60g%22h%3Ci%3E",
        ),
        ("https://example.org/é%", "https://example.org/%C3%A9%25"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_addresses(url: str, address_: str | None) -> None:
    assert address(url) == address_


def test_dois_stay_as_they_are() -> None:
    wiley = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
    assert verbatim_doi(wiley) == wiley
    assert verbatim_doi("10.1007/a_b%c#d&e") == "10.1007/a_b%c#d&e"
    assert verbatim_doi("10.1/{x}\\y ^^5c") == "10.1/%7Bx%7D%5Cy%20%5E%5E5c"
