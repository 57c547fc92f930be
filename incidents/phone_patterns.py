"""The shapes that numbers and accounts take in mainland China, and nothing that reads them."""

import re

HIDDEN = re.compile(
    r"""\(?\s*(?:-[123] | [-.?_]*
    | unknown(?:\ (?:number|caller))? | private(?:\ number)? | anonymous | withheld | restricted
    | unavailable | no\ (?:caller\ ?id|number) | hidden(?:\ number)? | blocked | null | none | n/a
    | payphone | (?:未知|匿名|隐藏|隐私|私人|私密|保密|陌生|未显示|不显示|受限制?的?|无|无法显示的?)
      (?:号码?|来电显示|来电|电话) | 未知 | 匿名 | 隐藏 | 保密 | 受限 | 未显示
    | 未提供 | 不详
    )\s*\)?""",
    re.IGNORECASE | re.VERBOSE,
)
MASK = re.compile(r"[-+0-9 ().]*(?:[*•●×]|[xX]{2})[-+0-9 ().*•●×xX]*")
MASK_PREFIX = "masked:"
EMAIL = re.compile(r"(?:mailto:)?([^@\s:]{1,64}@[^@\s]+\.[^@\s.]+)", re.IGNORECASE)
WECHAT_ID = re.compile(r"(?:wxid_|gh_)[a-z0-9_-]{1,64}|\S+@(?:chatroom|openim)", re.IGNORECASE)
ACCOUNT = re.compile(
    r"(微信|wechat|weixin|wx|qq|钉钉|dingtalk|支付宝|alipay|抖音|douyin|快手|kuaishou|微博|weibo"
    r"|陌陌|momo|小红书|xiaohongshu)(?:(?:号码?|昵称|账号|帐号|id)\s*:?|\s*:|\s|(?<=qq)(?=[0-9]))\s*(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
SERVICES = (
    ("wechat", "微信", ("微信", "wechat", "weixin", "wx")),
    ("qq", "QQ", ("qq",)),
    ("dingtalk", "钉钉", ("钉钉", "dingtalk")),
    ("alipay", "支付宝", ("支付宝", "alipay")),
    ("douyin", "抖音", ("抖音", "douyin")),
    ("kuaishou", "快手", ("快手", "kuaishou")),
    ("weibo", "微博", ("微博", "weibo")),
    ("momo", "陌陌", ("陌陌", "momo")),
    ("xiaohongshu", "小红书", ("小红书", "xiaohongshu")),
)
SERVICE_BY_WORD = {word: (slug, name) for slug, name, words in SERVICES for word in words}

SHOWN_OF_MASKED = re.compile(r"(1[3-9][0-9]|0[0-9]{2,3}-|\+[0-9]+)?[-0-9 ]{3,}((?:[0-9] ?-?){4})$")
LABEL = re.compile(r"(?:tel|phone|电话|手机|座机|固话|来电|号码)号?码?\s*:\s*", re.IGNORECASE)
EXTENSION = re.compile(
    r"(.+?)\s*(;ext=|转接?|分机号?|ext\.?|x|[-,;#])\s*:?\s*([0-9]{1,6})", re.IGNORECASE
)
SEPARATORS = re.compile(r"[\s().\-/·\[\]]")
TELEPHONE = re.compile(r"\+?[0-9]{1,30}")
CHINA = re.compile(r"(\+0*86|0086|86)0?(?=[1-9])")
DIALLED_THROUGH = re.compile(
    r"(?:179[0-9]{2}|125(?:20|93)|10193)(?=1[3-9][0-9]{9}$|0[1-9][0-9]{9,10}$)"
)
MOBILE = re.compile(r"0?(1[3-9][0-9]{9})")
SERVICE_400 = re.compile(r"0?([48]00[0-9]{7})")
FIXED = re.compile(r"(10|2[0-9]|[3-9][0-9]{2})([0-9]{7,8})")
FIXED_SERVICE = re.compile(r"(10|2[0-9]|[3-9][0-9]{2})(1[012][0-9]{3}|9[56][0-9]{3,4})")
AREA_LEFT_BARE = re.compile(
    r"(10(?=[ -]?[2-8])|2[0-9](?=[ -]?[0-9]{8}$)|[3-9][0-9]{2})[ -]?([0-9]{7,8})"
)
LOCAL = re.compile(r"[2-9][0-9]{6,7}")
OWN_CODES = (
    (re.compile(r"106[0-9]{3,}"), "gateway_106"),
    (
        re.compile(r"1[012][0-9]{1,5}|1010[0-9]{4}|100(?:00|10|86|99)[0-9]{3,9}|999"),
        "short_code",
    ),
    (re.compile(r"9[56][0-9]{3,}"), "service_95"),
)
VIRTUAL = ("162", "165", "167", "170", "171")
HOST_NETWORK = {"162": "中国电信", "165": "中国移动", "167": "中国联通"}
OPERATORS = {"10000": "中国电信", "10010": "中国联通", "10086": "中国移动", "10099": "中国广电"}
TIDY_PLACE = {
    "中国": "",
    "天津": "天津市",
    "香港": "中国香港",
    "澳门特区": "中国澳门",
    "台湾地区": "中国台湾",
}
