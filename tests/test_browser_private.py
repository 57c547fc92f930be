"""In a real browser and a real program: leaving in a hurry, and nothing that leaves the machine."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver, reverse
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser import DESKTOP, PHONE, Visitors, picture, visitors
from tests.program import Running, started

pytestmark = pytest.mark.browser

PASSPHRASE = "correct horse battery"
WORDS = "今天再不还，我就给你们单位领导打电话。"
HOSTILE = '"><img src=x onerror=alert(1)>'
OUTSIDE = Path(__file__).parent / "outside"


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file in which every Python of the program writes what it tried to reach."""
    return tmp_path_factory.mktemp("outside") / "tried"


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def program(
    tmp_path_factory: pytest.TempPathFactory, tried: Path, said: list[str]
) -> Iterator[Running]:
    path = os.pathsep.join([str(OUTSIDE), os.environ.get("PYTHONPATH", "")])
    variables = {"PYTHONPATH": path, "HARASSGUARD_TEST_OUTSIDE": str(tried)}
    with started(tmp_path_factory.mktemp("private"), variables=variables) as server:
        yield server


@pytest.fixture(scope="module")
def people(program: Running) -> Iterator[Visitors]:
    with visitors() as came:
        yield came


@pytest.fixture(scope="module")
def home(program: Running) -> str:
    parts = urlsplit(program.link)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.fixture(scope="module")
def set_up(people: Visitors, program: Running, home: str) -> str:
    """Set up and write down a call with a screenshot; returns the incident's address."""
    context = people.come(DESKTOP)
    page = context.new_page()
    page.goto(program.link)
    page.get_by_label("你的名字").fill("小柳")
    page.get_by_label("密码").fill(PASSPHRASE)
    press(page, "开始")
    page.get_by_role("link", name="先跳过").click()
    page.wait_for_url("**/incidents/new/")
    page.get_by_label("对方号码").fill("+86 171 0000 0001")
    page.get_by_label("内容").fill(WORDS)
    page.locator("input[name=files]").set_input_files(picture(f"{HOSTILE}.jpg", "#446688"))
    press(page, "保存")
    page.get_by_role("link", name="看这一条").click()
    page.wait_for_url("**/incidents/1/")
    address = page.url
    context.close()
    return address


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def sign_in(page: Page, address: str) -> None:
    """Go to an address by way of the sign-in."""
    page.goto(address)
    page.get_by_label("密码").fill(PASSPHRASE)
    press(page, "登录")
    page.wait_for_url(address)


@pytest.fixture
def device(people: Visitors) -> Iterator[BrowserContext]:
    context = people.come(DESKTOP)
    yield context
    context.close()


@pytest.fixture
def page(device: BrowserContext, set_up: str) -> Page:
    """A signed-in page that shows the incident."""
    page = device.new_page()
    sign_in(page, set_up)
    return page


def is_locked(page: Page, address: str) -> bool:
    page.goto(address)
    return urlsplit(page.url).path == "/sign-in/"


def test_leaving_shows_a_page_that_tells_nothing_and_locks(page: Page, set_up: str):
    length = page.evaluate("history.length")
    press(page, "快速离开")
    page.wait_for_url("**/notes/")
    assert page.title() == "笔记"
    assert "HarassGuard" not in page.content()
    assert page.evaluate("history.length") == length
    assert is_locked(page, set_up)


def test_going_back_shows_nothing_of_the_case(page: Page, home: str, set_up: str):
    page.goto(f"{home}/incidents/")
    page.goto(set_up)
    press(page, "快速离开")
    page.wait_for_url("**/notes/")
    page.go_back()
    page.wait_for_url("**/sign-in/**")
    assert "HarassGuard" not in page.content()
    assert page.title() == "登录"


def test_three_times_escape_leaves_and_what_was_typed_waits_behind_the_lock(page: Page, home: str):
    page.goto(f"{home}/incidents/new/")
    page.get_by_label("内容").fill("他刚才又打来了")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/notes/")
    sign_in(page, f"{home}/incidents/new/")
    expect(page.get_by_label("内容")).to_have_value("他刚才又打来了")


def test_twice_escape_or_three_times_slowly_stays(page: Page, set_up: str):
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1600)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.url == set_up


def test_other_tabs_leave_as_well(device: BrowserContext, page: Page, home: str):
    tab = device.new_page()
    tab.goto(f"{home}/settings/")
    press(page, "快速离开")
    tab.wait_for_url("**/notes/")


def test_leaving_works_without_scripts(people: Visitors, set_up: str, home: str):
    context = people.browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, set_up)
    page.locator(".sidebar .leave button").click()
    assert page.url == f"{home}/notes/"
    page.go_back()
    assert urlsplit(page.url).path == "/sign-in/"
    context.close()


def test_a_phone_has_the_button_in_reach_wherever_the_page_is(people: Visitors, set_up: str):
    context = people.come(PHONE)
    page = context.new_page()
    sign_in(page, set_up)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    button = page.locator(".topbar .leave button")
    expect(button).to_be_in_viewport(ratio=1)
    button.tap()
    page.wait_for_url("**/notes/")
    context.close()


def test_window_titles_can_be_neutral_and_the_way_out_can_lead_elsewhere(page: Page, home: str):
    elsewhere = f"{home}/notes/".replace("127.0.0.1", "localhost")
    page.goto(f"{home}/settings/privacy/")
    page.get_by_label("窗口标题只写“笔记”").check()
    page.get_by_label("快速离开后打开").fill(elsewhere)
    press(page, "保存")
    for path in ("/", "/incidents/1/", "/settings/", "/nothing-here/"):
        page.goto(f"{home}{path}")
        assert page.title() == "笔记", path
    icons = page.locator("link[rel=icon]").evaluate_all("links => links.map(one => one.href)")
    assert all("/notes" in icon for icon in icons)
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(elsewhere)


def pages_of(home: str) -> list[str]:
    """Return every address that takes no keyword, and one record of each kind there is."""
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str)]
    plain = [name for name in names if not get_resolver().reverse_dict[name][0][0][1]]
    kinds = ("incidents", "lines", "exhibits", "bundles", "findings")
    records = [f"/{kind}/1/" for kind in kinds]
    leaving = {"sign-out", "leave", "set_language"}
    return [home + path for path in [*map(reverse, {*plain} - leaving), *records]]


def test_no_page_and_no_bundle_asks_anything_of_another_machine(
    people: Visitors, program: Running, page: Page, home: str, set_up: str, tried: Path
):
    people.watch.hosts.clear()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    page.goto(f"{home}/bundles/new/")
    press(page, "出具")
    page.wait_for_url("**/bundles/1/")
    expect(page.get_by_role("link", name="下载 PDF")).to_be_visible(timeout=90_000)
    for address in pages_of(home):
        # A download, or an address that only takes a POST, ends without a page.
        with suppress(Error):
            page.goto(address)
    assert people.watch.hosts == {"127.0.0.1"}
    assert [one for one in people.watch.complaints if "Security Policy" in one] == []
    assert dialogs == []
    assert not tried.exists(), tried.read_text()


def test_the_running_program_has_logged_no_person_and_no_token(
    people: Visitors, program: Running, home: str, set_up: str, page: Page
):
    page.goto(f"{home}/contacts/new/")
    page.get_by_label("称呼").fill("阿宁")
    page.get_by_text("朋友", exact=True).click()
    press(page, "保存")
    press(page, "做一个链接")
    link = page.locator(".address").inner_text()
    token = urlsplit(link).path.split("/")[2]
    friend = people.come(PHONE).new_page()
    friend.goto(link)
    friend.goto(link.replace(token, f"x{token}"))
    friend.goto(f"{home}/sign-in/")
    friend.get_by_label("密码").fill("猜一猜")
    press(friend, "登录")
    assert program.stop() == 0
    said = program.process.stdout.read()
    secrets = (token, "小柳", "阿宁", "171", "领导", "onerror", "猜一猜", PASSPHRASE)
    assert "Not Found" in said
    assert [one for one in secrets if one in said] == []
    assert "Traceback" not in said
