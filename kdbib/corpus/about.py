"""What there is to say of a corpus folder, without looking into its works."""

from pathlib import Path
from typing import Any

import msgspec

from kdbib.corpus.manifest import FILE_NAME, decode
from kdbib.corpus.staging import FOLDER, history
from kdbib.errors import UsageError


def about(corpus: Path) -> dict[str, Any]:
    """Its ``works``, ``edition``, ``sources``, size in ``bytes``, and the ``files`` it is made of.

    Raises UsageError if it is no corpus, or one that a build has not finished yet.
    """
    described = corpus / FILE_NAME
    try:
        manifest = decode(described.read_bytes(), str(described))
    except OSError:
        if (corpus / FOLDER).is_dir():
            raise UsageError(
                f"{corpus}: its build is not finished; the same `kdbib corpus build` goes on"
            ) from None
        raise UsageError(f"{corpus}: no corpus: `kdbib corpus build` makes one") from None
    sizes = ((corpus / path).stat().st_size for paths in manifest.files.values() for path in paths)
    return {
        "works": manifest.works,
        "records": manifest.records,
        "edition": manifest.edition,
        "sources": manifest.sources,
        "bytes": sum(sizes),
        "files": [msgspec.to_builtins(file) for file in history(corpus)],
    }
