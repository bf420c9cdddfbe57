"""Images that are printed on papers: signatures and seals, taken from outside and made safe."""

from __future__ import annotations

import io
import struct
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from enforcement.foundation.errors import Invalid

MEGABYTE = 1024 * 1024
LARGEST_BYTES = 8 * MEGABYTE
LARGEST_PIXELS = 25_000_000
"""What a telephone's camera gives; more is an attack on memory."""
SIGNATURE_BOX = (800, 300)
SEAL_BOX = (800, 800)
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    # Damaged EXIF fails in Pillow with whatever error its bytes happen to cause.
    ArithmeticError,
    LookupError,
    TypeError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
PNG = ("PNG",)
PNG_OR_PHOTO = ("PNG", "JPEG")


def clean_png(data: bytes, field: str, box: tuple[int, int], formats: tuple[str, ...]) -> bytes:
    """The same picture re-encoded as PNG, no larger than ``box`` pixels, without anything else.

    Errors: ``Invalid`` on ``field`` when it has another format, is broken, too large, or empty.
    """
    if len(data) > LARGEST_BYTES:
        raise Invalid({field: [f"图片超过{LARGEST_BYTES // MEGABYTE}MB，请重新签名或者压缩后上传"]})
    picture = _opened(data, field, formats)
    if _blank(picture):
        raise Invalid({field: ["图片是空白的，没有签名或者印文，请重新签名或者换一张图片"]})
    picture.thumbnail(box)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _opened(data: bytes, field: str, formats: tuple[str, ...]) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=formats) as opened:
                if opened.width * opened.height > LARGEST_PIXELS:
                    raise Invalid({field: [f"图片超过{LARGEST_PIXELS // 10_000}万像素，请缩小后重试"]})
                return ImageOps.exif_transpose(opened).convert("RGBA")
    except UNREADABLE as error:
        words = "、".join(formats)
        raise Invalid({field: [f"不是完整的 {words} 图片，请重新签名或者换一张图片"]}) from error


def _blank(picture: Image.Image) -> bool:
    """Whether nothing can be seen on white paper."""
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return paper.convert("L").getextrema() == (255, 255)
