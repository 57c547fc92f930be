"""Says of each instrument that must be covered whether it binds a creditor in a period, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from incidents.tagging.catalogue.loader import REQUIRED
from incidents.tagging.catalogue.model import Catalogue, Instrument, Membership, Text
from incidents.tagging.facts import CreditorType

CREDITOR_NAMES: dict[CreditorType, Text] = {
    CreditorType.BANK_CARD: Text("银行（信用卡）", "a bank (credit card)"),
    CreditorType.BANK_LOAN: Text("银行（其他个人贷款）", "a bank (other personal loans)"),
    CreditorType.CONSUMER_FINANCE: Text("消费金融公司", "a consumer finance company"),
    CreditorType.MICRO_ONLINE: Text("小贷或网贷平台", "a micro-loan or online loan platform"),
    CreditorType.P2P: Text("网络借贷中介", "a P2P lending intermediary"),
    CreditorType.ASSIGNEE: Text("债权受让方", "an assignee of the debt"),
    CreditorType.AGENCY: Text("催收公司", "a collection agency"),
    CreditorType.PRIVATE: Text("个人", "a private lender"),
    CreditorType.UNKNOWN: Text("还不清楚", "not yet known"),
}

_ONLY_BANKS = Text("只约束银行的信用卡业务", "it binds banks in their credit card business only")
_CARD = Text(
    "约束银行的信用卡业务，债权方是银行（信用卡）；条号没有核实，只引题名和大意，是否仍然有效也没有核实",
    "it binds banks in their credit card business, and this is one; no article number is verified, "
    "so title and gist only, and whether it is still in force is not verified either",
)
_SIGNED = Text(
    "是自律公约，不是法律；债权方已经签署", "a convention, not law; this creditor has signed it"
)
_NOT_SIGNED = Text(
    "是自律公约，不是法律；债权方没有签署", "a convention, not law; this creditor has not signed it"
)
_SIGNED_UNKNOWN = Text(
    "是自律公约，不是法律，签署了才适用；债权方是否签署，还没有核实",
    "a convention, not law; it binds signatories, and whether this creditor signed is not verified",
)
_OTHER_FIELD = Text(
    "只约束签署它的互联网金融机构", "it binds internet finance institutions that signed it only"
)
_DECISION = Text(
    "第一、七、九条约束任何组织和个人，第二至四条约束网络服务提供者和其他企业事业单位",
    "articles 1, 7 and 9 bind everyone, articles 2 to 4 network service providers and other "
    "enterprises and institutions",
)
_DECISION_ANYONE = Text(
    "第一、七、九条约束任何组织和个人；第二至四条约束网络服务提供者和其他企业事业单位，不适用于个人",
    "articles 1, 7 and 9 bind everyone; articles 2 to 4 bind enterprises, not a private lender",
)
_DECISION_UNKNOWN = Text(
    "第一、七、九条约束任何组织和个人；第二至四条是否适用，要先知道债权方是哪一类",
    "articles 1, 7 and 9 bind everyone; whether articles 2 to 4 do depends on the kind of creditor",
)
_UNKNOWN = Text("还不知道债权方是哪一类", "the kind of creditor is not yet known")
_AGENCY = Text(
    "约束的是委托它的机构；委托方是谁还不清楚",
    "it binds the institution that entrusts the agency, which is not known",
)
_TOO_EARLY = Text("那段时间它还没有出台", "it did not exist in that period")
_PARTLY = Text("{} 以前的事件不引", "not cited for events before {}")


class Binding(StrEnum):
    YES = "yes"
    NO = "no"
    IF_SIGNED = "if_signed"
    UNKNOWN = "unknown"


_HEADLINES = {
    Binding.YES: Text("适用", "applies"),
    Binding.NO: Text("不适用", "does not apply"),
    Binding.IF_SIGNED: Text("签署了才适用", "applies if signed"),
    Binding.UNKNOWN: Text("还不能确定", "not certain"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicability:
    """Whether one instrument binds a creditor in a period, and the sentence that says why."""

    instrument: str
    title: str
    title_en: str
    binding: Binding
    headline: Text
    reason: Text


def applicability(
    catalogue: Catalogue,
    creditor_type: CreditorType,
    from_date: date | None,
    to_date: date | None,
    is_signatory: bool | None = None,
) -> tuple[Applicability, ...]:
    """State for the three required instruments whether they bind, in the catalogue's order."""
    return tuple(
        _state(catalogue.instruments[slug], creditor_type, from_date, to_date, is_signatory)
        for slug in REQUIRED
    )


def _state(
    instrument: Instrument,
    creditor: CreditorType,
    from_date: date | None,
    to_date: date | None,
    is_signatory: bool | None,
) -> Applicability:
    binding, reason = _binding(instrument, creditor, is_signatory)
    first = instrument.period.first
    if binding is not Binding.NO and first and to_date is not None and to_date < first:
        binding, reason = Binding.NO, _TOO_EARLY
    sentences = [reason]
    if binding is not Binding.NO:
        sentences += _period_sentences(instrument, from_date)
    return Applicability(
        instrument=instrument.slug,
        title=instrument.title,
        title_en=instrument.title_en,
        binding=binding,
        headline=_HEADLINES[binding],
        reason=Text(
            "；".join(text.zh for text in sentences) + "。",
            _capital("; ".join(text.en for text in sentences)) + ".",
        ),
    )


def _binding(
    instrument: Instrument, creditor: CreditorType, is_signatory: bool | None
) -> tuple[Binding, Text]:
    if instrument.membership is Membership.SIGNATORY:
        return _convention(instrument, creditor, is_signatory)
    if instrument.slug == "npcsc-2012":
        return Binding.YES, _decision(creditor)
    return _notice(instrument, creditor)


def _notice(instrument: Instrument, creditor: CreditorType) -> tuple[Binding, Text]:
    if creditor in instrument.binds:
        return Binding.YES, _CARD
    if creditor is CreditorType.UNKNOWN:
        return Binding.UNKNOWN, _joined(_ONLY_BANKS, _UNKNOWN)
    if creditor is CreditorType.AGENCY:
        return Binding.UNKNOWN, _joined(_ONLY_BANKS, _AGENCY)
    return Binding.NO, _joined(_ONLY_BANKS, _is_a(creditor))


def _convention(
    instrument: Instrument, creditor: CreditorType, is_signatory: bool | None
) -> tuple[Binding, Text]:
    if creditor is CreditorType.UNKNOWN:
        return Binding.UNKNOWN, _joined(_OTHER_FIELD, _UNKNOWN)
    if creditor is CreditorType.AGENCY:
        return Binding.UNKNOWN, _joined(_OTHER_FIELD, _AGENCY)
    if creditor not in instrument.binds:
        return Binding.NO, _joined(_OTHER_FIELD, _is_a(creditor))
    if is_signatory is None:
        return Binding.IF_SIGNED, _SIGNED_UNKNOWN
    return (Binding.YES, _SIGNED) if is_signatory else (Binding.NO, _NOT_SIGNED)


def _decision(creditor: CreditorType) -> Text:
    if creditor is CreditorType.PRIVATE:
        return _DECISION_ANYONE
    return _DECISION_UNKNOWN if creditor is CreditorType.UNKNOWN else _DECISION


def _period_sentences(instrument: Instrument, from_date: date | None) -> Iterator[Text]:
    """Only days that are sourced are named."""
    period = instrument.period
    if period.first is None or period.first_text is None:
        return
    yield period.first_text
    if from_date is not None and from_date < period.first:
        yield Text(_PARTLY.zh.format(period.first), _PARTLY.en.format(period.first))


def _is_a(creditor: CreditorType) -> Text:
    name = CREDITOR_NAMES[creditor]
    return Text(f"债权方是{name.zh}", f"this creditor is {name.en}")


def _joined(*texts: Text) -> Text:
    return Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
