"""The venues of the field: their short names, and how they are written elsewhere.

The container title of a record is long (``IEEE Conference on Computer Vision and Pattern
Recognition, CVPR 2019, Long Beach, CA, USA``), a list's is short (``cvpr``); to compare them, both
become the short name. What is not in the table is compared as text.
"""

import re
from functools import lru_cache

# short name, other short names (with |), words that are in the long name and in no other one
_TABLE = """
AAAI;; aaai conference on artificial intelligence
AACL;; asia pacific chapter of the association for computational linguistics
ACCV;; asian conference on computer vision
ACL; ACL-IJCNLP; annual meeting of the association for computational linguistics
ACM MM; ACM-MM|ACMMM|MM|ACM Multimedia; international conference on multimedia
AISTATS;; artificial intelligence and statistics
ASRU;; automatic speech recognition and understanding
BMVC;; british machine vision conference
CCS;; computer and communications security
CHI;; human factors in computing systems
CIKM;; information and knowledge management
COLING;; international conference on computational linguistics
COLM;; conference on language modeling
CoNLL; CONLL; computational natural language learning
COLT;; conference on learning theory
CoRL; CORL; conference on robot learning
CVPR;; computer vision and pattern recognition
DAC;; design automation conference
DATE;; design automation and test in europe
EACL;; european chapter of the association for computational linguistics
ECCV;; european conference on computer vision
ECML; ECML-PKDD|ECML PKDD|PKDD; machine learning and knowledge discovery in databases
EMNLP; EMNLP-IJCNLP; empirical methods in natural language processing
ESWA;; expert systems with applications
FG;; automatic face and gesture recognition
FPGA;; field programmable gate arrays
HPCA;; high performance computer architecture
ICASSP;; acoustics speech and signal processing
ICCAD;; computer aided design
ICCV;; international conference on computer vision
ICDAR;; document analysis and recognition
ICDE;; data engineering
ICDM;; international conference on data mining
ICIP;; international conference on image processing
ICLR;; learning representations
ICME;; multimedia and expo
ICML;; international conference on machine learning
ICPP;; international conference on parallel processing
ICPR;; international conference on pattern recognition
ICRA;; international conference on robotics and automation
IJCAI;; international joint conference on artificial intelligence
IJCB;; joint conference on biometrics
IJCNN;; international joint conference on neural networks
IJCV;; international journal of computer vision
Interspeech; INTERSPEECH; international speech communication association
IROS;; intelligent robots and systems
ISCA;; international symposium on computer architecture
ISCAS;; international symposium on circuits and systems
IVC;; image and vision computing
JAIR;; journal of artificial intelligence research
JMLR;; journal of machine learning research
KDD; SIGKDD|ACM SIGKDD|ACM KDD; knowledge discovery and data mining
LREC;; language resources and evaluation
MICCAI;; medical image computing and computer assisted intervention
MICRO;; international symposium on microarchitecture
MIDL;; medical imaging with deep learning
MLSys; SysML|MLSYS; machine learning and systems
NAACL; NAACL-HLT; north american chapter of the association for computational linguistics
NeurIPS; NIPS|NEURIPS|NeuIPS|NeurlPS; neural information processing systems
OSDI;; operating systems design and implementation
PAKDD;; pacific asia conference on knowledge discovery
PNAS;; proceedings of the national academy of sciences
RAL; RA-L|IEEE RAL|IEEE RA-L; robotics and automation letters
RANLP;; recent advances in natural language processing
RecSys; RECSYS|ACM RecSys; conference on recommender systems
RSS;; robotics science and systems
SDM;; siam international conference on data mining
SIGGRAPH;; computer graphics and interactive techniques
SIGIR; ACM SIGIR; research and development in information retrieval
SIGMOD; ACM SIGMOD; management of data
SLT;; spoken language technology
TACL;; transactions of the association for computational linguistics
TASLP;; transactions on audio speech and language processing
TCSVT;; transactions on circuits and systems for video technology
TGRS;; transactions on geoscience and remote sensing
TIFS;; transactions on information forensics and security
TIP; IEEE TIP; transactions on image processing
TIST;; transactions on intelligent systems and technology
TITS; T-ITS; transactions on intelligent transportation systems
TKDD;; transactions on knowledge discovery from data
TKDE; IEEE TKDE; transactions on knowledge and data engineering
TMI; IEEE TMI; transactions on medical imaging
TMLR;; transactions on machine learning research
TMM; IEEE TMM; transactions on multimedia
TNNLS; IEEE TNNLS; transactions on neural networks and learning systems
TOG;; transactions on graphics
TOIS;; transactions on information systems
TPAMI; T-PAMI|IEEE TPAMI; transactions on pattern analysis and machine intelligence
TVCG;; transactions on visualization and computer graphics
UAI;; uncertainty in artificial intelligence
UbiComp; UBICOMP|IMWUT; interactive mobile wearable and ubiquitous technologies
UIST;; user interface software and technology
USENIX;; usenix
VLDB; PVLDB; very large data bases
WACV;; winter conference on applications of computer vision
WISE;; web information systems engineering
WSDM;; web search and data mining
WWW; TheWebConf|The Web Conference; world wide web
3DV;; international conference on 3d vision
arXiv; CoRR|arxiv preprint; computing research repository
"""


def _rows() -> list[tuple[str, list[str], str]]:
    rows = []
    for line in _TABLE.strip().splitlines():
        short, others, words = line.split(";")
        rows.append((short, [short, *(o.strip() for o in others.split("|") if o.strip())], words))
    return rows


_NO_WORDS = re.compile(r"[\W_]+")


def _squeezed(text: str) -> str:
    return _NO_WORDS.sub(" ", text).strip().casefold()


_SHORT = {_squeezed(name): short for short, names, _ in _rows() for name in names}
# the longer phrase first: "asian conference on computer vision" is not the ICCV
_LONG = sorted(
    ((words.strip(), short) for short, _, words in _rows() if words.strip()),
    key=lambda pair: -len(pair[0]),
)
_BY_FIRST_WORD: dict[str, list[tuple[str, str]]] = {}
for _pair in _LONG:
    _BY_FIRST_WORD.setdefault(_pair[0].split()[0], []).append(_pair)


def long_names(short: str) -> list[str]:
    """The full names, in lower case, of the venue with a short name; none for an unknown one."""
    return [words for words, name in _LONG if name == short]


LAST_WORDS = frozenset(
    [name.split()[-1] for name in _SHORT] + [words.split()[-1] for words, _ in _LONG] + ["workshop"]
)
"""The last words of all known venues, in lower case."""

# an acronym beside its year, as in "Long Beach, CVPR 2019" and "(EMNLP-IJCNLP)"
_ACRONYM = re.compile(
    r"\b([A-Z][A-Za-z-]{1,12})(?:[ -]?(?:(?:19|20)\d\d|'\d\d))"
    r"|\(([A-Z][A-Za-z-]{1,12})(?:[ -](?:19|20)?\d\d)?\)"
)
_DIGITS = re.compile(r"\d\d")
_SHORTEST_LONG = min(len(words) for words, _ in _LONG)
_YEAR_AND_LEAD = re.compile(r"\b(?:19|20)\d\d\b|^proceedings of (?:the )?|^the |^in ")
_OF_A_VENUE = re.compile(r"\b(?:workshops?|track|proceedings|conference)\b")
# the Findings' long name is that of the association, whose transactions it resembles
_FINDINGS = {"TACL": "ACL"}
_WORKSHOP = re.compile(r"\bworkshops?\b|\bw$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def short_name(text: str) -> str | None:
    """The short name of the venue that ``text`` is, in any writing; None if it is not known.

    A workshop is not its conference: it has `` Workshop`` at the end.

    >>> short_name("cvpr"), short_name("CVPRW"), short_name("NIPS 2017 workshop")
    ('CVPR', 'CVPR Workshop', 'NeurIPS Workshop')
    >>> short_name("2019 IEEE/CVF International Conference on Computer Vision, ICCV 2019, Seoul")
    'ICCV'
    """
    squeezed = " ".join(_YEAR_AND_LEAD.sub(" ", _squeezed(text)).split())
    if name := _SHORT.get(squeezed):
        return name
    workshop = bool(_WORKSHOP.search(text))
    bare = " ".join(_OF_A_VENUE.sub(" ", squeezed).split())
    name = _SHORT.get(bare) or _SHORT.get(bare[:-1].rstrip() if bare.endswith("w") else "")
    if name and (workshop or bare.endswith("w")):
        return f"{name} Workshop"
    if squeezed.startswith("findings"):
        rest = _in_long_name(text, squeezed) or _SHORT.get(squeezed.rpartition(" ")[2])
        return f"Findings of {_FINDINGS.get(str(rest), rest)}" if rest else None
    name = name or _in_long_name(text, squeezed)
    if not name:
        return None
    return f"{name} Workshop" if workshop and name != "arXiv" else name


def _in_long_name(text: str, squeezed: str) -> str | None:
    for found in _ACRONYM.finditer(text) if "(" in text or _DIGITS.search(text) else ():
        if name := _SHORT.get(_squeezed(found[1] or found[2])):
            return name
    if squeezed.startswith("arxiv"):
        return "arXiv"
    if len(squeezed) < _SHORTEST_LONG:
        return None
    inside = [
        pair
        for word in squeezed.split()
        for pair in _BY_FIRST_WORD.get(word, ())
        if pair[0] in squeezed
    ]
    return max(inside, key=lambda pair: len(pair[0]))[1] if inside else None


def is_short_name(text: str) -> bool:
    """Whether ``text`` is a venue's short name as the table has it (``CVPR``, not ``cvpr``)."""
    return text in _NAMES


_NAMES = frozenset(name for _, names, _ in _rows() for name in names)


_PUBLISHERS = frozenset(
    _squeezed(name)
    for name in """
    Academic Press; Addison-Wesley; Addison-Wesley Professional; Apress; Birkhäuser;
    Cambridge University Press; Chapman & Hall; Chapman and Hall; Chapman and Hall/CRC; CRC Press;
    Dover; Dover Publications; Elsevier; Harvard University Press; John Wiley & Sons;
    John Wiley and Sons; Kluwer; Kluwer Academic; Kluwer Academic Publishers; Manning; McGraw-Hill;
    MIT Press; The MIT Press; Morgan Kaufmann; No Starch Press; North-Holland; O'Reilly;
    O'Reilly Media; Oxford University Press; Packt; Packt Publishing; Palgrave Macmillan; Pearson;
    Prentice Hall; Prentice-Hall; Princeton University Press; Routledge; Sage; Springer;
    Springer Nature; Springer-Verlag; Springer Verlag; Taylor & Francis;
    University of Chicago Press; W. H. Freeman; Wadsworth; Wiley; Wiley-Interscience;
    World Scientific; Yale University Press
    """.split(";")
)


def is_publisher(text: str) -> bool:
    """Whether ``text`` names a publisher of books, and no journal or conference.

    >>> is_publisher("MIT Press"), is_publisher("IEEE"), is_publisher("CVPR")
    (True, False, False)
    """
    return _squeezed(text) in _PUBLISHERS


SERIES = frozenset(
    _squeezed(name)
    for name in """
    Lecture Notes in Computer Science; LNCS; Lecture Notes in Artificial Intelligence; LNAI;
    Lecture Notes in Bioinformatics; Lecture Notes in Networks and Systems;
    Lecture Notes in Electrical Engineering; Lecture Notes in Mathematics;
    Lecture Notes in Business Information Processing; Communications in Computer and Information
    Science; CCIS; Advances in Intelligent Systems and Computing; IFIP Advances in Information and
    Communication Technology; Studies in Computational Intelligence; Frontiers in Artificial
    Intelligence and Applications; Leibniz International Proceedings in Informatics; LIPIcs;
    Proceedings of Machine Learning Research; PMLR; JMLR Workshop and Conference Proceedings;
    CEUR Workshop Proceedings; ACM International Conference Proceeding Series; Procedia Computer
    Science; Springer Proceedings in Mathematics & Statistics; Proceedings of SPIE
    """.split(";")
)
"""Series in which volumes of many conferences appear: no occasion by themselves."""


def is_series(text: str) -> bool:
    """Whether ``text`` is the name of a series of proceedings.

    >>> is_series("Lecture Notes in Computer Science"), is_series("ECCV")
    (True, False)
    """
    return _squeezed(text) in SERIES


_JOURNALS = frozenset(
    """
    ESWA IJCV IVC JAIR JMLR PNAS RAL TACL TASLP TCSVT TGRS TIFS TIP TIST TITS TKDD TKDE TMI TMLR TMM
    TNNLS TOG TOIS TPAMI TVCG
    """.split()
)


def is_journal(short: str) -> bool:
    """Whether the venue of this short name is a journal, and no conference.

    >>> is_journal("TPAMI"), is_journal("ICCV")
    (True, False)
    """
    return short in _JOURNALS


_PRINTED_IN = {"SIGGRAPH": "TOG", "VLDB": "VLDB", "ACL": "TACL", "IROS": "RAL", "ICRA": "RAL"}


def appears_in(conference: str, journal: str) -> bool:
    """Whether papers of a conference are printed in a journal (short names).

    >>> appears_in("SIGGRAPH", "TOG"), appears_in("ICCV", "TPAMI")
    (True, False)
    """
    return _PRINTED_IN.get(conference) == journal
