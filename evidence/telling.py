"""Showing a submission as it was sent, question by question."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.forms.reports import CHANNELS, HAPPENED, WHEN
from evidence.submissions import NOW, UNSURE, Submission
from incidents.forms.incidents import KNOWN
from incidents.models import Report


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One question and the answer that was sent."""

    asked: str
    answer: str
    is_quote: bool = False


def told_rows(report: Report) -> list[ToldRow]:
    """List what was answered; a question left open is left out."""
    if report.erased_at is not None:
        return []
    told = Submission.from_json(report.submitted)
    return [row for row in answers(told) if row.answer]


def answers(told: Submission) -> Iterator[ToldRow]:
    happened = {value: str(words) for value, words, _icon in HAPPENED}
    yield ToldRow(_("号码或名字"), told.number)
    yield ToldRow(_("什么时候"), when_words(told))
    yield ToldRow(_("方式"), str(dict(CHANNELS).get(told.channel, told.channel)))
    yield ToldRow(_("接通没有"), str(dict(KNOWN)[told.connected]) if told.connected else "")
    yield ToldRow(_("说了什么"), told.words, is_quote=True)
    yield ToldRow(_("对方自称"), told.claimed)
    yield ToldRow(_("发生了什么"), _("、").join(happened.get(one, one) for one in told.happened))
    yield ToldRow(_("要求过别打"), _("说过：不要再打给我") if told.asked_to_stop else "")
    yield ToldRow(_("怎么称呼"), told.name)
    yield ToldRow(_("自己说的关系"), told.relation)
    yield ToldRow(_("可以转交"), _("同意交给银行、监管、公安或法院") if told.may_be_shared else "")
    yield ToldRow(_("书面说明"), _("需要时愿意签") if told.may_be_witness else "")


def when_words(told: Submission) -> str:
    said = str(dict(WHEN).get(told.when, told.when))
    if told.when in (NOW, UNSURE):
        return said
    return " ".join(part for part in (told.calendar or said, told.clock) if part)
