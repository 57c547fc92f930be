"""Whole issues: the real PDF and ZIP, read back with tools that are not ours."""

import hashlib
import json
import re
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import bagit
import pikepdf
import pytest
from django.db import transaction
from django.test import override_settings

from evidence import storage
from evidence.bundles.verify import verify
from evidence.exceptions import IssueError
from evidence.models import Bundle
from evidence.models.bundle import BundleState, Recipient, Stage
from evidence.services import bundles
from incidents.chain_check import check_chain
from incidents.models import Case
from incidents.models.custody import Action
from incidents.services.incidents import withdraw_incidents
from tests.evidence.bundles.story import (
    NAMES,
    PHONES,
    issue,
    make_story,
    pdf_of,
    unpacked,
    zip_of,
)
from tests.factories import jpeg, make_case, make_contact, make_exhibit, make_incident

TEXTS = {".csv", ".json", ".txt"}
LEADER = re.compile(r"^(?P<title>.+?)[ ·.]*·+ *(?P<page>\d+)$")


@dataclass(frozen=True)
class Issued:
    """One issue of the story, made once; its rows are gone, its files stay."""

    pdf: Path
    zip: Path
    pages: int
    digest: str
    numbers: frozenset[int]
    originals: frozenset[str]
    first_picture: bytes


@pytest.fixture(scope="module")
def issued(django_db_setup, django_db_blocker, tmp_path_factory) -> Issued:
    folder = tmp_path_factory.mktemp("issued")
    places = {"EXHIBITS_DIR": folder / "exhibits", "BUNDLES_DIR": folder / "bundles"}
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        case = make_story(make_case())
        bundle = issue(case)
        assert bundle.state == BundleState.ISSUED, bundle.failure
        picture = case.exhibits.get(original_name="大林的截图.jpg").sha256
        made = Issued(
            pdf=pdf_of(bundle),
            zip=zip_of(bundle),
            pages=bundle.pages,
            digest=bundle.manifest_sha256,
            numbers=frozenset(case.incidents.values_list("number", flat=True)),
            originals=frozenset(case.exhibits.values_list("sha256", flat=True)),
            first_picture=storage.path_of(picture).read_bytes(),
        )
        transaction.set_rollback(True)
    return made


@pytest.fixture
def bag(issued: Issued, tmp_path: Path) -> Path:
    return unpacked(issued.zip, tmp_path)


@pytest.fixture
def story(case: Case) -> Case:
    return make_story(case)


def text_of(path: Path, *pages: int) -> str:
    chosen = ["-f", str(pages[0]), "-l", str(pages[-1])] if pages else []
    command = ["pdftotext", "-layout", *chosen, str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_contents_name_the_pages_where_the_headings_are(issued: Issued) -> None:
    lines = text_of(issued.pdf, 2).splitlines()
    entries = [match for line in lines if (match := LEADER.match(line.strip()))]
    assert len(entries) >= 10
    for entry in entries:
        page = squeezed(text_of(issued.pdf, int(entry["page"])))
        assert squeezed(entry["title"]) in page


def test_every_page_says_which_of_how_many_it_is(issued: Issued) -> None:
    with pikepdf.open(issued.pdf) as pdf:
        assert len(pdf.pages) == issued.pages
    for number in range(1, issued.pages + 1):
        assert f"第{number}页共{issued.pages}页" in squeezed(text_of(issued.pdf, number))


def test_the_file_is_pdf_a_3u_with_title_language_and_bookmarks(issued: Issued) -> None:
    with pikepdf.open(issued.pdf) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "U"
            assert "小柳与甲平台" in metadata["dc:title"]
        assert str(pdf.Root.Lang) == "zh-CN"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles[:3] == ["目录　第2页", "一、投诉信　第3页", "二、概要　第4页"]


def test_every_font_is_embedded_and_the_file_is_sound(issued: Issued) -> None:
    listed = subprocess.run(
        ["pdffonts", issued.pdf], check=True, capture_output=True, text=True
    ).stdout.splitlines()[2:]
    assert listed
    assert all(re.search(r"\s(yes)\s+\w+\s+yes\s+\d+\s+\d+$", line) for line in listed)
    with pikepdf.open(issued.pdf) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_no_picture_is_interpolated_which_pdf_a_forbids(issued: Issued) -> None:
    with pikepdf.open(issued.pdf) as pdf:
        pictures = [image for page in pdf.pages for image in page.get_images().values()]
        assert pictures
        assert not any(bool(image.get("/Interpolate", False)) for image in pictures)


def test_a_jpeg_is_placed_byte_for_byte(issued: Issued) -> None:
    with pikepdf.open(issued.pdf) as pdf:
        placed = {
            bytes(image.read_raw_bytes())
            for page in pdf.pages
            for image in page.get_images().values()
            if image.get("/Filter") == "/DCTDecode"
        }
    assert issued.first_picture in placed


def test_every_incident_is_printed_and_listed(issued: Issued, bag: Path) -> None:
    with pikepdf.open(issued.pdf) as pdf:
        names = {str(name) for name, _ in pikepdf.NameTree(pdf.Root.Names.Dests).items()}
    assert {f"e{number}" for number in issued.numbers} <= names
    rows = json.loads((bag / "data/records/incidents.json").read_text())["incidents"]
    assert {row["number"] for row in rows} == issued.numbers


def test_chinese_emoji_and_rare_characters_can_be_searched(issued: Issued) -> None:
    text = squeezed(text_of(issued.pdf))
    assert "到时候工作没了" in text
    assert "U+1F621POUTINGFACE" in text
    assert "𠮷〔U+20BB7〕" in text


def test_masked_names_and_numbers_are_in_no_byte(issued: Issued, bag: Path) -> None:
    text = squeezed(text_of(issued.pdf))
    records = [path.read_text() for path in bag.rglob("*") if path.suffix in TEXTS]
    for secret in (*NAMES, *PHONES):
        assert squeezed(secret) not in text
        assert not any(secret in words for words in records)
        assert not any(secret in path.name for path in bag.rglob("*"))
    assert "〔亲友B〕就是要让她难受" in text


def test_bagit_and_sha256sum_find_the_bag_valid(issued: Issued, bag: Path) -> None:
    assert bagit.Bag(str(bag)).validate()
    command = ["sha256sum", "--check", "--strict", "manifest-sha256.txt"]
    subprocess.run(command, cwd=bag, check=True)
    assert verify(issued.zip) == ()


def test_the_cover_prints_the_digest_of_everything_but_the_pdf(issued: Issued, bag: Path) -> None:
    contents = (bag / "contents-sha256.txt").read_bytes()
    assert hashlib.sha256(contents).hexdigest() == issued.digest
    assert issued.digest in squeezed(text_of(issued.pdf, 1))
    assert issued.pdf.name.encode() not in contents


def test_originals_are_in_the_bag_byte_for_byte(issued: Issued, bag: Path) -> None:
    files = (bag / "data/exhibits").iterdir()
    assert {hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == issued.originals


def test_one_changed_byte_is_named(bag: Path) -> None:
    target = next((bag / "data/exhibits").glob("*.jpg"))
    content = bytearray(target.read_bytes())
    content[-3] ^= 1
    target.write_bytes(content)
    (problem,) = verify(bag)
    assert (problem.path, problem.problem) == (f"data/exhibits/{target.name}", "altered")


def test_police_and_court_see_names(story: Case) -> None:
    assert "大林就是要让她难受" in squeezed(text_of(pdf_of(issue(story, Recipient.COURT))))


def test_the_issue_is_recorded_and_the_case_still_verifies(story: Case) -> None:
    bundle = issue(story)
    last = story.custody_events.order_by("-sequence").first()
    assert (last.action, last.subject_id) == (Action.ISSUED, bundle.pk)
    assert last.sequence == bundle.head_sequence + 1
    assert bundle.letter.startswith("金融监督管理部门（12378）：")
    assert check_chain(story).ok


def test_only_confirmed_findings_are_asserted(story: Case) -> None:
    story.findings.update(state="suggested")
    bundle = issue(story)
    assert bundle.finding_count == 0
    assert "没有列入已确认的标记" in squeezed(text_of(pdf_of(bundle)))


def test_rules_left_out_are_counted(story: Case) -> None:
    text = squeezed(text_of(pdf_of(issue(story, rules=("R3",)))))
    assert "已确认但没有选入的标记" in text
    assert "打给亲友或别的人" in text


def test_what_was_withdrawn_is_not_printed(story: Case) -> None:
    gone = story.incidents.get(narrative__contains="周经理")
    withdraw_incidents(case=story, incidents=[gone], reason="", actor=story.owner)
    bundle = issue(story)
    assert "周经理" not in text_of(pdf_of(bundle))
    assert bundle.incident_count == story.incidents.count() - 1


def test_later_evidence_continues_the_numbers(story: Case) -> None:
    first = {row.exhibit_id: str(row) for row in issue(story).bundle_exhibits.all()}
    incident = make_incident(case=story, occurred_at="2018-06-08 09:00")
    late = make_exhibit(case=story, content=jpeg(colour="#00aa00"), incident=incident)
    second = {row.exhibit_id: str(row) for row in issue(story).bundle_exhibits.all()}
    assert first.items() <= second.items()
    assert second[late.pk] not in first.values()


def test_an_original_left_out_is_listed_by_its_digest(story: Case, tmp_path: Path) -> None:
    exhibit = story.exhibits.get(original_name="大林的截图.jpg")
    bundle = issue(story, left_out=[exhibit.pk])
    files = (unpacked(zip_of(bundle), tmp_path) / "data/exhibits").iterdir()
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert exhibit.sha256 not in digests
    assert exhibit.sha256 in squeezed(text_of(pdf_of(bundle)))


def test_an_altered_original_stops_the_issue(story: Case) -> None:
    path = storage.path_of(story.exhibits.get(original_name="录音.amr").sha256)
    path.chmod(0o600)
    path.write_bytes(b"#!AMR\nother")
    failed = issue(story)
    assert failed.state == BundleState.FAILED
    assert "录音.amr" in failed.failure
    assert not failed.folder.exists()


def test_a_placeholder_stops_the_issue(story: Case, monkeypatch) -> None:
    monkeypatch.setattr("evidence.bundles.compose.COVER_SENTENCE", "TODO")
    failed = issue(story)
    assert failed.state == BundleState.FAILED
    assert "TODO" in failed.failure


def test_a_collector_may_say_what_looks_like_a_placeholder(story: Case) -> None:
    make_incident(case=story, narrative="我是XX公司的，None。")
    assert issue(story).state == BundleState.ISSUED


def test_a_stopped_issue_goes_no_further_and_can_be_repeated(story: Case) -> None:
    bundle = issue(story)
    Bundle.objects.filter(pk=bundle.pk).update(state=BundleState.RUNNING)
    assert bundles.cancel_bundle(bundle=bundle)
    with pytest.raises(bundles.IssueStopped):
        bundles.tell(bundle, Stage.LAYOUT, 1, 2)
    assert bundles.repeat_bundle(bundle=bundle)
    assert Bundle.objects.get(pk=bundle.pk).state == BundleState.QUEUED


def test_an_issued_bundle_is_not_made_again(story: Case) -> None:
    bundle = issue(story)
    before = pdf_of(bundle).read_bytes()
    assert bundles.issue_bundle(bundle=bundle).state == BundleState.ISSUED
    assert not bundles.cancel_bundle(bundle=bundle)
    assert pdf_of(bundle).read_bytes() == before


def test_a_period_without_incidents_is_refused(story: Case) -> None:
    with pytest.raises(IssueError):
        issue(story, first=date(2030, 1, 1))


def test_extreme_words_and_names_still_fit_their_pages(case: Case) -> None:
    case.title, case.borrower_name = "案" * 80, "名" * 60
    case.story = "https://example.org/" + "a" * 400 + "\n" + "還款經過。" * 300
    case.save()
    contact = make_contact(case=case, name="亲" * 60)
    incident = make_incident(
        case=case, number="x" * 190, contact=contact, narrative="㐂䶮𠮷" + "W" * 3000
    )
    make_exhibit(case=case, content=jpeg(size=(300, 6000)), name="图" * 240, incident=incident)
    for number in range(40):
        make_exhibit(case=case, content=bytes([number] * 9), name="n" * 200, incident=incident)
    bundle = issue(case, Recipient.COURT)
    assert bundle.state == BundleState.ISSUED, bundle.failure
