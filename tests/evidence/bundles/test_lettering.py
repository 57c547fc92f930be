"""What the lines of a typed letter are, and the files made of it."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn

from evidence.bundles.letter_files import plain_file, word_file
from evidence.bundles.lettering import Kind, Letter, blocks_of, plain, written

TEXT = """甲平台：

我叫小柳。

一、我反映的情况
2018年4月25日起，我记录到催收联系12次。

二、我的请求
1．书面答复；
2．停止联系我的亲友。

所附材料见目录，均可核对。"""
MOMENT = datetime(2018, 6, 9, 4, 30, tzinfo=UTC)


def letter(text: str = TEXT) -> Letter:
    return written(text, title="投诉信", addressee="甲平台", signers=("投诉人", "代理人"))


def opened(content: bytes):
    return Document(io.BytesIO(content))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("一、我的请求", Kind.HEADING),
        ("十二、补充", Kind.HEADING),
        ("一、我先说，他们打了十二次；又打给大林。", Kind.TEXT),
        ("1．答复", Kind.ITEMS),
        ("２、答复", Kind.ITEMS),
        ("3. 答复", Kind.ITEMS),
        ("（4）答复", Kind.ITEMS),
        ("3.5元一天", Kind.TEXT),
        ("2018年6月7日", Kind.TEXT),
        ("甲平台：", Kind.TEXT),
    ],
)
def test_a_line_is_known_by_how_it_opens(line: str, kind: Kind) -> None:
    assert blocks_of(f"开头\n{line}")[1].kind is kind


def test_requests_that_follow_one_another_are_one_list() -> None:
    found = [(block.kind, len(block.lines)) for block in blocks_of(TEXT)]
    assert found[0] == (Kind.ADDRESSEE, 1)
    assert (Kind.ITEMS, 2) in found
    assert [kind for kind, _count in found].count(Kind.HEADING) == 2


def test_the_closing_words_stay_with_the_signature_unless_they_are_long() -> None:
    assert letter().closing == "所附材料见目录，均可核对。"
    assert letter(f"{TEXT}\n\n{'长' * 300}").closing == ""


def test_line_ends_of_every_system_are_one_and_nothing_else_changes() -> None:
    assert plain("甲：\r\n\r\n 乙  \u2028丙\r") == "甲：\n\n 乙\n丙"


def test_the_plain_file_holds_the_words_alone_for_windows_editors() -> None:
    content = plain_file(letter())
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").replace("\r\n", "\n") == f"{TEXT}\n"
    assert content.count(b"\n") == content.count(b"\r\n")


def test_word_reads_every_line_of_the_letter_in_order() -> None:
    lines = [paragraph.text for paragraph in opened(word_file(letter(), MOMENT)).paragraphs]
    assert lines[0] == "投诉信"
    assert [line for line in lines if line in TEXT] == [line for line in TEXT.split("\n") if line]
    assert [line.split("（")[0] for line in lines[-3:-1]] == ["投诉人", "代理人"]


def test_word_shows_it_on_a4_in_song_with_headings_and_page_numbers() -> None:
    document = opened(word_file(letter(), MOMENT))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "宋体"
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings == ["一、我反映的情况", "二、我的请求"]
    assert "NUMPAGES" in page.footer._element.xml


def test_the_word_file_names_nobody_and_is_dated_by_the_issue() -> None:
    about = opened(word_file(letter(), MOMENT)).core_properties
    assert (about.title, about.author, about.last_modified_by) == ("投诉信", "", "")
    assert about.created == about.modified
    assert about.created.replace(tzinfo=UTC) == MOMENT


def test_the_same_letter_and_moment_give_the_same_bytes() -> None:
    made = word_file(letter(), MOMENT)
    assert made == word_file(letter(), MOMENT)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(2018, 6, 9, 12, 30, 0)}
