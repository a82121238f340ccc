"""What the links of a citation lead to, told from their words and their addresses."""

import re
from functools import lru_cache

from kdbib.model import Identifier, LinkKind

_LABELS = {
    LinkKind.CODE: "code codes official github gitlab repo repository implementation pytorch "
    "tensorflow tf keras jax caffe mxnet matlab python torch source",
    LinkKind.PDF: "pdf fulltext",
    LinkKind.PAPER: "paper papers arxiv abs abstract link html acm ieee springer openreview doi "
    "publisher preprint acl cvf pub ar5iv",
    LinkKind.PROJECT: "project website web page homepage site demo webpage",
    LinkKind.OTHER: "slides slide sildes video videos talk poster blog post data dataset supp "
    "supplement supplementary appendix review reviews notes bibtex bib model models weights "
    "author zhihu youtube tweet twitter thread colab weights checkpoint checkpoints readme "
    " reference summary media note",
}
_KINDS = {label: kind for kind, labels in _LABELS.items() for label in labels.split()}
_ALSO_IN_TITLES = frozenset(
    "model models data dataset video videos review reviews reference source python torch author "
    "link abstract notes note summary page web media talk code supplement repository".split()
)
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "gist.github.com", "codeocean.com")
_PAPER_HOSTS = (
    "arxiv.org openreview.net aclanthology.org aclweb.org openaccess.thecvf.com dl.acm.org "
    "doi.org proceedings.mlr.press jmlr.org papers.nips.cc proceedings.neurips.cc "
    "ieeexplore.ieee.org link.springer.com sciencedirect.com nature.com science.org "
    "semanticscholar.org papers.neurips.cc nips.cc mdpi.com frontiersin.org plos.org pnas.org "
    "academic.oup.com cell.com iopscience.iop.org aps.org pubs.acs.org rsc.org ssrn.com "
    "bmva.org roboticsproceedings.org vldb.org ndss-symposium.org eprint.iacr.org hal.science "
    "worldscientific.com hindawi.com ebooks.iospress.nl researchgate.net papers.cool ecva.net "
    "bmvc2019.org isca-speech.org ijcai.org aaai.org ojs.aaai.org cv-foundation.org "
    "usenix.org onlinelibrary.wiley.com tandfonline.com biorxiv.org medrxiv.org "
).split()
_PAPER_HOST = re.compile(rf"(?:^|\.)(?:{'|'.join(map(re.escape, _PAPER_HOSTS))})$")
_HOST = re.compile(r"https?://([^/?#:\s]++)(?::\d+)?([^?#]*+)", re.IGNORECASE)
_LONGEST_LABEL = 4  # words
_LONGEST_TEXT = 60  # characters


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


@lru_cache(maxsize=4096)
def is_label(text: str) -> bool:
    """Whether a link's words are a label (``[code]``, ``PDF``, none), not part of a sentence."""
    if len(text) > _LONGEST_TEXT:
        return False
    words = _words(text)
    if not text.strip() or (text.startswith("[") and text.endswith("]")):
        return True
    if not 1 <= len(words) <= _LONGEST_LABEL or words[0] not in _KINDS:
        return False
    # "Model Compression" and "Dataset Distillation" begin with such a word as well
    return words[0] not in _ALSO_IN_TITLES or all(word in _KINDS for word in words)


@lru_cache(maxsize=4096)
def _kind_of_label(text: str) -> LinkKind | None:
    """What the words of a link say that it leads to; None if they are no label, or say nothing."""
    words = _words(text) if is_label(text) else []
    return next((_KINDS[word] for word in words if word in _KINDS), None)


def link_kind(text: str, url: str, identifier: Identifier | None = None) -> LinkKind:
    """What a link leads to: its label decides, and where that says nothing, its address.

    ``identifier`` is what the address identifies.
    """
    if kind := _kind_of_label(text):
        return kind
    found = _HOST.match(url)
    if not found:
        return LinkKind.OTHER
    host = found[1].lower().removeprefix("www.")
    path = found[2].lower()
    if host in _CODE_HOSTS:
        return LinkKind.CODE
    if path.endswith(".pdf"):
        return LinkKind.PDF
    if identifier or _PAPER_HOST.search(host):
        return LinkKind.PAPER
    return LinkKind.OTHER
