"""For every label, texts that show it and neighbours that do not."""

import pytest

from incidents.tagging.facts import Label, Narrator
from incidents.tagging.observe import observe_text

NARRATORS = {"c": Narrator.COLLECTOR, "b": Narrator.BORROWER, "r": Narrator.RELATIVE}

SHOWN = {
    "threat_violence": [
        "c:小心你的车胎",
        "c:让你横着出门",
        "c:你儿子放学路上注意安全",
        "b:他说要找人打断我的腿",
        "b:家门口被泼了红油漆",
        "c:怎么不去死，跳楼得了",
    ],
    "threat_legal_false": [
        "c:再不处理就按信用卡诈骗抓人",
        "c:影响你孩子政审",
        "c:你等着吃国家饭吧",
        "b:催收说要冻结我所有银行卡",
        "c:已将您列入失信被执行人名单，限制乘坐高铁",
        "b:说帽子叔叔明天上门抓我",
    ],
    "impersonation_authority": [
        "c:我是市局反诈中心的",
        "b:自称法院的人打来电话",
        "c:【调解中心】您的案件已受理，请速联系李警官",
        "b:冒充派出所民警要我还钱",
        "c:我是负责你案件的律师，姓张",
    ],
    "insult": [
        "c:你就是个老赖",
        "c:傻X，还钱",
        "b:上来就骂我是废物",
        "b:他发语音骂“狗东西”",
        "c:欠錢唔還，冚家鏟",
    ],
    "third_party_contact": [
        "c:你大伯的电话我打了",
        "b:催收给我前妻打了电话",
        "r:催收打给我，让我劝我弟还钱",
        "c:您是王某的表姐吧，请转告他还款",
        "b:爆了我的通讯录",
    ],
    "workplace_contact": [
        "c:我明天就给你单位领导打电话",
        "b:催收把电话打到我们公司人事",
        "c:请转告贵公司员工尽快还款",
        "b:辅导员说催收打给了她",
    ],
    "disclosure_public": [
        "c:抖音直播间曝光你",
        "b:他们在小区门口拉横幅写我的名字",
        "c:明天村里大喇叭念你名字",
        "b:把我的欠条发到了业主群，说我欠钱",
        "b:楼道里贴满了写着我欠钱的传单",
    ],
    "obscene_or_forged_image": [
        "b:把我的头像P到花圈上",
        "c:AI换脸技术了解一下",
        "c:拍几张裸照发来",
        "b:我的照片被合成招嫖广告",
    ],
    "privacy_leak": [
        "b:他念出了我的身份证号和家庭住址",
        "c:你手机通讯录都在我手里",
        "c:定位到你在城东花园3栋",
        "b:催收把我身份证照片发到网上",
    ],
    "identity_refusal": [
        "b:问工号就装没听见",
        "c:委托书？没有",
        "c:我是谁你不用管",
        "b:不肯说自己是哪家公司的",
        "b:报的工号是假的",
    ],
    "frequency_bombing": [
        "b:一天打了三十多个电话",
        "c:让你见识什么叫呼死你",
        "b:每隔几分钟打一次",
        "b:短信轰炸，手机响个不停",
    ],
    "odd_hours": [
        "b:夜里十一点打来催收",
        "b:凌晨两点半还打电话",
        "c:(23:48)最后一遍，回电",
        "b:清早六点就打来",
        "b:半夜打电话来催",
    ],
    "home_visit_threat": [
        "c:明天去你家坐坐",
        "b:催收到我单位楼下堵我",
        "c:外访人员将上门",
        "b:两个男的来敲门要债",
    ],
    "coercion_new_debt": [
        "c:去借呗借出来还我",
        "c:把房子卖了还钱",
        "b:他让我套现信用卡",
        "c:卖个肾不就有了",
        "c:介绍你去夜场上班",
    ],
    "private_account": [
        "c:转我个人微信",
        "b:让我把钱打到他私人卡上",
        "c:扫我收款码还款",
        "b:叫我发红包还利息",
    ],
}

NOT_SHOWN = {
    "threat_violence": [
        "c:不还就法庭见",
        "c:今晚有暴雨，请注意安全",
        "b:催收没有威胁要打我",
        "c:明天去你家坐坐",
    ],
    "threat_legal_false": [
        "c:我行将依法提起诉讼",
        "c:逾期将报送征信",
        "b:请问逾期会坐牢吗？",
        "c:案号（2026）浙0106民初1号，定于3月8日开庭",
    ],
    "impersonation_authority": [
        "c:我是本公司法务部的专员",
        "c:再不还警察就上门",
        "c:【12368】您的案件已立案",
        "b:我去派出所问了，没有这个事",
    ],
    "insult": [
        "b:他说话难听，态度很差",
        "b:我骂了他一句骗子",
        "b:对方没骂我",
        "c:失信被执行人名单",
    ],
    "third_party_contact": [
        "b:我自己跟我妈说了",
        "c:我们承诺不会联系您的家人",
        "b:我怕他们打给我爸妈",
        "c:打错了，不好意思",
    ],
    "workplace_contact": [
        "b:催收打给了我妈",
        "b:我已经跟领导请了假",
        "b:催收公司打来电话",
        "b:去我老婆单位闹",
    ],
    "disclosure_public": [
        "b:给我妈发了一条短信说我欠钱",
        "b:看到抖音上有人被曝光",
        "c:电梯里贴了停水通知",
    ],
    "obscene_or_forged_image": [
        "b:他发来一张假的法院传票",
        "c:谨防裸聊诈骗",
        "b:把我的普通照片贴在门上",
    ],
    "privacy_leak": [
        "c:您的联系地址是否有变更",
        "c:您欠款3000元",
        "c:请携带身份证到网点办理",
    ],
    "identity_refusal": [
        "b:他报了工号和公司",
        "c:您好，我是某银行工号2231",
        "b:短信没有署名",
    ],
    "frequency_bombing": [
        "b:一天打两三个电话",
        "b:天天打电话",
        "b:推销的一天打了十几个电话",
    ],
    "odd_hours": [
        "b:晚上九点四十打来电话",
        "b:早上八点十分打来电话",
        "c:请于今晚24点前还款",
        "b:我半夜睡不着",
        "b:催收24小时不断打",
    ],
    "home_visit_threat": [
        "c:工程师将上门维修空调",
        "b:我约了去银行网点面签",
        "c:您的快递送货上门",
        "c:警察明天上门抓你",
    ],
    "coercion_new_debt": [
        "c:您有没有资金安排",
        "b:客服劝我不要以贷养贷",
        "b:我自己把车卖了",
    ],
    "private_account": [
        "c:请转入我公司对公账户",
        "c:请勿向个人账户转账",
        "c:上次借你的五百微信转我吧",
        "c:请在官方App内还款",
    ],
}


def cases(table):
    return [
        pytest.param(label, *text.split(":", 1), id=f"{label}-{number}")
        for label, texts in table.items()
        for number, text in enumerate(texts)
    ]


def labels(text, narrator):
    return {seen.label.value for seen in observe_text(text, NARRATORS[narrator])}


def test_every_label_has_its_tables():
    assert set(SHOWN) == set(NOT_SHOWN) == {label.value for label in Label}


@pytest.mark.parametrize(("label", "narrator", "text"), cases(SHOWN))
def test_a_text_shows_the_label(label, narrator, text):
    assert label in labels(text, narrator)


@pytest.mark.parametrize(("label", "narrator", "text"), cases(NOT_SHOWN))
def test_a_neighbour_does_not_show_the_label(label, narrator, text):
    assert label not in labels(text, narrator)
