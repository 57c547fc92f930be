"""What is recorded: creditors, times and numbers, findings, her own words, the custody chain."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.bundles.checklist.item import Item, Level
from evidence.bundles.checklist.look import Look
from incidents.models.creditor import CreditorType
from incidents.models.custody_check import CheckState
from incidents.wording import day_text, local_day

CONVENTION_TYPES = (CreditorType.MICRO_ONLINE, CreditorType.P2P)
A_MONTH = timedelta(days=30)


def record_items(look: Look) -> Iterator[Item]:
    yield from creditor_items(look)
    yield from finding_items(look)
    yield from story_items(look)
    yield from detail_items(look)
    yield from custody_items(look)


def creditor_items(look: Look) -> Iterator[Item]:
    if not look.creditors:
        yield Item(
            Level.MISSING,
            _("还没有写债权方是谁"),
            _("不知道是哪一类机构，就选不出适用的规范"),
            reverse("creditor-add"),
        )
    for creditor in look.creditors:
        url = reverse("creditor-amend", args=[creditor.pk])
        if creditor.kind == CreditorType.UNKNOWN:
            yield Item(
                Level.MISSING,
                _("%(name)s是哪一类机构还不清楚") % {"name": creditor.name},
                _("类型决定哪些规范约束它"),
                url,
            )
        elif creditor.kind in CONVENTION_TYPES and creditor.is_signatory is None:
            yield Item(
                Level.WEAK,
                _("%(name)s有没有签署 2018 年的自律公约，还没有核实") % {"name": creditor.name},
                _("签署了才受公约约束，材料里会写明没有核实"),
                url,
            )
    yield from unnamed_items(look)


def unnamed_items(look: Look) -> Iterator[Item]:
    count = look.without_creditor() if look.creditors else 0
    if count:
        yield Item(
            Level.WEAK,
            ngettext("%(count)d 次事件没有写为哪笔债", "%(count)d 次事件没有写为哪笔债", count)
            % {"count": count},
            _("没写的也放进来，但算不到哪一家头上"),
            reverse("incident-list"),
        )


def finding_items(look: Look) -> Iterator[Item]:
    counts, url = look.counts, reverse("finding-list")
    waiting = counts.findings_undecided + counts.findings_annexed
    if waiting:
        words = _("列进附页，写明没有确认") if look.scope.annex else _("没定的不写进材料")
        yield Item(
            Level.WEAK,
            ngettext("%(count)d 条标记还没定", "%(count)d 条标记还没定", waiting)
            % {"count": waiting},
            words,
            url,
        )
    if counts.findings_partial:
        yield Item(
            Level.WEAK,
            ngettext(
                "%(count)d 条标记数的次数不全在这一号里，不写",
                "%(count)d 条标记数的次数不全在这一号里，不写",
                counts.findings_partial,
            )
            % {"count": counts.findings_partial},
            _("放宽时间、债权方或联系的人，就能写进来"),
            "#w2",
        )
    if look.picked.asserted:
        yield Item(Level.READY, _("标记都写明了理由和条款等级"), _("按事发那天有效的规范引用"))
    else:
        level = Level.MISSING if "basis" in look.profile.needs else Level.WEAK
        yield Item(level, _("还没有确认过的标记"), _("没有标记也能出具，只列事实"), url)


def story_items(look: Look) -> Iterator[Item]:
    if not look.case.story:
        yield Item(
            Level.WEAK,
            _("还没有写来龙去脉"),
            _("借款、还款、协商的经过，会写进信里"),
            reverse("case-amend"),
        )


def detail_items(look: Look) -> Iterator[Item]:
    """Say where a record leaves something open; print says it too."""
    incidents = reverse("incident-list")
    about = look.counted(Q(is_time_exact=False))
    if about:
        yield Item(
            Level.WEAK,
            ngettext("%(count)d 次只有大约的时间", "%(count)d 次只有大约的时间", about)
            % {"count": about},
            _("查通话记录能补准；印出来会写“约”"),
            incidents,
        )
    bare = look.counted(Q(line__isnull=True))
    if bare:
        yield Item(
            Level.WEAK,
            ngettext("%(count)d 次没有记下号码", "%(count)d 次没有记下号码", bare)
            % {"count": bare},
            _("通话记录、短信里一般找得到"),
            incidents,
        )
    placeless = look.counted(Q(line__isnull=False, line__place=""))
    if placeless:
        yield Item(
            Level.WEAK,
            ngettext("%(count)d 次的号码没有归属地", "%(count)d 次的号码没有归属地", placeless)
            % {"count": placeless},
            _("号码照样列出；看看有没有记错"),
            reverse("contact-list"),
        )


def custody_items(look: Look) -> Iterator[Item]:
    url = reverse("custody-list")
    last = look.case.custody_checks.filter(state=CheckState.DONE).first()
    if last is None or last.finished_at is None:
        yield Item(Level.WEAK, _("保管记录还没有核对过"), _("核对一遍，看看有没有被改动"), url)
        return
    day = day_text(local_day(last.finished_at))
    if last.problem_count:
        yield Item(
            Level.MISSING,
            ngettext(
                "保管记录有 %(count)d 处对不上", "保管记录有 %(count)d 处对不上", last.problem_count
            )
            % {"count": last.problem_count},
            _("%(day)s核对的；先看清楚再交") % {"day": day},
            url,
        )
    elif look.now - last.finished_at > A_MONTH:
        yield Item(Level.WEAK, _("保管记录很久没有核对了"), _("上次是%(day)s") % {"day": day}, url)
    else:
        yield Item(Level.READY, _("保管记录核对过，没有变"), _("%(day)s") % {"day": day})
