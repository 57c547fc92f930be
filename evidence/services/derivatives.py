"""Making pictures to look at from originals, which themselves stay as they are."""

import io
from dataclasses import asdict, dataclass

from PIL import Image, ImageOps

from evidence import storage
from evidence.exceptions import NotViewable
from evidence.models import Derivative, Exhibit
from evidence.models.exhibit import DerivativeKind, ExhibitKind
from evidence.pictures import FOREIGN, FORMATS, quietly

JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Recipe:
    """
    How a picture is made: turned upright by its EXIF, cut at the foot to `tallest` times its
    width (0: never), brought to at most `width` pixels, saved as JPEG of this quality.
    """

    width: int
    tallest: float
    quality: int


RECIPES = {
    DerivativeKind.THUMBNAIL: Recipe(width=240, tallest=2.2, quality=78),
    DerivativeKind.PREVIEW: Recipe(width=1080, tallest=0, quality=85),
}
# What a JPEG can hold in height.
TALLEST_JPEG = 65_000


def picture_of(*, exhibit: Exhibit, kind: DerivativeKind) -> Derivative:
    """
    Return a picture of an exhibit, made on first need and again when its file is gone.

    Raises NotViewable when the original is no picture or cannot be decoded.
    """
    if exhibit.kind != ExhibitKind.IMAGE or exhibit.unreadable:
        raise NotViewable
    held = exhibit.derivatives.filter(kind=kind).first()
    if held and storage.path_of(held.sha256).exists():
        return held
    recipe = RECIPES[kind]
    stored = storage.store(io.BytesIO(render(exhibit, recipe)))
    derivative, _ = Derivative.objects.update_or_create(
        exhibit=exhibit,
        kind=kind,
        defaults={"sha256": stored.sha256, "media_type": JPEG, "recipe": asdict(recipe)},
    )
    return derivative


def render(exhibit: Exhibit, recipe: Recipe) -> bytes:
    """Return the picture as JPEG bytes, without the original's EXIF (place, device)."""
    stream = io.BytesIO()
    try:
        with quietly(), Image.open(storage.path_of(exhibit.sha256), formats=FORMATS) as image:
            picture = shrink(image, recipe)
    except FOREIGN as error:
        raise NotViewable from error
    picture.save(stream, "JPEG", quality=recipe.quality)
    return stream.getvalue()


def shrink(image: Image.Image, recipe: Recipe) -> Image.Image:
    # A JPEG decodes straight to a smaller size, which saves most of the time.
    image.draft("RGB", (2 * recipe.width, 2 * recipe.width))
    upright = ImageOps.exif_transpose(image)
    if recipe.tallest:
        foot = min(upright.height, round(upright.width * recipe.tallest))
        upright = upright.crop((0, 0, upright.width, foot))
    upright.thumbnail((recipe.width, TALLEST_JPEG))
    return on_white(upright)


def on_white(image: Image.Image) -> Image.Image:
    """Return the picture in RGB; what is transparent becomes white paper."""
    if image.mode.startswith("I"):
        return eight_bits(image).convert("RGB")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return image.convert("RGB")


def eight_bits(image: Image.Image) -> Image.Image:
    """Bring 16 bits of grey down to 8; Pillow itself would cut them off and leave white."""
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
