"""fpdf2 setting the table, and binding screenshots: index, links, bookmarks, page numbers."""

from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import FontFace

from evidence import storage
from evidence.benchmarks.peers.rows import HEADS, WIDTHS, rows_of
from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.demo.pictures import chinese_font
from incidents.models import Case

FONT, SIZE, LINE = "sans", 9, 5
# The face for simplified Chinese in a collection of Noto's.
SIMPLIFIED = 2
MARGIN, TOP, HEIGHT = 20, 34, 230


class Numbered(FPDF):
    """A document in Chinese with the number of each page at its foot."""

    def __init__(self) -> None:
        super().__init__()
        path = str(chinese_font(SIZE).path)
        held = SIMPLIFIED if path.endswith(".ttc") else 0
        self.add_font(FONT, fname=path, collection_font_number=held)
        self.set_font(FONT, size=SIZE)
        self.set_margin(MARGIN)

    def footer(self) -> None:
        self.set_y(-12)
        self.cell(0, LINE, f"第{self.page_no()}页　共{{nb}}页", align="C")


def print_table(folder: Path, sizes: Sizes) -> Run:
    rows, target = rows_of(Case.objects.get()), folder / "table.pdf"
    with stopwatch() as lap:
        pdf = Numbered()
        pdf.add_page()
        with pdf.table(
            col_widths=WIDTHS,
            text_align="LEFT",
            line_height=LINE,
            headings_style=FontFace(emphasis=""),
        ) as table:
            for cells in (HEADS, *rows):
                table.row(cells)
        pdf.output(str(target))
    return Run(
        amount=len(rows),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        notes={"pages": pdf.pages_count, "pdf_mb": round(target.stat().st_size / 1e6, 2)},
    )


def bind_pictures(folder: Path, sizes: Sizes) -> Run:
    """Bind all screenshots of a case, one a page, JPEGs as they are."""
    held = Case.objects.get().exhibits.order_by("number")
    pictures = [(row.original_name, storage.path_of(row.sha256)) for row in held]
    target = folder / "pictures.pdf"
    with stopwatch() as lap:
        pdf = bound(pictures)
        pdf.output(str(target))
    return Run(
        amount=len(pictures),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        notes={"pages": pdf.pages_count, "pdf_mb": round(target.stat().st_size / 1e6, 2)},
    )


def bound(pictures: Sequence[tuple[str, Path]]) -> FPDF:
    """Write the index first: its pages are counted by its lines, one a picture."""
    pdf = Numbered()
    pdf.add_page()
    links = [pdf.add_link() for _ in pictures]
    a_page = int((pdf.page_break_trigger - pdf.get_y()) // LINE)
    before = -(-len(pictures) // a_page)
    for number, ((name, _path), link) in enumerate(zip(pictures, links, strict=True), start=1):
        pdf.cell(
            0,
            LINE,
            f"{number}　{name}　{before + number}",
            link=link,
            new_x="LMARGIN",
            new_y="NEXT",
        )
    for number, ((name, path), link) in enumerate(zip(pictures, links, strict=True), start=1):
        pdf.add_page()
        pdf.set_link(link, page=pdf.page_no())
        pdf.start_section(f"{number}　{name}")
        pdf.cell(0, LINE, f"证据{number}　{name}")
        pdf.image(str(path), x=MARGIN, y=TOP, h=HEIGHT, keep_aspect_ratio=True)
    return pdf
