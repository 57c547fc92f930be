"""Drawing the example's screenshots: a chat on a phone of 1080 × 2340 pixels."""

import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1080, 2340)
MARGIN = 48
BUBBLE_WIDTH = 720
TEXT = 44
LINE = 66
# Where systems without fontconfig keep a Chinese face.
FONT_FILES = (
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Medium.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simhei.ttf",
)


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of a chat: its words, and whether the phone's owner sent it."""

    words: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """A screen to draw; a `str` among the items is a time stamp in the middle."""

    clock: str
    title: str
    items: tuple[Bubble | str, ...]


def chinese_font(size: int) -> ImageFont.FreeTypeFont:
    """Return an installed face with Chinese; raises OSError when there is none."""
    finder = shutil.which("fc-match")
    if finder:
        found = subprocess.run(  # noqa: S603 - a fixed command
            [finder, "--format=%{file}", "Noto Sans CJK SC:lang=zh-cn"],
            capture_output=True,
            text=True,
            check=True,
        )
        return ImageFont.truetype(found.stdout, size)
    path = next((name for name in FONT_FILES if Path(name).exists()), None)
    if path is None:
        raise OSError("no Chinese font is installed")
    return ImageFont.truetype(path, size)


def wrap(words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break words into lines no wider than `width` pixels, never before closing punctuation."""
    lines = [""]
    for character in words:
        if font.getlength(lines[-1] + character) > width and character not in "，。！？、”）：；":
            lines.append("")
        lines[-1] += character
    return lines


def draw_chat(chat: Chat) -> bytes:
    """Return a screenshot as JPEG bytes, in a few greys and the one green of own messages."""
    image = Image.new("RGB", SIZE, "#ededed")
    draw = ImageDraw.Draw(image)
    small, text, title = chinese_font(34), chinese_font(TEXT), chinese_font(50)
    draw.text((MARGIN, 36), chat.clock, font=small, fill="#222222")
    draw.text((SIZE[0] - MARGIN, 36), "5G", font=small, fill="#222222", anchor="ra")
    draw.text((SIZE[0] // 2, 130), chat.title, font=title, fill="#111111", anchor="ma")
    draw.line((0, 226, SIZE[0], 226), fill="#cfcfcf", width=2)
    top = 280
    for item in chat.items:
        if isinstance(item, str):
            draw.text((SIZE[0] // 2, top), item, font=small, fill="#888888", anchor="ma")
            top += 90
        else:
            top = draw_bubble(draw, item, top, text)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=88)
    return stream.getvalue()


def draw_bubble(
    draw: ImageDraw.ImageDraw, bubble: Bubble, top: int, font: ImageFont.FreeTypeFont
) -> int:
    """Draw one message at `top`; returns where the next may begin."""
    lines = wrap(bubble.words, font, BUBBLE_WIDTH)
    width = max(int(font.getlength(line)) for line in lines) + 72
    height = LINE * len(lines) + 56
    left = SIZE[0] - MARGIN - width if bubble.is_own else MARGIN
    draw.rounded_rectangle(
        (left, top, left + width, top + height), 26, fill="#95d475" if bubble.is_own else "#ffffff"
    )
    for number, line in enumerate(lines):
        draw.text((left + 36, top + 26 + LINE * number), line, font=font, fill="#111111")
    return top + height + 48


CHATS: dict[str, Chat] = {
    "wechat-words": Chat(
        "09:35",
        "催收 王",
        ("2018年3月28日 上午9:32", Bubble("加微信是给你机会，别不识抬举。")),
    ),
    "wechat-blocked": Chat(
        "17:06",
        "催收 王",
        (
            "2018年3月30日 下午5:05",
            Bubble("请告诉我你们公司的名称，把平台的委托书发给我看。", is_own=True),
            "消息已发出，但被对方拒收了。",
        ),
    ),
    "sms-lin": Chat(
        "20:31",
        "106900005371",
        (
            "2018年4月24日 20:14",
            Bubble("你是小柳留的联系人。她一天不还，你的电话一天不停，打到她来求我们为止。"),
            "20:17",
            Bubble("我和她的借款没有关系，请不要再打给我，也不要发信息。", is_own=True),
            "20:21",
            Bubble("没关系？通话记录里就数你们联系多。等着吧。"),
            "20:29",
            Bubble("劝她今晚处理掉，大家都清静。"),
        ),
    ),
    "wechat-wen": Chat(
        "21:12",
        "小柳",
        (
            "2018年4月30日 晚上9:10",
            Bubble("求你让他们别打了，我手机一天响几十次。", is_own=True),
            Bubble("对不起，我已经找平台了，他们不回。你把通话记录截给我好吗。"),
        ),
    ),
    "platform": Chat(
        "14:20",
        "甲平台 在线客服",
        (
            "2018年5月30日 14:11",
            Bubble("请问这些济宁的号码是不是你们委托的公司？", is_own=True),
            Bubble("您好，已为您记录，会有专人联系您。"),
            "6月5日 10:02",
            Bubble("还没有人联系我。", is_own=True),
        ),
    ),
}
