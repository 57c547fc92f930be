"""What a figure of a bundle is made of: boxes, lines and labels, drawn in greys by a template."""

from dataclasses import dataclass

WIDTH = 620


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = "none"


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str = "#cccccc"


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    anchor: str = "start"
    size: float = 10
    fill: str = "#333"
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One drawing; `text` says the same in words for who cannot see it."""

    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    text: str
    width: int = WIDTH
