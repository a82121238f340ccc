"""The blocks of a markdown text, whole and in pieces."""

import pytest

from kdbib.linter.blocks import Blocks, Heading, ListItem, Paragraph, read_blocks
from kdbib.read.source import SourceText

LIST = """\
# Papers

A list of papers.

1. Distilling the Knowledge in a Neural Network. NIPS 2014
   - [code](https://github.com/a/b)
2. FitNets: Hints for Thin Deep Nets. ICLR 2015

```
# no heading
- no item
```

<!--
# no heading
-->

## More

- [Attention Is All You Need][1]

[1]: https://arxiv.org/abs/1706.03762
[1]: https://arxiv.org/abs/1706.03762v7
"""


def blocks(text: str, piece: int) -> Blocks:
    return read_blocks(text, SourceText(text.encode(), "list.md").line_starts, piece)


def test_the_blocks_of_a_list() -> None:
    assert blocks(LIST, 100) == Blocks(
        headings=[Heading(0, 1, 1, "Papers"), Heading(17, 18, 2, "More")],
        items=[
            ListItem(4, 1, 1, 1),
            ListItem(5, 2, None, 2),
            ListItem(6, 1, 2, 1),
            ListItem(19, 3, None, 1),
        ],
        paragraphs=[Paragraph(2, 3, "ordered_list_open")],
        code=[(8, 12)],
        definitions=[21, 22],
    )


@pytest.mark.parametrize("times", [1, 2, 5, 40])
def test_a_text_is_the_same_in_pieces(times: int) -> None:
    text = LIST * times
    assert blocks(text, 24) == blocks(text, 10_000)


def test_a_list_without_an_end_is_read_in_pieces() -> None:
    read = blocks("- an item\n" * 9_000, 1_000)
    assert [item.line for item in read.items] == list(range(9_000))
    assert {item.level for item in read.items} == {1}
