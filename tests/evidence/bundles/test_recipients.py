"""Recipients as data: sound as they stand, and wrong entries named by entry and key."""

import re

import pytest

from evidence.bundles.recipients import FILE, NEEDS, ProfileError, profiles, read_profiles
from evidence.checks import check_recipients
from evidence.models.bundle import Recipient

ENTRY = """
[12378]
addressee = "{creditor}"
addressee_unknown = "机构"
letter = "投诉信"
role = "投诉人"
errand = "投诉"
masks = true
hint.zh = "甲"
hint.en = "a"
identity = "另行提交。"
identity_beside_contact = "另行提交。"
needs = ["contact"]
sections = [
  "letter", "findings", "chronology", "index", "exhibits", "custody", "verify", "limits",
]
requests = ["请{creditor}答复"]
"""


def test_every_channel_has_its_profile() -> None:
    assert set(profiles()) == set(Recipient.values)


def test_a_sound_entry_is_read_with_its_defaults() -> None:
    profile = read_profiles(ENTRY)["12378"]
    assert (profile.tells_debts, profile.largest_mb, profile.lists_numbers) == (True, None, False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('role = "投诉人"\n', "", "role: is missing"),
        ("masks = true", "mask = true", "masks: is missing"),
        ("masks = true", "masks = true\nfoo = 1", "foo: is not known"),
        ('letter = "投诉信"', "letter = 3", "letter: must be a text"),
        ("masks = true", 'masks = "yes"', "masks: must be true or false"),
        ("masks = true", "masks = true\nlargest_mb = 0", "largest_mb: must be a whole number"),
        ('hint.en = "a"', "", "hint: needs zh and en"),
        ('needs = ["contact"]', 'needs = ["money"]', "needs: “money” is not known"),
        ('needs = ["contact"]', "needs = []", "needs: must be a list of texts"),
        ('"findings", ', "", "sections: “findings” cannot be left out"),
        ('"findings", ', '"findings", "index", ', "sections: names one twice"),
        ('"letter", "findings"', '"findings", "letter"', "sections: must open with “letter”"),
        ("请{creditor}答复", "请{bank}答复", "requests: “请{bank}答复” has a place"),
        ('"投诉"', '"向{creditor}投诉"', "errand: “向{creditor}投诉” has a place"),
        ('addressee_unknown = "机构"\n', "", "addressee_unknown: is needed"),
    ],
)
def test_a_wrong_entry_is_named_with_its_key(old: str, new: str, said: str) -> None:
    with pytest.raises(ProfileError, match=re.escape(f"[12378] {said}")):
        read_profiles(ENTRY.replace(old, new))


def test_the_recipients_pass_the_check_at_start() -> None:
    assert check_recipients(None) == []


def test_a_file_that_is_no_toml_is_named() -> None:
    with pytest.raises(ProfileError, match=r"recipients\.toml: "):
        read_profiles("[12378\n")


def test_each_recipient_reads_what_it_needs_first() -> None:
    first = {slug: profile.sections[:4] for slug, profile in profiles().items()}
    assert first["court"][:2] == ("letter", "index")
    assert first["12321"] == ("letter", "authority", "numbers", "summary")
    assert first["police-110"][2] == "chronology"
    assert [slug for slug, profile in profiles().items() if not profile.tells_debts] == [
        "12321",
        "12377",
    ]


def test_every_need_is_asked_for_by_somebody() -> None:
    assert {need for profile in profiles().values() for need in profile.needs} == set(NEEDS)


def test_no_article_and_no_time_limit_is_printed_from_here() -> None:
    words = "".join(
        line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )
    assert (
        re.findall(r"第[一二三四五六七八九十百0-9]+条|[0-9一二三四五六七八九十]+日内", words) == []
    )
