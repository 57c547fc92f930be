"""The summary page: headline counts, figures with captions, and where the numbers are from."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.bundles.figures import Captioned, captioned
from evidence.bundles.overview import LineUse, Overview

REPEATED = 2


@dataclass(frozen=True, slots=True)
class Summary:
    numbers: tuple[tuple[str, str], ...]
    figures: tuple[Captioned, ...]
    sentences: tuple[tuple[str, str], ...]
    lines_title: str
    lines: tuple[LineUse, ...]


def summarise(overview: Overview, *, lists_numbers: bool) -> Summary:
    """`lists_numbers` prints every number; otherwise only those that came more than once."""
    lines = tuple(use for use in overview.lines if lists_numbers or use.count >= REPEATED)
    return Summary(
        numbers=tuple(numbers(overview)),
        figures=tuple(captioned(overview)),
        sentences=tuple(sentences(overview)),
        lines_title="全部号码、账号" if lists_numbers else "联系过两次以上的号码、账号",
        lines=lines,
    )


def numbers(overview: Overview) -> Iterator[tuple[str, str]]:
    if not overview.incoming:
        return
    yield str(len(overview.incoming)), "次联系"
    if overview.others:
        yield str(len(overview.others)), "次打给亲友"
    if overview.lines:
        yield str(len(overview.lines)), "个号码、账号"
    if overview.peak[1] > 1:
        yield str(overview.peak[1]), "次，一天最多"


def sentences(overview: Overview) -> Iterator[tuple[str, str]]:
    if overview.outgoing:
        yield "本人联系对方", f"{overview.outgoing}次，列在时间顺序记录中，不计入以上次数。"
