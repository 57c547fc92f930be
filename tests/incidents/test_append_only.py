"""What was written down stays: in models, querysets, the administration and the database."""

# ruff: noqa: S608

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test import RequestFactory
from django.utils import timezone

from evidence.append_only import GUARDS as EVIDENCE_GUARDS
from incidents import append_only
from incidents.models import Anchor, Case, CustodyEvent, Revision
from incidents.models.custody import AnchorPlace
from incidents.services.contacts import amend_contact
from tests.factories import make_contact
from tests.tampering import sql

KEPT = (CustodyEvent, Anchor, Revision)


@pytest.fixture
def written(case: Case) -> Case:
    """A case with a row in every table that keeps its rows."""
    contact = make_contact(case=case, name="大林")
    amend_contact(contact=contact, changes={"note": "同学"}, reason="问过", actor=case.owner)
    Anchor.objects.create(
        case=case,
        sequence=1,
        digest=case.custody_events.first().digest,
        place=AnchorPlace.BACKUP,
        name="备份",
        at=timezone.now(),
    )
    return case


@pytest.mark.parametrize("model", KEPT)
def test_models_and_querysets_refuse_to_change_rows(written: Case, model: type[Model]) -> None:
    row = model.objects.first()
    rows = model.objects.all()
    for attempt in (row.save, row.delete, rows.delete, lambda: rows.update(case=written)):
        with pytest.raises(TypeError, match="append-only"):
            attempt()
    with pytest.raises(TypeError, match="append-only"):
        rows.bulk_update([row], ["case"])
    with pytest.raises(TypeError, match="append-only"):
        rows.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=["case"])


@pytest.mark.parametrize("model", KEPT)
def test_the_database_refuses_to_change_rows(written: Case, model: type[Model]) -> None:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    commands = [f"UPDATE {table} SET {column} = {column} || '1'" for column in columns]
    commands += [f"DELETE FROM {table}", f"REPLACE INTO {table} SELECT * FROM {table}"]
    upsert = "ON CONFLICT DO UPDATE SET id = 0"
    commands += [f"INSERT INTO {table} SELECT * FROM {table} WHERE 1 {upsert}"]
    for command in commands:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            sql(command)


def test_a_link_cannot_be_replaced_under_another_key(written: Case) -> None:
    table = CustodyEvent._meta.db_table
    columns = [field.column for field in CustodyEvent._meta.concrete_fields if field.column != "id"]
    names = ", ".join(columns)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql(f"REPLACE INTO {table} (id, {names}) SELECT id + 900, {names} FROM {table}")


def test_an_old_value_may_be_emptied_and_nothing_else(written: Case) -> None:
    revision = Revision.objects.get()
    for column in ("before", "after"):
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(f"UPDATE incidents_revision SET {column} = '\"别的\"'")
    assert Revision.objects.filter(pk=revision.pk).empty() == 1
    emptied = Revision.objects.get()
    assert (emptied.before, emptied.after, emptied.reason) == (None, None, "")
    assert (emptied.field, emptied.at) == (revision.field, revision.at)


@pytest.mark.parametrize("model", KEPT)
def test_nothing_is_changed_in_the_administration(written: Case, model: type[Model], rf) -> None:
    request = RequestFactory().get("/")
    request.user = written.owner
    page = admin.site._registry[model]
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


@pytest.mark.django_db
def test_every_migration_has_left_the_triggers_in_place() -> None:
    assert append_only.missing(connection, (*append_only.GUARDS, *EVIDENCE_GUARDS)) == []


def test_postgresql_is_told_the_same() -> None:
    commands = list(append_only.statements("postgresql", append_only.GUARDS))
    created = [command for command in commands if command.startswith("CREATE TRIGGER")]
    assert len(created) == 3 * len(append_only.GUARDS)
    assert sum("BEFORE TRUNCATE" in command for command in created) == len(append_only.GUARDS)


def test_other_databases_get_no_triggers() -> None:
    assert list(append_only.statements("mysql", append_only.GUARDS)) == []
