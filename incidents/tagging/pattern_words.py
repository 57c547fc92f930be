"""The sentences of patterns: what was counted, so that a reader can count again."""

from collections.abc import Mapping

from incidents.tagging.catalogue.model import Text

PERIOD = Text("{first} 至 {last}", "{first} to {last}")

TEMPLATES: dict[str, Text] = {
    "pattern.wave_first": Text(
        "{period} 联系 {count} 次，之后安静了 {quiet} 天，又重新开始",
        "{count} contacts ({period}), then {quiet} quiet days before it began again",
    ),
    "pattern.wave_again": Text(
        "安静了 {quiet} 天之后，{period} 又联系 {count} 次",
        "after {quiet} quiet days, {count} contacts ({period})",
    ),
    "pattern.rotation_place": Text(
        "{period}，归属地都是{place}的 {lines} 个号码共联系 {count} 次",
        "{period}: {count} contacts from {lines} numbers of the same place ({place})",
    ),
    "pattern.rotation_prefix": Text(
        "{period}，{prefix} 开头的 {lines} 个号码共联系 {count} 次",
        "{period}: {count} contacts from {lines} numbers that begin with {prefix}",
    ),
    "pattern.each_once": Text("每个号码只出现 1 次", "each number came up once"),
    "pattern.some_once": Text("其中 {once} 个只出现 1 次", "{once} of them came up once"),
    "pattern.some_twice": Text("{twice} 个出现 2 次", "{twice} came up twice"),
    "pattern.reach": Text(
        "{period}，除了你还找了 {people} 个人，共 {count} 次",
        "{period}: {people} people beside you were contacted, {count} times",
    ),
    "pattern.relation": Text(
        "{relation} {people} 人 {count} 次", "{relation}: {people}, {count} times"
    ),
    "pattern.after_stop": Text(
        "{relation}在 {when} 要求不要再打，之后又有 {count} 次，最近一次在 {last}",
        "a request to stop was made on {when} ({relation}); {count} contacts followed, "
        "the latest on {last}",
    ),
    "pattern.after_complaint": Text(
        "{when} 投诉之后，又联系 {count} 次，最近一次在 {last}",
        "{count} contacts after the complaint of {when}, the latest on {last}",
    ),
    "pattern.after_police": Text(
        "{when} 报警之后，又联系 {count} 次，最近一次在 {last}",
        "{count} contacts after the police report of {when}, the latest on {last}",
    ),
    "pattern.denial": Text(
        "{when} 机构答复来联系的不是它的人，而有 {count} 次，对方说得出你的欠款、证件或亲友",
        "the institution answered on {when} that the callers are not its own, while {count} "
        "times they knew of the debt, your papers or your contacts",
    ),
}


def period_text(values: Mapping[str, str], language: str) -> str:
    """Name the days of a period; a single day once."""
    if values["first"] == values["last"]:
        return values["first"]
    return PERIOD.get(language).format_map(values)
