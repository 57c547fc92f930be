"""The drawing process: a sheet comes in on every line, its drawing goes out on one."""

import json
import sys
import warnings

from incidents.figures.drawing import draw
from incidents.figures.sheets import read


def main() -> None:
    # A machine without a Chinese font measures its words wrong, and says so of every character.
    warnings.filterwarnings("ignore", "Glyph .* missing")
    for line in sys.stdin.buffer:
        drawing = json.dumps(draw(*read(line.decode())))
        sys.stdout.buffer.write(drawing.encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
