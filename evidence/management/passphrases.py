"""Where a command gets the passphrase of a backup: a file, the environment, or the terminal."""

import getpass
import os
import sys
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

VARIABLE = "HARASSGUARD_BACKUP_PASSPHRASE"
BAD_INPUT = 2


def passphrase_from(file: Path | None, *, is_new: bool) -> str:
    """
    Return the passphrase; one that is new is asked for twice. Raises CommandError.

    Of a file the first line counts. No argument takes it: other users see those of a process.
    """
    if file is not None:
        passphrase = first_line(file)
    elif VARIABLE in os.environ:
        passphrase = os.environ[VARIABLE]
    elif sys.stdin.isatty():
        passphrase = asked(is_new=is_new)
    else:
        raise CommandError(
            _("没有备份密码：用 --passphrase-file，或者环境变量 %(variable)s。")
            % {"variable": VARIABLE},
            returncode=BAD_INPUT,
        )
    if not passphrase:
        raise CommandError(_("备份密码不能空着。"), returncode=BAD_INPUT)
    return passphrase


def first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8?"
        raise CommandError(f"{file}: {reason}", returncode=BAD_INPUT) from error


def asked(*, is_new: bool) -> str:
    passphrase = getpass.getpass(_("备份密码："))
    if is_new and getpass.getpass(_("再输一遍：")) != passphrase:
        raise CommandError(_("两遍不一样。"), returncode=BAD_INPUT)
    return passphrase
