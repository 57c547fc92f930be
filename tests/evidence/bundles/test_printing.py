import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageOps

from evidence import storage
from evidence.bundles.printer import SHELF, Printed
from evidence.bundles.printing.leaf import FontsChanged, FontUse, Window, merged
from evidence.bundles.printing.pictures import placing, write_album
from evidence.bundles.printing.shelf import Shelf, Task
from evidence.bundles.printing.workers import Workshop
from evidence.bundles.readback import Expected, check
from evidence.exceptions import IssueError
from incidents.models import Case
from tests.evidence.bundles.story import issue, make_story, pdf_of
from tests.factories import make_incident

CORNERS = ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))
COLOURS = ("#cc0000", "#00cc00", "#0000cc", "#cccc00")


def task(words: str) -> Task:
    return Task(f"<html lang=zh-CN><body><p id=a>{words}", "p { font-size: 12pt }")


def nothing(_done: int, _total: int) -> None:
    """Hear nothing."""


def four_colours(orientation: int) -> bytes:
    image = Image.new("RGB", (40, 80))
    for (x, y), colour in zip(((0, 0), (20, 0), (0, 40), (20, 40)), COLOURS, strict=True):
        image.paste(colour, (x, y, x + 20, y + 40))
    exif = Image.Exif()
    exif[0x0112] = orientation
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif, quality=95)
    return stream.getvalue()


def shown(content: bytes, window: Window, folder: Path) -> Image.Image:
    """Draw a picture on a page of the window's size and look at it."""
    digest = storage.store(io.BytesIO(content)).sha256
    kept = write_album({digest: storage.path_of(digest)}, folder / "album.pdf")[digest]
    with pikepdf.open(folder / "album.pdf") as pdf:
        page = pdf.add_blank_page(page_size=(window.width, window.height))
        picture = pdf.get_object(kept.number, 0)
        page.Resources = pikepdf.Dictionary(XObject={"/Picture0": picture})
        page.contents_add(placing(window, "/Picture0", kept.orientation))
        pdf.save(folder / "page.pdf")
    subprocess.run(
        ["pdftoppm", "-png", "-r", "72", "-singlefile", folder / "page.pdf", folder / "page"],
        check=True,
    )
    return Image.open(folder / "page.png").convert("RGB")


def colours_of(image: Image.Image) -> list[str]:
    def nearest(pixel: tuple[int, int, int]) -> str:
        known = {name: tuple(bytes.fromhex(name[1:])) for name in COLOURS}
        return min(
            known, key=lambda n: sum(abs(a - b) for a, b in zip(known[n], pixel, strict=True))
        )

    spots = [(int(x * image.width), int(y * image.height)) for x, y in CORNERS]
    return [nearest(image.getpixel(spot)) for spot in spots]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photograph_stands_upright(orientation: int, tmp_path: Path) -> None:
    content = four_colours(orientation)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    window = Window("", 0, 0, upright.width, upright.height, upright.height, 0)
    assert colours_of(shown(content, window, tmp_path)) == colours_of(upright.convert("RGB"))


def test_a_slice_shows_its_part_only(tmp_path: Path) -> None:
    image = shown(four_colours(1), Window("", 0, 0, 40, 40, 80, 40), tmp_path)
    assert colours_of(image) == ["#0000cc", "#cccc00"] * 2


def test_transparent_pictures_lie_on_white(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(stream, "PNG")
    image = shown(stream.getvalue(), Window("", 0, 0, 20, 20, 20, 0), tmp_path)
    assert image.getpixel((10, 10)) == (255, 255, 255)


def test_parts_are_made_by_several_processes(tmp_path: Path) -> None:
    shelf, tasks = Shelf(tmp_path), [task(f"第{number}段") for number in range(3)]
    with Workshop(shelf) as workshop:
        workshop.open()
        workshop.lay_out(tasks, nothing)
    assert [len(shelf.leaf(each.key).pages) for each in tasks] == [1, 1, 1]


def test_what_is_on_the_shelf_is_not_made_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with Workshop(shelf) as workshop:
        workshop.lay_out([task("甲")], nothing)
        made = shelf.pdf(task("甲").key).stat().st_ino
        workshop.lay_out([task("甲"), task("乙")], nothing)
    assert shelf.pdf(task("甲").key).stat().st_ino == made


def test_a_part_that_asks_for_a_file_is_refused(tmp_path: Path) -> None:
    with Workshop(Shelf(tmp_path)) as workshop, pytest.raises(IssueError):
        workshop.lay_out([task('<img src="file:///etc/hostname">')], nothing)


def test_stopping_between_parts_leaves_those_that_are_done(tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise IssueError

    with Workshop(Shelf(tmp_path)) as workshop, pytest.raises(IssueError):
        workshop.lay_out([task("甲")], stop)
    assert Shelf(tmp_path).has(task("甲").key)


def test_a_second_issue_lays_out_only_what_changed(case: Case, settings) -> None:
    make_story(case)
    shelf = settings.BUNDLES_DIR / SHELF
    issue(case)
    before = set(shelf.glob("*.pdf"))
    make_incident(case=case, occurred_at="2018-06-08 09:00")
    issue(case)
    kept = [path for path in before if path.name in {each.name for each in shelf.iterdir()}]
    assert len(kept) == len(before)
    assert len(set(shelf.glob("*.pdf")) - before) < len(before)


def test_a_page_that_prints_the_number_of_another_is_found(case: Case, tmp_path: Path) -> None:
    with pikepdf.open(pdf_of(issue(make_story(case)))) as pdf:
        count = len(pdf.pages)
        pdf.pages[2].Contents[0] = pdf.pages[3].Contents[0]
        pdf.save(tmp_path / "mixed.pdf")
    nothing_expected = Expected(frozenset(), frozenset(), frozenset(), {})
    with pytest.raises(IssueError, match="第3页的页码印成“第4页"):
        check(tmp_path / "mixed.pdf", Printed(count, 0, ()), nothing_expected)


def test_parts_of_two_editions_of_a_font_are_not_joined() -> None:
    use = FontUse("ABCDEF", "first", "Song", 400, 0, {"1": 500}, {"1": "甲"}, {})
    with pytest.raises(FontsChanged):
        merged([use, use._replace(face="second")])


def test_a_font_that_is_gone_is_noticed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with Workshop(shelf) as workshop:
        workshop.lay_out([task("甲")], nothing)
        leaf = shelf.leaf(task("甲").key)
        gone = tuple(use._replace(face="another") for use in leaf.fonts)
        with pytest.raises(FontsChanged):
            workshop.cut_fonts([replace(leaf, fonts=gone)])
