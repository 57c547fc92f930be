"""Chooses the one thing to do next, for the top of the overview."""

from dataclasses import dataclass
from math import ceil

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SECONDS_A_FINDING = 30


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do, why, and where; `act` is the words of its button."""

    title: str
    words: str
    href: str
    act: str


def next_step(
    *, has_creditor: bool, has_incidents: bool, waiting_findings: int, waiting_reports: int
) -> NextStep:
    """Choose by what blocks most: rules need a creditor, a bundle needs decisions."""
    if not has_creditor:
        return NextStep(
            _("说一下是谁在催你"),
            _("不同的机构受不同的规则约束，说了才能给出对应的规则。"),
            reverse("creditor-add"),
            _("现在说"),
        )
    if waiting_findings:
        return deciding(waiting_findings)
    if waiting_reports:
        return NextStep(
            ngettext(
                "亲友交来 %(count)d 份上报，等你看",
                "亲友交来 %(count)d 份上报，等你看",
                waiting_reports,
            )
            % {"count": waiting_reports},
            _("看过、收下之后，才会放进案件。"),
            reverse("report-list"),
            _("现在看"),
        )
    if not has_incidents:
        return NextStep(
            _("记下第一笔"),
            _("先记要紧的，别的以后再补。手机里的通话和短信也可以整批导入。"),
            reverse("entry-new"),
            _("记一笔"),
        )
    return NextStep(
        _("可以出具证据包了"),
        _("选好交给谁、哪一段时间，程序会编好页码和目录。"),
        reverse("bundle-add"),
        _("去出具"),
    )


def deciding(count: int) -> NextStep:
    minutes = ceil(count * SECONDS_A_FINDING / 60)
    return NextStep(
        ngettext(
            "有 %(count)d 条标记等你定，大约 %(minutes)d 分钟",
            "有 %(count)d 条标记等你定，大约 %(minutes)d 分钟",
            count,
        )
        % {"count": count, "minutes": minutes},
        _("程序只提示“可能涉及”，由你来定。定完就能出具证据包。"),
        reverse("finding-list"),
        _("现在看"),
    )
