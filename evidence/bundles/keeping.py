"""The page on method and custody: how records came about, were kept, and who could get at them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from evidence.bundles.citations import citation_record
from evidence.bundles.follow_up_records import LinkRecord
from evidence.bundles.method_records import CheckRecord
from evidence.bundles.records import CitationRecord, IncidentRecord, Selection
from evidence.bundles.wording import day_of, full_date, gap, hex_groups, stamp

ORIGINS = {"quick": "逐条记下", "import": "从手机备份导入", "report": "由亲友通过链接上报"}
IMPORTED = "import"
# By these a court judges whether electronic data is what it was.
AUTHENTICITY = "evidence-2019:93"
SOON = (
    (timedelta(hours=1), "1小时内"),
    (timedelta(days=1), "1天内"),
    (timedelta(days=7), "7天内"),
)
BY_ACCOUNT = "user:"


@dataclass(frozen=True, slots=True)
class Custody:
    """What the page says: `method` by heading, then the chain; `acts` counts links by deed."""

    method: tuple[tuple[str, str], ...]
    authenticity: CitationRecord | None
    acts: tuple[tuple[str, int], ...]
    first: LinkRecord | None
    head: LinkRecord | None
    first_at: str
    head_at: str
    head_digest: str
    length: int


def custody(selection: Selection, role: str) -> Custody:
    """`role` is what the borrower is called towards the recipient."""
    acts = Counter(link.action_text for link in selection.links)
    links = selection.links
    return Custody(
        method=tuple(method(selection, role)),
        authenticity=citation_record({"clause": AUTHENTICITY}),
        acts=tuple(acts.most_common()),
        first=links[0] if links else None,
        head=links[-1] if links else None,
        first_at=stamp(links[0].at) if links else "",
        head_at=stamp(links[-1].at) if links else "",
        head_digest=hex_groups(links[-1].digest) if links else "",
        length=len(links),
    )


def method(selection: Selection, role: str) -> Iterator[tuple[str, str]]:
    """Yield what a court asks of electronic data, with what is known of it here."""
    environment = selection.method.environment
    yield "怎样形成", "".join(origin_sentences(selection))
    yield (
        "用什么记",
        f"{selection.software}，装在{role}自己的电脑上，不联网使用。出具时的系统是"
        f"{environment.system}（{environment.machine}），Python {environment.python}，"
        f"{environment.database}；规则目录摘要{selection.catalogue_digest[:12]}，"
        f"判断程序第{selection.engine_version}版。时间取自这台电脑的时钟，按北京时间打印。",
    )
    if selection.method.devices:
        yield "文件来自", f"提交人说明的设备：{'、'.join(selection.method.devices)}。"
    yield "是否正常", "".join(soundness(selection))
    yield (
        "防止出错",
        "每次增加、更正、决定都在保管记录中留下一环，每一环包含前一环的摘要；旧值保留，数据库拒绝改写和"
        "删除各环。保管记录只含摘要和栏目名，不含个人内容。",
    )
    yield (
        "怎样保存",
        "文件收存时原样存放并计算SHA-256和SM3摘要，之后不改写，也没有经过压缩或转换；遮盖、涂黑都"
        "另做副本。随附的ZIP由程序直接从保存处取出。" + backed_up(selection),
    )
    yield "谁能接触", "".join(people(selection, role))


def origin_sentences(selection: Selection) -> Iterator[str]:
    origins = Counter(incident.origin for incident in selection.incidents)
    yield "，".join(f"{ORIGINS[key]}{origins[key]}次" for key in ORIGINS if origins[key]) + "。"
    told = [incident for incident in selection.incidents if incident.origin != IMPORTED]
    if told:
        yield timeliness(told, len(told) < len(selection.incidents))


def timeliness(told: Sequence[IncidentRecord], is_part: bool) -> str:
    """Say how soon after the event it was written down, counted from the start of each span."""
    gaps = [incident.recorded_at - incident.occurred_at for incident in told]
    whose = f"不是导入的{len(told)}次" if is_part else ""
    parts = [f"{name}{count}次" for name, count in spread(gaps)]
    when = "，".join(parts) if len(parts) > 1 else f"都在{parts[0].removesuffix(f'{len(gaps)}次')}"
    return f"{whose}从事发到记下：{when}；最长{gap(max(gaps))}，逐条印在时间顺序记录里。"


def spread(gaps: Sequence[timedelta]) -> Iterator[tuple[str, int]]:
    """Count gaps by how long they are, each in the shortest span that holds it."""
    counted = 0
    for limit, name in SOON:
        within = sum(1 for each in gaps if each < limit)
        if within > counted:
            yield name, within - counted
            counted = within
    if counted < len(gaps):
        yield "7天以后", len(gaps) - counted


def soundness(selection: Selection) -> Iterator[str]:
    if selection.exhibits:
        yield (
            f"出具本号时把{len(selection.exhibits)}件证据的原件重新读过一遍，"
            "SHA-256都与收存时相同。"
        )
    checked = selection.method.checked
    yield last_checked(checked) if checked else "出具以前没有核对过全案的保管记录。"


def last_checked(check: CheckRecord) -> str:
    read = f"{check.links}环、{check.records}条记录、{check.files}个文件"
    found = f"有{check.problems}处不符" if check.problems else "没有不符"
    return f"上一次核对全案是{full_date(day_of(check.at))}，读过{read}，{found}。"


def backed_up(selection: Selection) -> str:
    moment = selection.method.backed_up_at
    return f"上一次加密备份是{full_date(day_of(moment))}。" if moment else ""


def people(selection: Selection, role: str) -> Iterator[str]:
    held = selection.method
    yield f"这台电脑上能登录程序的账户有{held.accounts}个，登录要密码。"
    if held.friends:
        yield (
            f"{held.friends}位亲友得到过链接，只能通过它提交自己的话和文件，看不到案件里的内容。"
        )
    actors = Counter(link.actor.startswith(BY_ACCOUNT) for link in selection.links)
    if actors[False]:
        yield f"保管记录中由账户留下{actors[True]}环，由亲友提交留下{actors[False]}环。"
    yield f"{role}以外的人怎样用过这台电脑，本材料无法说明。"
