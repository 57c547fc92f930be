"""Putting the example's story into a case through the same services that people use."""

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from evidence.demo import phones, story
from evidence.demo.pictures import CHATS, draw_chat
from evidence.demo.second_phase import second_phase
from evidence.demo.story import Contacted
from evidence.models import Exhibit
from evidence.services.exhibits import acquire_exhibit, use_exhibit
from evidence.services.import_reading import Choice
from evidence.services.imports import apply_import, preview_import
from evidence.services.reports import receive_report, take_report
from incidents.models import (
    Agency,
    Case,
    Contact,
    Creditor,
    Debt,
    Finding,
    Incident,
    Inquiry,
    Repayment,
    User,
)
from incidents.models.complaint import InquiryAnswer, InquiryWay
from incidents.models.creditor import CreditorType
from incidents.models.finding import FindingState
from incidents.models.incident import Channel, Direction, Narrator, Origin
from incidents.services.access import work_on
from incidents.services.cases import open_case
from incidents.services.complaints import record_inquiry
from incidents.services.contacts import add_contact
from incidents.services.creditors import add_agency, add_creditor, add_debt, add_repayment
from incidents.services.decisions import decide_findings
from incidents.services.incidents import NewIncident, amend_incident, log_incidents
from incidents.services.patterns import refresh_patterns
from incidents.services.records import amend_record
from incidents.services.reports import mark_opened, open_link

TITLE = "示例：小柳与甲平台"
NAME = "小柳"
# What the borrower has not looked at yet when the example opens.
UNDECIDED_FROM = date(2018, 6, 8)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The example's case, and whether it was loaded just now."""

    case: Case
    is_new: bool


def example_owner() -> User:
    """Return the first account; where nobody has set up, one that only holds the example."""
    user = User.objects.order_by("pk").first()
    if user is None:
        user = User(username=NAME, is_staff=True, is_superuser=True)
        user.set_unusable_password()
        user.save()
    return user


@transaction.atomic
def load_example() -> Loaded:
    """Load the example once; a second call returns the case that is there."""
    owner = example_owner()
    held = Case.objects.filter(owner=owner, title=TITLE).first()
    if held:
        return Loaded(held, is_new=False)
    case = open_case(owner=owner, borrower_name=NAME, title=TITLE, display_name=NAME, city="西安市")
    amend_record(record=case, case=case, changes={"story": story.STORY}, reason="", actor=owner)
    add_debts(case)
    friends = add_friends(case)
    log_by_hand(case, story.FIRST_PHASE)
    import_phones(case, friends)
    receive_reports(case, friends)
    log_by_hand(case, story.THIRD_PHASE)
    ask_platform(case)
    decide(case)
    if owner.current_case_id is None:
        work_on(user=owner, case=case)
    return Loaded(case, is_new=True)


def add_debts(case: Case) -> None:
    creditor = add_creditor(
        case=case,
        creditor=Creditor(name="甲平台", kind=CreditorType.MICRO_ONLINE),
        actor=case.owner,
    )
    add_agency(
        case=case,
        agency=Agency(name="自称受甲平台委托的催收方", creditor=creditor),
        actor=case.owner,
    )
    paid_off = add_debt(
        creditor=creditor,
        debt=Debt(lent=Decimal(4000), note="2017 年底借，提前三天还清"),
        actor=case.owner,
    )
    add_repayment(
        debt=paid_off,
        repayment=Repayment(amount=Decimal(4000), note="提前三天"),
        actor=case.owner,
    )
    open_debt = add_debt(
        creditor=creditor,
        debt=Debt(
            lent=Decimal(3000),
            principal_claimed=Decimal(2000),
            fees_claimed=Decimal(200),
            interest_claimed=Decimal(2000),
            is_approximate=True,
            note="3,000 余元和 800 元两笔，剩余 4,000 余元，经平台同意延期",
        ),
        actor=case.owner,
    )
    add_debt(
        creditor=creditor,
        debt=Debt(lent=Decimal(800), note="与上一笔一起延期"),
        actor=case.owner,
    )
    for amount, note in ((600, "同意延期时先还"), (1400, "之后每次几百元，累计")):
        add_repayment(
            debt=open_debt,
            repayment=Repayment(amount=Decimal(amount), is_approximate=amount != 600, note=note),
            actor=case.owner,
        )


def add_friends(case: Case) -> dict[str, Contact]:
    return {
        friend.key: add_contact(
            case=case,
            contact=Contact(
                name=friend.name,
                relation=friend.relation,
                is_emergency_contact=False,
                asked_to_stop_at=friend.asked_to_stop,
            ),
            actor=case.owner,
        )
        for friend in story.FRIENDS
    }


def narrator_of(item: Contacted) -> Narrator:
    if item.is_outgoing:
        return Narrator.BORROWER
    return Narrator.RELATIVE if item.is_note else Narrator.COLLECTOR


def new_incident(item: Contacted, contact: Contact | None = None) -> NewIncident:
    return NewIncident(
        channel=item.channel,
        occurred_at=item.at,
        number=item.number,
        contact=contact,
        direction=Direction.OUTGOING if item.is_outgoing else Direction.INCOMING,
        connected=item.connected,
        duration_s=item.duration_s,
        claimed_identity=item.claimed_identity,
        claimed_for=item.claimed_for,
        narrative=item.words,
        narrator=narrator_of(item),
    )


def picture(case: Case, key: str, name: str, actor: User | None) -> Exhibit:
    content = io.BytesIO(draw_chat(CHATS[key]))
    return acquire_exhibit(case=case, source=content, name=name, actor=actor)


def log_by_hand(case: Case, items: tuple[Contacted, ...]) -> None:
    logged = log_incidents(
        case=case,
        news=[new_incident(item) for item in items],
        actor=case.owner,
        origin=Origin.QUICK,
    )
    for item, incident in zip(items, logged, strict=True):
        for key in item.pictures:
            name = f"微信截图 {item.at:%m-%d}.jpg"
            use_exhibit(
                exhibit=picture(case, key, name, case.owner),
                name=name,
                actor=case.owner,
                incident=incident,
            )


def import_phones(case: Case, friends: dict[str, Contact]) -> None:
    """Import each person's call log, as exported from her telephone."""
    calls = [item for item in second_phase() if not item.is_reported]
    for whose in ("", *friends):
        own = [item for item in calls if item.whose == whose]
        name = friends[whose].name if whose else NAME
        for channel, backup, label in (
            (Channel.CALL, phones.calls_backup, "calls"),
            (Channel.SMS, phones.messages_backup, "sms"),
        ):
            items = [item for item in own if item.channel == channel]
            if items:
                import_backup(case, backup(items), f"{label}-{name}.xml", friends.get(whose))
        write_down_words(case, [item for item in own if item.words], friends.get(whose))


def import_backup(case: Case, content: bytes, name: str, contact: Contact | None) -> None:
    exhibit = acquire_exhibit(case=case, source=io.BytesIO(content), name=name, actor=case.owner)
    run = preview_import(case=case, exhibit=exhibit, actor=case.owner)
    apply_import(run=run, choice=Choice(contact=contact), actor=case.owner)


def write_down_words(case: Case, items: list[Contacted], contact: Contact | None) -> None:
    """A call log holds no words: those remembered are added as amendments."""
    for item in items:
        if item.channel == Channel.CALL:
            incident = Incident.objects.get(
                case=case, contact=contact, line__raw=item.number, occurred_at=item.at
            )
            amend_incident(
                incident=incident,
                changes={"narrative": item.words, "narrator": narrator_of(item)},
                reason="补记当时的话",
                actor=case.owner,
            )


def receive_reports(case: Case, friends: dict[str, Contact]) -> None:
    """Two friends report through their links, with a screenshot each."""
    for item in second_phase():
        if item.is_reported:
            contact, reported = friends[item.whose], story.REPORTED[item.whose]
            link = open_link(contact=contact, actor=case.owner).link
            mark_opened(link)
            file = SimpleUploadedFile(reported.file_name, draw_chat(CHATS[reported.picture]))
            report = receive_report(link=link, submission=reported.submission(item), files=[file])
            take_report(
                report=report,
                new=new_incident(item, contact),
                notes_refusal=False,
                actor=case.owner,
            )


def ask_platform(case: Case) -> None:
    """Keep the question to the platform and the chat; it never said whose the callers are."""
    record_inquiry(
        case=case,
        inquiry=Inquiry(
            creditor=case.creditors.get(),
            asked_date=story.ASKED.asked,
            way=InquiryWay.ONLINE,
            question=story.ASKED.question,
            answer=InquiryAnswer.LOOKING,
            answered_date=story.ASKED.answered,
            answer_words=story.ASKED.answer_words,
            note=story.ASKED.note,
        ),
        actor=case.owner,
    )
    picture(case, "platform", "平台客服对话 05-30.jpg", case.owner)


def decide(case: Case) -> None:
    """Confirm what the borrower has looked at; the last day still waits for her."""
    refresh_patterns(case)
    waiting = [
        finding
        for finding in Finding.objects.filter(case=case).waiting()
        if finding.first_at.astimezone(story.SHANGHAI).date() < UNDECIDED_FROM
    ]
    dismissed = [finding for finding in waiting if finding.rule == story.DISMISSED_RULE]
    decide_findings(
        findings=dismissed,
        state=FindingState.DISMISSED,
        note=story.DISMISSED_NOTE,
        actor=case.owner,
    )
    decide_findings(
        findings=[finding for finding in waiting if finding not in dismissed],
        state=FindingState.CONFIRMED,
        note="",
        actor=case.owner,
    )
