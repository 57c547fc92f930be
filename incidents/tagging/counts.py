"""Find how often someone was contacted in a day, as far as the text states a number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numerals import parse_number

BOMBING_FROM = 7

_NUMBER = (
    r"(?P<number>(?:[好上成近约快]|将近|不下|超过|少说|起码|足足|至少)?"
    r"(?:\d{1,4}|[零一二两三四五六七八九十百千几数]{1,5})(?:[多来余好]|来)?(?:几)?)"
)
_UNIT = r"(?:个|通|次|遍|条|回|趟|波|轮)"
_CALLS = (
    "(?:骚扰|催收|催债|未接|陌生|来电|电话|短信|信息|消息|语音|微信|call|骂人|威胁|催款|讨债|要债|"
    "留言|视频|录音|催促|语音条|催)"
)
# 三十几个电话, 二十多条短信, 17个未接
_COUNTED = re.compile(f"{_NUMBER}{_UNIT}(?:不同的?|的|催收的?|他们的?|陌生|验证码)*{_CALLS}")
# 打了三十几个, 响了四十多次, 电话十几个
_DONE = re.compile(
    "(?:打|拨|call|呼|响|来电|骚扰|电话|短信|轰|发|催|未接|联系|接到?|来|致电|震|去电|信息|换号打|找)"
    "(?:了|过|我|你|他|给我|给你|的|来|有|都|足足|整整|至少|起码|我妈|我爸|妈妈|家里|过来|就|得有|他们|"
    f"差不多|大概|不下|接了|超过|高达|显示|已经|老公|单位|公司|，|接到|多达|不少于|累计|快|共|一共|共计)*?{_NUMBER}{_UNIT}"
    "(?!人|亲戚|同事|朋友|联系人|小时|月|星期|礼拜|工作日|群|平台|分钟|号码?的|钟|家|孩子|平方|部门|年|APP|app|手下)"
)
# 一天20次, 一天能打八个
_DAILY = re.compile(
    "(?:一天|每天|一日|日均|天天|一个小时|一小时|半小时|半个小时|一上午|一下午|一晚上|一早上|半天|十分钟|"
    "今天|昨天|一整天|从早到晚|上午|下午|一个下午|一个上午|一会儿|前后|一中午|一个钟|两个小时|两小时)"
    "(?:就|能|要|都|给我|给你|打|来|我|少说|得|有|起码|至少|可以|平均|接|接到|他们|会|最多|，|响|大概|"
    f"内|里|之内|不下|快|差不多|下来|最少|老子|我能|我要)*{_NUMBER}{_UNIT}"
    "(?!人|亲戚|同事|朋友|联系人|小时|月|星期|礼拜|工作日|群|平台|分钟|家|孩子|字|部门|年|app|工)"
)
_LONG = re.compile(
    r"(?P<days>[一二两三四五六七八九十几半\d]{1,3})(?P<span>天|个?星期|周|个?礼拜|个?月|年)(?!上|内)"
    "|这(?:个|几|两)?(?:周|星期|月|年)|上(?:个)?(?:周|月|星期)|总共|累计|一共|前后|半年|这些天|这段时间|这阵子"
)
_SPANS = {"天": 1, "星期": 7, "周": 7, "礼拜": 7, "月": 30, "年": 365}
_PER_DAY = re.compile(
    "一天(?!天)|每天|天天|今天|昨天|一日|日均|一上午|小时|分钟|一晚上|一早上|一下午|半天|一整天|"
    "早上|中午|上午|下午|晚上|夜里|半夜|凌晨|点到|会儿|工夫|功夫|课间|一觉"
)
_MAY_HOLD_ONE = re.compile("[\\d零一二两三四五六七八九十百千几数多来余好][个通次遍条回趟波轮]")
# 响了二十来遍, 接了十几通, 攒了四十多个: a number of times beside a word for calling.
_LOOSE = re.compile(
    f"{_NUMBER}{_UNIT}(?!号码|手机号|红包|人|亲|同事|朋友|联系人|好友|小时|月|星期|礼拜|工作日|群|平台|分钟|家|孩子|"
    "字|部门|年|app|点|兄弟|男|女|大汉|壮汉|客户|单位|社区|评论|留言|微信号|账|网贷|口子|期|账户|学生|邻居|"
    "村|楼|店|老|小伙|同学|陌生人|客服|街坊|业主|员工|回合|来回)"
)
_BY_CALL = re.compile("电话|来电|未接|响|打|拨|call|短信|震|骚扰|呼|接|振|铃|催款|催收")
_NOT_CALLS = re.compile("红包|评论|点赞|借条|分期|每个月|期数|一百块")
_PEOPLE = re.compile("(?:亲戚|同事|朋友|联系人|平台|家|公司)$")


@dataclass(frozen=True, slots=True)
class Count:
    """A stated number of contacts a day, and where it stands."""

    number: int
    start: int
    end: int


def counts(text: str) -> Iterator[Count]:
    """Give the stated contacts a day in one folded sentence."""
    if not _MAY_HOLD_ONE.search(text) or _NOT_CALLS.search(text):
        return
    patterns = (_COUNTED, _DONE, _DAILY, *((_LOOSE,) if _BY_CALL.search(text) else ()))
    for pattern in patterns:
        for match in pattern.finditer(text):
            number = parse_number(re.sub("将近|不下|超过|少说|起码|足足|至少", "", match["number"]))
            if number is not None and not _PEOPLE.search(text[: match.start("number")]):
                yield Count(number // _days(text, match), match.start(), match.end())


def _days(text: str, match: re.Match[str]) -> int:
    """Give over how many days the number is spread; one when the text speaks of a day."""
    if _PER_DAY.search(text):
        return 1
    spread = _LONG.search(text)
    if spread is None:
        return 1
    if spread["span"] is None:
        return 30
    days = parse_number(spread["days"]) or 1
    return max(days * _SPANS[spread["span"].removeprefix("个")], 1)
