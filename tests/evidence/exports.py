"""Synthetic exports in the format of SMS Backup & Restore, row by row."""

import base64

from tests.factories import at


def call(
    number: str = "05371234501",
    when: str = "2018-04-24 20:14",
    *,
    kind: int = 1,
    seconds: int = 30,
    name: str = "(Unknown)",
) -> str:
    moment = int(at(when).timestamp() * 1000)
    return (
        f'<call number="{number}" duration="{seconds}" date="{moment}" type="{kind}" '
        f'contact_name="{name}" />'
    )


def sms(
    number: str = "106980095533",
    when: str = "2018-06-06 16:25",
    *,
    body: str = "今天必须还",
    kind: int = 1,
) -> str:
    moment = int(at(when).timestamp() * 1000)
    return f'<sms address="{number}" date="{moment}" type="{kind}" body="{body}" />'


def mms(picture: bytes, number: str = "17100000009", when: str = "2018-06-06 17:00") -> str:
    moment = int(at(when).timestamp() * 1000)
    content = base64.b64encode(picture).decode()
    return (
        f'<mms date="{moment}" msg_box="1" address="{number}"><parts>'
        f'<part seq="0" ct="image/jpeg" cl="a.jpg" data="{content}" /></parts></mms>'
    )


def calls(*rows: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8' ?>\n<calls>{''.join(rows)}</calls>".encode()


def smses(*rows: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8' ?>\n<smses>{''.join(rows)}</smses>".encode()
