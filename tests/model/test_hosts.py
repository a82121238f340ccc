"""The pages that hold identifiers, host by host, as people copy their addresses."""

from pathlib import Path

import pytest

from kdbib.model.hosts import PAGES
from kdbib.model.identifier import from_url

ADDRESSES = """
arxiv:hep-ph/0006041 https://xxx.itp.ac.cn/abs/hep-ph/0006041
arxiv:1503.02531 http://lanl.gov/abs/1503.02531
arxiv:1503.02531 http://xxx.tau.ac.il/pdf/1503.02531
arxiv:1503.02531 http://xxx.if.usp.br/format/1503.02531
arxiv:hep-th/9901001 http://arxiv.org/ps/hep-th/9901001v2
arxiv:1503.02531 https://arxiv.org/e-print/1503.02531/
arxiv:1503.02531 https://arxiv.org/src/1503.02531
arxiv:1503.02531 https://arxiv.org/bibtex/1503.02531
arxiv:1503.02531 https://arxiv.org/tb/1503.02531
arxiv:1503.02531 https://arxiv.org/abs/1503.02531?context=cs.LG
arxiv:1503.02531 https://arxiv.org/abs/1503.02531#references
arxiv:1503.02531 https://arxiv.org:443/abs/1503.02531
arxiv:1503.02531 https://me@arxiv.org/abs/1503.02531
arxiv:1503.02531 //arxiv.org/abs/1503.02531
arxiv:1503.02531 https://ar5iv.org/1503.02531
arxiv:1503.02531 https://ar5iv.com/papers/1503.02531/
arxiv:1503.02531 https://alphaxiv.org/abs/1503.02531
arxiv:1503.02531 https://papers.cool/arxiv/1503.02531
arxiv:1503.02531 https://www.emergentmind.com/papers/1503.02531
arxiv:1503.02531 https://www.catalyzex.com/paper/arxiv:1503.02531
arxiv:1503.02531 http://www.arxiv-sanity.com/search?q=x&pid=1503.02531&n=3
arxiv:1503.02531 https://arxiv-sanity-lite.com/?pid=1503.02531
arxiv:1412.6550 https://adsabs.harvard.edu/abs/2014arXiv1412.6550R
openreview:B1hcZZ-AW https://openreview.net/forum?id=B1hcZZ-AW&noteId=abc
openreview:B1hcZZ-AW https://openreview.net/attachment?name=pdf&id=B1hcZZ-AW
acl:2020.acl-main.705 https://aclanthology.org/2020.acl-main.705v2.pdf
acl:P18-1001 https://aclanthology.org/P18-1001.bib
acl:P18-1001 https://aclanthology.info/papers/P18-1001/p18-1001
acl:P18-1001 https://aclanthology.info/pdf/P/P18/P18-1001.pdf
acl:P18-1001 http://aclanthology.coli.uni-saarland.de/papers/P18-1001/p18-1001
acl:P18-1001 http://www.aclweb.org/anthology-new/P/P18/P18-1001.bib
dblp:conf/cvpr/ParkKLC19 https://dblp.uni-trier.de/rec/bibtex/conf/cvpr/ParkKLC19
dblp:journals/corr/HintonVD15 https://dblp.dagstuhl.de/rec/html/journals/corr/HintonVD15
dblp:journals/corr/HintonVD15 https://dblp.org/rec/bib/journals/corr/HintonVD15
dblp:journals/corr/HintonVD15 https://dblp.org/rec/journals/corr/HintonVD15.bib
dblp:journals/corr/HintonVD15 https://dblp.org/rec/journals/corr/HintonVD15.xml
dblp:journals/corr/HintonVD15 https://dblp.org/rec/journals/corr/HintonVD15.rdf
pmid:31729511 https://www.ncbi.nlm.nih.gov/pubmed/31729511
pmid:31729511 https://www.ncbi.nlm.nih.gov/m/pubmed/31729511/
pmid:31729511 https://www.ncbi.nlm.nih.gov/pubmed/?term=31729511
pmid:31729511 https://pubmed.ncbi.nlm.nih.gov/?term=31729511
pmid:31729511 https://europepmc.org/abstract/med/31729511/
s2:c31c87c591a25c64fbaa82e8ac6a81831b6ac7ce https://www.semanticscholar.org/reader/c31c87c591a25c64fbaa82e8ac6a81831b6ac7ce
s2:CorpusId:7200347 https://api.semanticscholar.org/CorpusID:7200347
s2:CorpusId:7200347 https://www.semanticscholar.org/CorpusId:7200347
s2:c31c87c591a25c64fbaa82e8ac6a81831b6ac7ce https://www.connectedpapers.com/main/c31c87c591a25c64fbaa82e8ac6a81831b6ac7ce/Otters/graph
doi:10.1038/ng1847 https://www.nature.com/ng/journal/v38/n8/abs/ng1847.html
doi:10.1101/2020.03.19.20034447 https://www.medrxiv.org/content/10.1101/2020.03.19.20034447v2
doi:10.1101/339473 https://www.biorxiv.org/content/biorxiv/early/2018/06/05/339473.full.pdf
doi:10.1101/339473 https://www.biorxiv.org/content/10.1101/339473v1.full
doi:10.1145/1150402.1150464 http://portal.acm.org/citation.cfm?doid=x&id=1150402.1150464&dl=ACM
doi:10.1145/1150402.1150464 https://dl.acm.org/ft_gateway.cfm?id=1150402.1150464
doi:10.1162/tacl_a_00345 https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a_00345/96482/Otters-at-Dusk
doi:10.1063/1.5023802 https://pubs.aip.org/aip/jcp/article/doi/10.1063/1.5023802/964821
doi:10.1039/c8sc04175j https://pubs.rsc.org/en/content/articlelanding/2019/sc/c8sc04175j
doi:10.1155/2018/7068349 https://www.hindawi.com/journals/cin/2018/7068349/
doi:10.2307/2346178 https://www.jstor.org/stable/2346178
doi:10.2307/2346178 https://www.jstor.org/stable/pdf/2346178.pdf
doi:10.7554/eLife.48063 https://elifesciences.org/articles/48063
doi:10.7554/eLife.48063 https://elifesciences.org/articles/48063/figures
doi:10.7717/peerj.453 https://peerj.com/articles/453/
doi:10.7717/peerj-cs.103 https://peerj.com/articles/cs-103
doi:10.5281/zenodo.3360392 https://zenodo.org/records/3360392/files/x.zip
doi:10.31234/osf.io/abcde https://osf.io/preprints/psyarxiv/abcde
doi:10.31234/osf.io/abcde https://psyarxiv.com/abcde/
doi:10.2139/ssrn.3312345 https://ssrn.com/abstract=3312345
doi:10.21203/rs.3.rs-12345/v1 https://www.researchsquare.com/article/rs-12345/v1.pdf
doi:10.20944/preprints202001.0123.v1 https://www.preprints.org/manuscript/202001.0123/v1/download
doi:10.1000/xyz/pdf https://dx.doi.org/10.1000/xyz/pdf
doi:10.1080/01621459.2017.1285773 https://www.tandfonline.com/doi/full/10.1080/01621459.2017.1285773?journalCode=uasa20
doi:10.1088/1742-6596/1/1/001 https://iopscience.iop.org/article/10.1088/1742-6596/1/1/001/meta
doi:10.1177/0278364913491297 https://journals.sagepub.com/doi/pdf/10.1177/0278364913491297
doi:10.1098/rspa.1936.0145 https://royalsocietypublishing.org/doi/10.1098/rspa.1936.0145.full.pdf
doi:10.1073/pnas.1611835114 https://www.pnas.org/doi/10.1073/pnas.1611835114/suppl
doi:10.1007/s11263-021-01453-z https://link.springer.com/10.1007/s11263-021-01453-z.pdf
doi:10.1371/journal.pone.0130140 https://example.org/show?x=1&doi=10.1371/journal.pone.0130140&y=2
doi:10.1371/journal.pone.0130140 https://example.org/show?uri=doi:10.1371/journal.pone.0130140
arxiv:1503.02531 ftp://arxiv.org/abs/1503.02531
arxiv:1503.02531 https://ARXIV.org/abs/1503.02531
arxiv:1503.02531 https://arxiv.org/PDF/1503.02531.PDF
"""
NAMELESS = """
https://aclanthology.org/volumes/2020.acl-main/
https://delivery.acm.org/10.1145/2940000/2939785/p785-chen.pdf
https://notarxiv.org/abs/1503.02531
https://arxiv.org.evil.example/abs/1503.02531
arxiv.org/abs/1503.02531
https://arxiv.org
https://www.semanticscholar.org/paper/c31c87c591a25c64fbaa82e8ac6a81831b6ac7c
https://pubmed.ncbi.nlm.nih.gov/01234/
https://dblp.org/rec/xyz/cvpr/ParkKLC19
https://dblp.org/pid/xyz
https://www.jstor.org/journal/xyz
"""


@pytest.mark.parametrize(
    ("identifier", "url"), [tuple(line.split()) for line in ADDRESSES.strip().splitlines()]
)
def test_the_page_of_a_work_names_it(identifier: str, url: str) -> None:
    assert str(from_url(url)) == identifier


@pytest.mark.parametrize("url", NAMELESS.split())
def test_what_only_looks_like_the_page_of_a_work_names_none(url: str) -> None:
    assert from_url(url) is None


def test_every_host_of_the_table_has_an_address_here_or_beside_it() -> None:
    known = Path(__file__).with_name("test_identifier.py").read_text(encoding="utf-8") + ADDRESSES
    hosts = {host.removeprefix(".") for page in PAGES for host in page.hosts.split()}
    assert {host for host in hosts if f"{host}/" not in known} == set()
