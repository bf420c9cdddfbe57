"""Public numbers of the demo's draws: made up, the same at every load, typed by its two typists."""

from __future__ import annotations

import io
from datetime import datetime
from random import Random

from PIL import Image, ImageDraw

from enforcement.demo.cast import Cast
from enforcement.draws.commands import TypeValue
from enforcement.draws.queries import open_values
from enforcement.draws.services import type_value

TYPISTS = ("lei", "wen")


def type_announced(cast: Cast, now: datetime) -> None:
    """Both typists type what was announced until now."""
    for value in open_values(cast.actor(TYPISTS[0]), now):
        if value.announced_at <= now:
            command = TypeValue(value.source_id, numbers_of(value.source_id), announcement(value.source_id))
            for username in TYPISTS:
                type_value(cast.actor(username), command, now)


def numbers_of(source_id: str) -> str:
    """Numbers for an issue of a lottery, as a person types them."""
    random = Random(source_id)
    kind = source_id.split(":", maxsplit=1)[0]
    groups = {"ssq": ((33, 6), (16, 1)), "dlt": ((35, 5), (12, 2)), "kl8": ((80, 20),)}[kind]
    drawn = [sorted(random.sample(range(1, largest + 1), count)) for largest, count in groups]
    return " / ".join(" ".join(str(number) for number in group) for group in drawn)


def announcement(source_id: str) -> bytes:
    """A picture that stands for the photo of the announcement."""
    image = Image.new("RGB", (480, 160), "white")
    pen = ImageDraw.Draw(image)
    pen.text((24, 40), f"DEMO {source_id}", fill="black")
    pen.text((24, 80), numbers_of(source_id), fill="black")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
