"""Measures reading a large message backup: python -m tests.evidence.importers.measure_messages."""

import resource
import sys
import tempfile
import time
from pathlib import Path

from evidence.importers import Rejected, choose, dedup_key

ROWS = 100_000
BODY = "【某平台】您的借款已逾期，请今天还款&#55357;&#56832;&#10;否则联系您的家人 退订回T"


def write_backup(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count='1'>\n")
        for row in range(ROWS):
            file.write(
                f'  <sms protocol="0" address="1069{row % 977:08d}" date="{1524013324425 + row}"'
                f' type="1" subject="null" body="{BODY}{row}" toa="null" sc_toa="null"'
                ' service_center="+8613800100500" read="1" status="-1" locked="0" date_sent="0"'
                ' sub_id="1" readable_date="2018年4月18日 09:02:04" contact_name="(Unknown)" />\n'
            )
        file.write("</smses>\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sms.xml"
        write_backup(path)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.process_time()
        with path.open("rb") as file:
            importer = choose(file.read(4096))
            file.seek(0)
            assert importer is not None
            items = rejected = keys = 0
            for item in importer.read(file):
                items += 1
                rejected += isinstance(item, Rejected)
                keys += not isinstance(item, Rejected) and bool(dedup_key(item))
        took = time.process_time() - started
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        megabytes = path.stat().st_size / 1e6
    sys.stdout.write(
        f"{items} rows ({rejected} rejected) of {megabytes:.0f} MB in {took:.2f} s:"
        f" {items / took:.0f} rows/s,"
        f" peak {after // 1024} MB ({(after - before) // 1024} MB more)\n"
    )


if __name__ == "__main__":
    main()
