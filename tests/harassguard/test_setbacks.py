"""A full disk, a locked folder, a busy database: one clear sentence, and no lost words."""

import os
import resource
import sqlite3
from contextlib import closing, contextmanager

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse
from waitress.adjustments import Adjustments

from evidence.models import Exhibit
from harassguard.receiving import PatientParser
from incidents.refusals import refusal_words
from tests.factories import make_contact

WORDS = "她说：再不还钱就去你单位。"
NOBODY = 65534


@contextmanager
def largest_file(size: int):
    """Let the system refuse what is written beyond a size, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def database(pragma: str, normal: str):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA {normal}")


@contextmanager
def full_database():
    with connection.cursor() as cursor:
        # Pages that earlier tests gave back would still take something.
        free = cursor.execute("PRAGMA freelist_count").fetchone()[0]
        size = cursor.execute("PRAGMA page_size").fetchone()[0]
        cursor.execute("CREATE TABLE filler (content BLOB)")
        cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [free * size])
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    with database(f"max_page_count={pages}", "max_page_count=1073741823"):
        yield


def read_only():
    return database("query_only=1", "query_only=0")


@contextmanager
def unprivileged():
    """Let permissions count, which they do not for the superuser."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def picture(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.bin", os.urandom(size))


@pytest.mark.parametrize("size", [300_000, 3_000_000])
def test_a_full_disk_costs_the_file_and_keeps_the_words(case, client_in, size):
    with largest_file(100_000):
        response = client_in.post(
            reverse("entry-new"), {"narrative": WORDS, "files": picture(size)}
        )
    assert response.status_code == 422
    assert WORDS in response.text
    assert "磁盘" in response.text
    assert not case.incidents.exists()
    assert not Exhibit.objects.exists()


def test_after_a_full_disk_nothing_unfinished_lies_about(case, client_in, data_folder):
    with largest_file(100_000):
        client_in.post(reverse("entry-new"), {"narrative": WORDS, "files": picture(300_000)})
    assert [path for path in (data_folder / "exhibits").rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_written_to_is_named(case, client_in, data_folder):
    folder = data_folder / "exhibits"
    folder.mkdir(mode=0o500)
    with unprivileged():
        assert not os.access(folder, os.W_OK, effective_ids=True)
        response = client_in.post(
            reverse("entry-new"), {"narrative": WORDS, "files": picture(20_000)}
        )
    assert response.status_code == 422
    assert "不能写入" in response.text
    assert WORDS in response.text


@pytest.mark.parametrize(
    ("trouble", "sentence"), [(read_only, "不能写入"), (full_database, "满了")]
)
def test_a_database_that_takes_nothing_keeps_an_entry_in_its_form(
    case, client_in, trouble, sentence
):
    with trouble():
        response = client_in.post(reverse("entry-new"), {"narrative": WORDS * 300})
    assert response.status_code == 422
    assert sentence in response.text
    assert WORDS in response.text
    assert not case.incidents.exists()


def test_any_other_form_comes_back_with_what_was_typed(case, client_in):
    contact = make_contact(case=case)
    fields = {"name": "老林", "relation": "friend", "note": WORDS, "reason": "问过了"}
    path = reverse("contact-amend", args=[contact.pk])
    with read_only():
        response = client_in.post(path, fields)
    assert response.status_code == 503
    assert WORDS in response.text
    assert f'action="{path}"' in response.text
    contact.refresh_from_db()
    assert contact.note == ""


def test_pages_are_shown_while_nothing_can_be_written(case, client_in, settings):
    session = SessionStore(client_in.session.session_key)
    session["seen_at"] = session["began_at"] = 0
    settings.SESSION_IDLE_AGE = settings.SESSION_COOKIE_AGE = 10**10
    session.save()
    with read_only():
        assert client_in.get(reverse("incident-list")).status_code == 200


def test_a_busy_database_says_that_trying_again_helps(tmp_path):
    path = tmp_path / "busy.sqlite3"
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(path, timeout=0)) as two:
        one.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError) as raised:
            two.execute("BEGIN IMMEDIATE")
    error = OperationalError()
    error.__cause__ = raised.value
    assert "没有排上" in refusal_words(error)


def test_a_request_that_the_disk_refuses_is_heard_out_and_answered():
    parser = PatientParser(Adjustments(inbuf_overflow=1_000))
    body = b"x" * 200_000
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body)
    parser.received(head)
    with largest_file(50_000):
        sent = 0
        while sent < len(body):
            sent += parser.received(body[sent : sent + 8_192])
    assert parser.completed
    assert parser.error.code == 507


def test_words_beyond_what_one_request_may_hold_are_refused_in_a_sentence(client_in, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client_in.post(reverse("entry-new"), {"narrative": "再" * 1000})
    assert answer.status_code == 400
    assert "分成几次保存" in answer.content.decode()
