"""The card of the model: which recipe made it, so that a test can tell when they do not match."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "kdbib" / "data" / "entry.crfsuite"
CARD = ROOT / "kdbib" / "data" / "entry.card.json"


def checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def recipe() -> str:
    """The checksum of all that the model is made by: training/, and the features of tokens."""
    files = [*(ROOT / "training").glob("*.py"), *(ROOT / "training").glob("*.txt")]
    files += [ROOT / "kdbib" / "read" / name for name in ("tokens.py", "lexicon.py")]
    parts = (f"{file.name}:{checksum(file.read_bytes())}" for file in sorted(files))
    return checksum("\n".join(parts).encode())
