"""What pages show of an exhibit: what it is, why it cannot be shown, and when it was checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.models import Exhibit
from evidence.models.exhibit import ExhibitKind, Fixity
from incidents.models import CustodyEvent
from incidents.models.custody import Action
from incidents.wording import digest_text, duration_text, moment_text

ICONS = {
    ExhibitKind.IMAGE: "image",
    ExhibitKind.AUDIO: "mic",
    ExhibitKind.VIDEO: "play",
    ExhibitKind.DOCUMENT: "file",
    ExhibitKind.RECORDS: "list",
    ExhibitKind.OTHER: "file",
}
UNREADABLE = {
    "heic": gettext_lazy("这种照片（HEIC）收存时还看不了，原件照样保存着。"),
    "too_large": gettext_lazy("图片太大，这里不展开，原件照样保存着。"),
    "damaged": gettext_lazy("图片收到时就不完整，原件照样保存着。"),
    "incomplete": gettext_lazy("录音或视频收到时就不完整，可能只放得出一部分，原件照样保存着。"),
    "encrypted": gettext_lazy("这份 PDF 设有密码，证据包里印不出各页，原件照样保存着。"),
    "unopened": gettext_lazy("这份 PDF 不完整，打不开，证据包里印不出各页，原件照样保存着。"),
    "too_complex": gettext_lazy("这份 PDF 的页面画不出来，证据包里印不出各页，原件照样保存着。"),
}
PLAYABLE = (ExhibitKind.AUDIO, ExhibitKind.VIDEO)
# What phones record calls and chat programs keep voices in, and hardly a browser plays.
SELDOM_PLAYED = {
    "audio/amr": "AMR",
    "audio/amr-wb": "AMR-WB",
    "audio/silk": "SILK",
    "audio/3gpp": "3GP",
    "video/x-msvideo": "AVI",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitView:
    exhibit: Exhibit
    title: str
    kind: str
    icon: str
    digest: str
    unreadable: str
    has_picture: bool
    plays: str
    length: str
    seldom_played: str


def exhibit_view(exhibit: Exhibit) -> ExhibitView:
    kind = ExhibitKind(exhibit.kind)
    return ExhibitView(
        exhibit=exhibit,
        title=_("证据 %(number)d") % {"number": exhibit.number},
        kind=str(kind.label),
        icon=ICONS[kind],
        digest=digest_text(exhibit.sha256),
        unreadable=why_unreadable(exhibit.unreadable),
        has_picture=kind == ExhibitKind.IMAGE and not exhibit.unreadable,
        plays=kind.value if kind in PLAYABLE else "",
        length=length_text(exhibit.duration_ms),
        seldom_played=SELDOM_PLAYED.get(exhibit.media_type, ""),
    )


def length_text(milliseconds: int | None) -> str:
    return "" if milliseconds is None else duration_text(round(milliseconds / 1000))


def why_unreadable(code: str) -> str:
    if not code:
        return ""
    return str(UNREADABLE.get(code, _("这里看不了，原件照样保存着。")))


def last_checks(exhibits: Iterable[Exhibit]) -> Mapping[int, str]:
    """Say of each exhibit when it was checked last and what was found."""
    held = {exhibit.pk: exhibit for exhibit in exhibits}
    events = CustodyEvent.objects.filter(
        action=Action.CHECKED,
        subject_type=Exhibit._meta.label_lower,
        subject_id__in=held,
    ).order_by("sequence")
    return {event.subject_id: check_text(event) for event in events}


def check_text(event: CustodyEvent) -> str:
    found = str(event.fields[0]) if event.fields else ""
    label = Fixity(found).label if found in Fixity.values else ""
    return _("，").join((moment_text(event.at), str(label))) if label else moment_text(event.at)
