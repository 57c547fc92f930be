"""What a reader finds of the exhibits: index, sheets in order of time, pages, recordings, gaps."""

import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest
from django.db import transaction
from django.test import override_settings

from evidence.bundles.compose import compose
from evidence.bundles.defaults import scope_for
from evidence.bundles.selection import freeze
from evidence.models import Bundle
from evidence.models.bundle import BundleState, Recipient
from evidence.services.bundles import issue_bundle, request_bundle
from evidence.services.redactions import write_words
from incidents.models import Agency, Case
from tests.evidence import files, papers
from tests.evidence.bundles.story import long_picture, pdf_of
from tests.factories import jpeg, make_case, make_creditor, make_exhibit, make_incident

# Without it no database is set up when these run alone.
pytestmark = pytest.mark.django_db
TRANSCRIPT = "00:03 对方：是小柳吗\n0:05 我：你是谁\n听不清\n[01:02] 对方：打给你单位"
LATER, EARLIER = "2018-04-25 19:06", "2018-04-24 08:10"


@dataclass(frozen=True)
class Paper:
    """The pages of an issue as text, and its file."""

    path: Path
    pages: tuple[str, ...]

    @property
    def whole(self) -> str:
        return "".join(self.pages)

    def page_of(self, words: str) -> int:
        return next(number for number, page in enumerate(self.pages, 1) if words in page)


def fill(case: Case) -> None:
    make_creditor(case=case)
    Agency.objects.create(case=case, name="某某催收")
    late = make_incident(case=case, occurred_at=LATER, connected=True, narrative="还钱")
    soon = make_incident(
        case=case, occurred_at=EARLIER, number="0537-2000001", connected=True, narrative="还钱"
    )
    make_exhibit(case=case, content=jpeg(size=(540, 1170)), name="晚.jpg", incident=late)
    make_exhibit(
        case=case, content=jpeg(size=(540, 1170), colour="#aa0000"), name="早.jpg", incident=soon
    )
    make_exhibit(case=case, content=files.photograph(), name="照片.jpg")
    make_exhibit(case=case, content=long_picture(), name="长.png", incident=late)
    heard = make_exhibit(case=case, content=files.amr(65), name="通话.amr", incident=soon)
    write_words(exhibit=heard, words=TRANSCRIPT, actor=case.owner)
    make_exhibit(case=case, content=files.amr(5), name="另一段.amr", incident=soon)
    make_exhibit(case=case, content=papers.paper(3), name="合同.pdf")
    make_exhibit(case=case, content=papers.locked(), name="加密.pdf")


def requested(case: Case, **choices: object) -> Bundle:
    scope = replace(scope_for(case, Recipient.COURT), **choices)
    return request_bundle(case=case, recipient=Recipient.COURT, scope=scope, actor=case.owner)


def issued(case: Case) -> Paper:
    bundle = issue_bundle(bundle=requested(case))
    assert (bundle.state, bundle.failure) == (BundleState.ISSUED, "")
    run = subprocess.run(
        ["pdftotext", "-layout", pdf_of(bundle), "-"], capture_output=True, check=True
    )
    pages = run.stdout.decode().split("\f")[:-1]
    return Paper(pdf_of(bundle), tuple("".join(page.split()) for page in pages))


@pytest.fixture(scope="module")
def case_folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("exhibits")


@pytest.fixture(scope="module")
def paper(case_folder, django_db_setup, django_db_blocker) -> Paper:
    places = {"EXHIBITS_DIR": case_folder / "exhibits", "BUNDLES_DIR": case_folder / "bundles"}
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        case = make_case()
        fill(case)
        found = issued(case)
        transaction.set_rollback(True)
    return found


def test_the_index_gives_the_pages_from_which_to_which(paper: Paper) -> None:
    first = paper.page_of("第1页，共3页")
    last = paper.page_of("第3页，共3页")
    index = paper.page_of("证据目录第一组") if "证据目录第一组" in paper.whole else 1
    assert last >= first > index
    expected = f"{first}–{last}" if last > first else str(first)
    assert re.search(rf"3-1合同\.pdf.*?{expected}", paper.whole)


def test_groups_are_named_and_copies_counted_by_opposing_parties(paper: Paper) -> None:
    assert "第一组图片（4件）" in paper.whole
    assert "第二组录音（2件）" in paper.whole
    assert "第三组文档（2件）" in paper.whole
    assert "本目录一式3份：对方当事人2方各一份，法院一份。" in paper.whole


def test_pictures_are_read_in_order_of_time_and_keep_their_numbers(paper: Paper) -> None:
    headings = re.findall(
        r"证据(1-\d)(?:早|晚|长|照片)\.", paper.whole[paper.whole.index("各组内") :]
    )
    assert headings[:4] == ["1-2", "1-1", "1-4", "1-3"]
    assert "编号不变" in paper.whole


def test_each_picture_says_when_and_from_whom(paper: Paper) -> None:
    assert "2018-04-2408:10电话0537-2000001→本人" in paper.whole
    assert "文件内自记时间2018-06-0719:06" in paper.whole


def test_a_recording_has_its_length_its_speakers_and_what_was_said_when(paper: Paper) -> None:
    said = paper.whole[paper.whole.index("证据2-1通话.amr") :]
    assert "时长1分05秒" in said
    assert "说话的人对方、我" in said
    assert "事件22018-04-2408:10电话0537-2000001→本人" in said
    assert "00:03对方是小柳吗00:05我你是谁听不清01:02对方打给你单位" in said
    assert "录音不能印在纸上，请播放原件。没有文字稿。" in said


def test_what_is_not_on_paper_is_listed_once_more_in_one_place(paper: Paper) -> None:
    listed = paper.whole[paper.whole.index("没有印出来的证据证据") :]
    for line in (
        "证据2-1通话.amr：录音不能印在纸上，请播放原件。文字稿见该证据页。",
        "证据2-2另一段.amr：录音不能印在纸上，请播放原件。没有文字稿。",
        "证据3-2加密.pdf：PDF设有密码，这里打不开，没有印出",
    ):
        assert line in listed
    assert "合同.pdf：" not in listed


def test_crowded_pages_say_less_and_places_are_printed_only_for_who_asks(case: Case) -> None:
    incident = make_incident(case=case, connected=True, narrative="还钱")
    make_exhibit(case=case, content=files.photograph(), name="照片.jpg", incident=incident)
    make_exhibit(case=case, content=jpeg(size=(540, 1170)), name="截图.jpg", incident=incident)
    plain, crowded = (
        compose(freeze(requested(case, **choices), incident.recorded_at))
        for choices in ({}, {"per_page": 6, "shows_place": True})
    )
    assert [[len(row) for row in group.rows] for group in crowded.groups] == [[2]]
    assert all(sheet.is_small for sheet in crowded.groups[0].rows[0])
    assert "图注从简" in crowded.exhibit_notes.order
    assert "图注从简" not in plain.exhibit_notes.order
    assert "文件内自记位置：29°33′46.8″ N" in crowded.index[0].summary
    assert "位置" not in plain.index[0].summary


def test_jpegs_are_placed_as_they_are_and_what_is_made_has_at_most_300_dots(paper: Paper) -> None:
    listed = subprocess.run(["pdfimages", "-list", paper.path], capture_output=True, check=True)
    rows = [line.split() for line in listed.stdout.decode().splitlines()[2:]]
    drawn = [row for row in rows if row[5] == "gray" and row[8] == "jpeg"]
    assert len(drawn) == 3
    assert all(int(row[12]) <= 300 for row in drawn)
    with pikepdf.open(paper.path) as pdf:
        held = {
            one.read_raw_bytes()
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Filter") == "/DCTDecode"
        }
    assert jpeg(size=(540, 1170)) in held
