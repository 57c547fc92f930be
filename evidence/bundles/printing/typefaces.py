"""Sharing fonts between parts: noting which glyphs are used, and cutting one font for all."""

from hashlib import sha256
from html import escape
from typing import Any

from weasyprint.pdf.fonts import Font  # type: ignore[import-untyped]

from evidence.bundles.printing.leaf import FontsChanged, FontUse

STYLES = ("normal", "oblique", "italic")
# By these bytes WeasyPrint tells the kinds of fonts apart.
KIND = 4
HEAD = 2**16


class Ledger(dict[Any, Any]):
    """
    Stands in for a document's fonts: keeps the glyphs used, and has no font cut or embedded.

    Glyphs keep the numbers of the whole font, so that one font can serve all parts. Fonts of
    pictures are left as they are.
    """

    def __setitem__(self, key: Any, font: Font) -> None:
        if is_plain(font):
            font.face = face_of(font)
            font.file_content = bytes(font.file_content[:KIND])
            font.clean = leave
        super().__setitem__(key, font)

    def uses(self) -> tuple[FontUse, ...]:
        return tuple(use_of(font) for font in self.values() if is_plain(font))


class Cutting(dict[Any, Any]):
    """Stands in for a document's fonts: has one cut to all glyphs that the parts use of it."""

    def __init__(self, use: FontUse) -> None:
        super().__init__()
        self.use = use
        self.is_found = False

    def __setitem__(self, key: Any, font: Font) -> None:
        if font.hash == self.use.key and face_of(font) == self.use.face:
            use = self.use
            self.is_found = True
            font.widths.update({int(glyph): width for glyph, width in use.widths.items()})
            font.to_unicode.update({int(glyph): text for glyph, text in use.reads.items()})
            font.missing.update({int(point): glyph for point, glyph in use.missing.items()})
        super().__setitem__(key, font)

    def demand_found(self) -> None:
        """Raise FontsChanged when the font that the parts use is not there any more."""
        if not self.is_found:
            raise FontsChanged("排版用的字体这次没有找到，证据包没有出具。请再试一次。")


def leave(_to_unicode: object, _hinting: object) -> None:
    """Cut nothing."""


def face_of(font: Font) -> str:
    """Identify a font's file by its size and its head, which holds sums of its tables."""
    content = font.file_content
    return sha256(b"%d %d " % (font.index, len(content)) + content[:HEAD]).hexdigest()[:32]


def is_plain(font: Font) -> bool:
    return not (font.bitmap or font.png or font.svg or font.colr)


def use_of(font: Font) -> FontUse:
    return FontUse(
        font.hash,
        font.face,
        font.family,
        int(font.weight),
        int(font.style),
        {str(glyph): width for glyph, width in font.widths.items()},
        {str(glyph): text for glyph, text in font.to_unicode.items()},
        {str(point): glyph for point, glyph in font.missing.items()},
    )


def specimen_of(use: FontUse) -> str:
    """Return a page that shows a character of a font."""
    return f'<p style="{escape(style_of(use), quote=True)}">{escape(sample_of(use))}</p>'


def style_of(use: FontUse) -> str:
    family = use.family.replace("\\", "\\\\").replace('"', '\\"')
    return f'font: {STYLES[use.style]} {use.weight} 10px "{family}"'


def sample_of(use: FontUse) -> str:
    absent = {chr(int(point)) for point in use.missing}
    found = (text for text in use.reads.values() if text.strip() and text not in absent)
    return next(found, "?")
