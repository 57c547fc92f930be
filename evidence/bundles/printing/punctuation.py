"""Setting neighbouring punctuation marks closer, as Chinese print does and fonts alone do not."""

import re

from weasyprint.text import line_break  # type: ignore[import-untyped]
from weasyprint.text.ffi import ffi, pango  # type: ignore[import-untyped]

# Marks whose ink stands at the left or at the right of a full square.
CLOSING = "、，。；：”’）》〉」』】〕"
OPENING = "“‘（《〈「『【〔"
# Between closing marks each but the last gives up its blank half, between opening marks each but
# the first.
NEIGHBOURS = re.compile(rf"[{CLOSING}]+(?=[{CLOSING}{OPENING}])|(?<=[{OPENING}])[{OPENING}]+")
HALF_WIDTH = b"halt"


class CloserLayout(line_break.Layout):  # type: ignore[misc]
    """
    WeasyPrint's layout of a line, with half a square for a mark that stands beside another.

    Spans around such marks would do the same and nearly double the time of a long chronology.
    """

    def set_text(self, text: str, justify: bool = False) -> None:
        super().set_text(text, justify)
        marks = list(NEIGHBOURS.finditer(self.text))
        if not marks:
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for mark in marks:
            half = pango.pango_attr_font_features_new(HALF_WIDTH)
            half.start_index = len(self.text[: mark.start()].encode())
            half.end_index = half.start_index + len(mark[0].encode())
            pango.pango_attr_list_insert(attributes, half)
        pango.pango_layout_set_attributes(self.layout, attributes)


def set_closer() -> None:
    """Have WeasyPrint lay out every line so; it offers no setting for it."""
    line_break.Layout = CloserLayout
