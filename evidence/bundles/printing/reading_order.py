"""Putting the structures of all parts together, so that a joined file is read in its order."""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


def write_reading_order(pdf: pikepdf.Pdf, sources: Sequence[pikepdf.Pdf]) -> None:
    """
    Give a file whose pages are those of the sources one structure (ISO 32000-1, 14.7).

    Pages must be there already: elements find them by where they were copied to.
    """
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    pages: Iterator[pikepdf.Page] = iter(pdf.pages)
    kids, numbers, first = Array(), Array(), 0
    for source in sources:
        copied: Any = pdf.copy_foreign(source.Root.StructTreeRoot)
        for kid in copied.K:
            kid.P = document
            kids.append(kid)
        owners = list(copied.ParentTree.Nums)[1::2]
        for number, owner in enumerate(owners, start=first):
            numbers.append(number)
            numbers.append(owner)
        for _ in source.pages:
            renumber(next(pages), first)
        first += len(owners)
    document.K = kids
    root.K = document
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = first
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def renumber(page: pikepdf.Page, first: int) -> None:
    """Move a page's numbers, and those of its links, to where its part begins."""
    held: Any = page.obj
    held.StructParents = first + int(held.StructParents)
    for note in held.get("/Annots", []):
        if "/StructParent" in note:
            note.StructParent = first + int(note.StructParent)
