"""What every issued PDF must be, proved once on a case as awkward as can be."""

import hashlib
import json
import re
import subprocess
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import transaction
from django.test import override_settings

from evidence.bundles.printing.reading import Reader
from evidence.bundles.soundness import (
    bookmarks,
    enclosed,
    flaws,
    pages_without_structure,
    wrong_bookmarks,
)
from evidence.models.bundle import BundleState
from tests.evidence.bundles.hostile import NAMES, PHONES, make_hostile
from tests.evidence.bundles.story import issue, pdf_of, unpacked, zip_of
from tests.factories import make_case

pytestmark = pytest.mark.django_db
MARK = re.compile(rb"/MCID (\d+)>> BDC")
SHOWS = {"Tj", "TJ", "Do", "f", "f*", "S", "B", "B*", "sh"}


@dataclass(frozen=True)
class Proof:
    """One issue, made once, with what was put into it."""

    pdf: Path
    bag: Path
    numbers: frozenset[int]
    jpegs: frozenset[str]
    original: bytes


@pytest.fixture(scope="module")
def proof(django_db_setup, django_db_blocker, tmp_path_factory) -> Proof:
    folder = tmp_path_factory.mktemp("proof")
    places = {"EXHIBITS_DIR": folder / "exhibits", "BUNDLES_DIR": folder / "bundles"}
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        case = make_hostile(make_case())
        bundle = issue(case)
        assert bundle.state == BundleState.ISSUED, bundle.failure
        jpegs = case.exhibits.filter(media_type="image/jpeg")
        held = case.exhibits.get(media_type="application/pdf").sha256
        made = Proof(
            pdf=pdf_of(bundle),
            bag=unpacked(zip_of(bundle), folder),
            numbers=frozenset(case.incidents.values_list("number", flat=True)),
            jpegs=frozenset(jpegs.values_list("sha256", flat=True)),
            original=(folder / "exhibits" / held[:2] / held).read_bytes(),
        )
        transaction.set_rollback(True)
    return made


@pytest.fixture
def pdf(proof: Proof) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(proof.pdf) as opened:
        yield opened


def numbers_of(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}


def places_of(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return the page of every name that a link can lead to."""
    pages = numbers_of(pdf)
    return {
        str(name): pages[place[0].objgen]
        for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()
    }


def words_of(path: Path, *options: str) -> str:
    command = ["pdftotext", *options, str(path), "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return "".join(done.stdout.split())


def elements(node: Any) -> Iterator[Any]:
    """Yield the elements of the structure in the order in which they are read."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def roles(pdf: pikepdf.Pdf) -> list[str]:
    return [str(each.S) for each in elements(pdf.Root.StructTreeRoot)]


def test_poppler_and_qpdf_find_nothing_to_mind(proof: Proof) -> None:
    with pikepdf.open(proof.pdf) as pdf:
        assert pdf.check_pdf_syntax() == []
    read = subprocess.run(["pdfinfo", "-struct", proof.pdf], capture_output=True, text=True)
    assert read.stderr == ""
    said = subprocess.run(["pdfinfo", proof.pdf], capture_output=True, text=True).stdout
    assert "Tagged:          yes" in said


def test_every_bookmark_leads_to_the_page_that_it_names(pdf: pikepdf.Pdf) -> None:
    pages, found = numbers_of(pdf), list(bookmarks(pdf))
    assert len(found) > 12
    for title, page in found:
        assert title.endswith(f"　第{pages[page.objgen]}页")
    assert pdf.Root.PageMode == "/UseOutlines"
    assert int(pdf.Root.Outlines.Count) > 0


def test_a_bookmark_to_another_page_is_noticed(pdf: pikepdf.Pdf) -> None:
    assert wrong_bookmarks(pdf, numbers_of(pdf)) == []
    pdf.Root.Outlines.First.Dest[0] = pdf.pages[6].obj
    assert wrong_bookmarks(pdf, numbers_of(pdf)) == ["目录　第2页"]


def test_a_page_that_nobody_can_hear_is_noticed(pdf: pikepdf.Pdf) -> None:
    assert pages_without_structure(pdf) == []
    del pdf.pages[3].obj.StructParents
    assert pages_without_structure(pdf) == [4]


def test_an_enclosed_file_that_was_changed_or_forgotten_is_noticed(pdf: pikepdf.Pdf) -> None:
    whole = enclosed(pdf)
    pdf.Root.AF[0].EF.UF.write(zlib.compress(b"{}"), filter=pikepdf.Name.FlateDecode)
    changed = enclosed(pdf)
    assert len([name for name in whole if whole[name] != changed[name]]) == 1
    del pdf.Root.AF
    assert enclosed(pdf) == {}


def test_a_stream_that_cannot_be_unpacked_is_noticed(proof: Proof, tmp_path: Path) -> None:
    with pikepdf.open(proof.pdf) as pdf:
        assert flaws(pdf) == []
        pdf.pages[2].Contents[0].write(b"no zlib at all", filter=pikepdf.Name.FlateDecode)
        pdf.save(tmp_path / "spoilt.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with pikepdf.open(tmp_path / "spoilt.pdf") as pdf:
        assert flaws(pdf)


def test_every_link_leads_somewhere_and_contents_to_their_headings(
    proof: Proof, pdf: pikepdf.Pdf
) -> None:
    places = places_of(pdf)
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            assert str(link.Dest) in places
            assert str(link.Contents)
    for link in pdf.pages[1].Annots:
        heading = str(link.Contents).removeprefix("转到")
        number = str(places[str(link.Dest)])
        assert "".join(heading.split()) in words_of(proof.pdf, "-raw", "-f", number, "-l", number)


def test_every_incident_and_exhibit_can_be_reached(proof: Proof, pdf: pikepdf.Pdf) -> None:
    places = places_of(pdf)
    assert {f"e{number}" for number in proof.numbers} <= places.keys()
    rows = json.loads((proof.bag / "data/records/exhibits.json").read_text())["exhibits"]
    assert {f"x{row['number']}" for row in rows} <= places.keys()


def test_rare_and_traditional_characters_and_emoji_can_be_searched(proof: Proof) -> None:
    words = words_of(proof.pdf)
    for said in ("讓", "還錢", "𠮷〔U+20BB7〕野家", "䶮", "U+1F621POUTINGFACE", "〔U+202E〕倒着写"):
        assert said in words


def test_all_text_is_inside_the_page_and_in_embedded_fonts(proof: Proof, pdf: pikepdf.Pdf) -> None:
    reader = Reader()
    for page in pdf.pages:
        _left, _bottom, right, top = (float(edge) for edge in page.mediabox)
        for content in page.Contents:
            for run in reader.runs(page, content):
                assert 0 <= run.x <= right
                assert 0 <= run.y <= top
    fonts = subprocess.run(["pdffonts", proof.pdf], capture_output=True, text=True).stdout
    assert not re.search(r"\sno\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", fonts, re.M)


def test_every_picture_shown_is_there_once_byte_for_byte(proof: Proof, pdf: pikepdf.Pdf) -> None:
    found = Counter(
        hashlib.sha256(each.read_raw_bytes()).hexdigest()
        for each in pdf.objects
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
    )
    assert set(found.values()) == {1}
    assert proof.jpegs <= found.keys()


def test_records_and_an_original_pdf_are_enclosed_byte_for_byte(
    proof: Proof, pdf: pikepdf.Pdf
) -> None:
    held = {name: each.get_file().read_bytes() for name, each in pdf.attachments.items()}
    records = [path for path in (proof.bag / "data/records").iterdir() if path.suffix == ".json"]
    assert len(records) >= 5
    for path in records:
        assert held.pop(path.name) == path.read_bytes()
    assert list(held.values()) == [proof.original]


def test_what_is_enclosed_says_what_it_is_as_pdf_a_3_asks(pdf: pikepdf.Pdf) -> None:
    assert len(pdf.Root.AF) == len(pdf.attachments)
    for each in pdf.Root.AF:
        stream, is_record = each.EF.F, str(each.UF).endswith(".json")
        assert each.AFRelationship == ("/Data" if is_record else "/Source")
        assert stream.Subtype == ("/application/json" if is_record else "/application/pdf")
        content = stream.read_bytes()
        assert int(stream.Params.Size) == len(content)
        digest = hashlib.md5(content, usedforsecurity=False)
        assert bytes(stream.Params.CheckSum) == digest.digest()
        assert str(stream.Params.ModDate).startswith("D:20")
        assert str(each.F) == str(each.UF)
        assert str(each.Desc)


def test_headings_follow_one_another_without_a_gap(pdf: pikepdf.Pdf) -> None:
    levels = [int(role[2:]) for role in roles(pdf) if re.fullmatch(r"/H\d", role)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert {2, 3, 4} <= set(levels)
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_picture_and_figure_says_what_it_shows(pdf: pikepdf.Pdf) -> None:
    figures = [each for each in elements(pdf.Root.StructTreeRoot) if each.S == "/Figure"]
    assert len(figures) > 6
    assert all(len(str(each.Alt)) > 4 for each in figures)
    assert all(len(each.A.BBox) == 4 for each in figures)


def test_every_link_is_an_element_and_knows_it(pdf: pikepdf.Pdf) -> None:
    owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            owner = owners[int(link.StructParent)]
            assert owner.S == "/Link"
            assert link.objgen in {
                kid.Obj.objgen for kid in owner.K if not isinstance(kid, int) and "/Obj" in kid
            }


def test_every_mark_has_its_element_and_nothing_is_drawn_unmarked(pdf: pikepdf.Pdf) -> None:
    owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    for page in pdf.pages:
        content = b"\n".join(each.read_bytes() for each in page.Contents)
        marks = sorted(int(number) for number in MARK.findall(content))
        held = list(owners[int(page.obj.StructParents)])
        assert marks == list(range(len(held)))
        assert all(each.Type == "/StructElem" for each in held)
        assert unmarked(page) == []


def unmarked(page: pikepdf.Page) -> list[str]:
    """Return what a page draws outside every mark."""
    depth, found = 0, []
    for step in pikepdf.parse_content_stream(page):
        name = str(step.operator)
        depth += {"BMC": 1, "BDC": 1, "EMC": -1}.get(name, 0)
        if depth == 0 and name in SHOWS:
            found.append(name)
    return found


def test_an_entry_is_read_with_its_number_and_time(pdf: pikepdf.Pdf) -> None:
    said = said_on(pdf, places_of(pdf)["e1"])
    assert re.search(r"1 6月1日22:10 \S+ 电话0537-3000000", said)


def said_on(pdf: pikepdf.Pdf, number: int) -> str:
    """Return what is heard of a page, in the order of its elements."""
    page = pdf.pages[number - 1]
    heard: dict[int, str] = defaultdict(str)
    for content in page.Contents:
        for run in Reader().runs(page, content):
            heard[run.mark] += run.text
    return "".join(
        heard[kid]
        for element in elements(pdf.Root.StructTreeRoot)
        if element.get("/Pg") == page.obj
        for kid in element.K
        if isinstance(kid, int)
    )


def test_masked_names_and_numbers_are_in_no_byte(proof: Proof, pdf: pikepdf.Pdf) -> None:
    held = list(pieces(pdf, proof))
    for secret in (*NAMES, *PHONES, *(f"{p[:3]} {p[3:7]} {p[7:]}" for p in PHONES)):
        forms = list(forms_of(secret))
        assert not [name for name, piece in held for form in forms if form in piece], secret
    words = words_of(proof.pdf)
    assert not [secret for secret in (*NAMES, *PHONES) if secret in words]


def pieces(pdf: pikepdf.Pdf, proof: Proof) -> Iterator[tuple[str, bytes]]:
    """Yield all that an issue holds: files, streams unpacked, strings, drawn text."""
    yield "file", proof.pdf.read_bytes()
    for path in proof.bag.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()
            yield "names", path.name.encode()
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as letter:
                yield from ((name, letter.read(name)) for name in letter.namelist())
    reader = Reader()
    for page in pdf.pages:
        for content in page.Contents:
            drawn = "".join(run.text for run in reader.runs(page, content))
            yield "drawn", "".join(drawn.split()).encode()
    for number, each in enumerate(pdf.objects):
        yield f"object {number}", b"\n".join(strings_in(each))
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") != "/Image":
            yield f"stream {number}", each.read_bytes()


def strings_in(held: Any) -> Iterator[bytes]:
    """Yield the strings of an object, of those that it holds itself too."""
    if isinstance(held, pikepdf.String):
        yield bytes(held)
        yield str(held).encode()
    elif isinstance(held, pikepdf.Array):
        for each in held:
            yield from () if getattr(each, "is_indirect", False) else strings_in(each)
    elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
        for each in held.values():
            yield from () if getattr(each, "is_indirect", False) else strings_in(each)


def forms_of(secret: str) -> Iterator[bytes]:
    """Yield a text as it may be written in a file."""
    for code in ("utf-8", "utf-16-be", "utf-16-le", "gb18030"):
        written = secret.encode(code)
        yield written
        yield written.hex().encode()
        yield written.hex().upper().encode()
    yield json.dumps(secret).strip('"').encode()
