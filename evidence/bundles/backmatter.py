"""The last page: what a bundle cannot say."""

from collections.abc import Iterator

from evidence.bundles.overview import Overview
from evidence.bundles.records import Selection


def limits(selection: Selection, overview: Overview, role: str) -> Iterator[str]:
    """
    Say what this bundle does not prove and does not hold; `role` is what the borrower is called.
    """
    yield (
        "本材料记录发生过的事，不能证明来电人是谁、受谁委托，也不能证明号码和个人信息的来源。"
        "来电显示的号码可能被改变。"
    )
    yield (
        "摘要只能说明收存以后没有改动，不能说明收存以前的情况。保管记录由"
        f"{role}自己的电脑生成，不是第三方存证或公证。"
    )
    yield (
        "“可能涉及”不是结论，是否违反规范由有权机关认定。标○的规范只有公开转述，标◐的是他人引文，"
        "标●的读过全文但来自非官方转载；都须与官方文本核对。"
    )
    yield from left_out(selection, role)
    yield from imprecise(selection, overview)
    yield from masked(selection, role)
    yield "本材料不是法律意见。"


def left_out(selection: Selection, role: str) -> Iterator[str]:
    counts = selection.counts
    parts = [
        (counts.incidents_outside, "所选期间以外的事件{}次"),
        (counts.incidents_other_creditor, "其他债权方或没有写债权方的事件{}次"),
        (counts.incidents_other_contact, "联系其他人的事件{}次"),
        (counts.incidents_earlier, "前几号已经列入的事件{}次"),
        (counts.incidents_withdrawn, "{role}撤下的事件{}次"),
        (counts.findings_undecided, "还没有确认的标记{}条"),
        (counts.findings_dismissed, "{role}排除的标记{}条"),
        (counts.findings_outside - counts.findings_partial, "已确认但没有选入的标记{}条"),
        (counts.findings_partial, "已确认、但所计的事件不全在本号里的标记{}条"),
        (counts.statements_without_consent, "没有同意写成说明的亲友上报{}份"),
    ]
    named = [text.format(count, role=role) for count, text in parts if count]
    if named:
        yield f"没有列入本号的有：{'，'.join(named)}。"


def imprecise(selection: Selection, overview: Overview) -> Iterator[str]:
    about = sum(1 for incident in selection.incidents if not incident.is_time_exact)
    if about:
        yield f"有{about}次事件的时间是大约的，在时间前注“约”。"
    if any(incident.origin == "import" for incident in selection.incidents):
        yield "导入的记录以手机备份里的时间为准；备份里没有的来电，这里也没有。"
    unknown = sum(1 for incident in overview.incoming if not incident.line)
    if unknown:
        yield f"有{unknown}次联系没有记下号码。"
    unreadable = [each.label for each in selection.exhibits if each.unreadable]
    if unreadable:
        yield f"证据{'、'.join(unreadable)}显示不出来，只列原件和摘要。"
    recordings = [each for each in selection.exhibits if each.kind in ("audio", "video")]
    media = [each.label for each in recordings if not each.words]
    if media:
        yield f"证据{'、'.join(media)}是录音或视频，没有文字稿，请播放原件。"


def masked(selection: Selection, role: str) -> Iterator[str]:
    kept = [each.label for each in selection.exhibits if not each.is_included]
    if selection.scope.mask:
        yield (
            f"第三人的姓名和号码已在文字中遮盖，以〔〕标出，亲友用字母代称；对照表由{role}保管。"
        )
        if any(each.is_included for each in selection.exhibits):
            yield "截图、录音等原件按原样收录，没有遮盖，其中可能看得出第三人。"
    copies = [each.label for each in selection.exhibits if each.copy]
    if copies:
        yield (
            f"证据{'、'.join(copies)}收录的是涂黑了一部分的副本，黑块处的内容不在本材料里；"
            f"副本另有摘要，原件由{role}保存，可供核对。"
        )
    if kept:
        yield f"证据{'、'.join(kept)}的原件没有随包提交，只列名称和摘要，由{role}保存。"
