"""Rules about the document: definitions, numbers, headings, paragraphs."""

from pathlib import Path

import kdbib
from kdbib.linter import check
from kdbib.linter.codes import RULES
from tests.lint.support import DEFINITIONS, HABITS, fixed, shown


def test_a_definition_that_nothing_refers_to() -> None:
    text = "[a][used] and [shortcut] and [b][]\n\n[used]: x\n[b]: y\n[shortcut]: z\n[left]: q\n"
    assert shown(text, "KB502") == ["6:2 the label `left` is not used"]


def test_labels_are_compared_as_markdown_does() -> None:
    assert shown("[x][Some  Label]\n\n[some label]: http://example.org\n", "KB501") == []


def test_brackets_in_code_are_no_references() -> None:
    text = "`a[1][2]`\n\n```\nb[1][2]\n```\n\n[x]: http://example.org\n"
    assert shown(text, "KB501") == []


def test_a_label_defined_twice() -> None:
    text = "[x][a]\n\n[a]: http://example.org/1\n[a]: http://example.org/2\n"
    assert shown(text, "KB503") == ["4:2 the label `a` is defined in line 3 already"]


def test_a_definition_out_of_order() -> None:
    labels = ["1.2", "1.9", "1.10", "1.101", "2.3", "2.35", "2.352", "2.37", "2.40", "2.36"]
    text = "\n".join(f"[{label}]: http://example.org" for label in labels)
    assert shown(text, "KB504") == ["10:2 the label `2.36` comes after `2.40`"]


def test_no_space_after_the_colon_of_a_definition() -> None:
    text = "[x][a]\n\n[a]:https://example.org\n"
    assert shown(text, "KB505") == ["3:4 missing space after the colon"]
    assert fixed(text, "KB505") == "[x][a]\n\n[a]: https://example.org\n"


def test_broken_numbering_is_fixed_at_the_end_only() -> None:
    assert shown("1. a\n2. b\n4. c\n5. d\n", "KB621") == ["3:1 4 follows 2"]
    assert fixed("1. a\n2. b\n4. c\n5. d\n", "KB621") == "1. a\n2. b\n4. c\n5. d\n"
    assert fixed("1. a\n2. b\n4. c\n", "KB621") == "1. a\n2. b\n3. c\n"


def test_numbers_that_markdown_gives_itself_are_not_broken() -> None:
    assert shown("1. a\n1. b\n1. c\n", "KB621") == []
    assert shown("0. a\n0. b\n", "KB621") == []


def test_anchors_are_githubs() -> None:
    text = (
        "[a](#kd--gan) [b](#wissen) [c](#wissen-1) [d](#here) [e](#-emoji) [f](#知识)\n\n"
        '## KD + GAN\n\n## Wissen\n\n## *Wissen*\n\n<a name="here"></a>\n\n## 🎉 Emoji\n\n## 知识\n'
    )
    assert shown(text, "KB622") == []
    assert shown("[g](#gone)\n", "KB622") == ["1:5 no heading matches `#gone`"]


def test_a_bare_link_among_citations() -> None:
    text = f"{HABITS}9. [RepDistiller](https://github.com/example/r)\n{DEFINITIONS}"
    assert shown(text, "KB625") == ["46:1 the item is only a link"]


def test_a_table_of_contents_is_no_list_of_bare_links() -> None:
    contents = "- [Logits](#logits)\n- [Graphs](#graphs)\n\n"
    assert shown(contents + HABITS + DEFINITIONS, "KB625") == []


def test_a_paragraph_that_is_a_heading() -> None:
    more = "\nother models:\n\n1. Data-free Pruning. Srinivas, Suraj et al. arXiv:1507.06149\n"
    assert shown(HABITS + more, "KB627") == ["47:1 this looks like a heading"]
    assert shown(HABITS + "\nThanks to all contributors:\n\n- Jane\n", "KB627") == []


def test_a_heading_without_a_blank_line() -> None:
    text = HABITS + "\n## More\n1. Pruning. Srinivas, Suraj et al. arXiv:1507.06149\n"
    assert shown(text, "KB629") == ["47:1 missing blank line after the heading"]
    assert "\n## More\n\n1. Pruning" in fixed(text, "KB629")


def test_blanks_that_break_a_line_mean_something() -> None:
    broken = "9. A Title. Doe, Jane et al. CVPR 2019  \n   and a remark\n"
    assert shown(HABITS + broken, "KB628") == []


def test_bulleted_lists_have_no_bullets_among_numbers() -> None:
    assert shown(HABITS.replace("\n1. ", "\n- ").replace("\n2. ", "\n- "), "KB624") == []


def test_a_list_that_names_no_authors_need_not() -> None:
    titles = "".join(f"- A Title of Number {n} in a List. CVPR 2019\n" for n in range(9))
    assert shown(titles, "KB201") == []


def test_a_list_with_commas_before_the_year_may_have_them() -> None:
    assert shown(HABITS.replace(" 2019\n", ", 2019\n").replace(" 2020", ", 2020"), "KB421") == []


def test_many_plain_addresses_of_a_host_are_one_finding() -> None:
    text = "".join(f"- [a{n}](http://arxiv.org/abs/1901.{n:05})\n" for n in range(30))
    said = ["1:8 30 addresses at arxiv.org use `http`; this is the first"]
    assert shown(text, "KB523") == said
    assert "http://" not in fixed(text, "KB523")


def test_a_file_in_another_encoding_and_damaged_bytes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    for data, expected in (
        (
            "@misc{a, title={Größe}}\n".encode("latin-1"),
            ["1:1 the file is in cp1252, not in UTF-8"],
        ),
        (
            "@misc{a, title={Größe und Maß}}\n% ".encode() + b"\xe9\n",
            ["2:3 these bytes are not UTF-8"],
        ),
        ("@misc{a, title={Größe}}\n".encode(), []),
    ):
        path.write_bytes(data)
        (document,) = kdbib.lint(path).documents
        found = [one for one in check(document, RULES) if one.code == "KB631"]
        assert [f"{one.span.line}:{one.span.column} {one.message}" for one in found] == expected
