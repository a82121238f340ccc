"""Without the packages of an extra, every command that needs them says how to get them."""

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from kdbib.cli import _EXTRAS
from tests.cli.conftest import ROOT, Kdbib

RUN = """
import sys
for name in {missing}:
    sys.modules[name] = None
from kdbib.cli import main
sys.argv = ["kdbib", *{arguments}]
main()
"""
CORPUS = [
    ["corpus", "build", "list.bib", "-o", "new"],
    ["corpus", "search", "otters", "--corpus", "corpus"],
    ["corpus", "match", "list.md", "--corpus", "corpus", "-o", "out.parquet"],
    ["enrich", "list.md", "--offline", "--corpus", "corpus"],
    ["plan", "list.md", "--corpus", "corpus"],
    ["get", "1503.02531", "--offline", "--corpus", "corpus"],
    ["lint", "list.md", "--resolve", "--offline", "--corpus", "corpus"],
]
SPARK = [*CORPUS[2], "--engine", "spark", "--master", "spark://localhost:1"]


@pytest.fixture
def corpus(folder: Path, kdbib: Kdbib) -> Path:
    """A corpus in the folder ``corpus``, and a bibliography to make one from."""
    (folder / "list.bib").write_text("@article{a, title={Otters}, author={Ann Lee}, year=2019}\n")
    assert kdbib("corpus", "build", "list.bib", "-o", "corpus").returncode == 0
    return folder


def without(
    missing: list[str], arguments: list[str], folder: Path, environment: dict[str, str]
) -> tuple[int, str]:
    code = RUN.format(missing=missing, arguments=arguments)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_each_command_names_the_extra(corpus: Path, environment: dict[str, str]) -> None:
    for arguments in CORPUS:
        code, told = without(["duckdb", "pyarrow"], arguments, corpus, environment)
        assert (code, told.count("\n")) == (2, 1), (arguments, told)
        assert told.startswith("kdbib: "), told
        assert told.endswith("pip install 'kdbib[corpus]'\n"), (arguments, told)


def test_spark_is_an_extra_of_its_own(corpus: Path, environment: dict[str, str]) -> None:
    code, told = without(["pyspark"], SPARK, corpus, environment)
    assert (code, told.count("\n")) == (2, 1)
    assert "pip install 'kdbib[spark]'" in told


def test_a_review_names_its_extra(corpus: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["script", "-qec", f"{sys.executable} -c \"import sys; sys.modules['textual'] = None; "
         "from kdbib.cli import main; sys.argv = ['kdbib', 'review', 'list.md', '--offline']; main()\"", "/dev/null"],
        cwd=corpus, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "pip install 'kdbib[review]'" in done.stdout
    assert done.returncode == 2


def test_the_server_for_editors_is_an_extra(folder: Path, environment: dict[str, str]) -> None:
    for missing in (["pygls"], ["pygls", "lsprotocol"]):
        code, told = without(missing, ["lsp"], folder, environment)
        assert (code, told.count("\n")) == (2, 1)
        assert told.endswith("pip install 'kdbib[lsp]'\n")


def test_the_server_for_assistants_is_an_extra(folder: Path, environment: dict[str, str]) -> None:
    code, told = without(["mcp"], ["mcp"], folder, environment)
    assert (code, told.count("\n")) == (2, 1)
    assert told.endswith("pip install 'kdbib[mcp]'\n")


def test_what_a_corpus_holds_is_told_without_the_extra(
    corpus: Path, environment: dict[str, str]
) -> None:
    both = ["duckdb", "pyarrow"]
    assert without(both, ["corpus", "info", "corpus"], corpus, environment)[0] == 0


def test_the_packages_are_those_of_the_extras() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    distributions = packages_distributions()
    for package, extra in _EXTRAS.items():
        named = " ".join(extras["optional-dependencies"][extra])
        (distribution,) = set(distributions[package])
        assert distribution in named or package == "py4j"  # which PySpark brings
