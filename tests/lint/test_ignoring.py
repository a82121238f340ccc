"""``kdbib lint --add-ignore``: comments that silence findings and that nobody sees."""

from pathlib import Path

import pytest

from kdbib.errors import UsageError
from tests.lint.test_formats import kdbib

OPTIONS = ("--select", "KB321,KB406,KB824", "--output-format", "concise")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def silenced(text: str, told: str, name: str = "list.md", *options: str) -> str:
    """A file with comments; what is said is ``told``."""
    path = Path(name)
    path.write_bytes(text.encode())
    done = kdbib("lint", name, *OPTIONS, "--add-ignore", *options)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"kdbib: {told}\n")
    return path.read_bytes().decode()


def test_a_line_gets_one_comment_for_all_that_is_found_in_it() -> None:
    wrong = "1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018"
    right = "2. Deep Mutual Learning. Zhang, Ying et al. CVPR 2018"
    text = silenced(f"{wrong}\r\n{right}\r\n", "2 findings silenced by comments")
    assert text == f"{wrong} <!-- kdbib: ignore KB321, KB406 -->\r\n{right}\r\n"
    assert kdbib("lint", "list.md", *OPTIONS).stdout == "Nothing found.\n"


def test_a_comment_that_is_there_gets_the_other_codes() -> None:
    wrong = "1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018"
    text = silenced(f"{wrong} <!-- kdbib: ignore KB406 -->\n", "1 finding silenced by comments")
    assert text == f"{wrong} <!-- kdbib: ignore KB406, KB321 -->\n"


def test_a_bibtex_entry_gets_a_comment_before_it() -> None:
    entry = "@misc{a,\n  title = {Relations},\n  note = {R&D}\n}\n"
    text = silenced(
        entry + entry.replace("{a", "{b"), "2 findings silenced by comments", "refs.bib"
    )
    comment = "% kdbib: ignore KB824\n"
    assert text == comment + entry + comment + entry.replace("{a", "{b")
    assert kdbib("lint", "refs.bib", *OPTIONS).stdout == "Nothing found.\n"


def test_a_row_of_a_table_keeps_its_cells() -> None:
    table = "| Title | Venue |\n| --- | --- |\n| Moonshine:Distilling with Cheap Convolutions | NIPS 2018 |\n"
    Path("list.md").write_text(table)
    found = kdbib("lint", "list.md", *OPTIONS).stdout.count("list.md:3:")
    assert found
    noun = "finding" if found == 1 else "findings"
    text = silenced(table, f"{found} {noun} silenced by comments")
    assert text.splitlines()[2].startswith(
        "| Moonshine:Distilling with Cheap Convolutions | NIPS 2018 <!-- "
    )
    assert text.endswith(" --> |\n")


def test_where_a_comment_would_be_seen_the_finding_is_left() -> None:
    plain = "Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018\n"
    found = kdbib_count("list.txt", plain)
    assert silenced(plain, f"0 findings silenced by comments; {found} can't be, without harm",
                    "list.txt") == plain  # fmt: skip


def kdbib_count(name: str, text: str) -> str:
    Path(name).write_text(text)
    count = kdbib("lint", name, *OPTIONS).stdout.count(f"{name}:")
    return f"{count} finding{'' if count == 1 else 's'}"


def test_standard_input_is_no_file_to_write_to() -> None:
    with pytest.raises(UsageError, match="standard input is none"):
        kdbib("lint", "-", "--add-ignore")
