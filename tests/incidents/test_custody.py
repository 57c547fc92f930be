"""The hash chain of a case: every write adds a link, and no link can be changed."""

import pytest

from incidents import custody
from incidents.models import CustodyEvent
from incidents.models.custody import Action
from tests.factories import make_case, make_contact, make_incident, make_user


def links(case) -> list[CustodyEvent]:
    return list(case.custody_events.order_by("sequence"))


def test_a_case_opens_its_own_chain(case):
    first = links(case)[0]
    assert (first.sequence, first.previous) == (1, custody.GENESIS)


def test_each_link_holds_the_digest_of_the_one_before(case):
    make_contact(case=case)
    make_incident(case=case)
    chain = links(case)
    assert [link.sequence for link in chain] == list(range(1, len(chain) + 1))
    assert all(b.previous == a.digest for a, b in zip(chain, chain[1:], strict=False))


def test_the_digest_of_a_link_can_be_computed_again_from_the_database(case):
    make_incident(case=case)
    assert all(custody.link_digest(link) == link.digest for link in links(case))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sequence", 99), ("actor", "user:99"), ("action", "amended"), ("subject_id", 99),
        ("subject_digest", "0" * 64), ("fields", ["x"]), ("previous", "0" * 64),
    ],
)  # fmt: skip
def test_a_link_that_was_changed_no_longer_has_its_digest(case, field, value):
    make_incident(case=case)
    link = links(case)[-1]
    setattr(link, field, value)
    assert custody.link_digest(link) != link.digest


def test_a_link_fixes_the_content_of_its_record(case):
    incident = make_incident(case=case, narrative="原话")
    link = case.custody_events.get(subject_type=incident.subject_type, subject_id=incident.pk)
    incident.refresh_from_db()
    assert incident.digest() == link.subject_digest
    incident.narrative = "改过的话"
    assert incident.digest() != link.subject_digest


def test_the_same_words_twice_have_different_digests(case):
    first, second = (make_incident(case=case, narrative="一样的话") for _ in range(2))
    assert first.nonce != second.nonce
    second.pk, second.number = first.pk, first.number
    second.recorded_at = first.recorded_at
    assert first.digest() != second.digest()


def test_no_personal_content_enters_the_chain(case):
    make_incident(case=case, narrative="只有她知道的话", claimed_identity="王主任")
    stored = str(list(CustodyEvent.objects.values()))
    assert "只有她知道的话" not in stored
    assert "王主任" not in stored
    assert "10330527" not in stored


def test_links_cannot_be_changed_or_deleted(case):
    link = links(case)[0]
    link.actor = "user:99"
    for attempt in (link.save, link.delete, CustodyEvent.objects.all().delete):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(TypeError):
        CustodyEvent.objects.update(actor="user:99")


def test_chains_of_two_cases_do_not_mix(case):
    other = make_case(owner=make_user(name="旁人"))
    make_incident(case=case)
    make_incident(case=other)
    for one in (case, other):
        chain = links(one)
        assert chain[0].previous == custody.GENESIS
        assert [link.sequence for link in chain] == list(range(1, len(chain) + 1))


def test_many_links_are_added_in_order_and_one_insert(case, django_assert_num_queries):
    contacts = [make_contact(case=case, name=name) for name in "甲乙丙"]
    entries = [custody.Entry(Action.CHECKED, contact) for contact in contacts]
    with django_assert_num_queries(2):
        added = custody.append_all(case=case, entries=entries, actor=None)
    assert [link.actor for link in added] == [custody.REPORTER] * 3
    assert links(case)[-3:] == added
