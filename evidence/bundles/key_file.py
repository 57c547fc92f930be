"""The key to the letters as a file for the borrower; it lies in no bundle."""

from collections.abc import Iterable

from evidence.bundles.exports import BOM, inert, line_of
from evidence.bundles.masking import Masked

COLUMNS = ("代称", "称呼", "别的称呼", "电话", "印出来的号码")


def key_csv(key: Iterable[Masked]) -> bytes:
    """Return who is meant by which letter as CSV in UTF-8 with a byte order mark."""
    rows = (
        (line.alias, line.name, "、".join(line.others), line.phone, line.masked_phone)
        for line in key
    )
    lines = [line_of(COLUMNS), *(line_of([inert(cell) for cell in row]) for row in rows)]
    return (BOM + "".join(lines)).encode()
