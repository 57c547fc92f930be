"""A small case with everything that a bundle can hold."""

import io
import zipfile
from pathlib import Path

from PIL import Image

from evidence.bundles.defaults import scope_for
from evidence.models import Bundle
from evidence.models.bundle import Recipient
from evidence.services.bundles import issue_bundle, request_bundle
from evidence.services.exhibits import use_exhibit
from incidents.models import Case, Contact
from incidents.models.incident import Channel, Narrator
from incidents.services.incidents import NewIncident
from incidents.services.reports import accept_report, open_link, submit_report
from tests.factories import (
    at,
    confirm_all,
    jpeg,
    make_contact,
    make_creditor,
    make_exhibit,
    make_incident,
)

NAMES = ("阿宁", "大林", "李大林")
PHONES = ("13800000001", "138 0000 0002", "13800000002")


def make_story(case: Case) -> Case:
    """Fill a case: two waves, friends reached, a threat, pictures, a recording, a report."""
    make_creditor(case=case)
    aunt = make_contact(case=case, name="阿宁", phone="13800000001")
    friend = make_contact(
        case=case, name="大林", phone="138 0000 0002", asked_to_stop_at=at("2018-04-24 20:17")
    )
    for minute in range(12):
        make_incident(
            case=case,
            occurred_at=f"2018-04-25 10:{minute:02d}",
            number=f"0537-20000{minute:02d}",
            contact=(aunt, friend, None)[minute % 3],
            connected=bool(minute % 2),
        )
    spoken = make_incident(
        case=case,
        occurred_at="2018-04-25 23:10",
        number="0537-2000099",
        contact=friend,
        connected=True,
        narrative="打给大林就是要让她难受😡，13800000002 我天天打。𠮷",
    )
    make_incident(
        case=case,
        occurred_at="2018-06-07 19:06",
        claimed_for="甲平台",
        connected=True,
        narrative="明天就给你们周经理打电话，到时候工作没了，可别怪我没提醒。",
    )
    make_exhibit(case=case, content=jpeg(size=(540, 1170)), name="大林的截图.jpg", incident=spoken)
    make_exhibit(case=case, content=long_picture(), name="长截图.png", incident=spoken)
    make_exhibit(case=case, content=b"#!AMR\n" + bytes(500), name="录音.amr", incident=spoken)
    report_in(case, friend)
    confirm_all(case)
    return case


def long_picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (300, 2400), "#eeeeee").save(stream, "PNG")
    return stream.getvalue()


def report_in(case: Case, friend: Contact) -> None:
    link = open_link(contact=friend, actor=case.owner).link
    report = submit_report(
        link=link,
        submitted={"words": "我叫李大林。\n4 月 16 日起天天有人打来。", "name": "李大林"},
        consents_to_statement=True,
    )
    exhibit = make_exhibit(case=case, content=jpeg(colour="#aa0000"), name="短信.jpg")
    use_exhibit(exhibit=exhibit, name="短信.jpg", actor=None, report=report)
    accept_report(
        report=report,
        new=NewIncident(
            channel=Channel.SMS,
            occurred_at=at("2018-04-24 20:14"),
            number="106900005371",
            contact=friend,
            narrative="她一天不还，你的电话一天不停。",
            narrator=Narrator.COLLECTOR,
        ),
        actor=case.owner,
    )


def issue(case: Case, recipient: Recipient = Recipient.REGULATOR_12378, **choices) -> Bundle:
    scope = scope_for(case, recipient, **choices)
    bundle = request_bundle(case=case, recipient=recipient, scope=scope, actor=case.owner)
    return issue_bundle(bundle=bundle)


def pdf_of(bundle: Bundle) -> Path:
    return bundle.folder / f"{bundle.name}.pdf"


def zip_of(bundle: Bundle) -> Path:
    return bundle.folder / f"{bundle.name}.zip"


def unpacked(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder / path.stem
