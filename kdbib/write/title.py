"""Titles for BibTeX: the words whose capitals must survive are put in braces, and no others.

Styles such as plain.bst set titles in sentence case: they make every letter lower-case that stands
outside braces, but for the first one and the one after a colon and a space (``change.case$`` with
"t": Oren Patashnik, *Designing BibTeX Styles*, https://ctan.org/pkg/bibtex). Bracing the whole
title would take that decision away from the style; so acronyms, mixed-case words, names and
formulas are braced one by one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kdbib.write.formula import BETWEEN_DOLLARS, is_formula
from kdbib.write.latex import clean, curled, escape_clean

_NAMES = """
Bayes Bayesian Bernoulli Boltzmann Bregman Cauchy Chebyshev Dirichlet Euclidean Fisher Fourier
Fréchet Frobenius Gauss Gaussian Gibbs Grassmann Gumbel Hamiltonian Hamming Hausdorff Hebbian
Hessian Hilbert Hopfield Huffman Jacobian Jensen Kalman Kronecker Kullback Lagrange Lagrangian
Langevin Laplace Laplacian Leibler Levenshtein Lipschitz Mahalanobis Markov Markovian Monge Nash
Newton Occam Pareto Poisson Rademacher Riemannian Shannon Siamese Sinkhorn Taylor Tikhonov
Turing Viterbi Voronoi Wasserstein Weibull Zipf
African American Arabic Asian Brazilian British Chinese Czech Dutch English European Finnish
French German Greek Hebrew Hindi Hungarian Indian Indonesian Italian Japanese Korean Latin
Persian Polish Portuguese Romanian Russian Spanish Swedish Thai Turkish Urdu Vietnamese
Amazon Android Bluetooth Facebook Google Instagram Linux Python Reddit Twitter Wikipedia
"""
"""Names that scientific titles contain often, and that look like any other word in Title Case."""

_KNOWN = frozenset(_NAMES.split())

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HYPHENS = frozenset("-‐‑")
_JOINTS = _HYPHENS | frozenset("–/&_.+")
_SENTENCE_END = re.compile(r"[:?!.–—]\s+\W*$|\s[-–—]\s+\W*$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word (which may contain a formula), or what stands between two words."""

    text: str
    latex: str
    is_word: bool
    has_formula: bool = False

    @property
    def stem(self) -> str:
        return re.split(r"['’](?=[a-z]+$)", self.text)[0]


def title(text: str, *, ascii_only: bool = False) -> str:
    r"""The value of a BibTeX ``title`` field: LaTeX, with braces around the words that need them.

    Formulas between dollars are kept if they are nothing but formulas, and escaped otherwise.
    ``ascii_only`` is as for :func:`kdbib.write.latex.escape`.

    >>> title("FitNets: Hints for Thin Deep Nets")
    '{FitNets}: Hints for Thin Deep Nets'
    >>> title("Self-Distilled U-Nets with $k$-NN & BERT-Based 3D CNNs")
    'Self-Distilled {U-Nets} with {$k$-NN} \\& {BERT}-Based {3D} {CNNs}'
    """
    pieces = list(_pieces(curled(clean(text)), ascii_only=ascii_only))
    return "".join(_braced(pieces, _protected(pieces) if pieces else set()))


def _pieces(text: str, *, ascii_only: bool) -> Iterator[_Piece]:
    word: list[_Piece] = []
    for piece in _atoms(text, ascii_only=ascii_only):
        if piece.is_word:
            word.append(piece)
            continue
        if word:
            yield _glued(word)
            word = []
        yield piece
    if word:
        yield _glued(word)


def _glued(word: list[_Piece]) -> _Piece:
    """Words and formulas without anything between them (``L$_2$``) as one word."""
    text, latex = "".join(piece.text for piece in word), "".join(piece.latex for piece in word)
    return _Piece(text, latex, is_word=True, has_formula=any(piece.has_formula for piece in word))


def _atoms(text: str, *, ascii_only: bool) -> Iterator[_Piece]:
    start = 0
    for found in BETWEEN_DOLLARS.finditer(text):
        if is_formula(found[1]):
            yield from _words(text[start : found.start()], ascii_only=ascii_only)
            yield _Piece("", found[0], is_word=True, has_formula=True)
            start = found.end()
    yield from _words(text[start:], ascii_only=ascii_only)


def _words(text: str, *, ascii_only: bool) -> Iterator[_Piece]:
    start = 0
    for found in _WORD.finditer(text):
        if between := text[start : found.start()]:
            yield _Piece(between, escape_clean(between, ascii_only=ascii_only), is_word=False)
        yield _Piece(found[0], escape_clean(found[0], ascii_only=ascii_only), is_word=True)
        start = found.end()
    if rest := text[start:]:
        yield _Piece(rest, escape_clean(rest, ascii_only=ascii_only), is_word=False)


# --- which words -------------------------------------------------------------------------------


def _protected(pieces: list[_Piece]) -> set[int]:
    """The indices of the words that need braces."""
    words = [index for index, piece in enumerate(pieces) if piece.is_word]
    if _shouted([pieces[index].text for index in words]):
        digits = re.compile(r"\d")
        return {i for i in words if pieces[i].has_formula or digits.search(pieces[i].text)}
    chosen = set()
    for index in words:
        piece = pieces[index]
        if _looks_special(piece) or (len(piece.stem) == 1 and _is_letter_name(pieces, index)):
            chosen.add(index)
            if len(piece.text) == 1 and _joint(pieces, index + 1) in _HYPHENS:
                chosen.add(index + 2)  # U-Net, X-ray
    system = _system_name(pieces)
    return chosen | system if chosen & system else chosen


def _system_name(pieces: list[_Piece]) -> set[int]:
    """The words that the title opens with if a colon follows on one term: AutoGAN-Distiller."""
    end = 0
    while _joint(pieces, end + 1):
        end += 2
    after = pieces[end + 1].text if end + 1 < len(pieces) else ""
    return set(range(0, end + 1, 2)) if pieces[0].is_word and after.startswith(":") else set()


def _looks_special(piece: _Piece) -> bool:
    """Mixed case (FitNets, iPhone, 3D), a capital with a digit (T5), a formula, a known name."""
    first, later = piece.text[:1], piece.text[1:]
    return (
        piece.has_formula
        or any(char.isupper() for char in later)
        or (first.isupper() and any(char.isdigit() for char in later))
        or piece.stem in _KNOWN
    )


def _is_letter_name(pieces: list[_Piece], index: int) -> bool:
    """Whether a capital by itself is more than the article A: K-means, Vitamin C, the pronoun I."""
    letter = pieces[index].stem
    if not letter.isupper():
        return False
    if _joint(pieces, index + 1) or _joint(pieces, index - 1):
        return True
    return letter != "A" and not _begins(pieces, index)


def _joint(pieces: list[_Piece], index: int) -> str:
    """The character by which the piece at ``index`` joins two words, or ""."""
    inside = 0 < index < len(pieces) - 1
    return pieces[index].text if inside and pieces[index].text in _JOINTS else ""


def _begins(pieces: list[_Piece], index: int) -> bool:
    """Whether a sentence begins with this word: its capital says nothing then."""
    before = "".join(piece.text for piece in pieces[max(0, index - 2) : index])
    return index <= 1 or _SENTENCE_END.search(before) is not None


def _shouted(words: list[str]) -> bool:
    """Whether the title is all in capitals, which says nothing of any word in it."""
    return len([word for word in words if len(word) > 1]) > 2 and "".join(words).isupper()


def _braced(pieces: list[_Piece], chosen: set[int]) -> Iterator[str]:
    """The LaTeX of the pieces, braces around runs of chosen words that one character joins."""
    is_open = False
    for index, piece in enumerate(pieces):
        if index in chosen and not is_open:
            yield "{"
            is_open = True
        yield piece.latex
        goes_on = index + 2 in chosen and bool(_joint(pieces, index + 1))
        if is_open and piece.is_word and not goes_on:
            yield "}"
            is_open = False
