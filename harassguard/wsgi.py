"""The WSGI entry point."""

import os

import django

from harassguard.requests import Application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harassguard.settings")
django.setup(set_prefix=False)

application = Application()
