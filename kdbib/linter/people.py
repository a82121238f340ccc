"""How a list writes names, and which family names it knows."""

import re
from collections import Counter
from dataclasses import dataclass

from kdbib.linter.cited import Cited
from kdbib.linter.finding import Range
from kdbib.model import Author

# the commonest of East Asia, which are written in either order; a longer list knows its own
_COMMON = frozenset(
    "Cai Cao Chang Chen Cheng Cho Choi Dai Deng Ding Dong Du Fan Fang Feng Fu Gao Gong Guo Han He "
    "Hong Hou Hu Huang Hwang Jiang Jin Jung Kang Kim Kwon Lai Lee Lei Li Liang Liao Lim Lin Liu Lu "
    "Luo Lv Ma Meng Nguyen Pan Park Peng Qian Qin Ren Seo Shao Shen Shi Shin Song Su Sun Tan Tang "
    "Tian Tran Tsai Wang Wei Wu Xia Xiao Xie Xu Xue Yan Yang Yao Ye Yoon Yuan Zeng Zhang Zhao "
    "Zheng Zhong Zhou Zhu Zou Ouyang Huynh Hoang Hsieh Chiou Jeong".split()
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?-?)+\s")
_FAR_COMMONER = 3


@dataclass(frozen=True, slots=True)
class Named:
    """One author of a citation, and where the name stands."""

    one: Cited
    author: Author
    where: Range

    @property
    def written(self) -> str:
        return self.one.at(self.where)

    @property
    def inverted(self) -> bool:
        """Whether it is written ``Family, Given``."""
        return "," in self.written

    @property
    def cut_off(self) -> bool:
        """Whether an initial stands before it, which belongs to the name."""
        begin = max(self.where[0] - 4, 0)
        before = self.one.source.text[begin : self.where[0]]
        return bool(re.search(r"\b[^\W\d_]\.[\s-]*$", before))

    @property
    def in_two_parts(self) -> bool:
        return bool(self.author.name.family and self.author.name.given)


@dataclass(frozen=True)
class People:
    """The authors of a list; family and given names are counted where a comma tells them apart."""

    named: tuple[Named, ...]
    families: Counter[str]
    givens: Counter[str]

    @classmethod
    def of(cls, citations: tuple[Cited, ...]) -> "People":
        """The people of a list."""
        named = tuple(
            Named(one, author, where)
            for one in citations
            for author, where in zip(one.citation.authors, one.authors, strict=True)
        )
        told = [n.author.name for n in named if n.inverted and n.in_two_parts]
        families = Counter(str(name.family) for name in told)
        return cls(named, families, Counter(str(name.given) for name in told))

    @property
    def family_first(self) -> bool:
        """Whether the list writes ``Family, Given``."""
        both = [n for n in self.named if n.in_two_parts]
        return len(both) >= 4 and sum(n.inverted for n in both) >= 0.8 * len(both)

    def knows_family(self, word: str, *, besides: int = 0) -> bool:
        """Whether a word is a family name, in this list (more often than so) or in general."""
        return word in _COMMON or self.families[word] > besides

    def begins_with_family(self, written: str) -> bool:
        """Whether ``Chen Xiuyi``, rather than ``Xiuyi Chen``."""
        words = written.split()
        first, last = words[0], words[-1]
        if _INITIALS.match(written) or not self.knows_family(first):
            return False
        if not self.knows_family(last):
            return True
        return self.families[first] >= _FAR_COMMONER * max(self.families[last], 1)

    def ends_with_family(self, written: str) -> bool:
        """Whether ``Xiuyi Chen``: the last word is a family name, or the first a given name."""
        words = written.split()
        told = bool(_INITIALS.match(written)) or self.knows_family(words[-1])
        return told or self.givens[words[0]] > 0
