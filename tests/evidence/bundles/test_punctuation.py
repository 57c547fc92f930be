"""Marks that stand side by side take less room, and none is lost."""

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import TextBox

from evidence.bundles.printing import layout  # noqa: F401  (it sets marks closer)

SIZE = 100


def width(text: str) -> float:
    """Return how wide a text is, in squares."""
    style = f"font: {SIZE}px Noto Serif CJK SC; white-space: nowrap"
    page = HTML(string=f'<html lang="zh-CN"><p style="{style}">{text}').render().pages[0]
    boxes = [box for box in page._page_box.descendants() if isinstance(box, TextBox)]
    return sum(box.width for box in boxes) / SIZE


@pytest.mark.parametrize(
    ("text", "squares"),
    [
        ("受”。回", 3.5),
        ("说：“（一）”", 5.5),
        ("见《通知》〔二〕）。", 8.5),
        ("张，李。王", 5),
        ("真的？！好", 5),
    ],
)
def test_a_mark_beside_another_gives_up_its_blank_half(text: str, squares: float) -> None:
    assert width(text) == pytest.approx(squares, abs=0.02)
