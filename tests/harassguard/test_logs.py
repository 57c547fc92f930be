"""What the log holds: where something failed, and nothing of who, what or which link."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from harassguard.logs import PrivateFormatter
from incidents.models import Case
from incidents.services.access import issue_sign_in_token
from incidents.services.reports import open_link
from tests.factories import jpeg, make_contact, make_incident

PASSPHRASE = "correct horse battery"
PERSONAL = ("小柳", "阿宁", "13800000001", "还钱还钱", "截图七号", PASSPHRASE, "猜的密码", "坏名字")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any logger says, down to its finest level, as the console would show it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PrivateFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def written_by(error: Exception, number: str) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PrivateFormatter())
    logger = logging.getLogger("test")
    logger.addHandler(handler)
    try:
        try:
            raise KeyError(number)
        except KeyError as first:
            raise error from first
    except Exception:
        logger.exception("Internal Server Error: %s", "/r/tokentokentoken/done/QX7K-42MD/")
    logger.removeHandler(handler)
    return stream.getvalue()


def test_a_failure_is_logged_by_place_and_type_without_its_words():
    text = written_by(ValueError("阿宁说：还钱还钱"), "13800000001")
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_logs.py" in text
    assert not any(word in text for word in (*PERSONAL, "tokentoken", "QX7K"))


def test_the_console_uses_that_formatter():
    console = settings.LOGGING["handlers"]["console"]["formatter"]
    assert settings.LOGGING["formatters"][console] == {"()": "harassguard.logs.PrivateFormatter"}
    assert settings.LOGGING["root"]["handlers"] == ["console"]


def test_a_whole_story_leaves_no_person_and_no_token_in_the_log(log, client: Client, case: Case):
    contact = make_contact(case=case, name="阿宁", phone="13800000001")
    make_incident(case=case, narrative="还钱还钱", contact=contact)
    live = open_link(contact=contact, actor=case.owner).token
    start = issue_sign_in_token()
    page = reverse("report-page", args=[live])
    client.post(reverse("sign-in"), {"username": "小柳", "password": "猜的密码"})
    for _ in range(6):
        client.post(reverse("sign-in"), {"username": "小柳坏名字", "password": "猜的密码"})
    files = {"files": [SimpleUploadedFile("截图七号.jpg", jpeg())]}
    client.post(page, {"words": "还钱还钱", "may_be_witness": "on", **files})
    client.get(page, headers={"host": "坏名字.example"})
    client.get(f"{page}done/QX7K-42MD/")
    client.get(f"/r/dead{live}/")
    client.get(f"/start/dead{start}/")
    Client(enforce_csrf_checks=True).post(page, {"words": "还钱还钱"})
    client.get(reverse("start", args=[start]))
    client.get(reverse("incident-list"), {"q": "13800000001"})
    client.get("/nothing/")
    said = log.getvalue()
    assert "Not Found" in said
    assert [word for word in (*PERSONAL, live, start, "QX7K") if word in said] == []
