"""What to tell a person whose words the database did not take."""

import sqlite3

from django.db import OperationalError
from django.utils.translation import gettext as _

KIND = 0xFF
BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
UNWRITABLE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})


def refusal_words(error: OperationalError) -> str:
    """Return one sentence: what was in the way, and that trying again is safe."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & KIND
    if code in BUSY:
        return _("别的内容正在写入，这次没有排上。再试一次就好。")
    if code in UNWRITABLE:
        return _("存放数据的文件夹不能写入。请检查它的权限，再试一次。")
    return _("磁盘写不进去，可能满了。腾出一些空间，再试一次。")
