"""`manage.py audit`: is anything known against the code, or against the packages it stands on?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from harassguard.auditing import check_code, check_packages


class Command(BaseCommand):
    help = "Run bandit over the code and pip-audit over the pinned packages."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        is_clean, said = check_code()
        self.stdout.write(said or "bandit: nothing found")
        audited = check_packages()
        if audited is None:
            self.stdout.write("pip-audit: nobody could be asked; the packages were not checked")
        else:
            for line in audited.known:
                self.stdout.write(line)
            count = f"{audited.asked} of {audited.packages} packages asked about"
            self.stdout.write(f"pip-audit: {count}, {len(audited.known)} vulnerabilities known")
        sys.exit(0 if is_clean and not (audited and audited.known) else 1)
