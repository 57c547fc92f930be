"""Imports: what is read, kept, refused and taken back."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from evidence.exceptions import ImportNotPossible, UnknownFormat
from evidence.models import Exhibit, ImportedRow, ImportRun
from evidence.models.imports import ImportState
from evidence.picks import picks_of
from evidence.services.exhibits import acquire_exhibit
from evidence.services.import_reading import Choice
from evidence.services.imports import apply_import, preview_import, undo_import
from incidents.models import Case, CustodyEvent, Incident
from incidents.models.custody import Action
from incidents.models.incident import Channel, Direction, Narrator, Origin
from tests.evidence.exports import call, calls, mms, sms, smses
from tests.factories import jpeg, make_contact, make_incident

SAMPLES = Path(__file__).parent / "samples"
ALL = Choice()
CALLS = calls(
    call("05371234501", "2018-04-24 20:14"),
    call("05371234501", "2018-04-24 20:20", kind=3, seconds=0),
    call("13800000000", "2018-04-24 21:00", name="妈妈"),
)


def preview(case: Case, content: bytes = CALLS) -> ImportRun:
    exhibit = acquire_exhibit(
        case=case, source=BytesIO(content), name="calls.xml", actor=case.owner
    )
    return preview_import(case=case, exhibit=exhibit, actor=case.owner)


def bring(case: Case, content: bytes = CALLS, choice: Choice = ALL) -> ImportRun:
    return apply_import(run=preview(case, content), choice=choice, actor=case.owner)


def test_a_preview_counts_and_makes_no_incident(case):
    run = preview(case, calls(call(), call(), "<call/>", call("95555", "2018-05-01 09:00")))
    assert run.counts == {"rows": 4, "kept": 2, "duplicates": 1, "rejected": 1}
    assert run.rejections[0]["position"] == 3
    assert not case.incidents.exists()


def test_numbers_are_found_with_their_traffic(case):
    found = {number["key"]: number for number in preview(case).found}
    assert found["+865371234501"]["calls"] == 2
    assert found["+8613800000000"]["name"] == "妈妈"


def test_only_chosen_numbers_become_incidents(case):
    run = bring(case, choice=Choice(lines=frozenset({"+865371234501"})))
    assert run.counts["kept"] == 2
    assert run.counts["left_out"] == 1
    assert {str(incident.line) for incident in case.incidents.all()} == {"0537-1234501"}


def test_only_days_of_the_period_are_taken(case):
    content = calls(call(when="2018-04-23 23:59"), call(when="2018-04-24 00:00"))
    bring(case, content, Choice(from_date=date(2018, 4, 24), to_date=date(2018, 4, 24)))
    assert case.incidents.count() == 1


def test_each_incident_knows_its_row_of_the_export(case):
    run = bring(case)
    assert [row.position for row in run.rows.all()] == [1, 2, 3]
    assert {incident.origin for incident in case.incidents.all()} == {Origin.IMPORT}


def test_a_missed_call_is_not_connected_and_an_answered_one_lasts(case):
    bring(case)
    answered, missed, _mother = case.incidents.all()
    assert (answered.connected, answered.duration_s) == (True, 30)
    assert (missed.connected, missed.occurred_until) == (False, None)


@pytest.mark.parametrize("kind", [5, 6])
def test_a_rejected_or_blocked_call_is_not_connected(case, kind):
    bring(case, calls(call(kind=kind, seconds=0)))
    assert case.incidents.get().connected is False


def test_a_message_received_quotes_the_collector_and_one_sent_the_borrower(case):
    bring(case, smses(sms(), sms(when="2018-06-06 16:30", body="别再打了", kind=2)))
    received, sent = case.incidents.all()
    assert (received.narrator, received.narrative) == (Narrator.COLLECTOR, "今天必须还")
    assert (sent.narrator, sent.direction) == (Narrator.BORROWER, Direction.OUTGOING)
    assert received.channel == Channel.SMS


def test_emoji_written_as_surrogates_reach_the_narrative(case):
    bring(case, smses(sms(body="还钱&#55357;&#56832;")))
    assert case.incidents.get().narrative == "还钱😀"


def test_records_of_a_relatives_phone_reached_the_relative(case):
    contact = make_contact(case=case)
    bring(case, choice=Choice(contact=contact))
    assert contact.incidents.count() == 3


def test_a_picture_message_brings_its_picture_as_an_exhibit(case):
    picture = jpeg()
    bring(case, smses(mms(picture)))
    use = case.incidents.get().exhibit_uses.get()
    assert use.exhibit.size == len(picture)
    assert use.given_name == "a.jpg"


def test_the_same_file_again_is_all_duplicates(case):
    bring(case)
    again = preview(case)
    assert again.counts["duplicates"] == 3
    assert apply_import(run=again, choice=ALL, actor=case.owner).counts["kept"] == 0
    assert case.incidents.count() == 3


def test_an_overlapping_backup_adds_only_what_is_new(case):
    bring(case)
    bring(case, calls(call("05371234501", "2018-04-24 20:14", name="催收"), call("95555")))
    assert case.incidents.count() == 4


def test_undoing_takes_back_every_incident_and_keeps_the_export(case):
    run = bring(case)
    assert undo_import(run=run, actor=case.owner) == 3
    assert not Incident.objects.standing().exists()
    assert Exhibit.objects.filter(pk=run.exhibit_id).exists()
    assert ImportRun.objects.get().state == ImportState.UNDONE


def test_what_was_undone_can_be_imported_again(case):
    undo_import(run=bring(case), actor=case.owner)
    assert bring(case).counts["kept"] == 3
    assert ImportedRow.objects.count() == 6


def test_an_import_is_applied_once_and_undone_once(case):
    run = bring(case)
    with pytest.raises(ImportNotPossible):
        apply_import(run=run, choice=ALL, actor=case.owner)
    undo_import(run=run, actor=case.owner)
    with pytest.raises(ImportNotPossible):
        undo_import(run=run, actor=case.owner)


def test_importing_and_undoing_are_in_the_chain(case):
    undo_import(run=bring(case), actor=case.owner)
    actions = CustodyEvent.objects.filter(subject_type="evidence.importrun").values_list(
        "action", flat=True
    )
    assert list(actions) == [Action.CREATED, Action.IMPORTED, Action.UNDONE]


def test_a_file_of_no_known_format_is_kept_and_said_so(case):
    with pytest.raises(UnknownFormat):
        preview(case, "不是备份".encode())
    assert case.exhibits.count() == 1


def test_a_truncated_file_gives_what_stands_before_the_break(case):
    run = bring(case, CALLS[:-40])
    assert run.counts["kept"] == 2
    assert run.rejections[-1]["reason"] in {"truncated", "malformed"}


def test_known_lines_are_ticked_and_contacts_are_not(case):
    make_incident(case=case, number="0537-1234501")
    make_contact(case=case, name="妈", phone="138 0000 0000")
    picks = picks_of(preview(case))
    assert [pick.display for pick in picks.known] == ["0537-1234501"]
    assert [(pick.name, pick.is_contact) for pick in picks.named] == [("妈", True)]


def test_service_numbers_stand_before_other_numbers_without_a_name(case):
    content = calls(
        call("17100000001"), call("95555"), call(""), call("4001234567"), call("106980095533")
    )
    kinds = [pick.kind for pick in picks_of(preview(case, content)).unnamed]
    assert kinds[:4] == ["95、96 客服号", "106 短信平台", "400、800 电话", "没有显示号码"]


@pytest.mark.parametrize("name", ["calls-20180507093000.xml", "sms-20180607120000.xml"])
def test_every_row_of_a_real_looking_export_is_accounted_for(case, name):
    counts = bring(case, (SAMPLES / name).read_bytes()).counts
    parts = ("kept", "duplicates", "rejected", "left_out")
    assert counts["rows"] == sum(counts[part] for part in parts)
    assert case.incidents.count() == counts["kept"]
