"""What every test stands on: a data folder of its own, and someone to be."""

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations as DatabaseOperations
from django.test import Client, override_settings
from django.utils import translation

from evidence.append_only import GUARDS as EVIDENCE_GUARDS
from harassguard.locales import compile_messages
from incidents import append_only
from incidents.models import Case, User
from tests.factories import make_case, make_user


def is_near(address: object) -> bool:
    """Whether an address of a socket lies on this machine."""
    if not isinstance(address, tuple):
        return True
    return address[0] == "localhost" or ipaddress.ip_address(address[0]).is_loopback


@pytest.fixture(autouse=True, scope="session")
def no_outside_connection() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def connect_near(self: socket.socket, address: object) -> None:
        # Naming a peer for datagrams sends nothing; it only tells this machine's own address.
        if self.type != socket.SOCK_DGRAM and not is_near(address):
            raise AssertionError(f"something tried to reach {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_near)
        yield


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path: Path) -> Path:
    """Give each test real folders that nobody else writes to."""
    settings.DATA_DIR = tmp_path
    settings.EXHIBITS_DIR = tmp_path / "exhibits"
    settings.BUNDLES_DIR = tmp_path / "bundles"
    # Argon2 is slow on purpose; only the test of set-up needs it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path


@pytest.fixture(autouse=True, scope="session")
def drawn_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let tests share drawings, which are kept by all that they show."""
    with override_settings(FIGURES_DIR=tmp_path_factory.mktemp("figures")):
        yield


@pytest.fixture(autouse=True)
def no_tries_counted() -> None:
    """Let no test be refused for what another has guessed."""
    cache.clear()


@pytest.fixture(autouse=True)
def in_the_first_language() -> None:
    """Let no test be answered in the language that another chose."""
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def compiled_messages() -> None:
    """Let pages speak English too, as they do once the program was started."""
    compile_messages(django_settings.LOCALE_PATHS)


@pytest.fixture(autouse=True)
def unhashed_static(settings) -> None:
    """Serve style sheets from their folders, so that no test waits for collectstatic."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True, scope="session")
def emptied_after_use() -> Iterator[None]:
    """Let a test that commits be cleaned up after, which append-only tables would refuse."""
    flush = type(connection.ops).execute_sql_flush

    def flush_unguarded(self: DatabaseOperations, commands: list[str]) -> None:
        guards = (*append_only.GUARDS, *EVIDENCE_GUARDS)
        append_only.lift(self.connection, guards)
        flush(self, commands)
        append_only.install(self.connection, guards)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection.ops), "execute_sql_flush", flush_unguarded)
        yield


@pytest.fixture
def owner(db) -> User:
    return make_user()


@pytest.fixture
def case(owner: User) -> Case:
    return make_case(owner=owner)


@pytest.fixture
def client_in(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def stranger_in(client: Client, db) -> Client:
    """A client signed in as somebody else."""
    client.force_login(make_user(name="别人"))
    return client
