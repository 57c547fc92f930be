"""Cuts a narrative into segments, so that a page can mark what observations rest on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from incidents.tagging.facts import Label

GROUPS: dict[Label, str] = {
    Label.WORKPLACE_CONTACT: "work",
    Label.THIRD_PARTY_CONTACT: "kin",
    Label.DISCLOSURE_PUBLIC: "kin",
    Label.IDENTITY_REFUSAL: "who",
    Label.IMPERSONATION_AUTHORITY: "who",
    Label.PRIVACY_LEAK: "data",
    Label.OBSCENE_OR_FORGED_IMAGE: "data",
    Label.PRIVATE_ACCOUNT: "data",
    Label.FREQUENCY_BOMBING: "freq",
    Label.ODD_HOURS: "freq",
    Label.THREAT_VIOLENCE: "threat",
    Label.THREAT_LEGAL_FALSE: "threat",
    Label.INSULT: "threat",
    Label.HOME_VISIT_THREAT: "threat",
    Label.COERCION_NEW_DEBT: "threat",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the narrative, marked with a label for some findings."""

    start: int
    end: int
    label: Label
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """
    A stretch of the narrative. `group` is its colour class ("" for plain text); `numbers` are
    the findings whose words end here; `labels` is everything that was observed in it.
    """

    text: str
    group: str = ""
    numbers: tuple[int, ...] = ()
    labels: tuple[Label, ...] = ()


def segments(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """
    Cut `text` at every edge of every span; joined again, the segments are the text.

    Where spans overlap, the one that began first gives the colour and all give their labels.
    A span outside the text is cut to it.
    """
    inside = sorted(_clip(text, spans), key=lambda span: (span.start, -span.end))
    edges = sorted({0, len(text), *(edge for span in inside for edge in (span.start, span.end))})
    return tuple(
        _segment(text, start, end, inside) for start, end in zip(edges, edges[1:], strict=False)
    )


def _clip(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        start, end = max(0, span.start), min(len(text), span.end)
        if start < end:
            yield Span(start, end, span.label, span.numbers)


def _segment(text: str, start: int, end: int, spans: list[Span]) -> Segment:
    covering = [span for span in spans if span.start <= start and end <= span.end]
    if not covering:
        return Segment(text[start:end])
    ending = (number for span in covering if span.end == end for number in span.numbers)
    return Segment(
        text[start:end],
        GROUPS[covering[0].label],
        tuple(sorted(set(ending))),
        tuple(dict.fromkeys(span.label for span in covering)),
    )
