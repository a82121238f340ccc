"""How long it takes to start: ``kdbib --version`` beside ``python -c 'import typer'``.

    python -m benchmarks.start

Whole processes in turn, so that a machine that slows down slows both; medians, and their ratio.
"""

import statistics
import subprocess
import sys
import time

RUNS = 21
KDBIB = [sys.executable, "-m", "kdbib", "--version"]
TYPER = [sys.executable, "-c", "import typer"]


def seconds(command: list[str]) -> float:
    """The seconds of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print the medians and their ratio."""
    pairs = [(seconds(KDBIB), seconds(TYPER)) for _ in range(RUNS)]
    kdbib = statistics.median(pair[0] for pair in pairs)
    typer = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"kdbib --version {kdbib:.3f} s, import typer {typer:.3f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
