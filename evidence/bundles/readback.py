"""Reading the finished PDF again and comparing it with what its pages must show."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

from evidence.bundles.printer import Printed
from evidence.bundles.printing.reading import Reader, Run
from evidence.bundles.sheets import END
from evidence.bundles.soundness import (
    enclosed,
    flaws,
    pages_without_structure,
    pictures,
    wrong_bookmarks,
)
from evidence.exceptions import IssueError

# A page, or from which to which.
LAST_NUMBER = re.compile(r"(\d+)(?:–(\d+))?\s*$")  # noqa: RUF001
FORMAT_PART = "{http://www.aiim.org/pdfa/ns/id/}part"
# Points by which a number may stand beside its link.
SLACK = 1.0


@dataclass(frozen=True, slots=True)
class Expected:
    """
    What must be in the file: anchors, those that contents and index give the page of, for each
    picture (SHA-256 of its file) how often it is drawn, and the SHA-256 of each enclosed file.
    """

    anchors: frozenset[str]
    contents: frozenset[str]
    index: frozenset[str]
    pictures: Mapping[str, int]
    enclosed: Mapping[str, str] = field(default_factory=dict)


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
        demand(not printed.strays, f"有文字超出版心（{''.join(printed.strays[:1])[:20]}）")
        missing = sorted(expected.anchors - targets.keys())
        demand(not missing, f"缺少{'、'.join(missing[:5])}")
        demand_numbers(pdf, printed, targets, expected)
        demand(pictures(pdf) == wanted_pictures(printed, expected), "图片和证据不符")
        demand(enclosed(pdf) == dict(expected.enclosed), "附在里面的文件和记录不符")
        bare = pages_without_structure(pdf)
        demand(not bare, f"第{''.join(map(str, bare[:1]))}页没有结构")
        astray = wrong_bookmarks(pdf, pages)
        demand(not astray, f"书签指错了页（{''.join(astray[:1])[:40]}）")
        with pdf.open_metadata() as metadata:
            demand(metadata.get(FORMAT_PART) == "3", "没有标明 PDF/A-3")
        demand(fonts_embedded(pdf), "有字体没有嵌入")
        found = flaws(pdf)
        demand(not found, f"文件结构有错（{''.join(found[:1])[:80]}）")


def demand(holds: bool, complaint: str) -> None:
    if not holds:
        raise IssueError(f"核对成品时发现{complaint}，证据包没有出具。")


def demand_numbers(
    pdf: pikepdf.Pdf, printed: Printed, targets: Mapping[str, int], expected: Expected
) -> None:
    """Every page must print its own number, every numbered link that of the page it leads to."""
    reader = Reader()
    listed: set[str] = set()
    indexed: set[str] = set()
    for number, page in enumerate(pdf.pages, start=1):
        stamp = list(reader.runs(page, stream_of(page)))
        foot = "".join(stamp[0].text.split())
        demand(foot == f"第{number}页共{printed.pages}页", f"第{number}页的页码印成“{foot}”")
        runs = stamp[1:]
        seen = listed if number <= printed.contents else indexed
        for link in links(page):
            target = str(link["/Dest"])
            demand(target in targets, f"有链接没有落点（{target}）")
            match = LAST_NUMBER.search(text_within(link["/Rect"], runs)) if runs else None
            if match is not None:
                seen.add(target)
                demand(
                    int(match[1]) == targets[target],
                    f"{target}的页码印成{match[1]}，实际在第{targets[target]}页",
                )
                end = targets.get(f"{target}{END}", targets[target])
                demand(
                    match[2] is None or int(match[2]) == end,
                    f"{target}的页码印到{match[2]}，实际到第{end}页",
                )
    demand(listed == expected.contents, "目录里有一行没有印出页码")
    demand(indexed == expected.index, "证据目录里有一行没有印出页码")


def stream_of(page: pikepdf.Page) -> pikepdf.Object:
    """Return the content that the joining put before the page's own."""
    return page.Contents[0]


def links(page: pikepdf.Page) -> Iterator[Any]:
    for annotation in page.get("/Annots", []):
        if annotation.get("/Subtype") == "/Link":
            yield annotation


def text_within(rectangle: Any, runs: list[Run]) -> str:
    left, bottom, right, top = (float(edge) for edge in rectangle)
    return "".join(
        run.text
        for run in runs
        if left - SLACK <= run.x <= right + SLACK and bottom - SLACK <= run.y <= top + SLACK
    )


def destinations(pdf: pikepdf.Pdf, pages: dict[Any, int]) -> dict[str, int]:
    """Return the page (from 1) of every named destination that leads to one."""
    names = below(pdf.Root, "/Names", "/Dests")
    if names is None:
        return {}
    return {
        str(name): pages[destination[0].objgen]
        for name, destination in pikepdf.NameTree(names).items()
        if destination[0].objgen in pages
    }


def wanted_pictures(printed: Printed, expected: Expected) -> Counter[str]:
    """Count how often each picture is to be drawn, by its bytes as they stand in the file."""
    wanted: Counter[str] = Counter()
    for digest, times in expected.pictures.items():
        wanted[printed.pictures[digest]] += times
    return wanted


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
