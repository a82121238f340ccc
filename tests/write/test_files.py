import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kdbib.errors import UsageError
from kdbib.write import files
from kdbib.write.files import replace


def leftovers(folder: Path) -> list[str]:
    return [name for name in names(folder) if name.endswith(".kdbib-tmp")]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_and_a_changed_one(tmp_path: Path) -> None:
    path = tmp_path / "references.bib"
    assert replace(path, b"one\r\n")
    assert path.read_bytes() == b"one\r\n"
    assert replace(str(path), "zwei ü\n".encode())
    assert path.read_bytes() == "zwei ü\n".encode()
    assert names(tmp_path) == ["references.bib"]


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "x"
    replace(path, b"one")
    before = path.stat()
    assert not replace(path, b"one")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    for mode in (0o600, 0o640, 0o755):
        path.chmod(mode)
        replace(path, os.urandom(8))
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    replace(tmp_path / "new", b"x")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_symbolic_links_stay(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real/x", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(Path("real/x"))
    replace(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    target.unlink()
    replace(link, b"newer")
    assert link.is_symlink()
    assert target.read_bytes() == b"newer"
    assert leftovers(tmp_path) == leftovers(tmp_path / "real") == []


def test_pipes_and_devices_are_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        replace(pipe, b"through")
        assert reader.communicate(timeout=10)[0] == b"through"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    with pytest.raises(UsageError, match="no space left"):
        replace("/dev/full", b"x")


def test_what_can_not_be_done_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path, message in [
        (tmp_path, "it is a folder"),
        (tmp_path / "none/x", "there is no folder .*none"),
        (tmp_path / "file/x", "file is not a folder"),
        (tmp_path / "loop", "lead in a circle"),
        (tmp_path / ("x" * 300), "too long"),
    ]:
        with pytest.raises(UsageError, match=message):
            replace(path, b"new")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="write-protected"):
        replace(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(13, ""), "may not write"),
        (OSError(30, ""), "read-only"),
        (OSError(28, ""), "no space"),
    ],
)
def test_a_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")

    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UsageError, match=message):
        replace(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["x"]


def test_a_disk_that_forgets_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", lambda descriptor: os.truncate(descriptor, 1))
    with pytest.raises(UsageError, match="other bytes than were written"):
        replace(path, b"new")
    assert path.read_bytes() == b"old"


def test_what_dead_runs_left_is_removed_and_what_others_write_is_not(tmp_path: Path) -> None:
    path = tmp_path / "x.bib"
    dead, other = tmp_path / ".x.bib.0000.kdbib-tmp", tmp_path / ".y.bib.0000.kdbib-tmp"
    dead.write_bytes(b"")
    other.write_bytes(b"")
    alive, descriptor = files._create(path, None)
    replace(path, b"new")
    assert sorted(leftovers(tmp_path)) == sorted([alive.name, other.name])
    os.close(descriptor)
    replace(path, b"new")
    assert leftovers(tmp_path) == [other.name]


_ENDLESSLY = """
import sys
from kdbib.write.files import replace
turn = 0
while True:
    replace(sys.argv[1], (b"%d" % (turn % 10)) * 2_000_000)
    turn += 1
"""


def test_killed_at_any_moment_it_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"9" * 2_000_000)
    root = Path(__file__).parents[2]
    for moment in range(6):
        with subprocess.Popen([sys.executable, "-c", _ENDLESSLY, str(path)], cwd=root) as writer:
            started = path.stat().st_ino
            while path.stat().st_ino == started and writer.poll() is None:
                time.sleep(0.001)
            time.sleep(0.0017 * moment)
            writer.send_signal(signal.SIGKILL)
        content = path.read_bytes()
        assert len(content) == 2_000_000
        assert content == content[:1] * 2_000_000
        assert len(leftovers(tmp_path)) <= 1
    replace(path, b"whole")
    assert names(tmp_path) == ["x"]


_SOME_TIMES = """
import sys
from kdbib.write.files import replace
for _ in range(30):
    replace(sys.argv[1], sys.argv[2].encode() * 100_000)
"""


def test_many_at_once(tmp_path: Path) -> None:
    path = tmp_path / "x"
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", _SOME_TIMES, str(path)]
    writers = [subprocess.Popen([*command, letter], cwd=root) for letter in "abcd"]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0, 0]
    assert path.read_bytes() in [letter.encode() * 100_000 for letter in "abcd"]
    assert leftovers(tmp_path) == []
