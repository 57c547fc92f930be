"""Recognising what a stored original is from its bytes, never from its name."""

from dataclasses import dataclass, field
from pathlib import Path

from evidence.models.exhibit import ExhibitKind
from evidence.pictures import DAMAGED, look_at_picture
from evidence.recordings import look_at_recording

HEAD = 4096
# Far enough into a ZIP to meet the names that tell an office file.
ZIP_HEAD = 2**16

# Leading bytes, offset, media type, kind (facts of the file formats).
SIGNATURES: tuple[tuple[bytes, int, str, ExhibitKind], ...] = (
    (b"%PDF-", 0, "application/pdf", ExhibitKind.DOCUMENT),
    (b"ftypM4A", 4, "audio/mp4", ExhibitKind.AUDIO),
    (b"ftypM4B", 4, "audio/mp4", ExhibitKind.AUDIO),
    (b"ftyp3g", 4, "video/3gpp", ExhibitKind.VIDEO),
    (b"ftypqt", 4, "video/quicktime", ExhibitKind.VIDEO),
    (b"ftyp", 4, "video/mp4", ExhibitKind.VIDEO),
    (b"ID3", 0, "audio/mpeg", ExhibitKind.AUDIO),
    (b"\xff\xfa", 0, "audio/mpeg", ExhibitKind.AUDIO),
    (b"\xff\xfb", 0, "audio/mpeg", ExhibitKind.AUDIO),
    (b"\xff\xf2", 0, "audio/mpeg", ExhibitKind.AUDIO),
    (b"\xff\xf3", 0, "audio/mpeg", ExhibitKind.AUDIO),
    (b"\xff\xf1", 0, "audio/aac", ExhibitKind.AUDIO),
    (b"\xff\xf9", 0, "audio/aac", ExhibitKind.AUDIO),
    (b"#!AMR-WB\n", 0, "audio/amr-wb", ExhibitKind.AUDIO),
    (b"#!AMR", 0, "audio/amr", ExhibitKind.AUDIO),
    (b"#!SILK_V3", 0, "audio/silk", ExhibitKind.AUDIO),
    (b"\x02#!SILK_V3", 0, "audio/silk", ExhibitKind.AUDIO),
    (b"OggS", 0, "audio/ogg", ExhibitKind.AUDIO),
    (b"WAVE", 8, "audio/wav", ExhibitKind.AUDIO),
    (b"fLaC", 0, "audio/flac", ExhibitKind.AUDIO),
    (b"AVI ", 8, "video/x-msvideo", ExhibitKind.VIDEO),
    (b"\x1aE\xdf\xa3", 0, "video/webm", ExhibitKind.VIDEO),
    (b"PK\x03\x04", 0, "application/zip", ExhibitKind.OTHER),
    (b"Rar!\x1a\x07", 0, "application/vnd.rar", ExhibitKind.OTHER),
    (b"7z\xbc\xaf\x27\x1c", 0, "application/x-7z-compressed", ExhibitKind.OTHER),
    (b"\x1f\x8b", 0, "application/gzip", ExhibitKind.OTHER),
    (b"{\\rtf", 0, "application/rtf", ExhibitKind.DOCUMENT),
    (b"\xd0\xcf\x11\xe0", 0, "application/vnd.ms-office", ExhibitKind.DOCUMENT),
)
# Pictures in the same box format as MP4: the brands that phones write.
PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
# By these a picture is known that is too damaged to be opened.
PICTURES = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"GIF8", 0, "image/gif"),
    (b"ftyp", 4, "image/heif"),
)
OFFICE = "application/vnd.openxmlformats-officedocument"
OFFICE_FOLDERS = (
    (b"word/", f"{OFFICE}.wordprocessingml.document"),
    (b"xl/", f"{OFFICE}.spreadsheetml.sheet"),
    (b"ppt/", f"{OFFICE}.presentationml.presentation"),
)
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
RECORD_ROOTS = (b"<calls", b"<smses", b"<alllogs")
SOUND_OF = {"video/mp4": "audio/mp4", "video/3gpp": "audio/3gpp"}


@dataclass(frozen=True, slots=True)
class Look:
    """
    What an original is. `unreadable` is a code saying why it cannot be shown, or ""; `facts` are
    what the file says of itself, as found.
    """

    kind: ExhibitKind
    media_type: str
    width: int | None = None
    height: int | None = None
    unreadable: str = ""
    duration_ms: int | None = None
    facts: dict[str, str] = field(default_factory=dict)


def look_at(path: Path) -> Look:
    """
    Say what the file at `path` is, by its beginning, its header and its end.

    Quick: a picture is not decoded here, so damage in its middle does not show yet.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = None if head[4:8] == b"ftyp" and head[8:12] in PICTURE_BRANDS else signature_of(head)
    if found is None:
        return look_at_rest(path, head)
    media_type, kind = found
    if media_type == "application/zip":
        return look_at_zip(path)
    if kind in (ExhibitKind.AUDIO, ExhibitKind.VIDEO):
        return look_at_sound(path, media_type, kind)
    return Look(kind, media_type)


def signature_of(head: bytes) -> tuple[str, ExhibitKind] | None:
    for signature, offset, media_type, kind in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return media_type, kind
    return None


def look_at_sound(path: Path, media_type: str, kind: ExhibitKind) -> Look:
    recording = look_at_recording(path, media_type)
    if media_type in SOUND_OF and recording.duration_ms is not None and not recording.has_video:
        media_type, kind = SOUND_OF[media_type], ExhibitKind.AUDIO
    return Look(
        kind,
        media_type,
        unreadable=recording.unreadable,
        duration_ms=recording.duration_ms,
        facts=recording.facts,
    )


def look_at_zip(path: Path) -> Look:
    """Tell office files from other archives by the names at the front; nothing is unpacked."""
    with path.open("rb") as file:
        head = file.read(ZIP_HEAD)
    if head[30:].startswith(OPEN_DOCUMENT):
        kind = head[30 + len("mimetype") :].split(b"PK", 1)[0][:80]
        return Look(ExhibitKind.DOCUMENT, kind.decode("ascii", "replace"))
    if b"[Content_Types].xml" in head:
        for folder, media_type in OFFICE_FOLDERS:
            if folder in head:
                return Look(ExhibitKind.DOCUMENT, media_type)
    return Look(ExhibitKind.OTHER, "application/zip")


def look_at_rest(path: Path, head: bytes) -> Look:
    """Look at what has no signature here: pictures, backups of records, text, anything."""
    if any(root in head for root in RECORD_ROOTS):
        return Look(ExhibitKind.RECORDS, "application/xml")
    picture = look_at_picture(path)
    if picture is not None:
        return Look(
            ExhibitKind.IMAGE,
            picture.media_type,
            picture.width,
            picture.height,
            picture.unreadable,
            facts=picture.facts,
        )
    for signature, offset, media_type in PICTURES:
        if head[offset : offset + len(signature)] == signature:
            return Look(ExhibitKind.IMAGE, media_type, unreadable=DAMAGED)
    return Look(ExhibitKind.OTHER, media_type_of_text(head))


def media_type_of_text(head: bytes) -> str:
    """Tell text from bytes; nothing here is ever served inline."""
    if b"\0" in head:
        return "application/octet-stream"
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return "text/plain" if error.start > len(head) - 4 else "application/octet-stream"
    return "text/plain"
