"""The page of a bundle's letter: drafted, changed, checked, and issued as it stands."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from evidence.models import Bundle
from incidents.models import Case, Representative
from incidents.services.cases import amend_case
from incidents.services.representatives import add_representative
from tests.factories import make_contact, make_creditor, make_incident

LETTER = "/bundles/new/letter/"
FIELD = re.compile(r'<textarea[^>]* name="words"[^>]*>(.*?)</textarea>', re.DOTALL)
BASE = re.compile(r'name="base" value="(.*?)"', re.DOTALL)


@pytest.fixture
def told(case: Case) -> Case:
    make_creditor(case=case)
    friend = make_contact(case=case, name="大林", phone="13800000002")
    make_incident(case=case, contact=friend, narrative="我是XX公司的，今天必须还。")
    return case


def choices(**changes: object) -> dict[str, object]:
    return {"recipient": "12378", "period": "all", "rules": ["R3"], **changes}


def page_of(client: Client, **fields: object) -> str:
    return client.post(LETTER, choices(**fields)).content.decode()


def words_in(page: str) -> str:
    return html.unescape(FIELD.search(page)[1])


def draft_of(client: Client, **fields: object) -> str:
    return words_in(page_of(client, **fields))


def test_the_letter_is_drafted_from_the_records_as_text(client_in: Client, told: Case) -> None:
    page = page_of(client_in)
    draft = words_in(page)
    assert draft.startswith("金融监督管理部门（12378）：\n\n我叫小柳。")
    assert "\n\n一、我反映的情况\n\n" in draft
    assert "1．请甲平台核实" in draft
    assert f'data-count="words">{len(draft)}<' in page
    assert html.unescape(BASE.search(page)[1]) == draft
    assert not Bundle.objects.exists()


def test_the_choices_of_the_wizard_are_carried_along(client_in: Client, told: Case) -> None:
    page = page_of(client_in, mask="no", rules=["R2", "R3"])
    carried = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    assert {("mask", "no"), ("rules", "R2"), ("rules", "R3"), ("period", "all")} <= set(carried)


def test_what_she_wrote_is_issued_to_the_letter(client_in: Client, told: Case) -> None:
    draft = draft_of(client_in)
    words = f"{draft}\r\n\r\n我还要说一句。  "
    answer = client_in.post(LETTER, choices(words=words, base=draft, issue="1"))
    bundle = Bundle.objects.get()
    assert answer["Location"] == reverse("bundle-detail", args=[bundle.pk])
    assert bundle.letter == f"{draft}\n\n我还要说一句。"
    assert bundle.is_letter_edited is True


def test_a_letter_left_as_drafted_is_kept_as_seen(client_in: Client, told: Case) -> None:
    draft = draft_of(client_in)
    client_in.post(LETTER, choices(words=draft, base=draft, issue="1"))
    assert (Bundle.objects.get().letter, Bundle.objects.get().is_letter_edited) == (draft, False)


def test_a_blank_is_refused_with_its_place_and_the_text_stays(
    client_in: Client, told: Case
) -> None:
    draft = draft_of(client_in)
    words = f"{draft}\n我欠____元。"
    page = page_of(client_in, words=words, base=draft, issue="1")
    line = words.count("\n") + 1
    assert f"第 {line} 行还有没填的地方：“我欠____元。”" in page
    assert words_in(page) == words
    assert not Bundle.objects.exists()


def test_recorded_words_may_hold_what_looks_like_a_blank(client_in: Client, told: Case) -> None:
    draft = draft_of(client_in)
    words = f"{draft}\n他说“我是XX公司的”。"
    client_in.post(LETTER, choices(words=words, base=draft, issue="1"))
    assert "XX公司" in Bundle.objects.get().letter


@pytest.mark.parametrize(("words", "said"), [(" \n", "信是空的"), ("长" * 20_001, "最多 20000 字")])
def test_a_letter_of_no_or_too_many_words_is_refused(
    client_in: Client, told: Case, words: str, said: str
) -> None:
    assert said in page_of(client_in, words=words, base=draft_of(client_in), issue="1")
    assert not Bundle.objects.exists()


def test_names_are_hidden_in_sight_before_anything_is_issued(client_in: Client, told: Case) -> None:
    draft = draft_of(client_in)
    page = page_of(client_in, words=f"{draft}\n大林的电话13800000002。", base=draft, issue="1")
    assert words_in(page).endswith("〔亲友A〕的电话〔138****0002〕。")
    assert "信里有几处换过了" in page
    assert not Bundle.objects.exists()
    client_in.post(LETTER, choices(words=words_in(page), base=draft, issue="1"))
    assert "大林" not in Bundle.objects.get().letter


def test_names_stay_where_nobody_is_hidden(client_in: Client, told: Case) -> None:
    draft = draft_of(client_in, mask="no")
    words = f"{draft}\n大林也接到过。"
    client_in.post(LETTER, choices(mask="no", words=words, base=draft, issue="1"))
    assert "大林也接到过" in Bundle.objects.get().letter


def test_records_that_changed_meanwhile_are_shown_and_nothing_is_replaced(
    client_in: Client, told: Case
) -> None:
    draft = draft_of(client_in)
    amend_case(case=told, changes={"story": "借了 4000 元。"}, reason="", actor=told.owner)
    words = f"{draft}\n我写的。"
    page = page_of(client_in, words=words, base=draft, issue="1")
    assert "<ins>借了4000元。</ins>" in page
    assert words_in(page) == words
    assert not Bundle.objects.exists()
    base = html.unescape(BASE.search(page)[1])
    client_in.post(LETTER, choices(words=words, base=base, issue="1"))
    assert Bundle.objects.get().letter == words


def test_the_draft_can_be_had_back(client_in: Client, told: Case) -> None:
    draft = draft_of(client_in)
    assert draft_of(client_in, words="别的", base=draft, redraft="1") == draft


def test_who_acts_and_how_she_is_reached_stand_in_the_draft(client_in: Client, told: Case) -> None:
    acting = add_representative(
        case=told,
        representative=Representative(name="大林", relation="表哥", phone="13800000002"),
        actor=told.owner,
    )
    sender = {"representative": acting.pk, "prints_contact": "1", "contact": "电话139"}
    draft = draft_of(client_in, **sender)
    assert "我委托大林（表哥）作为我的代理人，联系电话13800000002" in draft
    assert "我的联系方式：电话139。我的身份证明另行提交" in draft
    client_in.post(LETTER, choices(**sender, words=draft, base=draft, issue="1"))
    bundle = Bundle.objects.get()
    assert (bundle.representative, bundle.contact) == (acting, "电话139")


def test_the_wizard_offers_who_still_acts_and_keeps_contacts_out_unless_asked(
    client_in: Client, told: Case
) -> None:
    amend_case(case=told, changes={"phone": "139"}, reason="", actor=told.owner)
    for name, acts in (("周律师", True), ("前表哥", False)):
        person = Representative(name=name, relation="律师", phone="1", is_acting=acts)
        add_representative(case=told, representative=person, actor=told.owner)
    page = client_in.get("/bundles/new/").content.decode()
    assert "周律师" in page
    assert "前表哥" not in page
    assert 'value="电话139"' in page
    client_in.post("/bundles/new/", choices(contact="电话139"))
    assert Bundle.objects.get().contact == ""


def test_a_wrong_choice_leads_back_to_the_wizard(client_in: Client, told: Case) -> None:
    page = page_of(client_in, prints_contact="1", contact="")
    assert "写上要印的电话或地址" in page
    assert client_in.get(LETTER)["Location"] == "/bundles/new/"


def test_who_acts_is_not_printed_with_a_place_left_open(client_in: Client, told: Case) -> None:
    person = Representative(name="周敏", relation="XX律师事务所", phone="1")
    add_representative(case=told, representative=person, actor=told.owner)
    page = client_in.post("/bundles/new/", choices(representative=person.pk)).content.decode()
    assert "还有没填的地方：“XX律师事务所”。" in page
    assert not Bundle.objects.exists()


def test_an_issue_without_a_file_of_its_letter_has_none_to_fetch(
    client_in: Client, told: Case
) -> None:
    draft = draft_of(client_in)
    client_in.post(LETTER, choices(words=draft, base=draft, issue="1"))
    pk = Bundle.objects.get().pk
    assert client_in.get(reverse("bundle-word", args=[pk])).status_code == 404
