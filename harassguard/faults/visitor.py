"""A browser reduced to what matters here: cookies, keys of forms, and answers read to the end."""

import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

PATIENCE_SECONDS = 60
KEY = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')

Fields = Mapping[str, str | Sequence[str]]
Files = Sequence[tuple[str, bytes]]


class Unanswered(Exception):
    """The server was gone before its answer had come: nobody knows what became of the request."""


class Refused(Exception):
    """The server answered, and did not do what was asked of it; `page` is its answer."""

    def __init__(self, sentence: str, status: int, page: str) -> None:
        super().__init__(sentence)
        self.status, self.page = status, page


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said; `location` is where it sent the visitor on to, as a path."""

    status: int
    location: str
    text: str


@dataclass(slots=True)
class Visitor:
    """One person at the server on a port of this machine."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    key: str = ""
    slowest: float = 0.0

    def get(self, path: str) -> Answer:
        answer = self.ask("GET", path, b"", {})
        if found := KEY.search(answer.text):
            self.key = found[1]
        return answer

    def post(self, path: str, fields: Fields, files: Files = (), name: str = "files") -> str:
        """
        Send a form and return where its answer leads to: that is how the program says yes.

        Raises Unanswered when no whole answer came, Refused when it was another one.
        """
        boundary = secrets.token_hex(16)
        body = multipart(boundary, {**fields, "csrfmiddlewaretoken": self.key}, files, name)
        kind = f"multipart/form-data; boundary={boundary}"
        answer = self.ask("POST", path, body, {"Content-Type": kind})
        if answer.status != 302 or answer.location.startswith("/sign-in/"):
            sentence = f"{path}: {answer.status} {answer.location} {said(answer.text)}"
            raise Refused(sentence, answer.status, answer.text)
        return answer.location

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        sent = {**headers, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, HTTPException) as error:
            raise Unanswered(str(error)) from error
        finally:
            connection.close()
        self.slowest = max(self.slowest, time.monotonic() - began)
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        location = urlsplit(response.headers.get("Location", "")).path
        return Answer(response.status, location, text)

    def sign_in(self, name: str, passphrase: str) -> None:
        self.get("/sign-in/")
        self.post("/sign-in/", {"username": name, "password": passphrase})
        self.get("/incidents/new/")


def multipart(boundary: str, fields: Fields, files: Files, name: str) -> bytes:
    parts = []
    for key, given in fields.items():
        for value in [given] if isinstance(given, str) else given:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'
            parts.append(head.encode() + value.encode() + b"\r\n")
    for filename, content in files:
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; '
            f'filename="{filename}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        )
        parts.append(head.encode() + content + b"\r\n")
    return b"".join([*parts, f"--{boundary}--\r\n".encode()])


def said(text: str) -> str:
    """Return the complaints of a page, for who reads the summary."""
    found = re.findall(r'role="alert"[^>]*>(.*?)</p>', text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>|\s+", " ", one).strip() for one in found)[:300]
