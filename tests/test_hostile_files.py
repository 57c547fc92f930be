"""Files and words meant to run in her browser: they stay what they are, a download or a text."""

from contextlib import closing

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from weasyprint.urls import FatalURLFetchingError

from evidence.bundles.printing.layout import NoFetcher
from evidence.models import Exhibit
from incidents.models import Case
from tests.evidence.bundles.story import issue, pdf_of
from tests.factories import confirm_all, jpeg, make_exhibit, make_incident

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
HOSTILE = {
    "a.svg": SVG,
    "a.html": b"<!doctype html>" + SCRIPT,
    "a.xhtml": b'<html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>",
    "a.js": b"alert(1)",
    "gif-and-script.gif": b"GIF89a/*" + SCRIPT + b"*/=1;alert(1)",
    "picture-and-page.jpg": jpeg() + SCRIPT,
    "page-called-picture.jpg": b"<html>" + SCRIPT,
    "pdf-with-script.pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
    '"><img src=x onerror=alert(1)>.jpg': jpeg(colour="#123456"),
    "javascript:alert(1).png": jpeg(colour="#654321"),
}
# What a browser would run or render as a page of this site, were it asked to.
ACTIVE = ("html", "xml", "svg", "javascript", "ecmascript")
MARKUP = '"><img src=x onerror=alert(1)>'


def upload(client: Client, incident, name: str, content: bytes) -> Exhibit:
    file = SimpleUploadedFile(name, content)
    client.post(reverse("exhibit-add", args=[incident.pk]), {"files": [file]})
    return Exhibit.objects.latest("pk")


@pytest.mark.parametrize("name", HOSTILE)
def test_an_original_is_a_download_that_cannot_run(client_in: Client, case: Case, name: str):
    exhibit = upload(client_in, make_incident(case=case), name, HOSTILE[name])
    with closing(client_in.get(reverse("exhibit-original", args=[exhibit.pk]))) as response:
        assert response["Content-Disposition"].startswith("attachment")
        assert not any(word in response["Content-Type"] for word in ACTIVE)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert b"".join(response.streaming_content) == HOSTILE[name]


@pytest.mark.parametrize("name", HOSTILE)
def test_part_of_an_original_is_no_page_either(client_in: Client, case: Case, name: str):
    exhibit = upload(client_in, make_incident(case=case), name, HOSTILE[name])
    address = reverse("exhibit-original", args=[exhibit.pk])
    with closing(client_in.get(address, headers={"range": "bytes=0-40"})) as response:
        assert response["Content-Disposition"].startswith("attachment")
        assert not any(word in response["Content-Type"] for word in ACTIVE)
        assert "sandbox" in response["Content-Security-Policy"]
        assert b"".join(response.streaming_content) == HOSTILE[name][:41]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_picture_of_it_is_ours_or_none(client_in: Client, case: Case, name: str):
    exhibit = upload(client_in, make_incident(case=case), name, HOSTILE[name])
    with closing(client_in.get(reverse("exhibit-preview", args=[exhibit.pk]))) as response:
        content = response.getvalue()
        is_ours = response["Content-Type"] == "image/jpeg" and content.startswith(b"\xff\xd8")
        assert response.status_code == 404 or is_ours
        assert b"alert(" not in content


def test_markup_in_names_and_words_is_shown_as_text(client_in: Client, case: Case):
    incident = make_incident(case=case, narrative=MARKUP, claimed_identity=MARKUP)
    exhibit = make_exhibit(case=case, name=f"{MARKUP}.jpg", incident=incident)
    for address in (
        reverse("incident-detail", args=[incident.pk]),
        reverse("exhibit-detail", args=[exhibit.pk]),
        reverse("exhibit-list"),
        reverse("incident-list"),
        reverse("overview"),
        reverse("bundle-add"),
    ):
        assert "<img src=x" not in client_in.get(address).content.decode(), address


ADDRESSES = (
    "http://192.0.2.1/leak.png",
    "https://evil.example/",
    "file:///etc/passwd",
    "file:///proc/self/environ",
    "data:text/html,<script>",
    "//192.0.2.1/x",
    "exhibit:" + "0" * 64,
    "exhibit:../../etc/passwd",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_layout_fetches_nothing(address: str):
    with pytest.raises(FatalURLFetchingError):
        NoFetcher().fetch(address)


def test_addresses_in_words_and_names_are_printed_and_never_fetched(case: Case):
    tags = [
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://192.0.2.1/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        "<style>@import url(http://192.0.2.1/y.css); body{background:url(file:///etc/passwd)}",
        "</style><object data='file:///etc/passwd'></object>",
    ]
    incident = make_incident(
        case=case, narrative="\n".join(tags), claimed_identity=tags[0], connected=True
    )
    make_exhibit(case=case, name="url(file:///etc/passwd).jpg", incident=incident)
    case.story = tags[0]
    case.save()
    confirm_all(case)
    bundle = issue(case)
    assert bundle.failure == ""
    content = pdf_of(bundle).read_bytes()
    assert b"root:x:0" not in content
    assert b"/EmbeddedFile" not in content or b"passwd" not in content
