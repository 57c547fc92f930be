"""The three stages together: from facts to findings with reasons and citations."""

from incidents.tagging.catalogue.loader import load
from incidents.tagging.cite import cite_all
from incidents.tagging.engine import ENGINE_VERSION, observe, tag
from incidents.tagging.facts import Channel, Facts, Label, Reached, Source
from incidents.tagging.reasons import explain, explain_all
from tests.incidents.tagging.builders import find, make_facts, tag_it, the_catalogue


def test_the_engine_has_a_version():
    assert ENGINE_VERSION


def test_nothing_known_gives_no_finding_and_asks():
    tagging = tag(Facts(), the_catalogue())
    assert (tagging.observations, tagging.findings) == ((), ())
    assert [question.code for question in tagging.questions] == ["ask.day", "ask.creditor"]


def test_observations_come_from_facts_and_ticks_in_the_order_of_labels():
    facts = make_facts(at="23:00", reached=Reached.CONTACT, ticked=(Label.INSULT,))
    assert [found.label for found in observe(facts)] == [
        Label.INSULT,
        Label.THIRD_PARTY_CONTACT,
        Label.ODD_HOURS,
    ]


def test_tagging_is_deterministic():
    facts = make_facts("2026-06-07", at="23:00", reached=Reached.CONTACT, contacts_today=9)
    assert tag(facts, load()) == tag(facts, load())


def test_a_finding_rests_on_the_observations_that_its_rule_asks_for():
    draft = find(make_facts(at="23:00", ticked=(Label.INSULT,)), "R7")
    assert [found.label for found in draft.observations] == [Label.INSULT]
    assert [found.source for found in draft.observations] == [Source.TICKED]


def test_a_finding_without_a_clause_says_so():
    draft = find(make_facts("2018-06-07"), "R4", "identity_refusal")
    assert draft.citations == ()
    assert explain(draft.note) == "这一天没有可以引用的条款，只写事实"


def test_a_finding_with_a_clause_has_no_such_note():
    assert find(make_facts("2018-06-07"), "R10", "privacy_leak").note is None


def test_a_finding_with_a_criminal_provision_only_says_who_decides():
    facts = make_facts("2026-01-10", text="我是派出所的民警")
    draft = find(facts, "R5", "impersonation_authority")
    assert draft.citations == ()
    assert "是否构成由机关认定" in explain(draft.note)


def test_the_workplace_threat_of_june_2018_in_full():
    facts = make_facts(
        "2018-06-07",
        at="19:06",
        connected=True,
        text="明天就给你们周经理打电话，到时候工作没了，可别怪我没提醒。",
    )
    tagging = tag_it(facts, "workplace_contact", "third_party_contact")
    said = {
        draft.rule: [citation.printed for citation in cite_all(the_catalogue(), draft.citations)]
        for draft in tagging.findings
    }
    assert said == {
        "R3": [
            "大意：只有联系不上债务人时，才可以和事先约定的联系人联系。（据公开转述，条号待核）"
        ],
        "R12": ["大意：不得恐吓、威胁、辱骂债务人等。（据公开转述，条号待核）"],
    }


def test_a_day_of_april_2018_in_full():
    facts = make_facts(
        "2018-04-25",
        at="23:33",
        connected=True,
        reached=Reached.THIRD_PARTY,
        relation="表姐",
        contacts_today=46,
        asked_to_stop=True,
    )
    found = {
        draft.rule: (explain_all(draft.reasons), [cited.clause for cited in draft.citations])
        for draft in tag_it(facts).findings
    }
    assert found == {
        "R1": ("时间是 23:33，在 22:00 到次日 8:00 之间", []),
        "R2": ("当天至少 46 次", ["security-2005:42-i5", "nifa-2018:no-frequent-calls"]),
        "R3": (
            "打给了和借款无关的人（表姐）；此前已经要求停止",
            ["security-2005:42-i5", "nifa-2018:agreed-contacts"],
        ),
    }


def test_on_12_march_2018_the_convention_did_not_exist():
    facts = make_facts("2018-03-12", connected=True, reached=Reached.THIRD_PARTY)
    drafts = tag_it(facts, "identity_refusal", "threat_violence").findings
    cited = [one.clause for draft in drafts for one in draft.citations]
    assert not any(clause.startswith("nifa-2018") for clause in cited)


def test_a_bank_card_case_of_2018_gets_the_2009_notice_by_title_and_gist():
    facts = make_facts(
        "2018-06-07", creditor="BANK_CC", outsourced=True, reached=Reached.THIRD_PARTY
    )
    draft = find(facts, "R14")
    (citation,) = cite_all(the_catalogue(), draft.citations)
    assert citation.reference == "《关于进一步规范信用卡业务的通知》"
    assert citation.article is None


def test_words_and_facts_meet_in_one_tagging():
    facts = make_facts("2018-06-07", channel=Channel.SMS, text="再不还钱就去你单位找你领导")
    assert {found.source for found in observe(facts)} <= {Source.TEXT, Source.MODEL}
