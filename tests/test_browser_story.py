"""The main job in a real browser: from the first start to a bundle that standard tools accept."""

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, Visitors, backup_of_messages, picture, visitors
from tests.program import Running, command, started

pytestmark = pytest.mark.browser

PASSPHRASE = "correct horse battery"
NUMBER = "+86 171 0000 0001"
WORDS = "今天再不还，我就给你们单位领导打电话，让你明天没有工作。我是哪家公司的你不用管。"
FRIEND_NUMBER = "0537-1394561"
FRIEND_WORDS = "你是不是 TA 的朋友？让 TA 今天还钱，不还我就一直打你电话。"
SENT = "还钱😀今天必须还"
GATEWAY, COURIER = "106980095533", "13900000009"
RECEIVED = [
    (GATEWAY, SENT, timedelta(hours=5)),
    (GATEWAY, SENT, timedelta(hours=5)),
    (GATEWAY, "最后一次通知，请立即还款", timedelta(hours=4)),
    (COURIER, "您的快递到了", timedelta(hours=3)),
    (GATEWAY, "时间坏了", None),
]
ADDED = "我要补充：请寄书面答复。"
NARROWEST = {"width": 320, "height": 640}
LISTS = ("", "more/", "findings/", "rules/", "settings/", "incidents/new/", "bundles/new/")
RECORDS = ("incidents/", "contacts/", "exhibits/", "reports/", "imports/", "bundles/")


@dataclass(frozen=True)
class Issued:
    """What the borrower has downloaded."""

    pdf: Path
    zip: Path
    bag: Path
    word: Path


def main(page: Page, name: str) -> None:
    """Press a button of the page's own content."""
    page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("story")


@pytest.fixture(scope="module")
def program(data: Path) -> Iterator[Running]:
    with started(data) as server:
        yield server
        assert server.stop() == 0
        assert "Traceback" not in server.process.stdout.read()


@pytest.fixture(scope="module")
def people(program: Running) -> Iterator[Visitors]:
    with visitors() as came:
        yield came


@pytest.fixture(scope="module")
def borrower(people: Visitors, program: Running) -> Page:
    """Follow the printed link, choose a name and a passphrase, and say who collects."""
    page = people.come(DESKTOP).new_page()
    page.goto(program.link)
    page.get_by_label("你的名字").fill("小柳")
    page.get_by_label("密码").fill(PASSPHRASE)
    main(page, "开始")
    page.get_by_label("叫什么").fill("甲平台")
    page.get_by_text("网络平台、小贷", exact=True).click()
    main(page, "记下，开始记第一笔")
    page.wait_for_url("**/incidents/new/")
    return page


@pytest.fixture(scope="module")
def home(borrower: Page) -> str:
    return borrower.url.removesuffix("/incidents/new/")


@pytest.fixture(scope="module")
def incident(borrower: Page, home: str) -> str:
    """Write down a call with a screenshot; returns the address of the incident."""
    borrower.goto(f"{home}/incidents/new/")
    borrower.get_by_label("对方号码").press_sequentially(NUMBER)
    expect(borrower.locator("#line-place")).to_contain_text("虚拟运营商")
    borrower.get_by_text("找老板、单位", exact=True).click()
    borrower.get_by_label("内容").fill(WORDS)
    borrower.locator("input[name=files]").set_input_files(picture("通话截图.jpg", "#446688"))
    main(borrower, "保存")
    expect(borrower.get_by_role("heading", name="已保存。可以关掉了。")).to_be_visible()
    borrower.get_by_role("link", name="看这一条").click()
    borrower.wait_for_url("**/incidents/1/")
    return borrower.url


@pytest.fixture(scope="module")
def confirmed(borrower: Page, incident: str) -> int:
    """Confirm every finding of the incident, one after the other; returns how many."""
    borrower.goto(incident)
    findings = borrower.locator("article.finding")
    count = findings.count()
    for index in range(count):
        findings.nth(index).get_by_role("button", name="属实", exact=True).click()
        expect(findings.nth(index)).to_contain_text("已确认")
    return count


@pytest.fixture(scope="module")
def link(borrower: Page, home: str) -> str:
    """Add a friend and make the link that is sent to her."""
    borrower.goto(f"{home}/contacts/new/")
    borrower.get_by_label("称呼").fill("阿宁")
    borrower.get_by_text("朋友", exact=True).click()
    main(borrower, "保存")
    main(borrower, "做一个链接")
    return borrower.locator(".address").inner_text()


@pytest.fixture(scope="module")
def friend(people: Visitors, link: str) -> Iterator[Page]:
    """Open the link on a phone that has no account."""
    context = people.come(PHONE)
    page = context.new_page()
    page.goto(link)
    yield page
    context.close()


@pytest.fixture(scope="module")
def receipt(friend: Page, link: str) -> str:
    """Tell what happened, with a screenshot; returns the receipt number."""
    friend.goto(link)
    friend.get_by_label("哪个号码，或者谁").fill(FRIEND_NUMBER)
    friend.get_by_label("对方说了什么").fill(FRIEND_WORDS)
    friend.get_by_text("打个不停", exact=True).click()
    friend.locator("input[name=files]").set_input_files(picture("微信截图.jpg", "#884466"))
    friend.get_by_label("同意小柳把我写的内容").check()
    main(friend, "交给小柳")
    return friend.locator("output").inner_text()


@pytest.fixture(scope="module")
def accepted(borrower: Page, home: str, receipt: str) -> str:
    """Accept the report; returns the address of the incident that it became."""
    borrower.goto(f"{home}/reports/")
    borrower.get_by_role("listitem").filter(has_text=receipt).get_by_role("link").click()
    main(borrower, "收下")
    borrower.wait_for_url("**/incidents/*/")
    return borrower.url


@pytest.fixture(scope="module")
def preview(borrower: Page, home: str) -> str:
    """Bring a backup; returns the address of its preview."""
    borrower.goto(f"{home}/imports/new/")
    borrower.locator("input[name=file]").set_input_files(backup_of_messages(RECEIVED))
    main(borrower, "看看里面有什么")
    borrower.wait_for_url("**/imports/*/")
    return borrower.url


@pytest.fixture(scope="module")
def imported(borrower: Page, preview: str) -> str:
    """Pick the collector's number and take its messages in."""
    borrower.goto(preview)
    borrower.get_by_role("listitem").filter(has_text=SENT).get_by_role("checkbox").check()
    main(borrower, "导入勾上的号码")
    expect(borrower.get_by_role("heading", name="已导入")).to_be_visible()
    return borrower.url


@pytest.fixture(scope="module")
def issued(
    borrower: Page,
    home: str,
    confirmed: int,
    accepted: str,
    imported: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Issued:
    """Issue a bundle for the police, wait for the worker, and download both files."""
    folder = tmp_path_factory.mktemp("downloads")
    borrower.goto(f"{home}/bundles/new/")
    with borrower.expect_response(lambda response: response.request.method == "POST"):
        borrower.locator("input[name=recipient][value=police-110]").check()
    main(borrower, "先看信、改信")
    letter = borrower.get_by_label("信的内容")
    letter.press("Control+End")
    letter.press_sequentially(f"\n{ADDED}")
    expect(borrower.locator("[data-count]")).to_have_text(str(len(letter.input_value())))
    main(borrower, "就用这封信，出具")
    borrower.wait_for_url(re.compile(r"/bundles/\d+/$"))
    expect(borrower.get_by_role("link", name="下载 PDF")).to_be_visible(timeout=90_000)
    pdf, packed, word = (
        download(borrower, name, folder) for name in ("下载 PDF", "下载 ZIP", "Word 文件（DOCX）")
    )
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    return Issued(pdf, packed, folder / packed.stem, word)


def download(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_the_printed_link_leads_through_set_up_to_the_first_entry(
    borrower: Page, home: str
) -> None:
    borrower.goto(f"{home}/settings/")
    expect(borrower.locator("main")).to_contain_text("甲平台")
    assert home.startswith("http://127.0.0.1:")


def test_an_entry_shows_its_findings_with_reason_and_clause(borrower: Page, incident: str) -> None:
    borrower.goto(incident)
    finding = borrower.locator("article.finding").filter(has_text="说要联系你的单位")
    expect(finding.locator(".why")).to_contain_text("原话提到")
    expect(finding.locator(".clause .name").first).to_contain_text("《")
    expect(borrower.locator(".narrative mark").first).to_be_visible()
    expect(borrower.locator(".exhibit")).to_contain_text("通话截图.jpg")


def test_findings_are_confirmed_where_they_stand(
    borrower: Page, incident: str, confirmed: int
) -> None:
    borrower.goto(incident)
    assert confirmed > 0
    expect(borrower.locator("article.finding").filter(has_text="已确认")).to_have_count(confirmed)


def test_a_friend_sees_nothing_of_the_case_but_a_name(friend: Page, link: str) -> None:
    friend.goto(link)
    words = friend.locator("body").inner_text()
    assert "小柳" in words
    assert not any(secret in words for secret in ("甲平台", "阿宁", "171", "领导"))
    assert friend.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_report_becomes_an_incident_with_its_screenshot(
    borrower: Page, receipt: str, accepted: str
) -> None:
    borrower.goto(accepted)
    assert len(receipt) == len("QX7K-42MD")
    expect(borrower.locator(".narrative")).to_contain_text("让 TA 今天还钱")
    expect(borrower.locator(".exhibit")).to_contain_text("微信截图.jpg")


def test_a_backup_is_counted_before_anything_is_taken(borrower: Page, preview: str) -> None:
    borrower.goto(preview)
    rows = borrower.locator("dl.sum > div").all_inner_texts()
    counts = dict(row.split("\n", 1) for row in rows)
    assert (counts["一共"], counts["新的"]) == ("5 行", "3")
    assert (counts["重复的"], counts["没有读出"]) == ("1", "1")


def test_only_the_picked_number_comes_in_and_emoji_survive(
    borrower: Page, home: str, imported: str
) -> None:
    borrower.goto(f"{home}/incidents/?q={GATEWAY}")
    expect(borrower.locator("main")).to_contain_text(SENT)
    borrower.goto(f"{home}/incidents/?q={COURIER}")
    expect(borrower.locator("main")).not_to_contain_text("您的快递到了")


def test_standard_tools_accept_the_bundle(issued: Issued) -> None:
    bagit = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", issued.bag], capture_output=True, check=False
    )
    sums = subprocess.run(
        ["sha256sum", "-c", "manifest-sha256.txt"], cwd=issued.bag, capture_output=True, check=False
    )
    assert (bagit.returncode, sums.returncode) == (0, 0), bagit.stderr + sums.stdout
    assert next(issued.bag.glob("data/*.pdf")).read_bytes() == issued.pdf.read_bytes()


def test_the_letter_is_issued_as_she_changed_it(issued: Issued) -> None:
    assert Document(issued.word).paragraphs[-3].text == ADDED
    assert next(issued.bag.glob("data/letter/*.docx")).read_bytes() == issued.word.read_bytes()
    printed = subprocess.run(["pdftotext", issued.pdf, "-"], capture_output=True, check=True)
    assert ADDED in printed.stdout.decode()


def test_the_command_line_names_the_file_of_which_one_byte_changed(
    issued: Issued, data: Path, tmp_path: Path
) -> None:
    bag = shutil.copytree(issued.bag, tmp_path / "bag")
    exhibit = next((bag / "data" / "exhibits").rglob("*.jpg"))
    content = bytearray(exhibit.read_bytes())
    content[100] ^= 1
    exhibit.write_bytes(content)
    good = command("verify_bundle", str(issued.zip), data=data)
    bad = command("verify_bundle", str(bag), data=data)
    assert (good.returncode, bad.returncode) == (0, 1)
    assert exhibit.relative_to(bag).as_posix() in bad.stdout


def test_no_page_scrolls_sideways_on_the_narrowest_phone(
    borrower: Page, home: str, issued: Issued
) -> None:
    borrower.set_viewport_size(NARROWEST)
    wide = []
    for address in (*LISTS, *RECORDS, *(f"{one}1/" for one in RECORDS), "lines/1/"):
        answer = borrower.goto(f"{home}/{address}")
        if not answer.ok or borrower.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
    borrower.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    assert wide == []


def test_nothing_left_this_machine_and_no_page_complained(people: Visitors, issued: Issued) -> None:
    assert people.watch.hosts == {"127.0.0.1"}
    assert people.watch.complaints == []
