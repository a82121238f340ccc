"""The last step of a build: from staged works to a corpus that can be looked up in.

Staged works are sorted by the hash of their titles, so that records of one work are neighbours and
merge; then keys are computed and sorted. Everything is written beside the corpus that is there,
which is replaced at once by writing ``corpus.json``.
"""

import os
import re
import shutil
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from kdbib.corpus import manifest as manifests
from kdbib.corpus.database import connection
from kdbib.corpus.distinct import GROUPED, distinct
from kdbib.corpus.index import OnStep, index
from kdbib.corpus.manifest import FORMAT, Manifest
from kdbib.corpus.schema import WORKS
from kdbib.corpus.tables import Works, first_key
from kdbib.errors import UsageError

if TYPE_CHECKING:
    import duckdb

_UNFINISHED = ".new-"
_EDITION = re.compile("[0-9a-f]{16}")
_MOST_RECORDS = 16
"""An identifier of more records than that is not one of a work, but of proceedings or a mistake."""


def finish(
    staging: Path, corpus: Path, *, memory: int = 1_200, on_step: OnStep | None = None
) -> Manifest:
    """Make the corpus folder of what is staged and of what is in it already.

    ``staging`` holds Parquet files of :data:`kdbib.corpus.schema.WORKS`, by any names and in any
    folders; it is left as it is. Records of one work become one; keys are computed, and ``corpus``
    changes from its old state to the new one at once: interrupted before that, it stays as it was.
    ``memory`` bounds the database's, in megabytes. Raises UsageError on files of another kind.
    """
    old = _manifest(corpus)
    parts = [_checked(path) for path in sorted(staging.rglob("*.parquet"))]
    parts += [corpus / name for name in old.files["works"]] if old else []
    new = corpus / f"{_UNFINISHED}{os.getpid()}"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        with connection(new, memory) as database:
            works, sources, records = _write_works(database, parts, new, on_step or _silent)
            tables = index(database, works.files, new, on_step or _silent)
        edition = _edition(works.files)
        named = {"works": list(zip(works.files, works.rows, strict=True)), **tables}
        made = Manifest(
            FORMAT,
            edition,
            works.total,
            records,
            dict(sources.most_common()),
            {
                name: [f"{edition}/{path.name}" for path, _ in files]
                for name, files in named.items()
            },
            {name: [rows for _, rows in files] for name, files in named.items()},
            {
                name: [key for path, _ in files for key in first_key(path)]
                for name, files in tables.items()
            },
        )
        _replace(corpus, new, made, old)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return made


def remove_unfinished(corpus: Path) -> None:
    """Remove what builds left that were killed; nobody else may be at work on the corpus.

    That is files which were being written, and those of an edition that ``corpus.json`` does not
    name: not yet, or not any more.
    """
    current = _manifest(corpus)
    for folder in corpus.iterdir():
        is_edition = _EDITION.fullmatch(folder.name) and not (
            current and folder.name == current.edition
        )
        if folder.name.startswith(_UNFINISHED) or is_edition:
            shutil.rmtree(folder, ignore_errors=True)


def _silent(step: str, done: int, total: int) -> None: ...


def _manifest(corpus: Path) -> Manifest | None:
    path = corpus / manifests.FILE_NAME
    return manifests.decode(path.read_bytes(), str(path)) if path.exists() else None


def _checked(path: Path) -> Path:
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise UsageError(f"{path}: not a Parquet file: {error}") from None
    missing = [f.name for f in WORKS if f.name not in schema.names]
    missing += [
        f.name for f in WORKS if f.name in schema.names and schema.field(f.name).type != f.type
    ]
    if missing:
        raise UsageError(
            f"{path}: not staged works: {', '.join(missing)} missing or of another type"
        )
    return path


def _write_works(
    database: "duckdb.DuckDBPyConnection", parts: list[Path], folder: Path, on_step: OnStep
) -> tuple[Works, Counter[str], int]:
    """The distinct works in files of the folder, how many has a source, and the rows."""
    writer = Works(folder)
    sources: Counter[str] = Counter()
    if not parts:
        return writer, sources, 0
    database.read_parquet([str(path) for path in parts]).create_view("staged")
    (total,) = database.execute("SELECT count(*) FROM staged").fetchone() or (0,)
    on_step("sorting", 0, total)
    database.register("moved", _moved(database))
    columns = ", ".join(f'staged."{name}"' for name in WORKS.names)
    sorted_ = database.sql(
        f'SELECT {columns}, coalesce(moved."group", title_key) AS "group" '
        'FROM staged LEFT JOIN moved USING (title_key) ORDER BY "group"'
    ).to_arrow_reader(50_000)
    for batch in distinct(batch.cast(GROUPED) for batch in sorted_):
        writer.add(batch)
        for seen in batch.column("sources").to_pylist():
            sources.update({source.partition(":")[0] for source in seen or ()})
        on_step("merging", writer.total, total)
    writer.close()
    return writer, sources, total


def _moved(database: "duckdb.DuckDBPyConnection") -> pa.Table:
    """The groups of titles that identifiers say are of one work with another title."""
    database.execute(
        "CREATE TEMP TABLE said AS "
        "SELECT hash(lower(unnest(identifiers))) AS i, title_key FROM staged"
    )
    links = database.execute(
        "SELECT DISTINCT said.title_key, lowest FROM said JOIN "
        "(SELECT i, min(title_key) AS lowest FROM said GROUP BY i "
        f"HAVING lowest <> max(title_key) AND count(*) <= {_MOST_RECORDS}) USING (i) "
        "WHERE said.title_key <> lowest ORDER BY 1, 2"
    ).fetchall()
    database.execute("DROP TABLE said")
    group: dict[int, int] = {}
    for link in links:
        one, other = (_root(group, key) for key in link)
        group[max(one, other)] = min(one, other)
    keys = sorted(group)
    found = [pa.array(keys, pa.int64()), pa.array([_root(group, k) for k in keys], pa.int64())]
    return pa.table(found, names=["title_key", "group"])


def _root(group: dict[int, int], key: int) -> int:
    while (further := group.get(key, key)) != key:
        key = further
    return key


def _edition(files: list[Path]) -> str:
    """What tells one state of a corpus from the next."""
    digest = blake2b(digest_size=8)
    for path in files:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _replace(corpus: Path, new: Path, made: Manifest, old: Manifest | None) -> None:
    """Put the new files in their place, then the manifest that names them; then drop the old."""
    target = corpus / made.edition
    if not (old and old.edition == made.edition):
        shutil.rmtree(target, ignore_errors=True)
        new.rename(target)
    written = corpus / f"{manifests.FILE_NAME}.new"
    written.write_bytes(manifests.encode(made))
    written.replace(corpus / manifests.FILE_NAME)
    if old and old.edition != made.edition:
        shutil.rmtree(corpus / old.edition, ignore_errors=True)
