"""Writing a PDF without pages, which holds what joining then takes from it piece by piece."""

from collections.abc import Sequence
from typing import BinaryIO

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOG = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
PAGES = b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"


def start_file(file: BinaryIO) -> list[int]:
    """Write what every PDF opens with; returns where the objects so far begin."""
    file.write(HEADER)
    offsets = []
    for body in (CATALOG, PAGES):
        offsets.append(file.tell())
        file.write(body)
    return offsets


def finish_file(file: BinaryIO, offsets: Sequence[int]) -> None:
    """Write the table of where objects begin (ISO 32000-1, 7.5.4)."""
    start = file.tell()
    lines = [f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n"]
    lines += [f"{offset:010} 00000 n \n" for offset in offsets]
    lines.append(f"trailer\n<< /Size {len(offsets) + 1} /Root 1 0 R >>\n")
    lines.append(f"startxref\n{start}\n%%EOF\n")
    file.write("".join(lines).encode())
