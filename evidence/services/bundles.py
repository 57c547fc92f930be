"""Requesting, issuing and stopping bundles; an issued one never changes."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils import translation
from django.utils.translation import gettext as _

from evidence import storage
from evidence.bundles import exports
from evidence.bundles.bag import (
    CONTENTS,
    Payload,
    contents_list,
    payload_of_bytes,
    payload_of_file,
    write_bag,
)
from evidence.bundles.compose import Document, compose, refuse_placeholders, render
from evidence.bundles.exhibits import issued_numbers
from evidence.bundles.links import incident_anchor
from evidence.bundles.manifest import Digests, digests_of
from evidence.bundles.numbering import Place
from evidence.bundles.pdf import write_pdf
from evidence.bundles.readback import Expected, check
from evidence.bundles.records import ExhibitRecord, Selection
from evidence.bundles.scope import Scope
from evidence.bundles.selection import freeze
from evidence.exceptions import EvidenceError, FixityError, IssueError
from evidence.models import Bundle, BundleExhibit
from evidence.models.bundle import BundleState, Stage
from incidents import custody
from incidents.models import Case, User
from incidents.models.custody import Action
from incidents.services.records import create_record
