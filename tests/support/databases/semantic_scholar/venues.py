"""Venues as Semantic Scholar names them: one long name for all years, without number or place."""

import hashlib
from typing import Any

from tests.support.databases.paper import Paper

LONG = {
    "AAAI": "AAAI Conference on Artificial Intelligence",
    "ACL": "Annual Meeting of the Association for Computational Linguistics",
    "ACM MM": "ACM Multimedia",
    "BMVC": "British Machine Vision Conference",
    "CIKM": "International Conference on Information and Knowledge Management",
    "COLING": "International Conference on Computational Linguistics",
    "CVPR": "Computer Vision and Pattern Recognition",
    "ECCV": "European Conference on Computer Vision",
    "EMNLP": "Conference on Empirical Methods in Natural Language Processing",
    "Findings of ACL": "Findings",
    "Findings of EMNLP": "Findings",
    "ICASSP": "IEEE International Conference on Acoustics, Speech, and Signal Processing",
    "ICCV": "IEEE International Conference on Computer Vision",
    "ICLR": "International Conference on Learning Representations",
    "ICML": "International Conference on Machine Learning",
    "IJCAI": "International Joint Conference on Artificial Intelligence",
    "INTERSPEECH": "Interspeech",
    "JMLR": "Journal of machine learning research",
    "KDD": "Knowledge Discovery and Data Mining",
    "NAACL": "North American Chapter of the Association for Computational Linguistics",
    "NeurIPS": "Neural Information Processing Systems",
    "RANLP": "Recent Advances in Natural Language Processing",
    "RecSys": "ACM Conference on Recommender Systems",
    "SIGIR": "Annual International ACM SIGIR Conference on Research and Development in "
    "Information Retrieval",
    "SIGMOD": "SIGMOD Conference",
    "UAI": "Conference on Uncertainty in Artificial Intelligence",
    "WACV": "IEEE Workshop/Winter Conference on Applications of Computer Vision",
    "WSDM": "Web Search and Data Mining",
    "WWW": "The Web Conference",
}
PREPRINTS = "arXiv.org"


def is_preprint(paper: Paper) -> bool:
    """Whether a paper was not published anywhere but at arXiv."""
    return bool(paper.arxiv_id) and not paper.container_short


def venue(paper: Paper) -> str:
    """The venue's name, empty when Semantic Scholar does not know it."""
    if is_preprint(paper):
        return PREPRINTS
    if paper.container_short:
        return LONG.get(paper.container_short, paper.container)
    return paper.container if paper.type == "article-journal" else ""


def publication_venue(paper: Paper) -> dict[str, Any] | None:
    """The record of the venue, for those that have one."""
    name = venue(paper)
    if is_preprint(paper):
        return {
            "id": "1901e811-ee72-4b20-8f7e-de08cd395a10",
            "name": PREPRINTS,
            "alternate_names": ["ArXiv"],
            "issn": "2331-8422",
            "url": "https://arxiv.org",
        }
    if paper.container_short not in LONG:
        return None
    number = hashlib.sha1(name.encode()).hexdigest()[:32]
    return {
        "id": "-".join((number[:8], number[8:12], number[12:16], number[16:20], number[20:])),
        "name": name,
        "type": "journal" if paper.type == "article-journal" else "conference",
        "alternate_names": [paper.container_short],
    }
