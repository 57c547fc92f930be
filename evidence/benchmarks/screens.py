"""Draws screenshots of the size that phones take them in, quickly and each one different."""

import io
from collections.abc import Iterator
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from evidence.benchmarks.words import LAWFUL, PRESSING, REPLIES
from evidence.demo.pictures import SIZE, Bubble, chinese_font, draw_bubble

QUALITY = 80
# A photograph in the chat: what is hard to compress, and what gives the file its size.
PHOTO = (1080, 900)
PHOTO_TOP = 1240
# The photographs are cut from one large grainy picture, each from another place.
GRAIN = (1480, 1300)
CLOUDS = (37, 32)
GRAIN_SHARE = 0.73
DARK, LIGHT = "#20242c", "#e8dcc8"


def screenshots(count: int, seed: int) -> Iterator[bytes]:
    """Yield JPEG files of 1080 × 2340 pixels and about 345 kB."""
    random = Random(seed)  # noqa: S311 - the same pictures every time, no secret
    grain = grainy(random)
    small, text = chinese_font(34), chinese_font(44)
    for number in range(1, count + 1):
        image = Image.new("RGB", SIZE, "#ededed")
        draw = ImageDraw.Draw(image)
        draw.text((48, 36), f"截图 {number:05d} / {seed}", font=small, fill="#222222")
        top = 280
        for is_own in (False, False, True, False):
            words = random.choice(REPLIES if is_own else PRESSING + LAWFUL)
            top = draw_bubble(draw, Bubble(words, is_own), top, text)
        image.paste(cut(grain, random), (0, PHOTO_TOP))
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=QUALITY)
        yield stream.getvalue()


def grainy(random: Random) -> Image.Image:
    """Make soft clouds with grain on them, as a photograph in poor light has."""
    clouds = noise(CLOUDS, random).resize(GRAIN, Image.Resampling.BICUBIC)
    grain = noise(GRAIN, random).filter(ImageFilter.GaussianBlur(0.8))
    mixed = Image.blend(clouds, grain, GRAIN_SHARE)
    return ImageOps.colorize(mixed, DARK, LIGHT)


def noise(size: tuple[int, int], random: Random) -> Image.Image:
    return Image.frombytes("L", size, random.randbytes(size[0] * size[1]))


def cut(grain: Image.Image, random: Random) -> Image.Image:
    left = random.randrange(GRAIN[0] - PHOTO[0])
    top = random.randrange(GRAIN[1] - PHOTO[1])
    return grain.crop((left, top, left + PHOTO[0], top + PHOTO[1]))
