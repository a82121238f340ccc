"""``kdbib``, and ``python -m kdbib``."""

import sys


def main() -> None:
    """Run the command line, also where it is interrupted before it is loaded."""
    try:
        from kdbib.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("kdbib: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
