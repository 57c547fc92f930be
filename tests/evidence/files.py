"""Real files of many kinds, made small on the spot."""

from __future__ import annotations

import io
import struct
import wave
import zipfile
import zlib

import pillow_heif
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

MINUTES = 60


def picture(kind: str = "JPEG", *, mode: str = "RGB", size=(108, 234), **options) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size, 40_000 if mode == "I;16" else None).save(stream, kind, **options)
    return stream.getvalue()


def detailed(kind: str = "JPEG", *, size=(240, 240)) -> bytes:
    """Return a picture whose data is long, so that cutting it hurts."""
    stream = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(stream, kind)
    return stream.getvalue()


def photograph() -> bytes:
    """Return a JPEG with the EXIF of a phone: time, device, place, held sideways."""
    image = Image.new("RGB", (400, 300), "#446688")
    exif = image.getexif()
    exif[0x010F], exif[0x0110] = "HUAWEI\0", "EML-AL00"
    exif[0x0112] = 6
    exif.get_ifd(0x8769).update({0x9003: "2018:06:07 19:06:11", 0x9011: "+08:00"})
    degrees = (IFDRational(29), IFDRational(33), IFDRational(468, 10))
    exif.get_ifd(0x8825).update({1: "N", 2: degrees, 3: "E", 4: degrees})
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def heic(*, size=(120, 200), exif: bytes | None = None) -> bytes:
    stream = io.BytesIO()
    heif = pillow_heif.from_pillow(Image.new("RGB", size, "#446688"))
    heif.save(stream, exif=exif)
    return stream.getvalue()


def animation(kind: str = "GIF", frames: int = 3) -> bytes:
    stream = io.BytesIO()
    first, *rest = [Image.new("RGB", (60, 40), (80 * number, 0, 0)) for number in range(frames)]
    first.save(stream, kind, save_all=True, append_images=rest, duration=100)
    return stream.getvalue()


def png_bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """Return a PNG of a few hundred bytes that claims 900 million pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + chunks + chunk(b"IEND", b"")


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


def amr(seconds: float = 3) -> bytes:
    """Return AMR at 12.2 kbit/s: frames of 32 bytes, 50 a second."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * round(seconds * 50)


def amr_wide(seconds: float = 2) -> bytes:
    return b"#!AMR-WB\n" + (b"\x44" + bytes(60)) * round(seconds * 50)


def silk(seconds: float = 2) -> bytes:
    return b"\x02#!SILK_V3" + (b"\x14\x00" + bytes(20)) * round(seconds * 50) + b"\xff\xff"


def aac(frames: int = 100) -> bytes:
    """Return ADTS frames of 20 bytes at 44,100 samples a second."""
    head = 0xFFF1 << 40 | 1 << 38 | 4 << 34 | 1 << 30 | 20 << 13 | 0x1FFC
    return (head.to_bytes(7) + bytes(13)) * frames


def wav(seconds: float = 2) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.writeframes(bytes(round(8000 * seconds)))
    return stream.getvalue()


def mp3(frames: int = 100) -> bytes:
    """Return MPEG-1 layer III at 128 kbit/s: frames of 417 bytes, 1,152 samples each."""
    return (b"\xff\xfb\x90\x64" + bytes(413)) * frames


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def mp4(
    *, brand: bytes = b"isom", video: bool = True, seconds: int = 5, place: bytes = b""
) -> bytes:
    """Return an MP4 with a movie header and one track, and nothing to play."""
    made = 3_611_300_000
    header = bytes(4) + struct.pack(">IIII", made, made, 1000, seconds * 1000) + bytes(80)
    handler = bytes(8) + (b"vide" if video else b"soun") + bytes(13)
    content = box(b"mvhd", header) + box(b"trak", box(b"mdia", box(b"hdlr", handler)))
    if place:
        text = struct.pack(">HH", len(place), 0) + place
        content += box(b"udta", box(b"\xa9xyz", text))
    return box(b"ftyp", brand + bytes(4)) + box(b"moov", content) + box(b"mdat", bytes(500))


def docx() -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})


def archive(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in files.items():
            target.writestr(name, content)
    return stream.getvalue()


SIGNED_PDF = (
    b"%PDF-1.7\n1 0 obj <</Type /Sig /ByteRange [0 10 20 30] /Contents <3082>>> endobj\n"
    b"trailer <<>>\nstartxref\n0\n%%EOF\n trailing bytes of the signer"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
