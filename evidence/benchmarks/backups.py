"""Writes a message backup of any length, as SMS Backup & Restore writes it."""

from pathlib import Path
from random import Random
from xml.sax.saxutils import quoteattr

from evidence.benchmarks.words import LAWFUL, PRESSING

FIRST = 1_772_323_200_000
A_MINUTE = 60_000
HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"


def write_messages(path: Path, rows: int, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same file every time, no secret
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{HEAD}<smses count="{rows}">\n')
        file.writelines(message(row, random) for row in range(rows))
        file.write("</smses>\n")


def message(row: int, random: Random) -> str:
    """One received message; an emoji is written as two surrogate references, as phones do."""
    body = quoteattr(f"{random.choice(PRESSING + LAWFUL)} 编号 {row}")
    return (
        f'  <sms protocol="0" address="1069{random.randrange(977):08d}"'
        f' date="{FIRST + row * A_MINUTE}" type="1" subject="null"'
        f' body={body[:-1]}&#55357;&#56832;{body[-1]} toa="null" sc_toa="null"'
        ' service_center="null" read="1" status="-1" locked="0" date_sent="0" sub_id="1"'
        ' readable_date="2026年3月1日 08:00:00" contact_name="(Unknown)" />\n'
    )
