"""``python -m kdbib`` is ``kdbib``."""

from kdbib.cli import main

main()
