"""BibTeX files: what is wrong, at its line and column, and fixes that keep every other byte."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdbib.linter import check, read_document
from kdbib.linter.codes import RULES
from kdbib.linter.fixes import fix

GOOD = """\
@inproceedings{park2019,
  title     = {Relational Knowledge Distillation},
  author    = {Park, Wonpyo and Kim, Dongju and Lu, Yan and Cho, Minsu},
  booktitle = cvpr,
  pages     = {3967--3976},
  month     = jun,
  doi       = {10.1109/CVPR.2019.00409},
  year      = 2019,
  my-field  = "R&D, 50% kept as it is",
}
"""
HEAD = '@string{cvpr = "CVPR"}\n% by hand\n\n'


def said(text: str) -> list[str]:
    found = check(read_document(text.encode(), "refs.bib"), RULES)
    return [f"{one.span.line}:{one.span.column} {one.code} {one.message}" for one in found]


def fixed(text: str, *, unsafe: bool = False) -> str:
    return fix(read_document(text.encode(), "refs.bib"), RULES, unsafe=unsafe).data.decode()


def entry(field: str, kind: str = "misc", key: str = "a") -> str:
    return f"@{kind}{{{key},\n  title = {{A Thing of Its Own}},\n  {field},\n}}\n"


def test_what_is_right_is_left_alone() -> None:
    assert said(HEAD + GOOD) == []
    assert fixed(HEAD + GOOD, unsafe=True) == HEAD + GOOD


@pytest.mark.parametrize(
    ("field", "expected", "right"),
    [
        ("eprint = {1503.2531}", "3:13 KB101 `1503.2531` is no arXiv id: an arXiv id of 2015 has 5 digits after the point, not 4", None),
        ("doi = {10.1109}", "3:10 KB107 `10.1109` is no DOI", None),
        ("doi = {doi:10.1109/x.1}", "3:10 KB821 the DOI has a prefix", "doi = {10.1109/x.1}"),
        ("doi = {https://dx.doi.org/10.1109/x.1}", "3:10 KB821 the DOI has a prefix", "doi = {10.1109/x.1}"),
        ("author = {Ada Lovelace, Alan Turing, Ida Rhodes}", "3:13 KB822 the names in `author` are separated by commas", "author = {Ada Lovelace and Alan Turing and Ida Rhodes}"),
        ("author = {Lovelace, Ada; Turing, Alan; Rhodes, Ida}", "3:13 KB828 the names in `author` are separated by semicolons", "author = {Lovelace, Ada and Turing, Alan and Rhodes, Ida}"),
        ("author = {Doe, Jane and others and Roe, Ann}", "3:27 KB829 `others` is not at the end", None),
        ("note = {Cats &amp; dogs}", "3:16 KB830 `&amp;` is HTML for `&`", r"note = {Cats \& dogs}"),
        ("note = {M\u00c3\u00bcller}", "3:12 KB830 these letters were read in the wrong encoding", None),
        ("isbn = {0-07-042807-8}", "3:11 KB831 the check digit of the ISBN `0-07-042807-8` is wrong", None),
        ("note = {the otter_net}", "3:20 KB824 `_` is a LaTeX special character", r"note = {the otter\_net}"),
        ("journal = tpami", "3:13 KB807 `journal` uses `tpami`, which no @string defines", None),
        ('author = "Hinton, Geoffrey et al."', "3:30 KB823 `et al.` is read as a name", 'author = "Hinton, Geoffrey and others"'),
        ("author = {Doe, Jane and et al}", "3:23 KB823 `and et al` is read as a name", "author = {Doe, Jane and others}"),
        ("note = {R&D}", "3:12 KB824 `&` is a LaTeX special character", r"note = {R\&D}"),
        ("note = {50% of #1}", "3:13 KB824 `%` is a LaTeX special character", r"note = {50\% of \#1}"),
        ("pages = {1–9}", "3:13 KB826 `–` separates the pages", "pages = {1--9}"),
        ("pages = {e12 - e19}", "3:15 KB826 ` - ` separates the pages", "pages = {e12--e19}"),
        ("month = 13", "3:11 KB827 `13` is no month", None),
        ("year = {219}", "3:11 KB827 `219` is no year", None),
        ("year = 2091", "3:10 KB408 2091 is not a possible year of publication", None),
        ("journl = {Nature}", "3:3 KB805 unknown field `journl`; did you mean `journal`?", "journal = {Nature}"),
    ],
)  # fmt: skip
def test_a_field(field: str, expected: str, right: str | None) -> None:
    assert said(entry(field))[0] == expected
    assert fixed(HEAD + entry(field), unsafe=True) == HEAD + entry(right or field)


@pytest.mark.parametrize(
    "field",
    [
        "year = {forthcoming}",
        "month = dec",
        "month = {10~} # jan",
        r"note = {R\&D, $a & b$, \url{https://a.org/?a&b#c}}",
        "author = {{Ada Lovelace, Alan Turing}}",
        "author = {Lovelace, Ada}",
        "author = {Ben Salah, Ali K.}",
        r"author = {Garc\'ia M\'arquez, Ana Mar\'ia}",
        "month = {Summer}",
        "doi = {}",
        "isbn = {978-0-07-042807-2}",
        "issn = {0378-5955}",
        "sorttitle = {Works}, editora = {Doe, Jane}, isrn = {X-1}",
        "publisher = {Wiley}",
        "eprint = {https://epubs.siam.org/doi/pdf/10.1137/1.9781611972795.11}",
        "eprint = {ascl:1010.001}",
        "archiveprefix = {arXiv}, eprint = {1910.10683 [cs.LG]}",
        r"url = {https://a.org/x_y}, note = {\url{a_b}, see $x_1$ and https://a.org/x_y}",
        "author = {van den Oord, Aaron and others}",
        "pages = {1--9, 12}",
        "notes = {mine}",
        "file = {a_b & c.pdf}",
        "eprint = {math/0309136}",
        "doi = {10.1002/(SICI)1097-4571(199001)41:1<1::AID-ASI1>3.0.CO;2-8}",
    ],
)
def test_a_field_that_is_right(field: str) -> None:
    assert said(entry(field)) == []


def test_titles_in_capitals() -> None:
    assert said("@misc{a, title = {THE WHOLE TRUTH}}\n") == ["1:19 KB825 the title is in capitals"]
    assert said("@misc{a, title = {BERT}}\n") == []


def test_required_fields() -> None:
    assert said("@article{a, title = {B}, author = {Doe, Jane}}\n") == [
        "1:10 KB804 @article lacks `journal` and `year`"
    ]
    biblatex = (
        "@article{a, title = {B}, author = {Doe, J.}, journaltitle = {C}, date = {2019-02}}\n"
    )
    assert said(biblatex) == []
    child = "@inproceedings{a, title = {B}, author = {Doe, J.}, crossref = {c}}\n"
    assert said(child + "@proceedings{c, title = {D}, year = 2019}\n") == []
    assert said(child) == ["1:64 KB809 `crossref` names `c`, and there is no such entry"]
    assert said("@software{a, title = {B}}\n") == []


def test_types_and_fields_that_no_style_prints() -> None:
    assert said("@journalarticel{a, title = {B}}\n") == [
        "1:2 KB808 unknown entry type `@journalarticel`"
    ]
    assert (
        fixed("@inprocedings{a, title = {B}}\n", unsafe=True) == "@inproceedings{a, title = {B}}\n"
    )
    both = (
        "@book{a, title = {B}, author = {C, D.}, editor = {E, F.}, publisher = {G}, year = 2019}\n"
    )
    assert said(both) == ["1:41 KB810 styles print `author` or `editor` of a @book, not both"]


def test_faults_that_kdbib_reads_over_and_bibtex_does_not() -> None:
    comma = "@misc{a, author = {Doe, Jane} title = {B}, year = 2019}\n"
    assert said(comma) == ["1:29 KB806 a comma is missing after `author`"]
    assert fixed(comma) == "@misc{a, author = {Doe, Jane}, title = {B}, year = 2019}\n"
    assert said("@misc{a b, title = {B}, year = }\n") == [
        "1:7 KB806 the key is missing or contains spaces",
        "1:25 KB806 the field has no value",
    ]
    assert said("@['JournalArticle', 'Book']{a, title = {B}}\n") == [
        "1:2 KB806 this is not an entry type"
    ]


def test_keys_and_fields_that_stand_twice() -> None:
    twice = "@misc{a, title = {B}, year = 2019}\n@misc{A,\n  title = {C},\n  Title = {D}}\n"
    assert said(twice) == [
        "2:7 KB802 the key `A` is already used in line 1",
        "4:3 KB803 duplicate field `title`",
    ]


def test_works_that_stand_twice() -> None:
    one = "@misc{a, title = {Relational Knowledge Distillation}, year = 2019}\n"
    assert said(one + one.replace("{a,", "{b,").replace("Kn", "{K}n")) == [
        "2:19 KB602 same title as in line 1"
    ]


def test_a_brace_that_is_not_closed_is_pointed_at() -> None:
    text = "@misc{a,\n  year = 2019,\n  title = {A {Brace},\n  note = {b}\n}\n\n" + GOOD
    assert said("@string{cvpr = {C}}\n" + text) == ["4:11 KB801 this brace is not closed"]
    assert said('@misc{a,\n  title = "A Quote,\n  year = 2019\n}\n')[0] == (
        "2:11 KB801 this quote is not closed"
    )
    assert said("@misc{a, title = {B}") == ["1:1 KB801 the entry is not closed"]


def test_a_comment_before_an_entry_silences_it() -> None:
    wrong = entry("note = {R&D}")
    assert said(f"% kdbib: ignore KB824\n{wrong}") == []
    assert said(f"@comment{{kdbib: ignore KB8}}\n{wrong}") == []
    assert len(said(f"% kdbib: ignore KB801\n{wrong}")) == 1
    assert len(said(f"% kdbib: ignore\n{wrong}\n{entry('note = {R&D}', key='b')}")) == 1


VALUES = [
    "R&D",
    "a {B} c",
    "50%",
    'Müller, J{\\"o}rg et al.',
    "1-9",
    "2019",
    "13",
    "x, y",
    "{",
    "}",
    '"',
    "\udc80",
]
NAMES = "title author year month pages doi note journl eprint booktitle".split()


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Entries good, bad and broken, with what stands between them."""
    blocks = []
    for _ in range(draw(st.integers(0, 4))):
        names = draw(st.lists(st.sampled_from(NAMES), max_size=5))
        fields = [f"  {name} = {{{draw(st.sampled_from(VALUES))}}},\n" for name in names]
        key = draw(st.sampled_from("abc"))
        blocks.append(
            f"@{draw(st.sampled_from(['misc', 'Article']))}{{{key},\n{''.join(fields)}}}\n"
        )
        blocks.append(draw(st.sampled_from(["", "% free text\n", "@comment{x}\n", "\n\n"])))
    text = "".join(blocks).replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode("utf-8", "surrogateescape")


@settings(max_examples=150, deadline=None)
@given(files(), st.booleans())
def test_fixing_ends_and_keeps_what_was_not_wrong(data: bytes, unsafe: bool) -> None:
    before = read_document(data, "refs.bib")
    once = fix(before, RULES, unsafe=unsafe)
    again = fix(read_document(once.data, "refs.bib"), RULES, unsafe=unsafe)
    assert again.data == once.data
    after = read_document(once.data, "refs.bib")
    assert len(after.citations) == len(before.citations)
    if not once.fixed:
        assert once.data == data
    assert once.data.count(b"@") == data.count(b"@")
    assert once.data.count(b"\r") == data.count(b"\r")
