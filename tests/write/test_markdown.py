"""A corrected list, its difference from the list, and how kdbib knows the files that it wrote."""

import hashlib
from pathlib import Path

import pytest

from kdbib.errors import UsageError
from kdbib.model import Change, Span
from kdbib.write.files import replace
from kdbib.write.markdown import corrected, unified_diff
from kdbib.write.seal import UNSEALED, is_sealed, sealed
from kdbib.write.written import Written


def change(start: int, before: str, after: str, line: int = 1) -> Change:
    return Change(
        "title", before, after, Span(start, start + len(before.encode()), line, start + 1)
    )


def test_changes_are_made_and_nothing_else() -> None:
    data = "é Oters at Duks\r\nend".encode()
    changes = [change(12, "Duks", "Dusk"), change(3, "Oters", "Otters")]
    assert corrected(data, changes) == "é Otters at Dusk\r\nend".encode()
    assert corrected(data, []) == data


def test_changes_side_by_side_and_insertions() -> None:
    assert corrected(b"ab", [change(0, "a", "x"), change(1, "b", "y")]) == b"xy"
    assert corrected(b"ab", [change(2, "", "!"), change(0, "", ">")]) == b">ab!"


def test_bytes_that_are_no_utf_8_stay() -> None:
    assert corrected(b"\xff Oters", [change(2, "Oters", "Otters")]) == b"\xff Otters"
    odd = Change("title", "\udcff", "\udcfe", Span(0, 1, 1, 1))
    assert corrected(b"\xff", [odd]) == b"\xfe"


@pytest.mark.parametrize(
    "changes",
    [
        [change(0, "b", "x", line=7)],
        [change(1, "bc", "x"), change(0, "ab", "y", line=7)][::-1],
        [change(2, "cd", "x", line=7)],
    ],
)
def test_a_change_that_does_not_fit_is_refused(changes: list[Change]) -> None:
    with pytest.raises(ValueError, match=r"a correction of line \d does not fit the file"):
        corrected(b"abc", changes)


def test_a_difference_as_diff_u_shows_it() -> None:
    assert unified_diff(b"a\nb\xff\nc", b"a\nB\nc", "a.md", "b.md") == (
        "--- a.md\n+++ b.md\n@@ -1,3 +1,3 @@\n a\n-b\ufffd\n+B\n c\n\\ No newline at end of file\n"
    )
    assert unified_diff(b"a", b"a", "a.md", "b.md") == ""


def test_a_seal_holds_until_a_byte_is_changed() -> None:
    data = sealed(f"% {UNSEALED}\n@misc{{é}}\n")
    text = f"% {UNSEALED}\n@misc{{é}}\n".encode()
    digest = hashlib.sha256(text).hexdigest()[:32]
    assert data == text.replace(b"0" * 32, digest.encode())
    assert is_sealed(data)
    assert is_sealed(data.replace(b"\n", b"\r\n"))
    for other in (data + b"\n", data[:-1], b" " + data, data.replace(b"misc", b"book"), text, b""):
        assert not is_sealed(other)
    assert UNSEALED == "written by kdbib, sha256 " + "0" * 32


def test_only_the_first_seal_of_a_text_is_filled() -> None:
    data = sealed(f"{UNSEALED}\n{UNSEALED}")
    assert data.endswith(UNSEALED.encode())
    assert is_sealed(data)


def test_a_file_that_was_written_is_known(tmp_path: Path) -> None:
    cache, path = tmp_path / "cache", tmp_path / "list.md"
    cache.mkdir()
    written = Written(cache)
    assert not written.knows(path, b"one\n")
    written.write(path, b"one\n", before=None)
    written.write(tmp_path / "é.md", b"two\r\n", before=None)
    assert path.read_bytes() == b"one\n"
    assert (cache / "written.sha256").read_text(encoding="utf-8") == (
        f"{hashlib.sha256(b'one' + bytes([10])).hexdigest()}  ../list.md\n"
        f"{hashlib.sha256(b'two' + bytes([10])).hexdigest()}  ../é.md\n"
    )
    again = Written(cache)
    assert again.knows(path, b"one\n")
    assert again.knows(path, b"one\r\n")
    assert not again.knows(path, b"two\n")
    assert not again.knows(tmp_path / "other.md", b"one\n")
    again.write(path, b"three\n", before=b"one\n")
    assert again.knows(path, b"three\n")
    assert not again.knows(path, b"one\n")


def test_a_file_that_changed_meanwhile_is_left_and_both_are_known(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_bytes(b"edited\n")
    written = Written(tmp_path)
    with pytest.raises(UsageError, match=r"list\.md was changed while kdbib was at work"):
        written.write(path, b"new\n", before=b"old\n")
    assert path.read_bytes() == b"edited\n"
    assert written.knows(path, b"new\n")
    assert written.knows(path, b"old\n")
    assert not written.knows(path, b"edited\n")


def test_without_a_folder_nothing_is_remembered(tmp_path: Path) -> None:
    written = Written(None)
    written.write(tmp_path / "list.md", b"one", before=None)
    assert not written.knows(tmp_path / "list.md", b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["list.md"]


def test_a_manifest_that_can_not_be_written_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "list.md"
    Written(tmp_path / "none").write(path, b"one", before=None)
    assert path.read_bytes() == b"one"
    assert caplog.messages[0].startswith(f"can't write {tmp_path / 'none' / 'written.sha256'}: ")
    assert caplog.messages[0].endswith(f"; the next run won't know that {path} is kdbib's")


def test_lines_of_a_manifest_that_are_none_are_passed_over(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"one").hexdigest()
    (tmp_path / "written.sha256").write_text(f"what?\n{digest}  list.md\n{digest} b.md\n")
    assert Written(tmp_path).knows(tmp_path / "list.md", b"one")
    assert not Written(tmp_path).knows(tmp_path / "b.md", b"one")


def test_a_file_with_a_line_end_in_its_name_is_not_noted(tmp_path: Path) -> None:
    Written(tmp_path).write(tmp_path / "a\nb.md", b"one", before=None)
    assert not (tmp_path / "written.sha256").exists()


def test_a_file_is_replaced_only_if_it_holds_what_it_held(tmp_path: Path) -> None:
    path = tmp_path / "x"
    assert replace(path, b"one", before=None)
    assert replace(path, b"two", before=b"one")
    for before in (None, b"one"):
        with pytest.raises(UsageError, match=r"and is left as it is; run kdbib again$"):
            replace(path, b"three", before=before)
    assert not replace(path, b"two", before=b"one")  # it is there already
    with pytest.raises(UsageError, match="was changed"):
        replace(tmp_path / "gone", b"three", before=b"one")
    assert [file.name for file in tmp_path.iterdir()] == ["x"]
    assert path.read_bytes() == b"two"
