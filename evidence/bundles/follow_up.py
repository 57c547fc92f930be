"""What was asked and filed: as records of a bundle, and as sentences of its letter."""

from collections.abc import Iterator
from datetime import date

from evidence.bundles.follow_up_records import ComplaintRecord, InquiryRecord
from evidence.bundles.recipients import profiles
from evidence.bundles.records import Selection
from evidence.bundles.scope import Scope, of_creditor
from evidence.bundles.wording import clock, full_date, short_date, tight
from incidents.models import Case
from incidents.models.complaint import (
    ComplaintChannel,
    ComplaintOutcome,
    InquiryAnswer,
    InquiryWay,
)

WAYS = {
    InquiryWay.PHONE: "打电话",
    InquiryWay.ONLINE: "通过在线客服",
    InquiryWay.MESSAGE: "发消息",
    InquiryWay.EMAIL: "发邮件",
    InquiryWay.LETTER: "写信",
    InquiryWay.IN_PERSON: "当面",
    InquiryWay.OTHER: "",
}
# What is said of an answer, without the words of it and with them.
ANSWERS = {
    InquiryAnswer.LOOKING: (
        "对方说会了解，没有说明来电的是不是它的人",
        "对方只答复{words}，没有说明来电的是不是它的人",
    ),
    InquiryAnswer.OURS: ("对方承认来电的是它的人", "对方承认来电的是它的人，原话是{words}"),
    InquiryAnswer.NOT_OURS: (
        "对方答复来电的不是它的人",
        "对方答复来电的不是它的人，原话是{words}",
    ),
}
FILED = {
    ComplaintChannel.INSTITUTION: "向{place}投诉",
    ComplaintChannel.REGULATOR: "向{place}投诉",
    ComplaintChannel.POLICE: "报警",
    ComplaintChannel.COURT: "向{place}提交起诉材料",
    ComplaintChannel.OTHER: "投诉",
}
REPORTED = "向{place}举报"
OUTCOMES = {
    ComplaintOutcome.ACCEPTED: "已经受理",
    ComplaintOutcome.REJECTED: "没有受理",
    ComplaintOutcome.SANCTIONED: "公安机关批评制止或处罚了对方",
    ComplaintOutcome.CLOSED: "已经办结",
}
ENDS = ("。", "？", "！", "?", "!")
INNER = str.maketrans({"“": "‘", "”": "’"})


def inquiry_records(case: Case, scope: Scope) -> tuple[InquiryRecord, ...]:
    """Return the standing inquiries about the creditors of a scope, the earliest first."""
    rows = case.inquiries.standing().select_related("creditor").order_by("asked_date", "pk")
    return tuple(
        InquiryRecord(
            creditor=row.creditor.name,
            asked=row.asked_date,
            way=row.way,
            question=row.question,
            answer=row.answer,
            answered=row.answered_date,
            answer_words=row.answer_words,
            note=row.note,
        )
        for row in rows
        if of_creditor(row.creditor_id, scope)
    )


def complaint_records(case: Case, scope: Scope) -> tuple[ComplaintRecord, ...]:
    """Return the standing complaints about the creditors of a scope, the earliest first."""
    rows = case.complaints.standing().select_related("creditor")
    return tuple(
        ComplaintRecord(
            channel=row.channel,
            office=row.office,
            creditor=row.creditor.name if row.creditor else "",
            filed=row.filed_date,
            filed_at=row.filed_at if row.filed_time else None,
            filed_by=row.latest_filed_at,
            number=row.number,
            subject=row.subject,
            outcome=row.outcome,
            answered=row.answered_date,
            answer_words=row.answer_words,
            asks_to_stop_them=row.asks_to_stop_them,
        )
        for row in rows.order_by("filed_date", "filed_time", "pk")
        if row.creditor_id is None or of_creditor(row.creditor_id, scope)
    )


def follow_up(selection: Selection) -> Iterator[str]:
    """Yield a paragraph for each inquiry and complaint, in the order in which they were made."""
    told = [
        *((inquiry.asked, inquiry_paragraph(inquiry)) for inquiry in selection.inquiries),
        *((each.filed, complaint_paragraph(each, selection)) for each in selection.complaints),
    ]
    yield from (paragraph for _day, paragraph in sorted(told, key=lambda pair: pair[0]))


def inquiry_paragraph(inquiry: InquiryRecord) -> str:
    asked = (
        f"{full_date(inquiry.asked)}，我{WAYS[InquiryWay(inquiry.way)]}"
        f"向{inquiry.creditor}询问：{ended(quoted(inquiry.question))}"
    )
    return f"{asked}{inquiry_answer(inquiry)}{ended(flat(inquiry.note))}"


def inquiry_answer(inquiry: InquiryRecord) -> str:
    if inquiry.answered is None:
        return "没有得到答复。"
    bare, worded = ANSWERS[InquiryAnswer(inquiry.answer)]
    said = worded.format(words=quoted(inquiry.answer_words)) if inquiry.answer_words else bare
    return ended(f"{later_date(inquiry.answered, inquiry.asked)}，{said}")


def complaint_paragraph(complaint: ComplaintRecord, selection: Selection) -> str:
    at = clock(complaint.filed_at) if complaint.filed_at else ""
    parts = [f"{full_date(complaint.filed)}{at}，我{act(complaint)}"]
    if complaint.office:
        parts.append(f"受理单位是{flat(complaint.office)}")
    if complaint.number:
        parts.append(f"编号{flat(complaint.number)}")
    return f"{'，'.join(parts)}。{outcome(complaint)}{aftermath(complaint, selection)}"


def act(complaint: ComplaintRecord) -> str:
    channel = ComplaintChannel(complaint.channel)
    profile = profiles().get(channel)
    place = profile.addressed_to(complaint.creditor) if profile else ""
    return FILED.get(channel, REPORTED).format(place=place)


def outcome(complaint: ComplaintRecord) -> str:
    said = [OUTCOMES[key]] if (key := ComplaintOutcome(complaint.outcome)) in OUTCOMES else []
    if complaint.answer_words:
        said.append(f"答复的原话是{quoted(complaint.answer_words)}")
    if not said:
        return "有过答复。" if complaint.answered else "没有得到答复。"
    day = f"{later_date(complaint.answered, complaint.filed)}，" if complaint.answered else ""
    return ended(f"{day}{'，'.join(said)}")


def aftermath(complaint: ComplaintRecord, selection: Selection) -> str:
    """Say how often contacts of this bundle came in after a complaint."""
    if not complaint.asks_to_stop_them:
        return ""
    count = sum(
        1
        for incident in selection.incidents
        if incident.is_incoming
        and incident.occurred_at > complaint.filed_by
        and complaint.creditor in ("", incident.creditor)
    )
    after = "之后" if complaint.filed_at else "次日起"
    return f"{after}又记录到催收联系{count}次。" if count else ""


def later_date(day: date, first: date) -> str:
    return short_date(day) if day.year == first.year else full_date(day)


def flat(words: str) -> str:
    return tight(" ".join(words.split()))


def quoted(words: str) -> str:
    """Put recorded words in quotation marks; a full stop at their end goes with the sentence."""
    return f"“{flat(words).removesuffix('。').translate(INNER)}”"


def ended(sentence: str) -> str:
    """End a sentence once; "" stays empty."""
    if not sentence or sentence.rstrip("”").endswith(ENDS):
        return sentence
    return f"{sentence}。"
