"""A chain or a record changed from outside is found and named."""

import pytest
from django.db import connection

from incidents.chain_check import Break, ChainProblem, check_chain
from incidents.models import Case, Contact, CustodyEvent
from tests.factories import confirm_all, make_contact, make_creditor, make_incident


@pytest.fixture
def busy(case: Case) -> Case:
    make_creditor(case=case)
    contact = make_contact(case=case)
    make_incident(case=case, contact=contact, narrative="打给你表姐，让她还钱。")
    confirm_all(case)
    return case


def rewrite(case: Case, sequence: int, column: str, value: object) -> None:
    """Change a link where the model would not let us."""
    table = CustodyEvent._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE case_id = %s AND sequence = %s",  # noqa: S608
            [value, case.pk, sequence],
        )


def test_an_untouched_case_holds(busy: Case) -> None:
    check = check_chain(busy)
    assert check.ok
    assert check.entries == busy.custody_events.count()


def test_the_first_bad_link_is_named(busy: Case) -> None:
    rewrite(busy, 2, "actor", "user:99")
    rewrite(busy, 4, "actor", "user:99")
    assert check_chain(busy).problems[0] == ChainProblem("link:2", Break.ALTERED)


def test_a_link_with_a_digest_made_to_fit_breaks_the_next_one(busy: Case) -> None:
    rewrite(busy, 2, "previous", "f" * 64)
    assert check_chain(busy).problems[0] == ChainProblem("link:2", Break.OUT_OF_ORDER)


def test_a_link_taken_out_is_missed(busy: Case) -> None:
    table = CustodyEvent._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE case_id = %s AND sequence = 2", [busy.pk])  # noqa: S608
    assert check_chain(busy).problems[0] == ChainProblem("link:2", Break.MISSING)


def test_a_changed_record_is_named(busy: Case) -> None:
    contact = busy.contacts.get()
    Contact.objects.filter(pk=contact.pk).update(name="别人")
    assert check_chain(busy).problems == (
        ChainProblem(f"incidents.contact:{contact.pk}", Break.ALTERED),
    )
