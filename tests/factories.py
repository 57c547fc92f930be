"""Keyword-only builders of real records; a test names only what it is about."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from PIL import Image

from evidence.models import Exhibit
from evidence.services.exhibits import acquire_exhibit, use_exhibit
from incidents.models import (
    Case,
    Complaint,
    Contact,
    Creditor,
    Finding,
    Incident,
    Inquiry,
    User,
)
from incidents.models.complaint import ComplaintChannel, InquiryWay
from incidents.models.contact import Relation
from incidents.models.creditor import CreditorType
from incidents.models.finding import FindingState
from incidents.models.incident import Channel, Narrator
from incidents.services.cases import open_case
from incidents.services.complaints import file_complaint, record_inquiry
from incidents.services.contacts import add_contact
from incidents.services.creditors import add_creditor
from incidents.services.decisions import decide_findings
from incidents.services.incidents import NewIncident, log_incident

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """Read a Shanghai time such as "2018-06-07 19:06"."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def make_user(*, name: str = "小柳", passphrase: str = "correct horse battery") -> User:
    return User.objects.create_user(username=name, password=passphrase)


def make_case(*, owner: User | None = None, title: str = "小柳与甲平台") -> Case:
    owner = owner or make_user()
    return open_case(owner=owner, borrower_name=owner.username, title=title)


def make_creditor(
    *,
    case: Case,
    name: str = "甲平台",
    kind: CreditorType = CreditorType.MICRO_ONLINE,
    is_signatory: bool | None = None,
    outsources: bool | None = None,
) -> Creditor:
    creditor = Creditor(name=name, kind=kind, is_signatory=is_signatory, outsources=outsources)
    return add_creditor(case=case, creditor=creditor, actor=case.owner)


def make_contact(
    *,
    case: Case,
    name: str = "大林",
    relation: Relation = Relation.FRIEND,
    is_guarantor: bool = False,
    asked_to_stop_at: datetime | None = None,
    phone: str = "",
) -> Contact:
    contact = Contact(
        name=name,
        relation=relation,
        is_guarantor=is_guarantor,
        asked_to_stop_at=asked_to_stop_at,
        phone=phone,
    )
    return add_contact(case=case, contact=contact, actor=case.owner)


def make_incident(
    *,
    case: Case,
    occurred_at: str = "2018-06-07 19:06",
    channel: Channel = Channel.CALL,
    number: str | None = "029-10330527",
    contact: Contact | None = None,
    narrative: str = "",
    narrator: Narrator = Narrator.COLLECTOR,
    **values: object,
) -> Incident:
    new = NewIncident(
        channel=channel,
        occurred_at=at(occurred_at),
        number=number,
        contact=contact,
        narrative=narrative,
        narrator=narrator,
        **values,
    )
    return log_incident(case=case, new=new, actor=case.owner)


def jpeg(*, colour: str = "#446688", size: tuple[int, int] = (108, 234)) -> bytes:
    """Return a real JPEG of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    return stream.getvalue()


def make_exhibit(
    *,
    case: Case,
    content: bytes | None = None,
    name: str = "截图.jpg",
    incident: Incident | None = None,
) -> Exhibit:
    exhibit = acquire_exhibit(
        case=case, source=io.BytesIO(content or jpeg()), name=name, actor=case.owner
    )
    if incident:
        use_exhibit(exhibit=exhibit, name=name, actor=case.owner, incident=incident)
    return exhibit


def confirm_all(case: Case) -> int:
    """Confirm every finding that waits; returns how many."""
    return decide_findings(
        findings=Finding.objects.filter(case=case).waiting(),
        state=FindingState.CONFIRMED,
        note="",
        actor=case.owner,
    )


def make_complaint(
    *,
    case: Case,
    channel: ComplaintChannel = ComplaintChannel.INSTITUTION,
    filed: str = "2018-06-01 10:00",
    **values: object,
) -> Complaint:
    """File a complaint; `filed` may leave out the hour."""
    day, _space, hour = filed.partition(" ")
    complaint = Complaint(
        channel=channel,
        filed_date=date.fromisoformat(day),
        filed_time=time.fromisoformat(hour) if hour else None,
        **values,
    )
    return file_complaint(case=case, complaint=complaint, actor=case.owner)


def make_inquiry(
    *, case: Case, creditor: Creditor, asked: str = "2018-05-30", **values: object
) -> Inquiry:
    inquiry = Inquiry(
        creditor=creditor,
        asked_date=date.fromisoformat(asked),
        **{"way": InquiryWay.ONLINE, "question": "这些号码是不是你们委托的公司？"} | values,
    )
    return record_inquiry(case=case, inquiry=inquiry, actor=case.owner)
