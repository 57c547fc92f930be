"""Why a file cannot be taken for a backup; services put the reasons into words."""

from enum import StrEnum


class Refusal(StrEnum):
    """LOCKED: the passphrase does not open it; TRUNCATED: its end is missing or broken."""

    FOREIGN = "foreign"
    LOCKED = "locked"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    NEWER = "newer"
    OTHER_DATABASE = "other_database"


class Refused(Exception):
    """The file is not a whole backup that this program can read; `detail` names the place."""

    def __init__(self, reason: Refusal, detail: str = "") -> None:
        super().__init__(f"{reason.value} {detail}".strip())
        self.reason = reason
        self.detail = detail
