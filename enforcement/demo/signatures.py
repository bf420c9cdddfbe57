"""A drawn signature, for the papers of the demo."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

STROKE = ((20, 90), (90, 30), (120, 110), (170, 45), (240, 100), (300, 50), (380, 80))
SIZE = (400, 140)


def draw_demo_signature() -> bytes:
    """PNG of a stroke as a finger draws it, transparent ground."""
    image = Image.new("RGBA", SIZE, (255, 255, 255, 0))
    ImageDraw.Draw(image).line(STROKE, fill="black", width=5, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
