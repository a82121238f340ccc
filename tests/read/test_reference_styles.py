"""Lists of references in plain text: each line is one, in a citation style or a home-made one."""

import pytest

from tests.read.conftest import Said, all_said

STYLES: dict[str, tuple[str, Said]] = {
    "APA, a single author": (
        "Koehn, Philipp (2004). Statistical Significance Tests for Machine Translation Evaluation. EMNLP.",
        Said("Statistical Significance Tests for Machine Translation Evaluation",
             ["Koehn, Philipp"], "EMNLP", 2004),
    ),
    "APA, two authors, initials and particles": (
        "de Marneffe, M.-C., & Manning, C. D. (2008). The Stanford Typed Dependencies Representation. "
        "Proceedings of the Workshop on Cross-Framework Parser Evaluation (CFCM 2008).",
        Said("The Stanford Typed Dependencies Representation",
             ["de Marneffe, M.-C.", "Manning, C. D."],
             "Proceedings of the Workshop on Cross-Framework Parser Evaluation (CFCM 2008)", 2008),
    ),
    "APA, authors joined by commas alone": (
        "Schneider, T., González, P. L., Ghahramani, Z. (2014). Product-Aware Answer Generation. ICML.",
        Said("Product-Aware Answer Generation",
             ["Schneider, T.", "González, P. L.", "Ghahramani, Z."], "ICML", 2014),
    ),
    "APA, no date": (
        "Zhou, O., et al. (n.d.). What is this URL's Destination? Empirical Sampling. IJCAI.",
        Said("What is this URL's Destination? Empirical Sampling", ["Zhou, O."], "IJCAI", None, (),
             True),
    ),
    "APA, no authors": (
        "Embedding Planar Graphs into Low-Treewidth Graphs. (2017). ICML.",
        Said("Embedding Planar Graphs into Low-Treewidth Graphs", [], "ICML", 2017),
    ),
    "MLA, no authors, a long venue with places": (
        '"Reconstructing Neural Parameters." 2019 IEEE International Conference on Big Data (Big Data), '
        "Los Angeles, CA, USA, December 9-12, 2019, 2019.",
        Said("Reconstructing Neural Parameters", [],
             "2019 IEEE International Conference on Big Data (Big Data)", 2019),
    ),
    "MLA, the first name inverted and of more words": (
        'Dinçer, Bekir Taner, Craig Macdonald, and Iadh Ounis. "Hypothesis Testing." SIGIR, 2014.',
        Said("Hypothesis Testing", ["Dinçer, Bekir Taner", "Craig Macdonald", "Iadh Ounis"],
             "SIGIR", 2014),
    ),
    "IEEE, a single author": (
        'B. H. Gómez-Rodríguez, "Parsing the OWL DL vs. OWL Light," 2002.',
        Said("Parsing the OWL DL vs. OWL Light", ["B. H. Gómez-Rodríguez"], None, 2002),
    ),
    "ACM, a single author": (
        "Murat Biber. 2019. Lancaster at SemEval-2018 Task 3: Investigating Irony. In NAACL.",
        Said("Lancaster at SemEval-2018 Task 3: Investigating Irony", ["Murat Biber"], "NAACL", 2019),
    ),
    "ACM, no date": (
        "F. Norman, W. Parthasarathy, et al. [n. d.]. The CoNLL-2013 Shared Task. In NeurIPS.",
        Said("The CoNLL-2013 Shared Task", ["F. Norman", "W. Parthasarathy"], "NeurIPS", None, (),
             True),
    ),
    "ACM, no authors": (
        "2021. Embedding Planar Graphs with Applications - Ontologies and Resources. In ICML.",
        Said("Embedding Planar Graphs with Applications - Ontologies and Resources", [], "ICML", 2021),
    ),
    "ACM, the venue has places": (
        "M. Collier. 2013. VLAD3: Encoding Dynamics of Deep Features. In Proceedings of the "
        "Twenty-Fourth Annual ACM-SIAM Symposium on Discrete Algorithms, SODA 2013, New Orleans, "
        "Louisiana, USA, January 6-8, 2013.",
        Said("VLAD3: Encoding Dynamics of Deep Features", ["M. Collier"],
             "Proceedings of the Twenty-Fourth Annual ACM-SIAM Symposium on Discrete Algorithms", 2013),
    ),
    "sentences, a single author": (
        "Cassim Hamm. BUCC2020: Exploring Knowledge Graphs. Computational Linguistics, 2020.",
        Said("BUCC2020: Exploring Knowledge Graphs", ["Cassim Hamm"], "Computational Linguistics",
             2020),
    ),
    "sentences, two in the title": (
        "S. Boll, M. S. Kankanhalli. The World has Changed. What Multimedia has to Offer. ACM MM, 2020.",
        Said("The World has Changed. What Multimedia has to Offer", ["S. Boll", "M. S. Kankanhalli"],
             "ACM MM", 2020),
    ),
    "sentences, a name with a hyphen after initials": (
        "A. R. Letard, V. Vilà-Valls. Image Fusion Using as a Tool. SIGIR, 2020.",
        Said("Image Fusion Using as a Tool", ["A. R. Letard", "V. Vilà-Valls"], "SIGIR", 2020),
    ),
    "Springer, a single author": (
        "Smart, S.: An extensible speaker identification System in SIGHAN Bake-off 2013. In: WWW (2015)",
        Said("An extensible speaker identification System in SIGHAN Bake-off 2013", ["Smart, S."],
             "WWW", 2015),
    ),
    "Springer, a full name, no venue": (
        "Grishman, Ralph: The Role of Syntax in Information Extraction. (1996)",
        Said("The Role of Syntax in Information Extraction", ["Grishman, Ralph"], None, 1996),
    ),
    "Springer, two initials": (
        "Lim, T. I.: Zanopix: Splitting of Compound Terms. In: WWW (2016)",
        Said("Zanopix: Splitting of Compound Terms", ["Lim, T. I."], "WWW", 2016),
    ),
    "title first": (
        "Opportunity Counting Heuristics. J. T. Chen. Proceedings of the 11th International Workshop "
        "on Semantic Evaluation (SemEval-2017) 2017",
        Said("Opportunity Counting Heuristics", ["J. T. Chen"],
             "Proceedings of the 11th International Workshop on Semantic Evaluation (SemEval-2017)",
             2017),
    ),
    "title first, a place in the venue": (
        "KCAT: A Korean Corpus. Shu Liu, Jiaya Jia. 2017 IEEE International Conference on Big Data, "
        "BigData 2017, Boston, MA, USA, December 11-14, 2017 2017",
        Said("KCAT: A Korean Corpus", ["Shu Liu", "Jiaya Jia"],
             "2017 IEEE International Conference on Big Data", 2017),
    ),
    "a list's own, a single author": (
        "UMicS Lemtorjo, Hartmut Ramadier, AISTATS 1995",
        Said("UMicS Lemtorjo", ["Hartmut Ramadier"], "AISTATS", 1995),
    ),
    "a list's own, initials": (
        "Coarse-Grained Complexity, P. Zou, M. Hu, B. Ren, Proceedings of the 11th Linguistic "
        "Annotation Workshop 2017",
        Said("Coarse-Grained Complexity", ["P. Zou", "M. Hu", "B. Ren"],
             "Proceedings of the 11th Linguistic Annotation Workshop", 2017),
    ),
    "a list's own, no authors": (
        "Are You for Real? Detecting Identity Fraud via Dialogue Interactions, EMNLP 2019",
        Said("Are You for Real? Detecting Identity Fraud via Dialogue Interactions", [], "EMNLP", 2019),
    ),
    "a journal that reads as a name": (
        "Genome-wide association studies of blood pressure. Nature Genetics. 2009",
        Said("Genome-wide association studies of blood pressure", [], "Nature Genetics", 2009),
    ),
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_styles_of_reference_lists(style: str) -> None:
    text, expected = STYLES[style]
    assert all_said(text, "refs.txt") == [expected]
