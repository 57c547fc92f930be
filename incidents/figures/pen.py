"""Drawing with matplotlib: axes without frames, measured words, and what comes out as SVG."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font_names
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from incidents.figures.inks import AXIS, GRID, TEXT
from incidents.figures.markup import tidied
from incidents.figures.sheets import Sheet, Size

POINTS = 72
# The first that this machine has measures the words; the pages name the first anyway.
FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
)
# What a bar leaves free of its place on either side.
GAP = 0.14
# Between words that must not run into each other.
SPACE = 6
HATCHED = "////"


def settings() -> dict[str, Any]:
    """Return what makes a drawing the same at any time, its words still words."""
    known = set(get_font_names())
    return {
        "font.family": [name for name in FAMILIES if name in known] or ["sans-serif"],
        "svg.fonttype": "none",
        "svg.hashsalt": "figures",
        "text.parse_math": False,
        "path.simplify": False,
        "hatch.linewidth": 0.5,
        "axes.unicode_minus": False,
    }


class Plate:
    """One drawing under way; lengths are in its own units, from its top left corner."""

    def __init__(self, sheet: Sheet, size: Size) -> None:
        self.text = sheet.text
        self.size = size
        self.letter = size.letter
        self.width, self.height = size.width, sheet.height(size)
        self.figure = Figure(figsize=(self.width / POINTS, self.height / POINTS), dpi=POINTS)
        self.figure.patch.set_visible(False)
        self.ruler = RendererSVG(self.width, self.height, io.StringIO())  # type: ignore[no-untyped-call]

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return an area to draw in: no frame, no marks, only what is asked for."""
        area = self.figure.add_axes(
            (
                left / self.width,
                1 - (top + height) / self.height,
                width / self.width,
                height / self.height,
            ),
            frameon=False,
        )
        area.set_xticks([])
        area.set_yticks([])
        area.margins(0)
        return area

    def wide(self, words: str, *, strong: bool = False) -> float:
        """Return how wide words are."""
        weight = "bold" if strong else "normal"
        font = FontProperties(size=self.letter, weight=weight)
        width, _height, _descent = self.ruler.get_text_width_height_descent(words, font, False)  # type: ignore[no-untyped-call]
        return float(width)

    def write(self, x: float, y: float, words: str, **look: Any) -> None:
        """Write words at a place of the whole drawing; `y` is their middle."""
        self.figure.text(
            x / self.width,
            1 - y / self.height,
            words,
            **{"fontsize": self.letter, "color": TEXT, "va": "center_baseline", **look},
        )

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float) -> None:
        """Draw a line over the whole drawing."""
        across = [x / self.width for x in xs]
        down = [1 - y / self.height for y in ys]
        line = Line2D(across, down, color=colour, linewidth=width, solid_capstyle="butt")
        self.figure.add_artist(line)

    def levels(self, area: Axes, most: float) -> None:
        """Name nothing and a few round numbers at the left, each with a line across."""
        area.set_ylim(0, most * 1.1)
        area.yaxis.set_major_locator(MaxNLocator(3, integer=True, steps=[1, 2, 5, 10]))
        # The usual one writes millions as "1e6" in a corner.
        area.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        area.tick_params(
            axis="y", length=0, pad=self.letter / 2, labelsize=self.letter, labelcolor=TEXT
        )
        area.set_axisbelow(True)
        area.grid(axis="y", color=GRID, linewidth=0.6)
        area.axhline(0, color=AXIS, linewidth=0.8, clip_on=False, zorder=3)

    def svg(self) -> str:
        stream = io.StringIO()
        FigureCanvasSVG(self.figure)
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        self.figure.savefig(stream, format="svg", metadata=nothing)
        return tidied(stream.getvalue(), self.text, self.letter)


class Room:
    """What is taken of a line of words, so that no two run into each other."""

    def __init__(self) -> None:
        self.taken: list[tuple[float, float]] = []

    def take(self, start: float, width: float) -> bool:
        """Take a stretch with the gap after it, and say so; take nothing where it is not free."""
        end = start + width + SPACE
        if any(start < last and first < end for first, last in self.taken):
            return False
        self.taken.append((start, end))
        return True


@contextmanager
def same_always() -> Iterator[None]:
    with mpl.rc_context(settings()):  # type: ignore[arg-type]
        yield


def bars(area: Axes, heights: Sequence[float], below: Sequence[float] = (), **look: Any) -> None:
    """Draw a bar for each height that is not nothing; each has a width of one to stand in."""
    under = below or [0] * len(heights)
    held = [
        (at + GAP, high, low)
        for at, (high, low) in enumerate(zip(heights, under, strict=True))
        if high
    ]
    if held:
        at, high, low = zip(*held, strict=True)
        area.bar(
            at,
            high,
            1 - 2 * GAP,
            low,
            align="edge",
            **{"linewidth": 0, "clip_on": False, "zorder": 2, **look},
        )
