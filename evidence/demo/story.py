"""What happened in the example case, as data: people, phases and words."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from evidence.submissions import PICK, Submission
from incidents.models.contact import Relation
from incidents.models.incident import Channel

SHANGHAI = ZoneInfo("Asia/Shanghai")

STORY = (
    "2017 年底，我在甲平台分三次借款，额度约 8,000 元：4,000 元、3,000 余元、800 元。"
    "第一笔 4,000 元我提前三天还清。其余款项经平台同意延期，先还 600 元，之后每次还几百元，"
    "剩余 4,000 余元中已还 2,000 余元，还款期间电话一直没有停。"
    "对方称仍欠本金 2,000 余元、费用 200 余元、利息 2,000 余元。\n"
    "我曾按平台要求提供手机服务密码，怀疑亲友号码来自我的通话记录。"
)


# A threat to her body was not made: the words are about her job.
DISMISSED_RULE = "R6"
DISMISSED_NOTE = "没有提到伤人，是说工作。"


@dataclass(frozen=True, slots=True)
class Friend:
    """A contact of the borrower, and how many calls of the second phase reached them."""

    key: str
    name: str
    relation: Relation
    calls: int
    asked_to_stop: datetime | None = None


def moment(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def april(day: int) -> date:
    return date(2018, 4, day)


FRIENDS = (
    Friend("ning", "阿宁", Relation.RELATIVE, 128),
    Friend("lin", "大林", Relation.FRIEND, 101, moment(april(24), 20, 17)),
    Friend("he", "小何", Relation.FRIEND, 87, moment(april(20), 18, 30)),
    Friend("wen", "阿雯", Relation.CLASSMATE, 63),
    Friend("aunt", "姑姑", Relation.RELATIVE, 41),
)

# Calls a day from 16 April to 4 May; of them, those to the borrower herself.
SECOND_PHASE = (12, 26, 31, 38, 29, 18, 9, 34, 38, 46, 37, 33, 21, 11, 28, 35, 24, 14, 6)
TO_HERSELF = (2, 1, 4, 4, 6, 3, 4, 8, 8, 7, 4, 3, 3, 2, 2, 3, 4, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted:
    """One contact of the story; `whose` is a friend's key or "" for the borrower."""

    at: datetime
    number: str
    channel: Channel = Channel.CALL
    whose: str = ""
    duration_s: int | None = None
    words: str = ""
    is_note: bool = False
    is_outgoing: bool = False
    claimed_identity: str = ""
    claimed_for: str = ""
    pictures: tuple[str, ...] = field(default=())
    is_reported: bool = False

    @property
    def connected(self) -> bool | None:
        return self.duration_s is not None if self.channel == Channel.CALL else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the borrower asked the platform, and the one thing that it said."""

    asked: date
    question: str
    answered: date
    answer_words: str
    note: str


ASKED = Asked(
    asked=date(2018, 5, 30),
    question="请问这些济宁的号码是不是你们委托的公司？",
    answered=date(2018, 6, 5),
    answer_words="在了解情况",
    note="在线客服只说已记录，没有答复；这句话是公关人员说的，之后也没有答复。",
)

BEIJING = "010-16004472"
WECHAT = "wxid_cuishou_a01"
GATEWAY = "106900005371"
XIAN = ("029-10330527", "029-10338815")


def march(day: int, hour: int, minute: int) -> datetime:
    return moment(date(2018, 3, day), hour, minute)


def june(day: int, hour: int, minute: int) -> datetime:
    return moment(date(2018, 6, day), hour, minute)


def silent(at: datetime, number: str, seconds: int | None, words: str = "") -> Contacted:
    return Contacted(at=at, number=number, duration_s=seconds, words=words)


FIRST_PHASE = (
    Contacted(
        at=march(12, 10, 21), number=BEIJING, duration_s=125,
        words="我们受平台委托。你管我是哪家？加微信说。",
        claimed_identity="受委托的催收机构", claimed_for="甲平台",
    ),
    silent(march(12, 16, 2), BEIJING, None),
    silent(march(13, 15, 40), BEIJING, 48, "这笔钱今天要给个说法，方便的话加微信处理。"),
    silent(march(14, 9, 33), BEIJING, 20),
    silent(march(14, 17, 48), BEIJING, None),
    silent(march(15, 9, 15), BEIJING, None),
    silent(march(15, 11, 6), BEIJING, 35, "今天能还多少？先还一部分也可以。"),
    silent(march(16, 9, 2), BEIJING, None),
    silent(march(16, 13, 40), BEIJING, None),
    silent(march(16, 18, 5), BEIJING, None),
    *(
        Contacted(at=march(day, hour, minute), number=WECHAT, channel=Channel.IM, words=words)
        for day, hour, minute, words in (
            (19, 9, 50, "看到回一下，账上的利息每天都在涨。"),
            (19, 15, 12, "什么时候还？"),
            (20, 10, 8, "今天能安排多少？"),
            (21, 14, 31, "不要装看不见。"),
            (21, 20, 16, "再不回就换个方式联系。"),
            (22, 11, 27, "最后问一次，还不还？"),
            (22, 16, 44, "在吗？"),
            (23, 9, 30, "早，今天给个数。"),
            (26, 10, 2, "周末过完了，钱呢？"),
            (26, 17, 20, "回话。"),
            (27, 13, 9, "给你留着脸面，想清楚。"),
        )
    ),
    Contacted(
        at=march(28, 9, 32), number=WECHAT, channel=Channel.IM,
        words="加微信是给你机会，别不识抬举。", pictures=("wechat-words",),
    ),
    silent(march(28, 16, 20), BEIJING, None),
    silent(march(29, 10, 41), BEIJING, None),
    Contacted(
        at=march(30, 17, 5), number=WECHAT, channel=Channel.IM, is_outgoing=True,
        words="请告诉我你们公司的名称，把平台的委托书发给我看。（对方随后把我拉黑）",
        pictures=("wechat-blocked",),
    ),
)  # fmt: skip

TEXT_MESSAGES = (
    (20, 14, "你是小柳留的联系人。她一天不还，你的电话一天不停，打到她来求我们为止。"),
    (20, 21, "没关系？通话记录里就数你们联系多。等着吧。"),
    (20, 29, "劝她今晚处理掉，大家都清静。"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one call: the collector's own, or what the person called wrote down."""

    words: str
    is_note: bool = False


REPORTED_WORDS = Said(
    "又是济宁的号码，一接就问小柳什么时候还钱，我问是哪个公司，他不肯说。", is_note=True
)


@dataclass(frozen=True, slots=True)
class Reported:
    """What a friend sent through her link besides one contact, and with which picture."""

    picture: str
    file_name: str
    words: str
    asked_to_stop: bool = False

    def submission(self, item: Contacted) -> Submission:
        """Return the form as the friend would have sent it."""
        return Submission(
            number=item.number,
            when=PICK,
            calendar=f"{item.at:%Y-%m-%d}",
            clock=f"{item.at:%H:%M}",
            channel=item.channel.value,
            connected="yes" if item.connected else "",
            words=self.words,
            asked_to_stop=self.asked_to_stop,
            may_be_shared=True,
            may_be_witness=True,
            files=(self.file_name,),
        )


REPORTED = {
    "lin": Reported(
        "sms-lin",
        "短信截图 04-24.jpg",
        "我是小柳的朋友，做零售生意，与她在甲平台的借款没有关系，没有担保，也没有同意作她的联系人。"
        "4 月 16 日起，我的手机每天接到显示为山东济宁的陌生来电，号码都不一样。"
        "接起来有时不说话，有时说“打你电话就是要让她难受”。4 月 24 日晚上还收到短信，"
        "我回复请他们不要再打、不要再发，之后仍然打来。4 月 27 日我只好拒接陌生来电，"
        "漏接了两位客户的电话。",
        asked_to_stop=True,
    ),
    "wen": Reported(
        "wechat-wen",
        "微信截图 04-30.jpg",
        "我是小柳的同学。济宁的号码一接就问小柳什么时候还钱，我问是哪个公司，对方不肯说。"
        "我给小柳发微信，求她让他们别打了。",
    ),
}

# Words of the second phase: (days since 31 March, whose) → the first calls of that day.
SECOND_WORDS: dict[tuple[int, str], Said] = {
    (16, "ning"): Said("你是小柳的表姐吧？她欠平台钱不还，你转告她。"),
    (17, ""): Said("通话记录在我手上，你常联系的人我一个一个打。"),
    (18, "lin"): Said("找你不为别的，就是让你催小柳还钱。我是谁你不用管。"),
    (19, "he"): Said("小柳在外面借网贷不还，你们做朋友的脸上有光吗？"),
    (20, "he"): Said(
        "我说我和她的借款没有关系，请不要再打给我，对方说“不打你打谁”。", is_note=True
    ),
    (20, ""): Said("打你亲戚朋友就是要给你压力，他们受不了了你自然会还。"),
    (23, "wen"): REPORTED_WORDS,
    (24, "ning"): Said("今天已经第八个了，都是问小柳欠款的，我在上班没法做事。", is_note=True),
    (24, "lin"): Said("打你电话就是要让她难受，你劝她还钱，我们就不打了。"),
    (25, ""): Said("你姑姑的电话我也有，要不要听她怎么说你？"),
    (25, "aunt"): Said("一个小伙子说我侄女欠钱不还，让我替她还。我没有担保过。", is_note=True),
    (27, "lin"): Said(
        "济宁的号码又来催小柳还钱。我只好拒接陌生号码，当天漏接了两位客户的电话。", is_note=True
    ),
    (30, "wen"): Said(
        "又来催小柳还钱。我给她发微信：求你让他们别打了，我手机一天响几十次。", is_note=True
    ),
    (32, "he"): Said("还是那帮人，换了号码，开口就是小柳欠钱。", is_note=True),
    (33, "ning"): Said(
        "催小柳还钱的又打来。我让她想办法叫他们停下来，我爸妈都知道了。", is_note=True
    ),
}

THIRD_PHASE = (
    silent(june(6, 15, 12), XIAN[1], 70, "好久不见，以为没事了？"),
    silent(june(6, 16, 30), XIAN[0], None),
    silent(june(6, 17, 55), XIAN[0], 22, "不急，我们慢慢来。"),
    silent(june(6, 18, 40), XIAN[0], 36, "你上班的地方不难找。"),
    silent(june(7, 9, 5), XIAN[0], None),
    silent(june(7, 10, 48), XIAN[1], None),
    silent(june(7, 11, 30), XIAN[1], 15),
    silent(june(7, 14, 21), XIAN[0], 18),
    silent(june(7, 16, 12), XIAN[0], 52, "阿宁说她不认识你了，是不是你表姐？"),
    silent(
        june(7, 17, 31),
        XIAN[1],
        80,
        "你那个单位，前台电话网上就有。要不要试试？我打给你们前台问问。",
    ),
    silent(june(7, 18, 20), XIAN[1], None),
    silent(june(7, 19, 3), XIAN[0], 6),
    Contacted(
        at=june(7, 19, 6), number=XIAN[0], duration_s=102, claimed_for="甲平台",
        words=(
            "柳女士，钱还不上没关系，我们有的是办法。你在哪儿上班我们清楚，"
            "明天就给你们周经理打电话，问问他用不用得起你这样的人。到时候工作没了，"
            "可别怪我没提醒。我是哪家公司的？这个你不用管，平台委托的就是了。"
            "你表姐、大林他们的电话我这儿都有，要不要我挨个再问候一遍？"
        ),
    ),
    silent(june(8, 9, 42), XIAN[0], 31, "考虑好了没有？昨天说的话算数。"),
    silent(june(8, 11, 5), XIAN[1], None),
    Contacted(
        at=june(8, 14, 18), number=XIAN[0], duration_s=41,
        words=(
            "你们周经理的电话我们今天下午就打，让他看看你是什么人。问我哪家公司？你没资格问。"
        ),
    ),
)  # fmt: skip
