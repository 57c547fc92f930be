"""What a file says of itself, put into words for a page; places are kept apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.embedded import is_sensitive

LABELS = {
    "DateTimeOriginal": gettext_lazy("拍摄时间"),
    "DateTimeDigitized": gettext_lazy("数字化时间"),
    "DateTime": gettext_lazy("最后改动"),
    "Creation Time": gettext_lazy("制作时间"),
    "MediaCreateDate": gettext_lazy("录制时间"),
    "Date": gettext_lazy("录制时间"),
    "Make": gettext_lazy("厂商"),
    "Model": gettext_lazy("型号"),
    "BodySerialNumber": gettext_lazy("机身编号"),
    "HostComputer": gettext_lazy("处理设备"),
    "Software": gettext_lazy("软件"),
    "Source": gettext_lazy("来源"),
    "Title": gettext_lazy("标题"),
    "ImageDescription": gettext_lazy("说明"),
    "Description": gettext_lazy("说明"),
    "UserComment": gettext_lazy("备注"),
    "Comment": gettext_lazy("备注"),
    "Artist": gettext_lazy("作者"),
    "Author": gettext_lazy("作者"),
    "ColourMode": gettext_lazy("颜色模式"),
}
# Times are written without their zone; the zone stands in a tag of its own.
ZONES = {
    "DateTimeOriginal": "OffsetTimeOriginal",
    "DateTimeDigitized": "OffsetTimeDigitized",
    "DateTime": "OffsetTime",
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Rows of label and value; `place` is "" where the file names none."""

    rows: tuple[tuple[str, str], ...]
    place: str
    is_animated: bool


def file_facts(found: Mapping[str, str]) -> FileFacts:
    return FileFacts(tuple(rows_of(found)), place_of(found), "Animated" in found)


def rows_of(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, label in LABELS.items():
        if name in found and not is_sensitive(name):
            zone = found.get(ZONES.get(name, ""), "")
            yield str(label), f"{found[name]} {zone}".strip()


def place_of(found: Mapping[str, str]) -> str:
    """Write the place as the file has it: degrees, minutes and seconds, or as one text."""
    if "GPSPosition" in found:
        return found["GPSPosition"]
    axes = (axis(found, "GPSLatitude"), axis(found, "GPSLongitude"))
    return _("，").join(part for part in axes if part)


def axis(found: Mapping[str, str], name: str) -> str:
    parts = [part.removesuffix(".0") for part in found.get(name, "").split()]
    written = "".join(f"{part}{sign}" for part, sign in zip(parts, "°′″", strict=False))
    return f"{written} {found.get(f'{name}Ref', '')}".strip()
