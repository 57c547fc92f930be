"""Other people: relatives who were reached and what they wrote, and whether they are hidden."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.bundles.checklist.item import Item, Level
from evidence.bundles.checklist.look import Look
from evidence.bundles.checklist.proof import pictures_whole
from evidence.bundles.masking import too_short
from evidence.bundles.selection import mask_key
from evidence.models.exhibit import ExhibitKind

PLAYED = (ExhibitKind.AUDIO, ExhibitKind.VIDEO, ExhibitKind.DOCUMENT)
NAMED = 3


def people_items(look: Look) -> Iterator[Item]:
    yield from statement_items(look)
    if look.scope.mask:
        yield from mask_items(look)


def statement_items(look: Look) -> Iterator[Item]:
    given = look.statements
    if given:
        yield Item(
            Level.READY,
            ngettext(
                "亲友说明 %(count)d 份，本人同意提交",
                "亲友说明 %(count)d 份，本人同意提交",
                len(given),
            )
            % {"count": len(given)},
        )
    held_back = [report for report in look.reports if not report.consents_to_statement]
    if held_back:
        yield Item(
            Level.WEAK,
            ngettext(
                "%(count)d 份亲友上报没有同意写成说明",
                "%(count)d 份亲友上报没有同意写成说明",
                len(held_back),
            )
            % {"count": len(held_back)},
            _("原话不放进来；愿意的话，请 TA 用链接再交一次"),
            reverse("report-detail", args=[held_back[0].pk]),
        )
    told = {report.contact_id for report in look.reports}
    silent = [contact for contact in look.reached if contact.pk not in told]
    if silent:
        names = _("、").join(contact.name for contact in silent[:NAMED])
        yield Item(
            Level.WEAK,
            ngettext(
                "%(count)d 位被打扰的亲友还没有说明",
                "%(count)d 位被打扰的亲友还没有说明",
                len(silent),
            )
            % {"count": len(silent)},
            _("发一个链接，请他们自己写：%(names)s") % {"names": names},
            reverse("contact-list"),
        )


def mask_items(look: Look) -> Iterator[Item]:
    short = too_short(mask_key(look.case))
    if short:
        yield Item(
            Level.WEAK,
            _("这些太短，在原话里遮不住：%(names)s") % {"names": _("、").join(short)},
            _("称呼改成两个字以上、号码写全，就能遮住"),
            reverse("contact-list"),
        )
    pictures = pictures_whole(look)
    if pictures:
        yield Item(
            Level.WEAK,
            ngettext("%(count)d 张截图没有涂黑", "%(count)d 张截图没有涂黑", pictures)
            % {"count": pictures},
            _("里面的名字和号码遮不住，先看一遍，该涂的涂黑"),
            reverse("exhibit-list"),
        )
    if any(exhibit.kind in PLAYED for exhibit in look.whole):
        yield Item(
            Level.WEAK,
            _("录音、视频、文档按原样放，遮不住"),
            _("不想放的，在上面挑出来，只列摘要"),
            "#w3",
        )
