"""Nothing is left under a black area: not in the PDF, not in the ZIP, in no form."""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from django.db import transaction
from django.test import override_settings
from PIL import Image
from weasyprint import HTML

from evidence import storage
from evidence.bundles.defaults import scope_for
from evidence.bundles.scope import Scope
from evidence.bundles.verify import verify
from evidence.models import Derivative
from evidence.models.bundle import BundleState, Recipient
from evidence.redaction import Area
from evidence.services.redactions import redact_exhibit, write_words
from incidents.models import Case
from tests.evidence.bundles.story import issue, pdf_of, zip_of
from tests.factories import make_case, make_exhibit, make_incident

pytestmark = pytest.mark.django_db

SECRET_AREA = Area(25, 25, 75, 50)
WORDS = "暗号七三一"
# So many bytes of the original in a row would tell something of it.
TELLING = 24


@dataclass(frozen=True)
class Hidden:
    """An issue with a redacted copy, and everything that must not be in it."""

    pdf: Path
    zip: Path
    original: bytes
    digest: str
    copy: bytes
    copy_digest: str
    box: tuple[int, int, int, int]
    secret_rows: list[bytes]


def picture(kind: str) -> bytes:
    """Return a screenshot that is noise all over, with words and a thumbnail in its EXIF."""
    image = Image.effect_noise((320, 640), 120).convert("RGB")
    exif = image.getexif()
    exif[0x010E] = WORDS
    exif[0x010F] = "HUAWEI-SECRET"
    stream = io.BytesIO()
    image.save(stream, kind, exif=exif)
    return stream.getvalue()


@pytest.fixture(scope="module", params=["PNG", "JPEG"])
def hidden(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Hidden:
    folder = tmp_path_factory.mktemp("redacted")
    places = {"EXHIBITS_DIR": folder / "exhibits", "BUNDLES_DIR": folder / "bundles"}
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        found = made(make_case(), picture(request.param))
        transaction.set_rollback(True)
    return found


def made(case: Case, original: bytes) -> Hidden:
    incident = make_incident(case=case, connected=True, narrative="还钱")
    exhibit = make_exhibit(case=case, content=original, name="聊天.png", incident=incident)
    copy = redact_exhibit(exhibit=exhibit, areas=[SECRET_AREA], actor=case.owner)
    write_words(exhibit=exhibit, words=WORDS, actor=case.owner)
    bundle = issue(case)
    assert (bundle.state, bundle.failure) == (BundleState.ISSUED, "")
    box = tuple(copy.recipe["areas"][0])
    return Hidden(
        pdf=pdf_of(bundle),
        zip=zip_of(bundle),
        original=original,
        digest=exhibit.sha256,
        copy=b"".join(storage.chunks(copy.sha256)),
        copy_digest=copy.sha256,
        box=box,
        secret_rows=rows_of(original, box),
    )


def rows_of(original: bytes, box: tuple[int, int, int, int]) -> list[bytes]:
    """Return what was hidden as raw pixels, row by row."""
    secret = Image.open(io.BytesIO(original)).convert("RGB").crop(box)
    step = 3 * secret.width
    raw = secret.tobytes()
    return [raw[at : at + step] for at in range(0, len(raw), step)]


def contents(hidden: Hidden) -> Iterator[tuple[str, bytes]]:
    """Yield every byte of the issue in every form: as it lies there, unpacked, decoded."""
    yield "pdf", hidden.pdf.read_bytes()
    yield "zip", hidden.zip.read_bytes()
    with pikepdf.open(hidden.pdf) as pdf:
        for number, stream in enumerate(pdf.objects):
            if isinstance(stream, pikepdf.Stream):
                yield f"pdf stream {number}", stream.read_raw_bytes()
                yield from decoded(f"pdf stream {number}", stream)
    with zipfile.ZipFile(hidden.zip) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def decoded(name: str, stream: pikepdf.Stream) -> Iterator[tuple[str, bytes]]:
    if stream.get("/Subtype") == "/Image":
        yield f"{name} as pixels", pikepdf.PdfImage(stream).as_pil_image().tobytes()
    elif stream.get("/Filter") == "/FlateDecode":
        # The records are in the PDF too.
        ending = ".json" if stream.get("/Subtype") == "/application/json" else ""
        yield f"{name} decoded{ending}", stream.read_bytes()


def windows(content: bytes) -> Iterator[bytes]:
    """Yield pieces of a picture's own data, past the header that all of its kind begin with."""
    start = len(content) // 4
    for at in range(start, len(content) - TELLING, max(1, len(content) // 400)):
        yield content[at : at + TELLING]


def x_ray(pdf: Path) -> object:
    """Ask the x-ray package, in a process of its own: it cannot bear warnings as errors."""
    run = subprocess.run([sys.executable, "-m", "xray", pdf], capture_output=True, check=True)
    return json.loads(run.stdout)


def test_x_ray_finds_nothing_under_anything(hidden: Hidden):
    assert x_ray(hidden.pdf) == {}


def test_x_ray_would_find_words_under_a_black_box(tmp_path: Path):
    page = tmp_path / "bad.pdf"
    HTML(
        string="<p>the secret words are here</p><div></div><style>div{position:absolute;"
        "top:0;left:0;width:400px;height:80px;background:#000}</style>"
    ).write_pdf(page)
    assert x_ray(page)


def test_no_piece_of_the_original_is_in_any_byte(hidden: Hidden):
    pieces = list(windows(hidden.original))
    assert len(pieces) > 250
    found = {name for name, content in contents(hidden) if any(one in content for one in pieces)}
    assert found == set()


def test_no_hidden_row_of_pixels_is_in_any_byte(hidden: Hidden):
    packed = [zlib.compress(row) for row in hidden.secret_rows]
    looked_for = [row[:TELLING] for row in hidden.secret_rows] + packed
    for name, content in contents(hidden):
        assert not any(one in content for one in looked_for), name


def test_nothing_that_the_file_says_of_itself_and_no_hidden_word_is_there(hidden: Hidden):
    for name, content in contents(hidden):
        assert WORDS.encode() not in content, name
        assert WORDS.encode("utf-16-be") not in content, name
        assert b"HUAWEI-SECRET" not in content or name.endswith(".json"), name


def test_the_search_would_find_what_is_there(hidden: Hidden):
    pieces = list(windows(hidden.copy))
    holding = {name for name, content in contents(hidden) if all(one in content for one in pieces)}
    assert any(name.endswith(("1-1-redacted.png", "1-1-redacted.jpg")) for name in holding)


def test_the_picture_on_the_page_is_black_where_it_was_covered(hidden: Hidden):
    with pikepdf.open(hidden.pdf) as pdf:
        pictures = [
            pikepdf.PdfImage(one).as_pil_image().convert("RGB")
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
    shown = [one for one in pictures if one.size == (320, 640)]
    assert len(shown) == 1
    left, top, right, bottom = hidden.box
    inside = shown[0].crop((left + 2, top + 2, right - 2, bottom - 2))
    assert max(high for _low, high in inside.getextrema()) < 8


def test_the_bag_holds_the_copy_and_lists_the_original_by_its_digest(hidden: Hidden):
    assert verify(hidden.zip) == ()
    with zipfile.ZipFile(hidden.zip) as archive:
        names = [name for name in archive.namelist() if "/data/exhibits/" in name]
        assert [archive.read(name) for name in names] == [hidden.copy]
        [exhibits] = [one for one in archive.namelist() if one.endswith("/exhibits.json")]
        [row] = json.loads(archive.read(exhibits))["exhibits"]
    assert (row["sha256"], row["original_included"], row["path"]) == (hidden.digest, False, "")
    assert (row["copy"]["sha256"], row["copy"]["areas"]) == (hidden.copy_digest, 1)


def test_the_paper_says_that_it_is_a_copy(hidden: Hidden):
    words = text_of(hidden.pdf)
    assert "涂黑副本" in words
    assert "1处涂黑" in words
    assert hidden.digest in words
    assert hidden.copy_digest in words


def text_of(pdf: Path) -> str:
    run = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True)
    return "".join(run.stdout.decode().split())


@pytest.fixture
def exhibit(case: Case):
    incident = make_incident(case=case, connected=True, narrative="还钱")
    return make_exhibit(case=case, content=picture("JPEG"), name="聊天.jpg", incident=incident)


def packed(bundle) -> list[str]:
    with zipfile.ZipFile(zip_of(bundle)) as archive:
        return [name.rpartition("/")[2] for name in archive.namelist() if "/exhibits/" in name]


def test_whoever_gets_everything_gets_the_original(case: Case, exhibit):
    copy = redact_exhibit(exhibit=exhibit, areas=[SECRET_AREA], actor=case.owner)
    assert scope_for(case, Recipient.COURT).redacted == ()
    assert scope_for(case, Recipient.COURT, redacted=True).redacted == (copy.pk,)
    assert scope_for(case, Recipient.REGULATOR_12378, redacted=False).redacted == ()
    assert packed(issue(case, Recipient.COURT)) == ["1-1.jpg"]


def test_an_issue_keeps_the_copy_that_it_was_made_with(case: Case, exhibit):
    first = redact_exhibit(exhibit=exhibit, areas=[SECRET_AREA], actor=case.owner)
    scope = scope_for(case, Recipient.REGULATOR_12378)
    second = redact_exhibit(exhibit=exhibit, areas=[Area(0, 0, 9, 9)], actor=case.owner)
    assert Scope.from_json(scope.as_json()).redacted == (first.pk,)
    assert scope_for(case, Recipient.REGULATOR_12378).redacted == (second.pk,)


def test_what_stays_out_whole_stays_out_redacted_too(case: Case, exhibit):
    redact_exhibit(exhibit=exhibit, areas=[SECRET_AREA], actor=case.owner)
    scope = scope_for(case, Recipient.REGULATOR_12378, left_out=[exhibit.pk])
    assert (scope.left_out, scope.redacted) == ((exhibit.pk,), ())


@pytest.mark.parametrize("content", [None, b"other"])
def test_a_copy_that_is_gone_or_altered_stops_the_issue(case: Case, exhibit, content):
    copy = redact_exhibit(exhibit=exhibit, areas=[SECRET_AREA], actor=case.owner)
    path = storage.path_of(copy.sha256)
    path.unlink()
    if content:
        path.write_bytes(content)
    bundle = issue(case)
    assert bundle.state == BundleState.FAILED
    assert "涂黑副本" in bundle.failure


def test_the_wizard_offers_copies_and_says_where_originals_go_in(client_in, case, exhibit):
    assert "涂黑过的图片" not in client_in.get("/bundles/new/").text
    redact_exhibit(exhibit=exhibit, areas=[SECRET_AREA], actor=case.owner)
    assert "1 张图片放涂黑的副本" in client_in.get("/bundles/new/").text
    choice = {"recipient": "court", "period": "all", "preview": "1"}
    assert "这一号放的是原图" in client_in.post("/bundles/new/", choice).text
    choice |= {"redacted": "yes"}
    assert "1 张图片放涂黑的副本" in client_in.post("/bundles/new/", choice).text


def test_words_of_a_recording_are_printed_and_those_of_a_hidden_picture_are_not(case, exhibit):
    recording = make_exhibit(
        case=case, content=b"#!AMR\n" + bytes(500), name="录音.amr", incident=case.incidents.get()
    )
    write_words(exhibit=recording, words="你再不还就去你家", actor=case.owner)
    write_words(exhibit=exhibit, words="图里原来的话", actor=case.owner)
    redact_exhibit(exhibit=exhibit, areas=[SECRET_AREA], actor=case.owner)
    words = text_of(pdf_of(issue(case)))
    assert "你再不还就去你家" in words
    assert "图里原来的话" not in words
    assert Derivative.objects.filter(kind="ocr").exists()
