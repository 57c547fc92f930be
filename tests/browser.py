"""A real browser, and a record of everything that it asked for and complained about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FilePayload,
    Request,
    sync_playwright,
)

from tests.factories import jpeg

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE, DESKTOP = (390, 844), (1280, 800)
PATIENCE_MS = 30_000


@dataclass
class Watch:
    """What the pages asked for, by host, and what the browser complained about."""

    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss"):
            self.hosts.add(parts.hostname or "")

    def note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.page.url})")

    def over(self, context: BrowserContext) -> None:
        context.on("request", self.note_request)
        context.on("console", self.note_message)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))


@dataclass
class Visitors:
    """Opens browsers that share nothing, each a person at a device of her own."""

    browser: Browser
    watch: Watch

    def come(self, size: tuple[int, int]) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            is_mobile=size == PHONE,
            has_touch=size == PHONE,
        )
        context.set_default_timeout(PATIENCE_MS)
        self.watch.over(context)
        return context


@contextmanager
def visitors() -> Iterator[Visitors]:
    """Run a browser for as long as the block lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield Visitors(browser, Watch())
        finally:
            browser.close()


def picture(name: str, colour: str) -> FilePayload:
    """Return a screenshot of one colour, to be chosen in a form."""
    content = jpeg(colour=colour, size=(1080, 2340))
    return FilePayload(name=name, mimeType="image/jpeg", buffer=content)


def backup_of_messages(received: list[tuple[str, str, timedelta | None]]) -> FilePayload:
    """Return messages as SMS Backup & Restore writes them; one without an age lacks its time."""
    now = datetime.now(UTC)
    lines = [
        f'<sms address="{number}" date="{milliseconds(now, age)}" type="1" body={entities(body)} '
        'read="1" status="-1" contact_name="(Unknown)" />'
        for number, body, age in received
    ]
    text = f'<smses count="{len(lines)}">{"".join(lines)}</smses>'
    return FilePayload(name="sms-backup.xml", mimeType="text/xml", buffer=text.encode())


def milliseconds(now: datetime, age: timedelta | None) -> str:
    return "null" if age is None else str(int((now - age).timestamp() * 1000))


def entities(text: str) -> str:
    """Quote a value as that app does: an emoji becomes two entities, one for each surrogate."""
    return "".join(
        letter if ord(letter) < 0x10000 else surrogates(ord(letter)) for letter in quoteattr(text)
    )


def surrogates(code: int) -> str:
    offset = code - 0x10000
    return f"&#{0xD800 + (offset >> 10)};&#{0xDC00 + (offset & 0x3FF)};"
