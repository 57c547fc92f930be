"""The last pages: how the records were made and kept, and what they cannot say."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.bundles.follow_up_records import LinkRecord
from evidence.bundles.overview import Overview
from evidence.bundles.records import Selection
from evidence.bundles.wording import hex_groups, stamp

ORIGINS = {"quick": "逐条记下", "import": "从手机备份导入", "report": "由亲友通过链接上报"}


@dataclass(frozen=True, slots=True)
class Custody:
    """How it was written down and kept; `acts` counts links by what was done."""

    method: tuple[tuple[str, str], ...]
    acts: tuple[tuple[str, int], ...]
    first: LinkRecord | None
    head: LinkRecord | None
    first_at: str
    head_at: str
    head_digest: str
    length: int


def custody(selection: Selection) -> Custody:
    origins = Counter(incident.origin for incident in selection.incidents)
    made = "，".join(f"{ORIGINS[key]}{origins[key]}次" for key in ORIGINS if origins[key])
    acts = Counter(link.action_text for link in selection.links)
    links = selection.links
    return Custody(
        method=(
            ("怎样记下", f"{made}。" if made else ""),
            (
                "用什么",
                f"{selection.software}，装在投诉人自己的电脑上，不联网使用；"
                f"规则目录摘要{selection.catalogue_digest[:12]}，判断程序第{selection.engine_version}版。",
            ),
            (
                "怎样保管",
                "文件收存时原样存放并计算SHA-256和SM3摘要，之后不改写。每次增加、更正、决定都在保管记录"
                "中留下一环；每一环包含前一环的摘要，旧值不删。保管记录只含摘要和栏目名，不含个人内容。",
            ),
        ),
        acts=tuple(acts.most_common()),
        first=links[0] if links else None,
        head=links[-1] if links else None,
        first_at=stamp(links[0].at) if links else "",
        head_at=stamp(links[-1].at) if links else "",
        head_digest=hex_groups(links[-1].digest) if links else "",
        length=len(links),
    )


def limits(selection: Selection, overview: Overview) -> Iterator[str]:
    """Say what this bundle does not prove and does not hold."""
    yield (
        "本材料记录发生过的事，不能证明来电人是谁、受谁委托，也不能证明号码和个人信息的来源。"
        "来电显示的号码可能被改变。"
    )
    yield (
        "摘要只能说明收存以后没有改动，不能说明收存以前的情况。保管记录由投诉人自己的电脑生成，"
        "不是第三方存证或公证。"
    )
    yield (
        "“可能涉及”不是结论，是否违反规范由有权机关认定。标○的规范只有公开转述，标◐的是他人引文，"
        "标●的读过全文但来自非官方转载；都须与官方文本核对。"
    )
    yield from left_out(selection)
    yield from imprecise(selection, overview)
    yield from masked(selection)
    yield "本材料不是法律意见。"


def left_out(selection: Selection) -> Iterator[str]:
    counts = selection.counts
    parts = [
        (counts.incidents_outside, "所选期间以外的事件{}次"),
        (counts.incidents_withdrawn, "投诉人撤下的事件{}次"),
        (counts.findings_undecided, "还没有确认的标记{}条"),
        (counts.findings_dismissed, "投诉人排除的标记{}条"),
        (counts.findings_outside, "已确认但没有选入的标记{}条"),
        (counts.statements_without_consent, "没有同意写成说明的亲友上报{}份"),
    ]
    named = [text.format(count) for count, text in parts if count]
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


def masked(selection: Selection) -> Iterator[str]:
    kept = [each.label for each in selection.exhibits if not each.is_included]
    if selection.scope.mask:
        yield "第三人的姓名和号码已在文字中遮盖，以〔〕标出，亲友用字母代称；对照表由投诉人保管。"
        if any(each.is_included for each in selection.exhibits):
            yield "截图、录音等原件按原样收录，没有遮盖，其中可能看得出第三人。"
    copies = [each.label for each in selection.exhibits if each.copy]
    if copies:
        yield (
            f"证据{'、'.join(copies)}收录的是涂黑了一部分的副本，黑块处的内容不在本材料里；"
            "副本另有摘要，原件由投诉人保存，可供核对。"
        )
    if kept:
        yield f"证据{'、'.join(kept)}的原件没有随包提交，只列名称和摘要，由投诉人保存。"
