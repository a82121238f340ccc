"""What the links of a citation lead to, told from their words and their addresses."""

import re
from urllib.parse import urlsplit

from kdbib.model import LinkKind
from kdbib.model.identifier import from_url

_LABELS = {
    LinkKind.CODE: "code codes official github gitlab repo repository implementation pytorch "
    "tensorflow tf keras jax caffe mxnet matlab python torch source",
    LinkKind.PDF: "pdf fulltext",
    LinkKind.PAPER: "paper papers arxiv abs abstract link html acm ieee springer openreview doi "
    "publisher preprint acl cvf pub ar5iv",
    LinkKind.PROJECT: "project website web page homepage site demo webpage",
    LinkKind.OTHER: "slides slide sildes video videos talk poster blog post data dataset supp "
    "supplement supplementary appendix review reviews notes bibtex bib model models weights "
    "author zhihu youtube readme reference summary media note",
}
_KINDS = {label: kind for kind, labels in _LABELS.items() for label in labels.split()}
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "gist.github.com", "codeocean.com")
_PAPER_HOSTS = (
    "arxiv.org openreview.net aclanthology.org aclweb.org openaccess.thecvf.com dl.acm.org doi.org "
    "proceedings.mlr.press jmlr.org papers.nips.cc proceedings.neurips.cc ieeexplore.ieee.org "
    "link.springer.com sciencedirect.com nature.com science.org semanticscholar.org "
    "papers.cool ecva.net bmvc2019.org isca-speech.org ijcai.org aaai.org ojs.aaai.org "
    "cv-foundation.org usenix.org onlinelibrary.wiley.com tandfonline.com biorxiv.org medrxiv.org"
).split()
_LONGEST_LABEL = 4  # words


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def is_label(text: str) -> bool:
    """Whether a link's words are a label (``[code]``, ``PDF``, none), not part of a sentence."""
    words = _words(text)
    if not text.strip() or (text.startswith("[") and text.endswith("]")):
        return True
    return 1 <= len(words) <= _LONGEST_LABEL and words[0] in _KINDS


def link_kind(text: str, url: str) -> LinkKind:
    """What a link leads to: its label decides, and where that says nothing, its address."""
    for word in _words(text) if is_label(text) else []:
        if word in _KINDS:
            return _KINDS[word]
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return LinkKind.OTHER
    if host in _CODE_HOSTS:
        return LinkKind.CODE
    if parts.path.lower().endswith(".pdf"):
        return LinkKind.PDF
    if from_url(url) or any(host == h or host.endswith("." + h) for h in _PAPER_HOSTS):
        return LinkKind.PAPER
    return LinkKind.OTHER
