"""Images that are printed on papers: signatures and seals, taken from outside and made safe."""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from enforcement.foundation.errors import Invalid

LARGEST_BYTES = 2 * 1024 * 1024
LARGEST_SIDE = 4000
"""Pixels; a larger one is not a signature but an attack on memory."""
SIGNATURE_BOX = (800, 300)
SEAL_BOX = (800, 800)


def clean_png(data: bytes, field: str, box: tuple[int, int]) -> bytes:
    """The same picture re-encoded as PNG, no larger than ``box`` pixels, without anything else.

    Errors: ``Invalid`` on ``field`` when it is no PNG, too large, or empty (nothing drawn).
    """
    if len(data) > LARGEST_BYTES:
        raise Invalid({field: [f"图片超过{LARGEST_BYTES // 1024 // 1024}MB，请重新签名或者压缩后上传"]})
    picture = _opened(data, field)
    if _blank(picture):
        raise Invalid({field: ["图片是空白的，没有签名或者印文，请重新签名或者换一张图片"]})
    picture.thumbnail(box)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _opened(data: bytes, field: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["PNG"]) as opened:
                if max(opened.size) > LARGEST_SIDE:
                    raise Invalid({field: [f"图片的边长超过{LARGEST_SIDE}像素，请缩小后重试"]})
                return opened.convert("RGBA")
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise Invalid({field: ["不是完整的 PNG 图片，请重新签名或者换一张图片"]}) from error


def _blank(picture: Image.Image) -> bool:
    """Whether nothing can be seen on white paper."""
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return paper.convert("L").getextrema() == (255, 255)
