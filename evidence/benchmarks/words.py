"""Made-up words of collectors, of banks and of bystanders, to fill synthetic cases with."""

from collections.abc import Iterator
from random import Random

PRESSING = (
    "打你电话就是要让她难受，你劝她还钱，我们就不打了。",
    "再不还，明天就给你们经理打电话，到时候工作没了别怪我没提醒。",
    "你儿子在哪个学校读书我们清楚，你自己掂量。",
    "我是哪家公司的你不用管，平台委托的就是了。",
    "老赖，你这种人就不配有朋友。",
    "今天六点前不处理，我们就到你家门口等你。",
    "已经移交公安机关立案，不还钱就等着坐牢吧。",
    "通讯录里的人我们会一个一个打过去，直到你还为止。",
    "把钱转到我个人账户，今天就给你消账。",
    "你去借别的平台先把这笔还上，还不会吗？",
    "照片已经做好了，要不要发到你们公司群里？",
    "半夜给你打电话怎么了，欠钱的人还想睡觉？",
)
LAWFUL = (
    "【某银行】您尾号 0000 的账户本期账单将于本月 25 日到期，请按时还款。",
    "您好，这里是某银行客服，来电核对您的联系地址，祝您生活愉快。",
    "【某平台】您的借款已逾期 3 天，请登录手机客户端还款，如已还款请忽略。",
    "我司已收到您的协商申请，会在 5 个工作日内答复，请保持电话畅通。",
    "根据合同约定，逾期将按日计收罚息，具体金额以账单为准。",
    "您好，您的快件已放在小区门口的驿站，凭取件码领取。",
)
NOTED = (
    "接通后不说话，笑一声就挂了。",
    "问他是哪家公司的，他不肯说，一直骂人。",
    "今天一共打来二十多个，号码没有一个重复。",
    "说要找我领导，我让他别打到单位来，他说偏要打。",
    "他说知道我住几号楼，让我出门小心。",
    "态度还行，只是问什么时候能还。",
)
REPLIES = (
    "请告诉我你们是哪家公司，把委托书发给我看。",
    "我没有说不还，请不要再打给我的家人。",
    "我已经在和平台协商了，请通过平台联系我。",
)
ALL = PRESSING + LAWFUL + NOTED


def texts(count: int, length: int, seed: int) -> Iterator[str]:
    """Make texts of exactly so many characters, hardly two of them the same."""
    random = Random(seed)  # noqa: S311 - the same texts every time, no secret
    for _ in range(count):
        text = f"{random.randrange(10_000)}，"
        while len(text) < length:
            text += random.choice(ALL)
        yield text[:length]
