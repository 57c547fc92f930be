"""The letter as files that can be edited or pasted: Word (DOCX) and plain text."""

import io
import zipfile
from datetime import UTC, datetime

from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from evidence.bundles.bag import entry
from evidence.bundles.lettering import Block, Kind, Letter

BOM = "\ufeff"
LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
BODY, HEADING, TITLE = "Normal", "Heading 1", "Title"
INDENT = 2
BODY_SIZE = Pt(12)
BLACK = RGBColor(0, 0, 0)
HAND_LINE = "＿" * 10
LANGUAGE = "zh-CN"


def plain_file(letter: Letter) -> bytes:
    """
    Return the letter's text and nothing else, to be pasted into a form.

    A byte order mark and CRLF, so that every Windows editor shows it right.
    """
    return (BOM + letter.text.replace("\n", "\r\n") + "\r\n").encode()


def word_file(letter: Letter, moment: datetime) -> bytes:
    """Return the letter as DOCX; the same letter and moment give the same bytes."""
    document = new_document()
    set_page(document)
    set_styles(document)
    set_properties(document, letter.title, moment)
    title = document.add_paragraph(letter.title, style=TITLE)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in letter.blocks:
        add_block(document, block)
    if letter.closing:
        add_text(document, letter.closing).paragraph_format.keep_with_next = True
    for who in letter.signers:
        add_line(document, f"{who}（签名）：").paragraph_format.keep_with_next = True
    add_line(document, "日期：")
    stream = io.BytesIO()
    document.save(stream)
    return packed(stream, moment)


def add_line(document: Document, words: str) -> Paragraph:
    """Add a line to be filled by hand."""
    paragraph = document.add_paragraph(f"{words}{HAND_LINE}")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.space_before = BODY_SIZE
    return paragraph


def add_block(document: Document, block: Block) -> None:
    match block.kind:
        case Kind.ADDRESSEE:
            document.add_paragraph(block.words)
        case Kind.HEADING:
            document.add_paragraph(block.words, style=HEADING)
        case Kind.ITEMS:
            for line in block.lines:
                item = document.add_paragraph(line)
                item.paragraph_format.left_indent = BODY_SIZE * INDENT
        case Kind.TEXT:
            add_text(document, block.words)


def add_text(document: Document, words: str) -> Paragraph:
    paragraph = document.add_paragraph(words)
    paragraph.paragraph_format.first_line_indent = BODY_SIZE * INDENT
    return paragraph


def set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    numbers = section.footer.paragraphs[0]
    numbers.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("第", "PAGE"), ("页　共", "NUMPAGES"), ("页", "")):
        numbers.add_run(words)
        if field:
            add_field(numbers, field)


def add_field(paragraph: Paragraph, name: str) -> None:
    """Add a field that Word works out; python-docx has no call for it."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")._r
    field.append(run)
    paragraph._p.append(field)


def set_styles(document: Document) -> None:
    for name, face, size in ((BODY, SONG, 12), (HEADING, HEI, 12), (TITLE, HEI, 18)):
        style = style_of(document, name)
        set_face(style, face)
        style.font.size = Pt(size)
        style.font.bold = False
        style.font.color.rgb = BLACK
        style.paragraph_format.line_spacing = 1.5
        style.paragraph_format.space_after = Pt(0)
    for name, before, after in ((HEADING, 6, 0), (TITLE, 0, 12)):
        spacing = style_of(document, name).paragraph_format
        spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    without_line(style_of(document, TITLE))


def style_of(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    return style


def set_face(style: ParagraphStyle, face: str) -> None:
    """Set the font; Word takes that of Han from an attribute of its own, and a theme overrides."""
    style.font.name = LATIN
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for attribute, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", face)):
        fonts.set(qn(f"w:{attribute}"), name)
    if style.name == BODY:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), LANGUAGE)
        language.set(qn("w:eastAsia"), LANGUAGE)
        properties.append(language)


def without_line(style: ParagraphStyle) -> None:
    """Take away the coloured line that the title's style draws below itself."""
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)


def set_properties(document: Document, title: str, moment: datetime) -> None:
    """Say no more of the file than what it is and when it was issued."""
    properties = document.core_properties
    properties.title, properties.language = title, LANGUAGE
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = moment.astimezone(UTC).replace(
        microsecond=0, tzinfo=None
    )
    properties.revision = 1


def packed(stream: io.BytesIO, moment: datetime) -> bytes:
    """Write the parts again, none of them dated by this machine."""
    target = io.BytesIO()
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(target, "w") as archive:
        for name in made.namelist():
            archive.writestr(entry(name, moment), made.read(name))
    return target.getvalue()
