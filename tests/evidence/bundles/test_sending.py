"""The letter and who sends it, through a whole issue: printed, packed, kept, never hidden."""

import io
import re
import subprocess
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from docx import Document

from evidence.bundles.authority import authority
from evidence.bundles.compose import compose
from evidence.bundles.defaults import scope_for
from evidence.bundles.recipients import profiles
from evidence.bundles.records import Selection
from evidence.bundles.senders import Sending
from evidence.models import Bundle
from evidence.models.bundle import BundleState, Recipient
from evidence.services.bundles import issue_bundle, request_bundle
from evidence.services.letters import draft_letter, review_letter
from incidents.chain_check import check_chain
from incidents.models import Case, Representative
from incidents.services.representatives import add_representative
from tests.evidence.bundles.story import make_story, pdf_of, zip_of
from tests.factories import make_case

CONTACT = "电话139 0000 0000，通信地址济宁市甲街1号"
ADDED = "我要补充一句：他们天天打，𠮷祥路也去过。"
# What the fonts spell out behind a rare character.
PRINTED = "我要补充一句：他们天天打，𠮷〔U+20BB7〕祥路也去过。"


@dataclass(frozen=True)
class Sent:
    """One masked issue to 12321 with a representative who is a relative of the case."""

    text: str
    pages: tuple[str, ...]
    letter: str
    files: dict[str, bytes]
    sha256: str
    people: tuple[str, ...]
    chain_ok: bool


def make_representative(case: Case, **changes: object) -> Representative:
    values = {"name": "李大林", "relation": "表哥", "phone": "13800000002", **changes}
    return add_representative(case=case, representative=Representative(**values), actor=case.owner)


def send(case: Case, recipient: Recipient, sending: Sending) -> Bundle:
    scope = scope_for(case, recipient)
    bundle = request_bundle(
        case=case, recipient=recipient, scope=scope, sending=sending, actor=case.owner
    )
    return issue_bundle(bundle=bundle)


def squeezed(text: str) -> str:
    return "".join(text.split())


def pages_of(path: Path) -> tuple[str, ...]:
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return tuple(squeezed(page) for page in text.split("\f"))


@pytest.fixture(scope="module")
def sent(django_db_setup, django_db_blocker, tmp_path_factory) -> Sent:
    folder = tmp_path_factory.mktemp("sent")
    places = {"EXHIBITS_DIR": folder / "exhibits", "BUNDLES_DIR": folder / "bundles"}
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        case = make_story(make_case())
        acting = make_representative(case)
        sending = Sending(representative=acting, contact=CONTACT)
        scope = scope_for(case, Recipient.REPORT_12321)
        draft = draft_letter(
            case=case, recipient=Recipient.REPORT_12321, scope=scope, sending=sending
        )
        letter = f"{draft.text}\n\n{ADDED}\n阿宁也接到过。"
        edited = Sending(
            representative=acting, contact=CONTACT, letter=letter, is_letter_edited=True
        )
        bundle = send(case, Recipient.REPORT_12321, edited)
        assert bundle.state == BundleState.ISSUED, bundle.failure
        with zipfile.ZipFile(zip_of(bundle)) as archive:
            files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
        pages = pages_of(pdf_of(bundle))
        made = Sent(
            text="".join(pages),
            pages=pages,
            letter=bundle.letter,
            files=files,
            sha256=bundle.pdf_sha256,
            people=tuple(case.contacts.values_list("name", flat=True)),
            chain_ok=check_chain(case).ok,
        )
        transaction.set_rollback(True)
    return made


def headings(pages: tuple[str, ...]) -> list[str]:
    return re.findall(r"[一二三四五六七八九十]+、([^·]+)·", pages[1])


def test_the_letter_is_printed_and_kept_as_it_was_written(sent: Sent) -> None:
    assert PRINTED in sent.letter
    for line in filter(None, sent.letter.split("\n")):
        assert squeezed(line) in sent.text
    assert sent.chain_ok


def test_names_that_she_wrote_are_hidden_where_the_bundle_hides_them(sent: Sent) -> None:
    assert "〔亲友A〕也接到过。" in sent.letter
    assert "阿宁" not in sent.text + sent.letter


def test_who_acts_for_her_is_named_everywhere_and_never_hidden(sent: Sent) -> None:
    assert "代理人李大林（表哥）" in sent.pages[0]
    assert "我委托李大林（表哥）作为我的代理人，联系电话13800000002" in sent.letter
    assert "亲友B" not in sent.text
    signing = next(
        page for page in sent.pages if "投诉人（签名）" in page or "举报人（签名）" in page
    )
    assert "代理人（签名）" in signing


def test_the_authority_says_what_is_entrusted_and_leaves_numbers_to_the_hand(sent: Sent) -> None:
    page = next(page for page in sent.pages if "受托人（代理人）" in page)
    assert "就与甲平台有关的催收一事，代为向网络不良与垃圾信息举报受理中心举报" in page
    assert "一般授权：" in page
    assert "不包括承认、变更、放弃请求" in page
    assert "自签名之日起，至上述事项办理完毕止。" in page
    assert page.count("证件和号码") == 2


def test_the_order_is_the_recipients(sent: Sent) -> None:
    found = [name for name in headings(sent.pages) if "（" not in name]
    assert found[:5] == ["举报信", "授权委托书", "号码、账号清单", "概要", "时间顺序记录"]


def test_every_number_stands_in_a_list_of_its_own(sent: Sent) -> None:
    page = next(
        page for page in sent.pages if "共15个号码、账号" in page or "个号码、账号。" in page
    )
    assert "106900005371" in page


def test_contact_details_are_printed_where_she_chose_it(sent: Sent) -> None:
    assert squeezed(f"我的联系方式：{CONTACT}。") in sent.text


def test_the_bag_holds_the_letter_as_files_and_lists_them(sent: Sent) -> None:
    names = [name for name in sent.files if name.startswith("data/letter/")]
    assert sorted(name.rpartition(".")[2] for name in names) == ["docx", "txt"]
    listed = sent.files["manifest-sha256.txt"].decode()
    contents = sent.files["contents-sha256.txt"].decode()
    assert all(name in listed and name in contents for name in names)
    text = next(sent.files[name] for name in names if name.endswith("txt"))
    assert text.decode("utf-8-sig").replace("\r\n", "\n") == f"{sent.letter}\n"
    word = Document(io.BytesIO(next(sent.files[name] for name in names if name.endswith("docx"))))
    lines = {paragraph.text for paragraph in word.paragraphs}
    assert set(filter(None, sent.letter.split("\n"))) <= lines


def chosen(case: Case, sending: Sending) -> Selection:
    """Return what an issue to the court would say now."""
    make_story(case)
    scope = scope_for(case, Recipient.COURT)
    return draft_letter(
        case=case, recipient=Recipient.COURT, scope=scope, sending=sending
    ).selection


def test_the_court_reads_a_statement_and_the_index_before_all_else(case: Case) -> None:
    acting = make_representative(case)
    document = compose(chosen(case, Sending(representative=acting)))
    assert document.letter.title == "情况说明"
    assert [section.anchor for section in document.sections][:3] == [
        "letter",
        "index",
        "chronology",
    ]
    assert "authority" in [section.anchor for section in document.sections]


def test_a_representative_who_may_settle_until_a_day_is_said_to(case: Case) -> None:
    acting = make_representative(
        case, name="王律师", relation="甲律师事务所律师", powers="special", until=date(2030, 1, 2)
    )
    selection = chosen(case, Sending(representative=acting))
    said = dict(authority(selection, profiles()["court"]).terms)
    assert said["代理权限"].startswith("特别授权：")
    assert said["代理期限"].endswith("至2030年1月2日止。")


def test_a_name_that_holds_a_friends_name_is_not_hidden(case: Case) -> None:
    acting = make_representative(case, name="王大林", phone="139")
    sending = Sending(representative=acting)
    make_story(case)
    scope = scope_for(case, Recipient.INSTITUTION)
    draft = draft_letter(case=case, recipient=Recipient.INSTITUTION, scope=scope, sending=sending)
    assert "王大林" in draft.text
    assert review_letter(f"{draft.text}\n王大林认识大林。", draft).text.endswith(
        "王大林认识〔亲友B〕。"
    )
