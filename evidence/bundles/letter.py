"""The letter, drafted from what was recorded and confirmed; what is unknown is left out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from evidence.bundles.debts import claim_sentences, debts_sentence
from evidence.bundles.follow_up import ended, follow_up
from evidence.bundles.lettering import Letter, written
from evidence.bundles.overview import Overview, Phase
from evidence.bundles.recipients import Profile, profiles
from evidence.bundles.records import Selection
from evidence.bundles.wording import chinese, day_of, short_date, short_span, span, tight

MOST_PHASES = 6
CLOSING = "所附材料见目录，均可核对。"
REPRESENTATIVE = "代理人"


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part of the letter; `heading` includes its number."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the records say, in the order of a letter."""

    addressee: str
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    requests: Part


def letter_of(selection: Selection, overview: Overview, profile: Profile) -> Letter:
    """Return the letter of a bundle: as the borrower wrote it, else as drafted."""
    signers = [profile.role, *([REPRESENTATIVE] if selection.representative else [])]
    return written(
        selection.letter or text_of(draft(selection, overview, profile)),
        title=profile.letter,
        addressee=profile.addressed_to(selection.creditor),
        signers=tuple(signers),
    )


def with_letter(selection: Selection) -> Selection:
    """Return a selection that holds its letter, drafted where the borrower wrote none."""
    return selection if selection.letter else replace(selection, letter=drafted(selection))


def drafted(selection: Selection) -> str:
    """Return the draft of a selection's letter as plain text."""
    return text_of(draft(selection, Overview(selection), profiles()[selection.recipient]))


def text_of(letter: Draft) -> str:
    """Write a draft as plain text: a line each, blank lines between, requests one below another."""
    requests = (
        f"{number}．{request}" for number, request in enumerate(letter.requests.paragraphs, start=1)
    )
    return "\n\n".join(
        [
            f"{letter.addressee}：",
            *letter.opening,
            *(line for part in letter.parts for line in (part.heading, *part.paragraphs)),
            letter.requests.heading,
            "\n".join(requests),
            CLOSING,
        ]
    )


def draft(selection: Selection, overview: Overview, profile: Profile) -> Draft:
    """Draft the letter; findings are named by title, so that no number can go stale."""
    requests = [f"{request}；" for request in profile.asks(selection.creditor)]
    requests[-1] = f"{requests[-1][:-1]}。"
    *parts, asked = numbered(
        ("我反映的情况", tuple(account(selection, overview))),
        ("核实与投诉经过", tuple(follow_up(selection))),
        ("我的请求", tuple(requests)),
    )
    return Draft(
        addressee=profile.addressed_to(selection.creditor),
        opening=tuple(opening(selection, profile)),
        parts=tuple(parts),
        requests=asked,
    )


def numbered(*parts: tuple[str, tuple[str, ...]]) -> list[Part]:
    """Number the parts that say something."""
    told = [(heading, paragraphs) for heading, paragraphs in parts if paragraphs]
    return [
        Part(f"{chinese(place)}、{heading}", paragraphs)
        for place, (heading, paragraphs) in enumerate(told, start=1)
    ]


def opening(selection: Selection, profile: Profile) -> Iterator[str]:
    lives = f"，住{selection.city}" if selection.city else ""
    yield f"我叫{selection.borrower}{lives}。{reached_at(selection, profile)}"
    yield from represented(selection)
    if profile.tells_debts:
        story = [tight(line.strip()) for line in selection.story.splitlines() if line.strip()]
        yield from story
        yield from owed(selection, is_told=bool(story))


def reached_at(selection: Selection, profile: Profile) -> str:
    if not selection.contact:
        return profile.identity
    return f"我的联系方式：{ended(selection.contact)}{profile.identity_beside_contact}"


def represented(selection: Selection) -> Iterator[str]:
    person = selection.representative
    if person:
        yield (
            f"我委托{person.named}作为我的代理人，联系电话{person.phone}，授权委托书见所附材料。"
            "代理人的身份证件另行提交。"
        )


def owed(selection: Selection, *, is_told: bool) -> Iterator[str]:
    for creditor in selection.creditors:
        if creditor.debts and not is_told:
            yield debts_sentence(creditor)
        yield from claim_sentences(creditor)


def account(selection: Selection, overview: Overview) -> Iterator[str]:
    if not overview.incoming:
        return
    about = f"与{selection.creditor}的债务有关的" if selection.creditor else ""
    whom = f"，其中联系我本人{overview.own}次" if overview.others and overview.own else ""
    friends = (
        f"，联系我的{len(overview.reached)}位亲友{len(overview.others)}次"
        if overview.others
        else ""
    )
    yield (
        f"{span(overview.first, overview.last)}，我记录到{about}催收联系"
        f"{len(overview.incoming)}次{whom}{friends}。"
    )
    phases = overview.phases
    if 1 < len(phases) <= MOST_PHASES:
        yield "".join(phase_sentence(overview, phase) for phase in phases)
    yield from people_sentences(overview)
    yield from finding_sentences(selection)


def phase_sentence(overview: Overview, phase: Phase) -> str:
    days = {day: held for day, held in overview.days.items() if phase.holds(day)}
    lines = {incident.line for held in days.values() for incident in held if incident.line}
    day, held = max(days.items(), key=lambda pair: len(pair[1]))
    parts = [f"{phase.name}（{short_span(phase.first, phase.last)}）{phase.count}次"]
    if len(lines) > 1:
        parts.append(f"用过{len(lines)}个号码或账号")
    if len(held) > 1 and phase.first != phase.last:
        parts.append(f"最多的一天是{short_date(day)}，{len(held)}次")
    return "，".join(parts) + "。"


def people_sentences(overview: Overview) -> Iterator[str]:
    reached = [person for person, _ in overview.reached]
    if reached and not any(person.is_guarantor for person in reached):
        yield "据我所知，被联系的亲友都不是这笔债务的担保人。"
    refused = [each for each in overview.refusals() if each.after]
    if refused:
        names = "、".join(
            f"{each.person.name}（{short_date(day_of(each.asked_at))}）" for each in refused
        )
        after = sum(each.after for each in refused)
        yield f"{names}明确要求不要再联系，之后仍被联系{after}次。"


def finding_sentences(selection: Selection) -> Iterator[str]:
    counts = Counter(finding.rule for finding in selection.findings)
    if counts:
        items = "、".join(f"{rule.title}{counts[rule.id]}条" for rule in selection.rules.values())
        yield f"我逐条确认过的标记有：{items}。理由和可能涉及的规范见所附材料。"
