"""The documentation says what the program does."""

import re

import pytest

from tests.cli.conftest import ROOT, Kdbib

CONTRACT = (ROOT / "docs" / "contract.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    "command",
    [
        "enrich",
        "get",
        "parse",
        "lint",
        "verify",
        "report",
        "add",
        "decide",
        "review",
        "format",
        "watch",
        "corpus match",
    ],
)
def test_every_option_is_in_the_contract_and_none_besides(kdbib: Kdbib, command: str) -> None:
    shown = set(re.findall(r"--[a-z-]+", kdbib(*command.split(), "--help").stdout)) - {"--help"}
    undocumented = {option for option in shown if option not in CONTRACT}
    assert undocumented - {"--quiet", "--verbose"} == set()


def test_every_option_of_the_contract_exists(kdbib: Kdbib) -> None:
    help_texts = "".join(
        kdbib(*command, "--help").stdout
        for command in (
            *(["enrich"], ["get"], ["parse"], ["lint"], ["sources"], ["cache", "clear"]),
            *(["verify"], ["report"], ["add"], ["decide"], ["review"]),
            *(["format"], ["watch"]),
            *(["corpus", "match"], []),
        )
    )
    documented = set(re.findall(r"`(--[a-z-]+)", CONTRACT + README))
    assert {option for option in documented if option not in help_texts} <= {"--install-completion"}


def test_files_that_the_readme_names_are_there() -> None:
    for path in re.findall(r"\]\(([a-z/.]+)\)|`((?:scripts|benchmarks|docs)/[a-z_./]+)`", README):
        assert (ROOT / (path[0] or path[1])).exists(), path
