import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.model import Work
from kdbib.write.formula import is_formula
from kdbib.write.latex import clean
from kdbib.write.title import title
from tests.write.decode import decoded, flat


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        # acronyms and mixed case
        ("FitNets: Hints for Thin Deep Nets", "{FitNets}: Hints for Thin Deep Nets"),
        ("N2N learning: Network to Network", "{N2N} learning: Network to Network"),
        (
            "Transfer Learn Faster CNNs on 3D U-Nets",
            "Transfer Learn Faster {CNNs} on {3D} {U-Nets}",
        ),
        ("BERT's iPhone: T5 and W2V", "{BERT's} {iPhone}: {T5} and {W2V}"),
        ("AT&T and Q/A", r"{AT\&T} and {Q/A}"),
        # ordinary words
        ("Distilling the Knowledge in a Neural Network",) * 2,
        ("A Closer Look: A Study? An Answer",) * 2,
        ("Self-Distillation and Cross-Modal Pre-training",) * 2,
        # of a compound, what needs it
        ("BERT-Based Non-IID Data", "{BERT}-Based Non-{IID} Data"),
        ("BERT-EMD on t-SNE", "{BERT-EMD} on t-{SNE}"),
        ("AutoGAN-Distiller: Searching to Compress", "{AutoGAN-Distiller}: Searching to Compress"),
        ("Distill-VQ: Learning to Distill-VQ", "{Distill-VQ}: Learning to Distill-{VQ}"),
        # single capitals
        ("X-ray Images and K-Means", "{X-ray} Images and {K-Means}"),
        ("When I Learn Plan B", "When {I} Learn Plan {B}"),
        ("I Know What You Did", "I Know What You Did"),
        # names
        (
            "Bayesian Nets: English and Kullback-Leibler",
            "{Bayesian} Nets: {English} and {Kullback-Leibler}",
        ),
        # formulas
        (r"An $\ell_2$ Norm for $k$-NN and L$_2$", r"An {$\ell_2$} Norm for {$k$-NN} and {L$_2$}"),
        ("Only $5 or $10", r"Only \$5 or \$10"),
        (r"On $\input{x}$", r"On \${\textbackslash}input{\textbraceleft}x{\textbraceright}\$"),
        # nothing to tell words apart by
        ("DISTILLING THE KNOWLEDGE OF 3D NETS", "DISTILLING THE KNOWLEDGE OF {3D} NETS"),
        ("BERT", "{BERT}"),
        ("Training transformers & distillation", r"Training transformers \& distillation"),
        ("", ""),
        ("!?", "!?"),
        # which capitals say something
        ("I Know, I Think: I See? I Do", "I Know, {I} Think: I See? I Do"),
        ("Otters – A B Study", "Otters – A {B} Study"),
        ("Plan B: C", "Plan {B}: C"),
        ("The A-Team and the “I Am”", "The {A-Team} and the “{I} Am”"),
        ("Type I and II Errors", "Type {I} and {II} Errors"),
        ("Markov's Chains, x-ray, x2", "{Markov's} Chains, x-ray, x2"),
        ("X‑Ray and C.D", "{X‑Ray} and {C.D}"),
        ("Otters_B", "Otters\\_{B}"),
        ("X + Y Nets", "X + {Y} Nets"),
        ("Foo-Bar: Baz", "Foo-Bar: Baz"),
        ("$x$: Otters", "{$x$}: Otters"),
        ("ABC DEF", "{ABC} {DEF}"),
        ("AB C D", "{AB} {C} {D}"),
        ("AB CD EF", "AB CD EF"),
        ("A B C D E F", "A {B} {C} {D} {E} {F}"),
        ("GPT 4: A B", "{GPT} 4: A {B}"),
        ("K-means—C", "{K-means}—{C}"),
        ("Kullback–Leibler", "{Kullback–Leibler}"),
        ("Why? B - C", "Why? B - C"),
        ("(I) and 3d", "(I) and 3d"),
    ],
)
def test_braces(text: str, latex: str) -> None:
    assert title(text) == latex


def test_encoded() -> None:
    assert title("Étude of ÜberNets: Öl", ascii_only=True) == r"{\'E}tude of {{\"U}berNets}: {\"O}l"


def test_the_whole_title_is_never_braced(corpus: list[Work]) -> None:
    for work in corpus:
        if " " in work.title:
            assert not re.fullmatch(r"\{[^{}]*\}", title(work.title))


def test_the_corpus_reads_as_before(corpus: list[Work]) -> None:
    for work in corpus:
        assert title(work.title).replace("{", "").replace("}", "").replace("\\&", "&") == work.title


_PIECES = r"~ $ $x$ $\ell_2$ { } \ % BERT A I a-B U - : é 中 ^^5c $_2$ & 3D ' \input"


@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from([*_PIECES.split(), " "]), max_size=12).map("".join)
    )
)
def test_any_title_comes_back(text: str) -> None:
    assert flat(decoded(title(text))) == flat(clean(text))


FORMULAS = [
    *(
        "x",
        "k",
        "n^2",
        "x_i^2",
        r"\ell_1",
        r"\mathcal{O}(n\log n)",
        r"\frac{1}{n}",
        r"^\circ",
        "_2",
    ),
    *(r"\alpha\beta", r"{a}_{b_c}", r"\sqrt{2}", "10^{-3}", r"p \geq 0.5"),
]
NO_FORMULAS = [
    *(
        "",
        " ",
        r"\input{x}",
        r"\write18{ls}",
        r"\def\x{}",
        "x^1^2",
        "a_b_c",
        "^^5c",
        "{",
        "}",
        "x}{y",
    ),
    *(r"\\", "%", "#1", "a&b", "~", r"\mathrm", "x^", "é", r"\begin{x}", r"\text{x}", "x_" * 200),
    *("{" * 100 + "}" * 99, r"\frac{1}", r"x_\mathrm{a}"),
]


@pytest.mark.parametrize("body", FORMULAS)
def test_formulas(body: str) -> None:
    assert is_formula(body)


@pytest.mark.parametrize("body", NO_FORMULAS)
def test_no_formulas(body: str) -> None:
    assert not is_formula(body)
