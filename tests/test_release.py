"""What a release says of itself agrees in every place."""

import re
import tomllib
from pathlib import Path

import yaml

import kdbib

ROOT = Path(__file__).parents[1]


def test_the_version_is_the_same_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = re.findall(r"^## (\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)$", changelog, re.MULTILINE)
    newest = (citation["version"], str(citation["date-released"]))
    assert newest == (kdbib.__version__, newest[1])
    assert released[0] == newest


def test_links_of_the_readme_work_on_pypi() -> None:
    hook = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["metadata"]
    text = (ROOT / "README.md").read_text("utf-8")
    for rule in hook["hooks"]["fancy-pypi-readme"]["substitutions"]:
        text = re.sub(rule["pattern"], rule["replacement"], text)
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    assert len(targets) > 5
    assert [url for url in targets if not url.startswith(("https://", "http://", "#"))] == []
    pictures = re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", text)
    assert len(pictures) > 1
    assert [url for url in pictures if "/blob/" in url] == []  # a page about it, and no picture
