"""Say which conduct a text shows, with the words that it rests on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .clauses import Layout, lay_out
from .counts import BOMBING_FROM, counts
from .facts import Channel, Label, Narrator, Observation, Reason, Source
from .learned.verdict import weigh
from .learned.weights import model
from .scope import Hit, Judge, shades
from .text import Normalised, normalise
from .times import Hour, hours
from .vocabulary import Cue, Implication, Vocabulary, vocabulary

_CONTACT = re.compile(
    "打(?!工|算|扫)|电话|短信|信息|消息|call|拨|来电|响|震|催|骚扰|上门|敲门|砸门|拍门|敲|联系|发微信|发语音|打语音|微信(?:语音|视频|电话|找|催|骂|消息)|视频电话|"
    "接到|收到|发来|发的|轰|嗡|铃|接起|枕头|叮|弹|要债|要钱|问我|打扰|不好意思|这么晚|陪你|过来|没睡|睡了|叫醒|被叫|吓醒|擂|开口|张口|张嘴|扫我|转我|他说|她说|对方说|讨债|吵醒|堵|呼|骂|找|来了|到家|发了|未接"
)
_PAYMENT = re.compile(
    "还|付|缴|处理|到账|结清|转|入账|存|款项|扣款|回复|答复|回电|联系我|办理|提交|截止"
)
_STAMP = re.compile(r"^[（【]?(?:20\d\d[-/.年])?(?:\d{1,2}[-/.月]\d{1,2}日?)?[ ]?$")
_OFFICE_HOURS = re.compile(
    r"服务时间|工作时间|营业时间|受理时间|办公时间|-|至|～|客服|维护|升级|停水|停电|检修|配送|派送|航班|列车|验证码|交易|消费"
)
_OWN_NIGHT = re.compile(
    "(?:我|他|她|俺|[一二两三四五点半多])(?:自己)?[^，。]{0,6}(?:下班|睡|失眠|起床|上班|到家|加班|吃|出门|回家|醒|躺|才回|还没睡|接孩子|去上|送孩子|抽烟|起来|刷|想|算账|记账|写|看|翻来)"
)

# What ends or separates sentences; quotation marks stay, since they open what was said.
_MARKS = frozenset("，。、；：！？…—,.;:!? \n\t")


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What a text shows; `set_aside` are labels whose words stand in the text while the whole of it
    reads otherwise, for a person to judge.
    """

    observations: tuple[Observation, ...]
    set_aside: tuple[Observation, ...]


def observe_text(
    text: str, narrator: Narrator, channel: Channel | None = None
) -> tuple[Observation, ...]:
    """List what a text shows; offsets are on the text as typed."""
    return read_text(text, narrator, channel).observations


def read_text(text: str, narrator: Narrator, channel: Channel | None = None) -> Reading:
    """Read a text by the lexicon, and weigh what was found by the statistical model."""
    words = vocabulary()
    folded = normalise(text)
    layout = lay_out(folded.folded)
    found, denied = _found(words, layout, narrator)
    verdict = weigh(model(), layout, narrator, found, denied)
    kept = {label: hit for label, hit in found.items() if label not in verdict.doubted}
    guessed = {
        label: Hit(label, clause.start, clause.end) for label, clause in verdict.suggested.items()
    }
    shown = kept | guessed
    for implication in words.implications:
        _imply(implication, shown, layout.text, narrator)
    return Reading(
        tuple(
            _observation(hit, folded, "model" if hit.label in guessed else "text")
            for hit in sorted(shown.values(), key=lambda hit: (hit.start, hit.label))
        ),
        tuple(
            _observation(found[label], folded, "doubted")
            for label in Label
            if label in verdict.doubted and label not in shown
        ),
    )


def _found(
    words: Vocabulary, layout: Layout, narrator: Narrator
) -> tuple[dict[Label, Hit], set[Label]]:
    """Give the first hit of every label that the lexicon finds, and the labels only denied."""
    numbers = words.index.candidates(layout.text)
    frames = filter(None, map(words.frames.get, numbers))
    cues = filter(None, map(words.cues.get, numbers))
    judge = Judge(layout, narrator, words, shades(frames, layout, narrator))
    best: dict[Label, Hit] = {}
    denied = set()
    for hit in _hits(cues, layout, narrator, best):
        if hit.label in best:
            continue
        if judge.counts(hit):
            best[hit.label] = hit
        else:
            denied.add(hit.label)
    for implication in words.implications:
        _imply(implication, best, layout.text, narrator)
    return best, denied - best.keys()


def _imply(implication: Implication, best: dict[Label, Hit], text: str, narrator: Narrator) -> None:
    causes = [hit for label, hit in best.items() if label in implication.labels]
    if not causes or narrator not in implication.narrators or implication.implies in best:
        return
    if implication.needs is None or implication.needs.search(text):
        first = min(causes, key=lambda hit: hit.start)
        best[implication.implies] = Hit(implication.implies, first.start, first.end)


def _observation(hit: Hit, folded: Normalised, code: str) -> Observation:
    start, end = trim(folded.original, *folded.span(hit.start, hit.end))
    reason = Reason(f"{code}.{hit.label.value}", (("words", folded.original[start:end]),))
    source = Source.MODEL if code == "model" else Source.TEXT
    return Observation(hit.label, source, reason, start, end)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave the punctuation at both ends of a stretch unmarked, unless there is nothing else."""
    first, last = start, end
    while first < last and text[first] in _MARKS:
        first += 1
    while last > first and text[last - 1] in _MARKS:
        last -= 1
    return (first, last) if first < last else (start, end)


def _hits(
    cues: Iterable[Cue], layout: Layout, narrator: Narrator, done: Mapping[Label, Hit]
) -> Iterator[Hit]:
    """Give the hits of a text; a label that is settled is not looked for again."""
    for cue in cues:
        if cue.label not in done and narrator in cue.narrators:
            # Most cues match nowhere: asking here is cheaper than a generator that gives nothing.
            match = cue.pattern.regex.search(layout.text)
            if match is not None:
                yield from _cue_hits(cue, layout, match)
    yield from _count_hits(layout)
    yield from _hour_hits(layout, narrator)


def _cue_hits(cue: Cue, layout: Layout, first: re.Match[str]) -> Iterator[Hit]:
    match: re.Match[str] | None = first
    while match is not None:
        start, end = match.span()
        if end > start and _has_company(cue, layout, start):
            yield Hit(cue.label, start, end, cue.negatable, cue.holds_absence)
        match = cue.pattern.regex.search(layout.text, max(end, start + 1))


def _has_company(cue: Cue, layout: Layout, at: int) -> bool:
    """Tell whether the words around a match allow and demand what the cue says."""
    text = layout.text
    sentence = layout.sentence(at)
    around = (sentence.start, sentence.end)
    if cue.needs is not None and not cue.needs.search(text, *around):
        return False
    if cue.needs_text is not None and not cue.needs_text.search(text):
        return False
    if cue.unless is not None and cue.unless.search(text, *around):
        return False
    return cue.unless_text is None or not cue.unless_text.search(text)


def _count_hits(layout: Layout) -> Iterable[Hit]:
    for count in counts(layout.text):
        if count.number >= BOMBING_FROM:
            yield Hit(Label.FREQUENCY_BOMBING, count.start, count.end)


def _hour_hits(layout: Layout, narrator: Narrator) -> Iterator[Hit]:
    for hour in hours(layout.text):
        if hour.is_night and _is_contact_hour(hour, layout, narrator):
            yield Hit(Label.ODD_HOURS, hour.start, hour.end)


def _is_contact_hour(hour: Hour, layout: Layout, narrator: Narrator) -> bool:
    """Tell whether somebody was contacted at the hour, and it is no deadline or opening time."""
    text = layout.text
    if _STAMP.match(text[: hour.start]) and narrator is Narrator.COLLECTOR:
        return not hour.is_deadline
    sentence = layout.sentence(hour.start)
    clause = layout.clause(hour.start)
    if hour.is_deadline and _PAYMENT.search(text, sentence.start, sentence.end):
        return False
    if _OFFICE_HOURS.search(text, clause.start, clause.end):
        return False
    if narrator is not Narrator.COLLECTOR and _OWN_NIGHT.search(text, clause.start, clause.end):
        return False
    return bool(_CONTACT.search(text, sentence.start, sentence.end))
