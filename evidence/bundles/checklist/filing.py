"""Handing it in: what the recipient asks for, what to do first, and what to bring."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.bundles.checklist.item import Item, Level
from evidence.bundles.checklist.look import Look
from evidence.models.bundle import Recipient
from incidents.catalogue import catalogue
from incidents.deadlines import Due
from incidents.models import Creditor
from incidents.models.complaint import ComplaintChannel
from incidents.models.incident import Channel
from incidents.tagging.facts import CreditorType
from incidents.wording import day_text


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long recordings of collection are to be kept, by a clause of the catalogue."""

    clause: str
    years: int


RETENTIONS = (
    Retention("card-measures-2011:68", 2),
    Retention("cfc-2024:retention", 5),
    Retention("nifa-2018:retention", 5),
)
# Only members have agreed to the convention.
FOR_SIGNATORIES = "nifa-2018"


def filing_items(look: Look) -> Iterator[Item]:
    for need in look.profile.needs:
        answer = NEEDS.get(need)
        if answer is not None:
            yield from answer(look)
    yield from keeping_items(look)
    if look.recipient == Recipient.POLICE:
        yield Item(
            Level.BRING,
            _("要一份受案回执"),
            _("写下编号和日期，记到“投诉”里"),
            reverse("complaint-add"),
        )


def contact_needed(look: Look) -> Iterator[Item]:
    if not (look.case.phone or look.case.address):
        yield Item(
            Level.WEAK,
            _("还没有写你的联系方式"),
            _("平时不印，出具时你选了才印；不印就另外交"),
            reverse("case-amend"),
        )


def identity_needed(_look: Look) -> Iterator[Item]:
    yield Item(Level.BRING, _("身份证复印件"), _("不印进证据包，交的时候另外附上"))


def name_needed(_look: Look) -> Iterator[Item]:
    yield Item(Level.BRING, _("要用真名"), _("信里的名字要和身份证一致"), reverse("case-amend"))


def signature_needed(_look: Look) -> Iterator[Item]:
    yield Item(Level.BRING, _("亲笔签名、写日期"), _("信和证据目录上都留了签名的地方"))


def originals_needed(_look: Look) -> Iterator[Item]:
    yield Item(Level.BRING, _("原来那部手机"), _("短信、录音不要删，对方可能要当面看原件"))


def copies_needed(_look: Look) -> Iterator[Item]:
    yield Item(Level.BRING, _("按对方人数准备份数"), _("法院一份，对方每人一份"))


def numbers_needed(look: Look) -> Iterator[Item]:
    held = look.case.lines.filter(incidents__in=look.case.incidents.standing())
    if not held.exists():
        yield Item(
            Level.MISSING,
            _("还没有记下任何号码"),
            _("举报要写被举报的号码"),
            reverse("contact-list"),
        )


def pages_needed(look: Look) -> Iterator[Item]:
    posts = look.case.incidents.standing().filter(channel=Channel.POST)
    if look.ids.isdisjoint(posts.values_list("pk", flat=True)):
        yield Item(
            Level.MISSING,
            _("还没有记下网上发布的内容"),
            _("写清网址或账号，附截图"),
            reverse("entry-new"),
        )


def complaint_needed(look: Look) -> Iterator[Item]:
    filed = look.case.complaints.standing().filter(channel=ComplaintChannel.INSTITUTION)
    heard = {each.creditor_id for each in filed}
    waiting = [] if None in heard else [one for one in look.creditors if one.pk not in heard]
    if waiting or not heard:
        names = _("、").join(creditor.name for creditor in waiting) or _("机构")
        yield Item(
            Level.MISSING,
            _("还没有记下向%(names)s投诉过") % {"names": names},
            _("一般要先向机构投诉，留下编号；投诉过就补记一笔"),
            reverse("complaint-add"),
        )
    else:
        yield Item(Level.READY, _("向机构投诉过，有记录"))


def request_needed(look: Look) -> Iterator[Item]:
    if not look.case.inquiries.standing().exists():
        yield Item(
            Level.WEAK,
            _("还没有问过机构，你的信息从哪里来"),
            _("问过、要求删除过，就补记一笔"),
            reverse("inquiry-add"),
        )


NEEDS: dict[str, Callable[[Look], Iterator[Item]]] = {
    "contact": contact_needed,
    "identity": identity_needed,
    "real-name": name_needed,
    "signature": signature_needed,
    "originals": originals_needed,
    "opposing-parties": copies_needed,
    "numbers": numbers_needed,
    "pages": pages_needed,
    "complaint-before": complaint_needed,
    "rights-request": request_needed,
}


def keeping_items(look: Look) -> Iterator[Item]:
    """Remind of recordings that the other side may delete, the next to go first."""
    calls = look.case.incidents.standing().filter(channel=Channel.CALL, connected=True)
    called = look.ids.intersection(calls.order_by().values_list("pk", flat=True))
    firsts: dict[int, date] = {}
    for row in look.happened:
        if row.creditor and row.id in called:
            firsts[row.creditor] = min(row.day, firsts.get(row.creditor, row.day))
    for creditor in look.creditors:
        if creditor.pk in firsts:
            yield keeping_item(creditor, firsts[creditor.pk], look.today)


def keeping_item(creditor: Creditor, first: date, today: date) -> Item:
    text = _("请%(name)s保存录音，现在就书面提出") % {"name": creditor.name}
    url = reverse("inquiry-add")
    kept = retention_of(creditor, first)
    if kept is None:
        return Item(Level.WEAK, text, _("对方的录音不会一直留着，越早提越好"), url)
    day = years_later(first, kept.years)
    due = Due(day, (day - today).days, None)
    years = ngettext(
        "据公开转述，录音要保存 %(years)d 年",
        "据公开转述，录音要保存 %(years)d 年",
        kept.years,
    ) % {"years": kept.years}
    note = _("%(years)s；最早一通是%(day)s，到期%(left)s") % {
        "years": years,
        "day": day_text(first, year=True),
        "left": due.left,
    }
    return Item(
        Level.MISSING if due.is_soon and due.days_left >= 0 else Level.WEAK, text, note, url
    )


def retention_of(creditor: Creditor, first: date) -> Retention | None:
    """Return the shortest period of a clause that may be shown and binds this creditor."""
    kind = CreditorType(creditor.kind)
    for each in RETENTIONS:
        clause = catalogue().clauses.get(each.clause)
        is_member = creditor.is_signatory or not each.clause.startswith(FOR_SIGNATORIES)
        if clause is None or not clause.is_citable or not is_member:
            continue
        if clause.binds_creditor(kind) and clause.period.holds_on(first):
            return each
    return None


def years_later(day: date, years: int) -> date:
    """Return the same day years later; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
