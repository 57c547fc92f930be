"""What of the exhibits is not on paper, and why: each is named, none is left out in silence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence.bundles.links import exhibit_anchor
from evidence.bundles.records import ExhibitRecord

UNREADABLE = {
    "heic": "HEIC格式，这里显示不了；原件请用手机或看图软件打开。",
    "damaged": "文件不完整，图片显示不出来；原件按收存时的样子保存。",
    "incomplete": "文件收到时就不完整，可能只放得出一部分。",
    "too_large": "图片像素太多，这里显示不了；原件按收存时的样子保存。",
    "encrypted": "PDF设有密码，这里打不开，没有印出；原件按收存时的样子保存。",
    "unopened": "PDF不完整或已损坏，打不开，没有印出；原件按收存时的样子保存。",
    "too_complex": "PDF的页面画不出来，没有印出；原件按收存时的样子保存。",
}
NOT_PICTURES = {
    "audio": "录音不能印在纸上，请播放原件。",
    "video": "视频不能印在纸上，请播放原件。",
    "document": "文档按原样随包提交，这里不重印。",
    "records": "备份文件按原样随包提交；其中归入本材料的各行见时间顺序记录。",
    "other": "文件按原样随包提交，这里不重印。",
}
RECORDINGS = ("audio", "video")
LEFT_OUT = "原件由提交人保存，没有随包提交，也没有印在这里。"
WRITTEN = "文字稿见该证据页。"
UNWRITTEN = "没有文字稿。"


@dataclass(frozen=True, slots=True)
class Unshown:
    """An exhibit that is not, or not whole, on paper."""

    anchor: str
    label: str
    name: str
    why: str


def unshown(exhibits: Iterable[ExhibitRecord]) -> tuple[Unshown, ...]:
    return tuple(
        Unshown(exhibit_anchor(exhibit), exhibit.label, exhibit.name, why)
        for exhibit in exhibits
        if (why := "".join(whys(exhibit)))
    )


def whys(exhibit: ExhibitRecord) -> Iterator[str]:
    if why := reason_not_shown(exhibit):
        yield why
        if exhibit.kind in RECORDINGS and exhibit.is_included:
            yield WRITTEN if exhibit.words else UNWRITTEN
    elif exhibit.pages:
        yield pages_missing(exhibit)


def reason_not_shown(exhibit: ExhibitRecord) -> str:
    """Say why nothing of an exhibit is printed, "" when something is."""
    if exhibit.copy:
        return ""
    if not exhibit.is_included:
        return LEFT_OUT
    if exhibit.kind == "image":
        is_shown = not exhibit.unreadable and exhibit.printed
        return "" if is_shown else UNREADABLE.get(exhibit.unreadable, UNREADABLE["damaged"])
    if exhibit.pages:
        return ""
    if exhibit.kind == "document" and exhibit.unreadable:
        return UNREADABLE.get(exhibit.unreadable, UNREADABLE["unopened"])
    why = NOT_PICTURES.get(exhibit.kind, NOT_PICTURES["other"])
    return f"{why}{UNREADABLE['incomplete']}" if exhibit.unreadable else why


def pages_missing(exhibit: ExhibitRecord) -> str:
    """Say which pages of a document are not printed."""
    shown = {page.number for page in exhibit.pages}
    missing = exhibit.page_count - len(shown)
    if not missing:
        return ""
    if shown == set(range(1, len(shown) + 1)):
        return f"只印前{len(shown)}页，其余{missing}页没有印出，见原件。"
    return f"共{exhibit.page_count}页，其中{missing}页没有印出，见原件。"
