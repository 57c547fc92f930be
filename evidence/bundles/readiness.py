"""What to look at before issuing: what is ready, what is missing, what could be stronger."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence import storage
from evidence.bundles.choosing import Chosen, choose
from evidence.bundles.copies import copies_of
from evidence.bundles.exhibits import reports_of, usages
from evidence.bundles.masking import Masker
from evidence.bundles.scope import Scope
from evidence.bundles.selection import mask_key
from evidence.models import Derivative, Exhibit
from evidence.models.exhibit import ExhibitKind
from incidents.models import Case, Report
from incidents.models.creditor import CreditorType

CONVENTION_TYPES = (CreditorType.MICRO_ONLINE, CreditorType.P2P)
SHOWABLE = (ExhibitKind.IMAGE, ExhibitKind.AUDIO, ExhibitKind.VIDEO, ExhibitKind.DOCUMENT)
PAGES_BEFORE = 10
INCIDENTS_A_PAGE = 24
PICTURES_A_PAGE = 2
BYTES_A_PAGE = 20_000


class Level(StrEnum):
    READY = "ready"
    MISSING = "miss"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list; `url` leads to where it can be mended."""

    level: Level
    text: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a scope would put into a bundle, what it leaves out, and what to look at first."""

    incidents: int
    findings: int
    exhibits: int
    statements: int
    left_out: int
    pages: int
    size: int
    chosen: Chosen
    items: tuple[Item, ...]

    def count(self, level: str) -> int:
        return sum(1 for item in self.items if item.level == level)

    @property
    def ready(self) -> int:
        return self.count(Level.READY)

    @property
    def missing(self) -> int:
        return self.count(Level.MISSING)

    @property
    def weak(self) -> int:
        return self.count(Level.WEAK)


class Look:
    """Reads a case once, as far as the questions of one scope need it."""

    def __init__(self, case: Case, scope: Scope) -> None:
        self.case = case
        self.scope = scope
        self.chosen = choose(case, scope)
        self.ids = {incident.pk for incident in self.chosen.incidents}
        self.reports: list[Report] = reports_of(case, self.ids, scope)
        self.usages = usages(case, self.ids, self.reports, scope)
        self.exhibits: list[Exhibit] = [
            exhibit for exhibit in case.exhibits.all() if exhibit.pk in self.usages
        ]
        made = copies_of(case, scope)
        self.copies = [made[exhibit.pk] for exhibit in self.exhibits if exhibit.pk in made]
        stays = {*scope.left_out, *made}
        self.whole = [exhibit for exhibit in self.exhibits if exhibit.pk not in stays]
        self.creditors = list(case.creditors.all())

    @property
    def statements(self) -> int:
        return sum(1 for report in self.reports if report.consents_to_statement)

    def bare(self) -> int:
        """Count incidents that no exhibit stands behind."""
        backed = {pk for usage in self.usages.values() for pk in usage.incidents}
        return len(self.ids - backed)


def preview(case: Case, scope: Scope) -> Preview:
    look = Look(case, scope)
    packed = [exhibit.size for exhibit in look.whole] + [copy.size or 0 for copy in look.copies]
    shown = [exhibit.size for exhibit in look.whole if exhibit.kind == ExhibitKind.IMAGE]
    shown += [copy.size or 0 for copy in look.copies]
    pages = PAGES_BEFORE + len(look.ids) // INCIDENTS_A_PAGE + -(-len(shown) // PICTURES_A_PAGE)
    return Preview(
        incidents=len(look.ids),
        findings=len(look.chosen.findings),
        exhibits=len(look.exhibits),
        statements=look.statements,
        left_out=len(look.exhibits) - len(look.whole),
        pages=pages,
        size=sum(packed) + sum(shown) + pages * BYTES_A_PAGE,
        chosen=look.chosen,
        items=tuple(
            sorted(
                (
                    *creditor_items(look),
                    *finding_items(look),
                    *exhibit_items(look),
                    *copy_items(look),
                    *word_items(look),
                ),
                key=lambda item: ORDER.index(item.level),
            )
        ),
    )


ORDER = (Level.MISSING, Level.WEAK, Level.READY)


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


def finding_items(look: Look) -> Iterator[Item]:
    counts, url = look.chosen.counts, reverse("finding-list")
    if counts.findings_undecided:
        yield Item(
            Level.WEAK,
            ngettext(
                "%(count)d 条标记还没定，没有放进来",
                "%(count)d 条标记还没定，没有放进来",
                counts.findings_undecided,
            )
            % {"count": counts.findings_undecided},
            _("只有你确认过、之后没有变的标记才写进材料"),
            url,
        )
    if look.chosen.findings:
        yield Item(Level.READY, _("标记都写明了理由和条款等级"), _("按事发那天有效的规范引用"))
    else:
        yield Item(Level.MISSING, _("还没有确认过的标记"), _("没有标记也能出具，只列事实"), url)


def exhibit_items(look: Look) -> Iterator[Item]:
    gone = [e for e in look.exhibits if not storage.path_of(e.sha256).exists()]
    for exhibit in gone:
        yield Item(
            Level.MISSING,
            _("“%(name)s”的原件不见了") % {"name": exhibit.original_name},
            _("原件不在就不能出具"),
            reverse("exhibit-detail", args=[exhibit.pk]),
        )
    if look.exhibits and not gone:
        yield Item(
            Level.READY,
            ngettext("%(count)d 件证据都在", "%(count)d 件证据都在", len(look.exhibits))
            % {"count": len(look.exhibits)},
            _("出具时会把每件原件再校验一遍"),
        )
    bare = look.bare()
    if bare:
        yield Item(
            Level.WEAK,
            ngettext("%(count)d 次事件没有证据", "%(count)d 次事件没有证据", bare)
            % {"count": bare},
            _("补一张通话记录截图，或者导入手机备份"),
            reverse("incident-list"),
        )


def copy_items(look: Look) -> Iterator[Item]:
    """Say where redacted copies stand in for pictures, and where they could but do not."""
    if look.copies:
        count = len(look.copies)
        yield Item(
            Level.READY,
            ngettext("%(count)d 张图片放涂黑的副本", "%(count)d 张图片放涂黑的副本", count)
            % {"count": count},
            _("原图留在你这里，只列摘要"),
        )
    whole = Derivative.objects.redacted().filter(exhibit__in=look.whole)
    count = whole.values("exhibit").distinct().count()
    if count:
        yield Item(
            Level.WEAK,
            ngettext(
                "%(count)d 张图片涂黑过，这一号放的是原图",
                "%(count)d 张图片涂黑过，这一号放的是原图",
                count,
            )
            % {"count": count},
            _("要放副本，在上面“涂黑过的图片”里选"),
        )


def word_items(look: Look) -> Iterator[Item]:
    if not look.case.story:
        yield Item(
            Level.WEAK,
            _("还没有写来龙去脉"),
            _("借款、还款、协商的经过，会写进信里"),
            reverse("case-amend"),
        )
    if look.statements:
        yield Item(
            Level.READY,
            ngettext(
                "亲友说明 %(count)d 份，本人同意提交",
                "亲友说明 %(count)d 份，本人同意提交",
                look.statements,
            )
            % {"count": look.statements},
        )
    elif any(incident.contact_id for incident in look.chosen.incidents):
        yield Item(
            Level.WEAK,
            _("还没有亲友的说明"),
            _("发一个链接给被打扰的亲友，请他们自己写"),
            reverse("contact-list"),
        )
    yield from mask_items(look)
    yield Item(
        Level.WEAK,
        _("身份证明和联系方式不印进证据包"),
        _("交的时候另外附上"),
    )


def mask_items(look: Look) -> Iterator[Item]:
    if not look.scope.mask:
        return
    short = Masker(mask_key(look.case)).left_readable
    if short:
        yield Item(
            Level.WEAK,
            _("这些称呼只有一个字，在原话里遮不住：%(names)s") % {"names": _("、").join(short)},
            _("改成两个字以上就能遮住"),
            reverse("contact-list"),
        )
    if any(exhibit.kind in SHOWABLE for exhibit in look.whole):
        yield Item(
            Level.WEAK,
            _("截图、录音按原样放，遮不住里面的名字和号码"),
            _("图片可以先在证据页涂黑一部分；不想放的，在上面挑出来，只列摘要"),
        )
