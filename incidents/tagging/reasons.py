"""Puts a reason into words: one template per code, in Chinese and in English."""

from itertools import islice

from incidents.tagging.catalogue.model import Text
from incidents.tagging.facts import Label, Reason
from incidents.tagging.pattern_words import TEMPLATES as PATTERN_TEMPLATES
from incidents.tagging.pattern_words import period_text

LABEL_NAMES: dict[Label, Text] = {
    Label.THREAT_VIOLENCE: Text("威胁人身或财物", "threats to a person or property"),
    Label.THREAT_LEGAL_FALSE: Text("夸大法律后果", "exaggerated legal consequences"),
    Label.IMPERSONATION_AUTHORITY: Text("自称有权机关或律师", "claiming to be an authority"),
    Label.INSULT: Text("辱骂", "insults"),
    Label.THIRD_PARTY_CONTACT: Text("联系亲友或别的人", "contact with other people"),
    Label.WORKPLACE_CONTACT: Text("联系单位", "contact with the workplace"),
    Label.DISCLOSURE_PUBLIC: Text("公开欠款", "making the debt public"),
    Label.OBSCENE_OR_FORGED_IMAGE: Text("P 图或淫秽图片", "doctored or obscene pictures"),
    Label.PRIVACY_LEAK: Text("知道不该知道的信息", "personal data from an unknown source"),
    Label.IDENTITY_REFUSAL: Text("不肯表明身份", "refusing to say who calls"),
    Label.FREQUENCY_BOMBING: Text("打个不停", "calling without end"),
    Label.ODD_HOURS: Text("深夜或清晨联系", "contact late at night or early in the morning"),
    Label.HOME_VISIT_THREAT: Text("上门或说要上门", "visits or the threat of one"),
    Label.COERCION_NEW_DEBT: Text("逼借新还旧", "pushing into new debt"),
    Label.PRIVATE_ACCOUNT: Text("要求付到个人账户", "payment to a private account"),
}

# Relations as the records name them; anything else was typed by a person and is printed as typed.
RELATION_NAMES: dict[str, Text] = {
    "parent": Text("父母", "parent"),
    "spouse": Text("配偶", "spouse"),
    "child": Text("子女", "child"),
    "sibling": Text("兄弟姐妹", "brother or sister"),
    "relative": Text("亲戚", "relative"),
    "friend": Text("朋友", "friend"),
    "classmate": Text("同学", "classmate"),
    "colleague": Text("同事", "colleague"),
    "employer": Text("领导、老板", "employer"),
    "teacher": Text("老师", "teacher"),
    "neighbour": Text("邻居", "neighbour"),
    "landlord": Text("房东", "landlord"),
    "former_partner": Text("前任", "former partner"),
    "other": Text("其他人", "another person"),
}

# What was done at each place that takes complaints, by the slugs of the places.
_FILED = {
    "institution": Text("向借款机构投诉", "a complaint to the lender"),
    "12378": Text("向金融监管 12378 投诉", "a complaint to the financial regulator (12378)"),
    "nifa-report": Text(
        "向互联网金融举报平台举报", "a report to the internet finance association's platform"
    ),
    "12321": Text("向 12321 举报骚扰电话", "a report of nuisance calls to 12321"),
    "12377": Text("向 12377 举报网上信息", "a report of online content to 12377"),
    "pipl-65": Text("向个人信息保护部门举报", "a report to the authority for personal information"),
    "police-110": Text("报警", "a report to the police"),
    "other": Text("投诉", "a complaint"),
}

# Values that a reason may or may not have, the one that says most first, by the reason's code.
_FULLER = {
    "fact.reached_contact": ("relation",),
    "fact.reached_third_party": ("relation",),
    "fact.reached_spouse": ("relation",),
    "fact.complained_before": ("number", "filed"),
    "fact.illegal_debt": ("basis",),
}

# Reasons that speak of a day, and are worded in another way for several.
_OF_DAYS = frozenset({"none.that_day", "none.creditor_unknown"})

_TEMPLATES: dict[str, Text] = PATTERN_TEMPLATES | {
    "fact.odd_hours": Text(
        "时间是 {time}，在 22:00 到次日 8:00 之间", "it was {time}, between 22:00 and 8:00"
    ),
    "fact.odd_hours_boundary": Text(
        "时间正好是 {time}，算不算由你来定",
        "it was {time} sharp; whether that counts is for you to decide",
    ),
    "fact.reached_contact": Text("打给了你的联系人", "your contact was reached"),
    "fact.reached_contact.relation": Text(
        "打给了你的联系人（{relation}）", "your contact was reached ({relation})"
    ),
    "fact.reached_third_party": Text(
        "打给了和借款无关的人", "somebody who does not owe was reached"
    ),
    "fact.reached_third_party.relation": Text(
        "打给了和借款无关的人（{relation}）", "somebody who does not owe was reached ({relation})"
    ),
    "fact.reached_spouse": Text(
        "打给了你的配偶，这笔债不是共同债务", "your spouse was reached, who does not share the debt"
    ),
    "fact.reached_spouse.relation": Text(
        "打给了你的配偶，这笔债不是共同债务", "your spouse was reached, who does not share the debt"
    ),
    "fact.reached_workplace": Text(
        "对方联系的是你单位的人（{relation}）",
        "the person reached is from your workplace ({relation})",
    ),
    "fact.contacts_today": Text("当天至少 {count} 次", "at least {count} times that day"),
    "fact.connected_today": Text(
        "当天接通 {count} 次，超过 {limit} 次", "{count} answered calls that day, more than {limit}"
    ),
    "fact.unanswered_today": Text(
        "这个号码当天未接 {count} 次，超过 {limit} 次",
        "{count} unanswered attempts from this line that day, more than {limit}",
    ),
    "fact.asked_to_stop": Text("此前已经要求停止", "a request to stop had been made before"),
    "fact.complained_before": Text(
        "此前已经投诉或报警", "a complaint or police report had been made before"
    ),
    "fact.complained_before.filed": Text(
        "此前已在 {filed} {act}", "there had been {act} on {filed}"
    ),
    "fact.complained_before.number": Text(
        "此前已在 {filed} {act}，编号“{number}”",
        "there had been {act} on {filed}, number “{number}”",
    ),
    "fact.sanctioned_before": Text(
        "此前有关部门已经批评制止或处罚", "an authority had stopped or punished it before"
    ),
    "fact.illegal_debt": Text(
        "你记下了债务可能非法的依据", "you recorded a ground for the debt being illegal"
    ),
    "fact.illegal_debt.basis": Text(
        "你记下了债务可能非法的依据：“{basis}”",
        "you recorded a ground for the debt being illegal: “{basis}”",
    ),
    "fact.outsourced": Text("由委托的催收机构联系", "an outside agency made the contact"),
    "words.found": Text("提到“{words}”", "mentions “{words}”"),
    "none.day_unknown": Text(
        "不知道发生在哪一天，先不引条款，只写事实",
        "the day is not known, so no provision is cited; facts only",
    ),
    "none.that_day": Text(
        "这一天没有可以引用的条款，只写事实",
        "no provision can be cited for that day; facts only",
    ),
    "none.that_day.days": Text(
        "这些天没有可以引用的条款，只写事实",
        "no provision can be cited for those days; facts only",
    ),
    "none.creditor_unknown.days": Text(
        "还不知道债权方是哪一类，这些天没有可以引用的条款，只写事实",
        "the kind of creditor is not known, and no provision can be cited for those days; "
        "facts only",
    ),
    "none.creditor_unknown": Text(
        "还不知道债权方是哪一类，这一天没有可以引用的条款，只写事实",
        "the kind of creditor is not known, and no provision can be cited for that day; facts only",
    ),
    "none.police_only": Text(
        "没有可以引用的条款，只写事实；可以咨询或报警，是否构成由机关认定",
        "no provision can be cited, facts only; it may be raised with a lawyer or the police, "
        "and whether anything applies is for the authorities",
    ),
    "ask.spouse_shares_debt": Text(
        "打给了配偶：这笔钱用于家庭共同支出吗？不是的话再标",
        "the spouse was reached: did the loan pay for the household? If not, this can be marked",
    ),
    "ask.day": Text(
        "补上日期，才能选出当天有效的条款", "add the day to select the provisions in force"
    ),
    "ask.creditor": Text(
        "选好债权方是哪一类，才知道哪些规范约束它",
        "say what kind of creditor it is to know which instruments bind it",
    ),
}

_TEXT = Text("原话提到“{words}”", "the words “{words}”")
_MODEL = Text(
    "“{words}”读来像是{name}（统计模型提示，没有对应的词句，由你判断）",
    "“{words}” reads like {name} (suggested by a statistical model, no listed wording; "
    "for you to judge)",
)
_DOUBTED = Text(
    "“{words}”也可能是{name}，但整段读来不像，没有标记",
    "“{words}” may also mean {name}, but the text as a whole reads otherwise: not marked",
)
_TEXT_PLAIN = Text("经过里写到：{name}", "the narrative shows: {name}")
_GUESSES = {"model": _MODEL, "doubted": _DOUBTED}
_TICKED = Text("你选了“{name}”", "you ticked “{name}”")

CODES = frozenset(_TEMPLATES)


def explain(reason: Reason, language: str = "zh-hans", days: int = 1) -> str:
    """
    Put a reason into words; `days` is how many days it is said of.

    Raises KeyError for a code without a template: such a reason is a mistake in the program.
    """
    values = dict(reason.values)
    kind, _, rest = reason.code.partition(".")
    if kind == "text":
        template = _TEXT if values.get("words") else _TEXT_PLAIN
        return _fill(template, language, values | {"name": _name(rest, language)})
    if kind in _GUESSES:
        return _fill(_GUESSES[kind], language, values | {"name": _name(rest, language)})
    if kind == "ticked":
        return _fill(_TICKED, language, {"name": _name(rest, language)})
    if values.get("relation") in RELATION_NAMES:
        values["relation"] = RELATION_NAMES[values["relation"]].get(language)
    if "first" in values:
        values["period"] = period_text(values, language)
    if values.get("channel") in _FILED:
        values["act"] = _FILED[values["channel"]].get(language)
    if days > 1 and reason.code in _OF_DAYS:
        return _fill(_TEMPLATES[f"{reason.code}.days"], language, values)
    return _fill(_TEMPLATES[_code(reason, values)], language, values)


def explain_all(reasons: tuple[Reason, ...], language: str = "zh-hans") -> str:
    """Join several reasons to one line, each once."""
    separator = "；" if language.startswith("zh") else "; "
    return separator.join(dict.fromkeys(explain(reason, language) for reason in reasons))


def _code(reason: Reason, values: dict[str, str]) -> str:
    """Return the code of the template that says the most of what is known."""
    fuller = (name for name in _FULLER.get(reason.code, ()) if values.get(name))
    return ".".join((reason.code, *islice(fuller, 1)))


def _name(label: str, language: str) -> str:
    return LABEL_NAMES[Label(label.partition(".")[0])].get(language)


def _fill(template: Text, language: str, values: dict[str, str]) -> str:
    return template.get(language).format_map(values)
