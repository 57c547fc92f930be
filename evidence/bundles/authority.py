"""The authority by which a representative acts for the borrower, to be signed by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.bundles.recipients import Profile
from evidence.bundles.records import Selection
from evidence.bundles.sender_records import RepresentativeRecord
from evidence.bundles.wording import full_date

ALWAYS = "代为递交、补充材料，陈述事实，了解办理进度，领取答复和文书"
GENERAL = f"一般授权：{ALWAYS}。不包括承认、变更、放弃请求，不包括和解、调解，也不包括收付款项。"
SPECIAL = f"特别授权：{ALWAYS}；并可以代为承认、变更、放弃请求，进行和解、调解。不包括收付款项。"


@dataclass(frozen=True, slots=True)
class Authority:
    """What stands on the page: who entrusts whom with what; identity numbers are lines."""

    principal: str
    agent: tuple[tuple[str, str], ...]
    terms: tuple[tuple[str, str], ...]


def authority(selection: Selection, profile: Profile) -> Authority | None:
    person = selection.representative
    if person is None:
        return None
    return Authority(
        principal=selection.borrower,
        agent=tuple((name, value) for name, value in agent(person) if value),
        terms=tuple(terms(selection, profile, person)),
    )


def agent(person: RepresentativeRecord) -> Iterator[tuple[str, str]]:
    yield "姓名", person.name
    yield "与委托人的关系", person.relation
    yield "联系电话", person.phone
    yield "地址", person.address


def terms(
    selection: Selection, profile: Profile, person: RepresentativeRecord
) -> Iterator[tuple[str, str]]:
    about = f"与{selection.creditor}有关的" if selection.creditor else ""
    matter = f"案件编号{selection.case_number}"
    yield "委托事项", f"就{about}催收一事，代为{profile.errand}（{matter}）。"
    yield "代理权限", SPECIAL if person.has_special_powers else GENERAL
    end = f"{full_date(person.until)}止" if person.until else "上述事项办理完毕止"
    yield "代理期限", f"自签名之日起，至{end}。"
