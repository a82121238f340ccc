"""The source that docs/sources.md shows is a package that works, as it stands there."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"```(?:toml|python)\n# (\S+)\n(.*?)```", PAGE, re.DOTALL))
MOST_LINES = 60
DOCUMENT = {
    "title_s": ["Elephants Remember Every Footnote"],
    "authFullName_s": ["Ana Löwe", "Jean-Luc Martin"],
    "producedDateY_i": 2021,
    "docType_s": "COMM",
    "conferenceTitle_s": "Conference on Footnotes",
    "doiId_s": "10.1145/1.2",
}


@pytest.fixture
def hal() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """A small HAL that has one document, its address, and what it was asked."""
    asked: list[dict[str, list[str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(parse_qs(urlsplit(self.path).query))
            found = [DOCUMENT] if "Elephants" in asked[-1]["q"][0] else []
            body = json.dumps({"response": {"numFound": len(found), "docs": found}}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/search/", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder in which the package is installed: its module, and what pip would note of it."""
    site = tmp_path / "site"
    noted = site / "kdbib_hal-0.1.dist-info"
    noted.mkdir(parents=True)
    (site / "kdbib_hal.py").write_text(BLOCKS["kdbib_hal.py"], "utf-8")
    (noted / "METADATA").write_text("Metadata-Version: 2.1\nName: kdbib-hal\nVersion: 0.1\n")
    import tomllib

    points = tomllib.loads(BLOCKS["pyproject.toml"])["project"]["entry-points"]
    lines = [
        f"[{group}]\n" + "\n".join(f"{n} = {v}" for n, v in p.items())
        for group, p in points.items()
    ]
    (noted / "entry_points.txt").write_text("\n".join(lines) + "\n")
    return site


def test_it_is_complete_and_short() -> None:
    assert len(BLOCKS["kdbib_hal.py"].splitlines()) < MOST_LINES


def test_it_is_asked_by_its_name(
    installed: Path, hal: tuple[str, list[dict[str, list[str]]]], tmp_path: Path
) -> None:
    address, asked = hal
    (tmp_path / "kdbib.toml").touch()
    (tmp_path / "list.md").write_text(
        "1. Elephants Remember Every Footnote. Löwe, Ana et al.\n"
        "1. A Paper That Nobody Has Heard Of Yet. Somebody, Else et al. CVPR 2019\n",
        "utf-8",
    )
    environment = os.environ | {
        "PYTHONPATH": str(installed),
        "KDBIB_HAL_URL": address,
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    command = [
        sys.executable,
        "-m",
        "kdbib",
        "enrich",
        "list.md",
        "--source",
        "hal",
        "--format",
        "json",
    ]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found, unknown = json.loads(done.stdout)["entries"]
    assert found["status"] == "matched"
    assert found["work"]["DOI"] == "10.1145/1.2"
    assert found["work"]["author"][1] == {"family": "Martin", "given": "Jean-Luc"}
    assert found["provenance"]["container-title"] == "hal"
    assert unknown["status"] == "not_found"
    assert [each["q"][0] for each in asked] == [
        'title_t:"Elephants Remember Every Footnote"',
        'title_t:"A Paper That Nobody Has Heard Of Yet"',
    ]
    asked.clear()
    subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert asked == []
