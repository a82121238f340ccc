"""How fast a report of thousands of entries opens and filters in Chromium.

    python -m benchmarks.report_page [ENTRIES] [ROUNDS]

The entries cite the works of the package's corpus, again and again, with words left out and typing
errors, so that there are corrections, evidence and provenance to show. "opens" is from the request
for the page until it is loaded and its first rows are painted; a filter's time is from the event
until the next frame is painted. "computed" is the median of what the page's thread computed in that
time: on a busy machine, the rest is waiting for a core. Each round has a browser of its own.
"""

import random
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import kdbib
from kdbib.corpus import embedded
from kdbib.model import Work
from kdbib.report.page import report
from tests.report.conftest import Browser

_FRAME = """
const [act, done] = [arguments[0], arguments[1]];
const begin = performance.now();
new Function(act)();
requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
"""
_TYPE = """
const search = document.getElementById("search");
search.value = {text!r};
search.dispatchEvent(new Event("input"));
"""
_SHOWN = """
const painted = performance.getEntriesByName("first-contentful-paint")[0];
const loaded = performance.getEntriesByType("navigation")[0];
return Math.max(loaded.loadEventEnd, painted?.startTime || 0);
"""
_ACTIONS = {
    "search, one letter": _TYPE.format(text="d"),
    "search, two words": _TYPE.format(text="distill hinton"),
    "search, nothing found": _TYPE.format(text="no such words"),
    "search, taken away": _TYPE.format(text=""),
    "filter by status": "document.querySelector('[data-facet=status]').click()",
    "the same taken away": "document.querySelector('[data-facet=status]').click()",
    "filter by venue": "document.querySelector('[data-facet=venue]').click()",
    "that one taken away": "document.querySelector('[data-facet=venue]').click()",
    "sort by title": "document.querySelector('th.title').click()",
    "sort by year": "document.querySelector('th.year').click()",
    "open an entry": "document.querySelector('.title-of').click()",
    "all entries on one page": "const s = document.querySelector('.dt-length select');"
    " s.value = '-1'; s.dispatchEvent(new Event('change', {bubbles: true}))",
}


def _listed(work: Work, chance: random.Random) -> str:
    names = [name.display() for name in work.author]
    people = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
    title = work.title
    if chance.random() < 0.3:
        title = title.replace(": ", ":", 1)
    venue = work.container_title_short or work.container_title or ""
    year = work.year or 2020
    if chance.random() < 0.2:
        year += 1
    said = [title, people, f"{venue} {year}" if chance.random() < 0.8 else ""]
    return ". ".join(part.rstrip(".") for part in said if part)


def _page(count: int) -> bytes:
    chance = random.Random(7)  # noqa: S311 - a list, not a secret
    works = [record.work for record in embedded().records]
    lines = [f"{n + 1}. {_listed(works[n % len(works)], chance)}" for n in range(count)]
    found = kdbib.enrich("\n".join(lines).encode(), form="markdown", offline=True)
    begin = perf_counter()
    page = report(found.entries, ["list.md"])
    print(
        f"{len(found.entries)} entries: made in {perf_counter() - begin:.2f} s, {len(page):,} bytes"
    )
    return page


def _busy(browser: Browser) -> float:
    """Milliseconds that the page's thread has computed since it was made."""
    metrics = browser.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return next(one["value"] for one in metrics if one["name"] == "ThreadTime") * 1000


def _open(browser: Browser, page: Path) -> tuple[float, float]:
    """The time until a page is shown, and what of it was computing."""
    browser.open(page)
    return browser.run(_SHOWN), _busy(browser)


def _act(browser: Browser, action: str) -> tuple[float, float]:
    """The time that an action takes until it is seen, and what of it was computing."""
    begin = _busy(browser)
    took = browser.driver.execute_async_script(_FRAME, action)
    return took, _busy(browser) - begin


def main(count: int = 2000, rounds: int = 7) -> None:
    """Make the page, open it, and print the times."""
    took: dict[str, list[tuple[float, float]]] = {}
    requests, complaints = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_bytes(_page(count))
        for _ in range(rounds):
            browser = Browser()
            browser.driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
            took.setdefault("opens", []).append(_open(browser, page))
            for name, action in _ACTIONS.items():
                took.setdefault(name, []).append(_act(browser, action))
            requests += len(browser.requests()) - 1
            complaints += len(browser.complaints())
            browser.driver.quit()
    print(f"{'milliseconds':<26}{'median':>8}{'worst':>8}{'computed':>10}")
    for name, times in took.items():
        seen, busy = zip(*times, strict=True)
        print(f"{name:<26}{median(seen):>8.0f}{max(seen):>8.0f}{median(busy):>10.0f}")
    print(f"requests {requests}, console messages {complaints}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
