"""PDFs made on the spot, sound and otherwise."""

import io

import pikepdf
from fpdf import FPDF


def paper(pages: int, *, colour: bool = False, size: tuple[float, float] = (210, 297)) -> bytes:
    """Return a PDF of so many pages of a few lines."""
    pdf = FPDF(format=size)
    pdf.set_font("helvetica", size=12)
    pdf.set_text_color(200 if colour else 0, 0, 0)
    for number in range(1, pages + 1):
        pdf.add_page()
        for line in range(1, 8):
            pdf.cell(text=f"page {number} line {line}")
            pdf.ln()
    return bytes(pdf.output())


def locked(password: str = "secret") -> bytes:
    """Return a PDF that opens with a password only."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper(1))) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(user=password, owner=password))
    return stream.getvalue()


def endless() -> bytes:
    """Return a PDF of two pages, the second of which draws for hours: forms drawing forms."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper(2))) as pdf:
        inner = form(pdf, b"0 0 600 800 re f\n" * 4000)
        for _level in range(5):
            outer = form(pdf, b"q /Again Do Q\n" * 40)
            outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Again=inner))
            inner = outer
        page = pdf.pages[1]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Again=inner))
        page.Contents = pdf.make_stream(b"q /Again Do Q")
        pdf.save(stream)
    return stream.getvalue()


def form(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    made = pdf.make_stream(content)
    made.Type, made.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    made.BBox = pikepdf.Array([0, 0, 600, 800])
    return made
