"""Titles free of markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.resolve.markup import typeset, unmarked, whole_title

ALPHA = (
    '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML" altimg="si1.svg">\n  <mml:mi>α</mml:mi>'
    "\n <mml:mo>=</mml:mo> <mml:mn>2</mml:mn></mml:math>"
)


@pytest.mark.parametrize(
    ("given_", "title"),
    [
        ("Deep\n      Nets  for\tVision", "Deep Nets for Vision"),
        ("<i>k</i>-NN in H<sub>2</sub>O", "k-NN in H2O"),
        ("A&amp;B &lt;b&gt;bold&lt;/b&gt; &amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt;", "A&B bold x"),
        (f"Learning {ALPHA} times", "Learning α=2 times"),
        (
            "<jats:p>Of <jats:inline-formula><jats:alternatives><jats:tex-math>$x^2$</jats:tex-math>"
            "<mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>"
            "</jats:alternatives></jats:inline-formula></jats:p>",
            "Of x2",
        ),
        (
            "<math><semantics><mi>x</mi><annotation>x</annotation></semantics></math>-nets",
            "x-nets",
        ),
        (
            'Of <inline-formula><tex-math notation="LaTeX">$\\ell _{1}$ </tex-math></inline-formula>-nets',
            r"Of $\ell _{1}$-nets",
        ),
        (
            "Of <tex-math><![CDATA[\\documentclass{minimal}\\begin{document}$$x^2$$\\end{document}]]></tex-math>",
            "Of $x^2$",
        ),
        ("One<br/>Two", "One Two"),
        ("Predicting <unk> when a < b and <s> ends", "Predicting <unk> when a < b and <s> ends"),
        ("R&notation and AT&T &c.", "R&notation and AT&T &c."),
        ('<a href="javascript:alert(1)">Nets</a>', "Nets"),
        ("Nets\u202e\x1b[31m", "Nets [31m"),
        ("&#0;&#x110000;", "��"),
        ("<math" * 900, ("<math" * 900)[:999] + "…"),
    ],
)
def test_markup_goes_and_titles_stay(given_: str, title: str) -> None:
    assert unmarked(given_) == title


@given(st.text(alphabet=st.sampled_from("<>/&;a bmathi:mml#x1"), max_size=300))
def test_nothing_grows_or_crashes(text: str) -> None:
    assert len(unmarked(text, 100)) <= 100


@pytest.mark.parametrize(
    ("title", "subtitle", "whole"),
    [
        ("FitNets", "Hints for Thin Deep Nets", "FitNets: Hints for Thin Deep Nets"),
        ("FitNets: Hints", "hints", "FitNets: Hints"),
        ("Why?", "An answer", "Why? An answer"),
        ("FitNets", "(Extended Abstract)", "FitNets"),
        ("FitNets", " – ", "FitNets"),
        ("FitNets", "", "FitNets"),
        ("", "Hints", ""),
    ],
)
def test_a_subtitle_is_told_once(title: str, subtitle: str, whole: str) -> None:
    assert whole_title(title, subtitle) == whole


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (r"The Poincar\'e map of Schr\"odinger", "The Poincaré map of Schrödinger"),
        (r"\texttt{rivers}: Otters in \emph{R}", "rivers: Otters in R"),
        (r"The $\alpha$-flow of K{\"a}hler", r"The $\alpha$-flow of Kähler"),
        (r"{BERT} \& friends, 50\% off", "BERT & friends, 50% off"),
        ("Rivers for $5 -- or 10%", "Rivers for $5 -- or 10%"),
        (r"\'Eva Tardos and Paul Erd\H{o}s", "Éva Tardos and Paul Erdős"),
    ],
)
def test_what_was_typed_for_tex_is_read(typed: str, read: str) -> None:
    assert typeset(typed) == read


@given(st.text(alphabet=st.sampled_from("\\{}$'\"aeH o%~^_-"), max_size=200))
def test_no_tex_crashes_or_grows_without_end(text: str) -> None:
    assert len(typeset(text, 100)) <= 100
