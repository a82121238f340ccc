"""Bibliographies as thirty programs and people write them, completed twice in place."""

import re
import subprocess
from pathlib import Path

import pytest

import kdbib

T, A = "Relational Knowledge Distillation", "Park, Wonpyo and Kim, Dongju"
H = "Distilling the Knowledge in a Neural Network"
OWN = "@misc{own, title = {Nobody Else Has These Notes of Mine}, author = {Me, Myself}, year = 2001}\n"
BODY = f"title = {{{T}}}, author = {{{A} and others}}, year = {{2019}}, booktitle = {{CVPR}}"
LINES = BODY.replace("}, ", "},\n  ")
TABBED = f"title={{{T}}},\n\tauthor={{{A} and others}},\n\tyear={{2019}},\n\tbooktitle={{CVPR}}"

FILES = {
    "JabRef": f"% Encoding: UTF-8\n\n@InProceedings{{Park2019,\n  {LINES},\n  groups = {{kd}},\n"
    "  timestamp = {2020-01-01},\n}\n\n@Comment{jabref-meta: databaseType:bibtex;}\n\n"
    "@Comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 StaticGroup:kd\\;0\\;1\\;;\n}\n",
    "Zotero": f"\n@inproceedings{{park_relational_2019,\n\t{TABBED},\n\tfile = {{Full:files/1/p.pdf}},\n}}\n",
    "Better BibTeX": f"@inproceedings{{parkRelational2019,\n  title = {{{{{T}}}}},\n  author = {{{A} and "
    "others},\n  date = {2019},\n  booktitle = {CVPR},\n  langid = {english},\n  keywords = {kd}\n}\n",
    "Mendeley": f"@inproceedings{{Park2019,\nabstract = {{We ...}},\ntitle = {{{{{T}}}}},\nauthor = {{{A} and "
    "others},\nmendeley-groups = {kd},\nyear = {2019},\nbooktitle = {CVPR}\n}\n",
    "Google Scholar": f"@inproceedings{{park2019relational,\n  {LINES}\n}}\n",
    "DBLP": f"@inproceedings{{DBLP:conf/cvpr/ParkKLC19,\n  title     = {{{T}}},\n  author    = {{Wonpyo Park "
    "and\n               Dongju Kim and others},\n  booktitle = {CVPR},\n  year      = {2019},\n"
    "  bibsource = {dblp computer science bibliography, https://dblp.org}\n}\n",
    "ACL Anthology": f'@inproceedings{{park-etal-2019,\n    title = "{T}",\n    author = "Park, Wonpyo  and\n'
    '      Kim, Dongju  and others",\n    month = jun,\n    year = "2019",\n    booktitle = "CVPR",\n}\n',
    "IEEE Xplore": f"@INPROCEEDINGS{{8954416,\n  author={{{A} and others}},\n  booktitle={{CVPR}}, \n"
    f"  title={{{T}}}, \n  year={{2019}},\n  volume={{}},\n  number={{}},\n}}\n",
    "ACM": f"@inproceedings{{10.1145/1,\nauthor = {{{A} and others}},\ntitle = {{{T}}},\nyear = {{2019}},\n"
    "isbn = {9781450300000},\nbooktitle = {CVPR}\n}\n",
    "BibDesk": f"%% Created for Me at 2020\n%% Saved with string encoding Unicode (UTF-8)\n\n\n@inproceedings"
    f"{{rkd,\n\tAuthor = {{{A} and others}},\n\tTitle = {{{T}}},\n\tBooktitle = {{CVPR}},\n\tYear = {{2019}},\n"
    "\tBdsk-Url-1 = {http://a.org}}\n",
    "EndNote": f"@inproceedings{{RN1,\n   {LINES},\n   type = {{Conference Proceedings}}\n}}\n",
    "CiteULike": f"@inproceedings{{citeulike:1,\n    {LINES},\n    citeulike-article-id = {{1}},\n    priority = {{2}}\n}}\n",
    "arXiv": f"@misc{{hinton2015,\n      title={{{H}}}, \n      author={{Geoffrey Hinton and others}},\n"
    "      year={2015},\n      eprint={1503.02531},\n      archivePrefix={arXiv},\n      primaryClass={stat.ML}\n}\n",
    "one line": f"@inproceedings{{rkd, {BODY}}}\n",
    "quotes": f'@inproceedings{{rkd,\n  title = "{T}",\n  author = "{A} and others",\n  year = 2019,\n  booktitle = "CVPR"\n}}\n',
    "parentheses": f"@inproceedings(rkd,\n  {LINES}\n)\n",
    "capitals": f"@INPROCEEDINGS{{RKD,\n  TITLE = {{{T}}},\n  AUTHOR = {{{A} and others}},\n  YEAR = {{2019}},\n  BOOKTITLE = {{CVPR}}\n}}\n",
    "leading commas": f"@inproceedings{{rkd\n  , title = {{{T}}}\n  , author = {{{A} and others}}\n  , year = {{2019}}\n  , booktitle = {{CVPR}}\n}}\n",
    "CR LF": f"@inproceedings{{rkd,\r\n  {LINES.replace(chr(10), chr(13) + chr(10))}\r\n}}\r\n",
    "no last line end": f"@inproceedings{{rkd, {BODY}}}",
    "tabs": f"@inproceedings{{rkd,\n\t{TABBED}\n}}\n",
    "strings": f"@string{{cvpr = {{CVPR}}}}\n@STRING(me = \"Me\")\n@inproceedings{{rkd, title={{{T}}}, author={{{A} and others}}, year=2019, booktitle=cvpr}}\n",
    "concatenated": f'@string{{c = "CV"}}\n@inproceedings{{rkd, title={{{T}}}, author={{{A} and others}}, year=2019, booktitle = c # "PR"}}\n',
    "preamble": f'@preamble{{"\\newcommand{{\\noop}}[1]{{}}"}}\n@inproceedings{{rkd, {BODY}}}\n',
    "comments": f"My references, by hand.\n% old: @misc{{x, title={{Y}}}}\n@comment{{nothing}}\n@inproceedings{{rkd, {BODY}}}\nThe end.\n",
    "crossref": f"@inproceedings{{rkd, title={{{T}}}, author={{{A} and others}}, crossref={{cvpr}}}}\n@proceedings{{cvpr, title={{CVPR}}, year=2019}}\n",
    "a field twice": f"@inproceedings{{rkd, {BODY}, note={{one}}, note={{two}}}}\n",
    "own fields": f"@inproceedings{{rkd, {BODY}, read = {{yes}}, annote = {{why?}}, rating = 5}}\n",
    "own types": f"@dataset{{cifar, title={{My Pictures}}}}\n@inproceedings{{rkd, {BODY}}}\n",
    "biblatex": f"@inproceedings{{rkd,\n  title = {{{T}}},\n  author = {{{A} and others}},\n  date = {{2019-06}},\n  eventtitle = {{CVPR}},\n  booktitle = {{CVPR}},\n  location = {{Long Beach}},\n}}\n",
}  # fmt: skip
KEPT = re.compile(
    r"^%.*|@(?:comment|string|preamble)\b.*|^(?:My references|The end).*"
    r"|\b(?:groups|timestamp|file|langid|keywords|abstract|mendeley-groups|bibsource|month|isbn|note"
    r"|Bdsk-Url-1|citeulike-article-id|priority|read|annote|rating|location|crossref)\s*=\s*[{\"]?\w*",
    re.MULTILINE | re.IGNORECASE,
)


def keys(text: str) -> list[str]:
    return re.findall(
        r"^@(?!comment|string|preamble)\w+[{(]([^,\s]+)", text, re.MULTILINE | re.IGNORECASE
    )


@pytest.mark.parametrize("maker", FILES)
def test_a_bibliography_is_completed_once_and_stays_its_maker_s(maker: str) -> None:
    before = FILES[maker] + (OWN if maker != "no last line end" else "")
    found = kdbib.enrich(before, form="bibtex", offline=True)
    after = found.corrected()
    assert keys(after) == keys(before)
    assert KEPT.findall(after) == KEPT.findall(before)
    assert OWN in after or maker == "no last line end"
    assert after.count("\r\n") == (after.count("\n") if maker == "CR LF" else 0) - (
        maker == "CR LF"
    )
    assert after.endswith(before[-1])
    assert "Lu, Yan and Cho, Minsu" in after or "Vinyals, Oriol and Dean, Jeff" in after
    again = kdbib.enrich(after, form="bibtex", offline=True)
    assert [entry.changes for entry in again.entries] == [()] * len(again.entries)


def test_there_are_thirty() -> None:
    assert len(FILES) == 30


def test_bibtex_reads_them_as_before(tmp_path: Path) -> None:
    """It warns of nothing that it did not warn of before."""
    names = [name for name in FILES if name != "biblatex"]
    for number, name in enumerate(names):
        after = kdbib.enrich(FILES[name], form="bibtex", offline=True).corrected()
        told = [_bibtex(tmp_path, f"{number}{when}", text) for when, text in
                (("a", FILES[name]), ("b", after))]  # fmt: skip
        assert told[1] <= told[0], name


def _bibtex(folder: Path, name: str, text: str) -> set[str]:
    (folder / f"{name}.bib").write_bytes(text.encode())
    aux = f"\\citation{{*}}\n\\bibstyle{{plain}}\n\\bibdata{{{name}}}\n"
    (folder / f"{name}.aux").write_text(aux)
    done = subprocess.run(
        ["bibtex", name], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    return {line for line in done.stdout.splitlines() if line.startswith(("Warning", "I "))}
