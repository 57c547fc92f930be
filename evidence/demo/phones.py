"""Writing the example's telephone backups, in the format that SMS Backup & Restore writes."""

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from evidence.demo.story import Contacted

HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
INCOMING, MISSED, RECEIVED = 1, 3, 1


def milliseconds(item: Contacted) -> int:
    return int(item.at.timestamp() * 1000)


def calls_backup(items: Sequence[Contacted]) -> bytes:
    """Return a calls file: one `<call>` for each item, missed ones with no duration."""
    rows = "".join(
        f"  <call number={quoteattr(item.number)} duration={quoteattr(str(item.duration_s or 0))}"
        f' date="{milliseconds(item)}" type="{INCOMING if item.connected else MISSED}"'
        ' presentation="1" contact_name="(Unknown)" />\n'
        for item in items
    )
    return f'{HEAD}<calls count="{len(items)}">\n{rows}</calls>\n'.encode()


def messages_backup(items: Sequence[Contacted]) -> bytes:
    """Return a messages file: one received `<sms>` for each item."""
    rows = "".join(
        f'  <sms protocol="0" address={quoteattr(item.number)} date="{milliseconds(item)}"'
        f' type="{RECEIVED}" subject="null" body={quoteattr(item.words)} read="1" status="-1"'
        ' contact_name="(Unknown)" />\n'
        for item in items
    )
    return f'{HEAD}<smses count="{len(items)}">\n{rows}</smses>\n'.encode()
