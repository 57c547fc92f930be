#!/usr/bin/env python3
"""Run one of HarassGuard's commands, after setting up whatever it still needs."""

import os
import sys

from harassguard.bootstrap import entry


def main() -> None:
    entry.enter(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harassguard.settings")
    os.environ.update(entry.switches(sys.argv))
    # Django can be imported only now: before `enter` it may not have been installed.
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
