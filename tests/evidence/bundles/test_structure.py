"""What a part says to those who hear it, element by element."""

import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from evidence.bundles.printing.layout import lay_out

STYLES = (
    "@page { size: 80mm 40mm; margin: 5mm } p, td, th { font-size: 10pt; orphans: 1; widows: 1 }"
)
DECORATED = re.compile(rb"/Artifact BMC[^E]*\bBT\b")
LINES = "一行字说一件事。" * 40


@pytest.fixture
def laid(tmp_path: Path):
    """Lay a body out; returns the structure as nested lists, and the content of each page."""

    def lay(body: str) -> tuple[list[Any], list[bytes]]:
        leaf = lay_out(f'<html lang="zh-CN"><body>{body}', STYLES, tmp_path / "part.pdf")
        with pikepdf.open(leaf.pdf) as pdf:
            contents = [contents_of(page) for page in pdf.pages]
            return [shape(kid) for kid in pdf.Root.StructTreeRoot.K], contents

    return lay


def contents_of(page: pikepdf.Page) -> bytes:
    page.contents_coalesce()
    return page.Contents.read_bytes()


def shape(node: Any) -> list[Any]:
    """Return an element's role, then what is in it: lists for elements, words for the rest."""
    found: list[Any] = [str(node.S)[1:]]
    for kid in node.K:
        if isinstance(kid, int):
            found.append("text")
        elif "/S" in kid:
            found.append(shape(kid))
        else:
            found.append("link" if kid.Type == "/OBJR" else "text on a later page")
    return found


def test_the_lines_of_a_paragraph_share_one_mark(laid) -> None:
    structure, (content,) = laid(f"<p>{LINES[:40]}<b>{LINES[:8]}</b>{LINES[:8]}</p>")
    assert structure == [["P", "text"]]
    assert content.count(b"/MCID") == 1


def test_a_paragraph_that_runs_on_is_one_element(laid) -> None:
    structure, contents = laid(f"<p>{LINES}</p>")
    assert len(contents) > 2
    assert structure == [["P", "text", *["text on a later page"] * (len(contents) - 1)]]


def test_the_head_of_a_table_is_read_once(laid) -> None:
    rows = "<tr><td>甲</td></tr>" * 12
    structure, contents = laid(f"<table><thead><tr><th>列</th></tr></thead><tbody>{rows}</tbody>")
    assert len(contents) > 1
    assert str(structure).count("'TH'") == 1
    assert str(structure).count("'TD'") == 12
    assert DECORATED.search(contents[1])


def test_what_is_hidden_from_hearing_is_decoration(laid) -> None:
    structure, (content,) = laid('<p aria-hidden="true">只给看</p><p>也给听</p>')
    assert structure == [["P", "text"]]
    assert DECORATED.search(content)


def test_words_that_stand_in_a_section_as_such_are_a_paragraph(laid) -> None:
    structure, _contents = laid('<section>甲<b>乙</b><a href="#x">丙</a><p>丁</p>戊</section>')
    paragraph = ["P", "text", ["Link", "text", "link"]]
    assert structure == [["Sect", paragraph, ["P", "text"], ["P", "text"]]]


def test_lists_have_items_labels_and_bodies(laid) -> None:
    plain = '<ul style="list-style: none"><li>甲</li></ul>'
    structure, _contents = laid(f"{plain}<dl><div><dt>名</dt><dd>值</dd></div></dl>")
    item, pair = ["LI", ["LBody", "text"]], ["LI", ["Lbl", "text"], ["LBody", "text"]]
    assert structure == [["L", item], ["L", pair]]


def test_a_heading_may_be_one_by_its_part_alone(laid) -> None:
    structure, _contents = laid('<p role="heading" aria-level="3">第一阶段</p><h2>乙</h2>')
    assert structure == [["H3", "text"], ["H2", "text"]]


def test_what_stands_beside_a_paragraph_is_read_before_it(laid) -> None:
    structure, (content,) = laid('<p data-left="12 6月7日" data-right="当天">电话</p>')
    assert structure == [["P", "text", "text"]]
    assert content.index(b"/MCID 0") < content.index(b"/MCID 1")


def test_a_place_for_a_picture_and_a_drawing_say_what_they_show(tmp_path: Path) -> None:
    window = '<div data-picture="abc" data-alt="截图" style="width: 9mm; height: 9mm"></div>'
    drawing = (
        '<svg viewBox="0 0 9 9" width="9" height="9" aria-label="图"><rect width="9" height="9"/>'
    )
    leaf = lay_out(f'<html lang="zh-CN">{window}{drawing}</svg>', STYLES, tmp_path / "part.pdf")
    with pikepdf.open(leaf.pdf) as pdf:
        kids = list(pdf.Root.StructTreeRoot.K)
        assert [(str(kid.S), str(kid.Alt)) for kid in kids] == [
            ("/Figure", "截图"),
            ("/Figure", "图"),
        ]
    assert leaf.pages[0].windows[0].mark == 0


def test_a_link_says_where_it_leads(tmp_path: Path) -> None:
    body = '<p><a href="#e1">第1条</a><a href="#x1" aria-label="转到证据1-1">9</a>'
    leaf = lay_out(f'<html lang="zh-CN">{body}', STYLES, tmp_path / "part.pdf")
    with pikepdf.open(leaf.pdf) as pdf:
        said = [(str(note.Dest), str(note.Contents)) for note in pdf.pages[0].Annots]
        assert said == [("e1", "转到第1条"), ("x1", "转到证据1-1")]
