"""Reading the finished PDF again and comparing it with what its pages print."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from evidence.bundles.pdf import Printed, Reference
from evidence.exceptions import IssueError

LAST_NUMBER = re.compile(r"(\d+)\s*$")
FORMAT_PART = "{http://www.aiim.org/pdfa/ns/id/}part"


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be in the file: anchors, (list, anchor) of links with a number, and pictures."""

    anchors: frozenset[str]
    numbered: frozenset[tuple[str, str]]
    pictures: int


def check(path: Path, printed: Printed, expected: Expected) -> None:
    """
    Compare the file with its layout and with what was to be printed.

    Raises IssueError naming the first thing that is not so.
    """
    with pikepdf.open(path) as pdf:
        pages: dict[Any, int] = {
            page.objgen: number for number, page in enumerate(pdf.pages, start=1)
        }
        targets = destinations(pdf, pages)
        demand(len(pages) == printed.pages, "页数和排版时不同")
        demand_feet(printed)
        demand(not printed.strays, f"有文字超出版心（{''.join(printed.strays[:1])[:20]}）")
        demand_references(printed.references, targets, expected)
        missing = sorted(expected.anchors - targets.keys())
        demand(not missing, f"缺少{'、'.join(missing[:5])}")
        demand(links_work(pdf, targets), "有链接没有落点")
        demand(count_pictures(pdf) == expected.pictures, "图片数目和证据不符")
        with pdf.open_metadata() as metadata:
            demand(metadata.get(FORMAT_PART) == "3", "没有标明 PDF/A-3")
        demand(fonts_embedded(pdf), "有字体没有嵌入")


def demand(holds: bool, complaint: str) -> None:
    if not holds:
        raise IssueError(f"核对成品时发现{complaint}，证据包没有出具。")


def demand_feet(printed: Printed) -> None:
    for number, foot in enumerate(printed.feet, start=1):
        wanted = f"第{number}页共{printed.pages}页"
        demand("".join(foot.split()) == wanted, f"第{number}页的页码印成“{foot}”")


def demand_references(
    references: Iterable[Reference], targets: dict[str, int], expected: Expected
) -> None:
    """Every link that prints a number must print the page on which its target really is."""
    seen = set()
    for reference in references:
        match = LAST_NUMBER.search(reference.text)
        if match is None:
            continue
        seen.add((reference.listing, reference.anchor))
        page = targets.get(reference.anchor)
        demand(int(match[1]) == page, f"{reference.anchor}的页码印成{match[1]}，实际在第{page}页")
    demand(seen == expected.numbered, "目录里有一行没有印出页码")


def destinations(pdf: pikepdf.Pdf, pages: dict[Any, int]) -> dict[str, int]:
    """Return the page (from 1) of every named destination."""
    names = below(pdf.Root, "/Names", "/Dests")
    if names is None:
        return {}
    return {
        str(name): pages[destination[0].objgen]
        for name, destination in pikepdf.NameTree(names).items()
    }


def links_work(pdf: pikepdf.Pdf, targets: dict[str, int]) -> bool:
    return all(
        str(annotation["/Dest"]) in targets
        for page in pdf.pages
        for annotation in page.get("/Annots", [])
        if annotation.get("/Subtype") == "/Link"
    )


def count_pictures(pdf: pikepdf.Pdf) -> int:
    """Count the different pictures that pages draw."""
    found: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for drawn in resources(page, "/XObject"):
            if drawn.get("/Subtype") == "/Image":
                found.add(drawn.objgen)
    return len(found)


def fonts_embedded(pdf: pikepdf.Pdf) -> bool:
    fonts: dict[tuple[int, int], Any] = {}
    for page in pdf.pages:
        for font in resources(page, "/Font"):
            fonts[font.objgen] = font
    return all(is_embedded(font) for font in fonts.values())


def is_embedded(font: Any) -> bool:
    descendant = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    if font.get("/Subtype") == "/Type3":
        return True
    descriptor = descendant.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def below(start: Any, *path: str) -> Any:
    """Follow keys down from a dictionary; returns None where one is missing."""
    found = start
    for key in path:
        found = found.get(key)
        if found is None:
            return None
    return found


def resources(page: Any, kind: str) -> list[Any]:
    held = below(page, "/Resources", kind)
    return [] if held is None else list(held.values())
