"""The inks of figures: greys as drawn and printed, and what a screen shows in their place."""

import re
from collections.abc import Mapping
from enum import Enum

OWN, KIN = "#1a1a1a", "#b4b4b4"
BAND, GRID, AXIS, HATCH = "#eeeeee", "#cccccc", "#666667", "#a8a8a8"
TEXT, STRONG, PAPER = "#333333", "#000001", "#fffffe"
# From no contact to the most; the first numbers are printed black, the others white.
SHADES = ("#f7f7f7", "#e4e4e4", "#c4c4c4", "#9a9a9a", "#656565", "#2a2a2a")
COUNTS = ("#000002", "#000002", "#000002", "#000003", "#fffffd", "#fffffc")


class Ground(Enum):
    """What a figure is shown on."""

    LIGHT = "light"
    DARK = "dark"


# The names are those of the style sheet's values.
TOKENS = {
    OWN: "fig-own",
    KIN: "fig-kin",
    BAND: "fig-band",
    GRID: "line",
    AXIS: "line-strong",
    HATCH: "line-strong",
    TEXT: "ink-2",
    STRONG: "ink",
    PAPER: "surface",
    **{shade: f"fig-{level}" for level, shade in enumerate(SHADES)},
}
COLOURS: Mapping[Ground, Mapping[str, str]] = {
    Ground.LIGHT: {
        "ink": "#24221d",
        "ink-2": "#545043",
        "surface": "#fffdf8",
        "line": "#ddd5c3",
        "line-strong": "#857c69",
        "fig-own": "#1d4f5c",
        "fig-kin": "#86b3b4",
        "fig-band": "#ece4d2",
        "fig-0": "#efe9dc",
        "fig-1": "#cfdedb",
        "fig-2": "#a3c4c4",
        "fig-3": "#6d9fa4",
        "fig-4": "#3d747f",
        "fig-5": "#1d4f5c",
    },
    Ground.DARK: {
        "ink": "#eee9de",
        "ink-2": "#bfb8a9",
        "surface": "#211f1c",
        "line": "#3b3830",
        "line-strong": "#8b8473",
        "fig-own": "#a9dae0",
        "fig-kin": "#4b868f",
        "fig-band": "#2b2822",
        "fig-0": "#2b2822",
        "fig-1": "#24434a",
        "fig-2": "#2f616a",
        "fig-3": "#529099",
        "fig-4": "#77b3bb",
        "fig-5": "#b5e2e7",
    },
}
# On which of the six shades a number is light; on the others it is dark.
LIGHT_COUNTS = {Ground.LIGHT: (4, 5), Ground.DARK: (0, 1, 2)}
INK = re.compile(r'"(#[0-9a-f]{6})"')


def shown_on(ground: Ground, drawing: str) -> str:
    """Return a drawing in the colours of the screen."""
    colours = COLOURS[ground]
    inks = {ink: colours[token] for ink, token in TOKENS.items()}
    for level, ink in enumerate(COUNTS):
        is_light = level in LIGHT_COUNTS[ground]
        inks[ink] = light(ground) if is_light else dark(ground)
    return INK.sub(lambda found: f'"{inks.get(found[1], found[1])}"', drawing)


def light(ground: Ground) -> str:
    return COLOURS[ground]["surface" if ground is Ground.LIGHT else "ink"]


def dark(ground: Ground) -> str:
    return COLOURS[ground]["ink" if ground is Ground.LIGHT else "surface"]
