"""Settings of a local installation; the environment may move its data or its database."""

import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from platformdirs import user_data_path

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(
    os.environ.get("HARASSGUARD_DATA") or user_data_path("HarassGuard", appauthor=False)
).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
EXHIBITS_DIR = DATA_DIR / "exhibits"
BUNDLES_DIR = DATA_DIR / "bundles"
# Can be made again at any time: the dot keeps it out of backups.
FIGURES_DIR = DATA_DIR / ".figures"

DEBUG = os.environ.get("HARASSGUARD_DEBUG") == "1"
# On the home network the machine's own addresses are allowed too; `up --lan` names them.
LAN = os.environ.get("HARASSGUARD_LAN") == "1"
LAN_HOSTS = [host for host in os.environ.get("HARASSGUARD_LAN_HOSTS", "").split(",") if host]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *(LAN_HOSTS if LAN else [])]


def secret_key(folder: Path) -> str:
    """Return this installation's own key, made on first use and readable by its owner alone."""
    path = folder / "secret.key"
    if not path.exists():
        # Written under another name first, so that two starts at once agree on one whole key.
        draft = folder / f".secret.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


SECRET_KEY = secret_key(DATA_DIR)

INSTALLED_APPS = [
    "harassguard",
    "evidence",
    "incidents",
    "harassguard.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "bootstrap",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "harassguard.middleware.keep_private",
    "harassguard.setbacks.PatientSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "harassguard.middleware.session_limits",
    "harassguard.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "harassguard.setbacks.SetbackMiddleware",
]

ROOT_URLCONF = "harassguard.urls"
WSGI_APPLICATION = "harassguard.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "incidents.context.current_case",
                "evidence.context.backup_reminder",
                "incidents.context.privacy",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

SQLITE = f"sqlite:///{DATA_DIR / 'harassguard.sqlite3'}"
DATABASES: dict[str, Any] = {
    "default": dict(dj_database_url.parse(os.environ.get("HARASSGUARD_DATABASE_URL", SQLITE)))
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # An acknowledged record survives a power cut (FULL), readers never wait (WAL), and two
    # writers queue instead of failing half-way (IMMEDIATE).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }

# What a bundle says made it.
SOFTWARE = "HarassGuard 0.1.0"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "incidents.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# The first refuses who guesses too often; the second knows the passphrases.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Wrong passphrases are counted in memory, by network address: nothing of them is written down, a
# stranger at home cannot lock the owner out, and a new start of the program forgets them all.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "harassguard.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Its tables would hold names and addresses: they are never made.
MIGRATION_MODULES = {"axes": None}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "overview"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Both keep the first start short: every file is compressed once, and source maps not at all.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "jpg", "jpeg", "webp", "woff2", "map")
# Browsers ask for hashed names only, and source maps need no compressing: a first start is
# five times as quick without them.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "woff", "woff2", "gz", "br", "map")
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "evidence.uploads.DiskUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# A sign-in ends when nobody was there for an hour, and after twelve hours in any case.
SESSION_IDLE_AGE = 3600
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "hg_session"
CSRF_COOKIE_NAME = "hg_csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Messages name cases and people: they stay in the session, on this machine.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "harassguard.views.csrf_failure"
# Pages with a form say "same-origin" instead: see harassguard.middleware.keep_private.
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Bootstrap's style sheet draws its small icons with data: addresses.
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Plain HTTP on this machine's own loopback address: there is no TLS to insist on.
# The tries are counted in the memory of one server process, which is all that `up` starts.
SILENCED_SYSTEM_CHECKS = [
    "security.W004",
    "security.W008",
    "security.W010",
    "security.W010",
    "security.W016",
    "axes.W001",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": "harassguard.logs.PrivateFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "private"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Its warnings name who tried to sign in, and from where.
    "loggers": {"axes": {"level": "CRITICAL"}},
}
