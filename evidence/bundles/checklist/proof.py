"""What proves it: originals, pictures and their copies, recordings, and room for the files."""

import shutil
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence import storage
from evidence.bundles.checklist.item import Item, Level
from evidence.bundles.checklist.look import Look
from evidence.models import Derivative, Exhibit
from evidence.models.exhibit import ExhibitKind

SPOKEN = (ExhibitKind.AUDIO, ExhibitKind.VIDEO)
# The PDF, its parts while they are made, and the ZIP around it.
ROOM, SPARE_BYTES = 3, 64 * 2**20
A_MEGABYTE = 2**20


def proof_items(look: Look, size: int) -> Iterator[Item]:
    yield from original_items(look)
    yield from bare_items(look)
    yield from recording_items(look)
    yield from copy_items(look)
    yield from room_items(look, size)


def original_items(look: Look) -> Iterator[Item]:
    gone = [e for e in look.exhibits if not storage.path_of(e.sha256).exists()]
    for exhibit in gone:
        yield Item(
            Level.MISSING,
            _("“%(name)s”的原件不见了") % {"name": exhibit.original_name},
            _("原件不在就不能出具"),
            page_of(exhibit),
        )
    if look.exhibits and not gone:
        count = len(look.exhibits)
        yield Item(
            Level.READY,
            ngettext("%(count)d 件证据都在", "%(count)d 件证据都在", count) % {"count": count},
            _("出具时会把每件原件再校验一遍"),
        )
    broken = [exhibit for exhibit in look.exhibits if exhibit.unreadable]
    if broken:
        yield Item(
            Level.WEAK,
            ngettext("%(count)d 件证据显示不出来", "%(count)d 件证据显示不出来", len(broken))
            % {"count": len(broken)},
            _("原件照样放；能重新导出、截图的再收存一份"),
            page_of(broken[0]),
        )


def page_of(exhibit: Exhibit) -> str:
    return reverse("exhibit-detail", args=[exhibit.pk])


def bare_items(look: Look) -> Iterator[Item]:
    bare = look.bare()
    if bare:
        yield Item(
            Level.WEAK,
            ngettext("%(count)d 次事件没有证据", "%(count)d 次事件没有证据", bare)
            % {"count": bare},
            _("补一张通话记录截图，或者导入手机备份"),
            f"{reverse('incident-list')}?bare=1",
        )


def recording_items(look: Look) -> Iterator[Item]:
    silent = [e for e in look.exhibits if e.kind in SPOKEN and not look.written.get(e.pk)]
    if silent:
        yield Item(
            Level.WEAK,
            ngettext(
                "%(count)d 段录音、视频没有文字稿", "%(count)d 段录音、视频没有文字稿", len(silent)
            )
            % {"count": len(silent)},
            _("把要紧的几句写下来，看的人不用先听"),
            reverse("exhibit-words", args=[silent[0].pk]),
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
            "#w3",
        )


def room_items(look: Look, size: int) -> Iterator[Item]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < size * ROOM + SPARE_BYTES:
        yield Item(
            Level.MISSING,
            _("磁盘可能放不下这一号"),
            _("大约要 %(needed)d MB，只剩 %(free)d MB；腾出空间再出具")
            % {"needed": size * ROOM // A_MEGABYTE + 1, "free": free // A_MEGABYTE},
        )
    largest = look.profile.largest_mb
    if largest and size > largest * A_MEGABYTE:
        yield Item(
            Level.WEAK,
            _("文件可能太大，对方收不了"),
            _("大约 %(size)d MB，对方最多收 %(largest)d MB；分几号出，或者少放几件原件")
            % {"size": size // A_MEGABYTE, "largest": largest},
            "#w3",
        )


def pictures_whole(look: Look) -> int:
    """Count the pictures that go in as they are."""
    return sum(1 for exhibit in look.whole if exhibit.kind == ExhibitKind.IMAGE)
