"""Pictures with damaged bytes: taken or refused, never a fault. Seeded, so that every run tries the same ones."""

from __future__ import annotations

import io
import random
import struct
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from enforcement.documents.images import PNG_OR_PHOTO, SIGNATURE_BOX, clean_png
from enforcement.foundation.errors import Invalid

TRIES = 3_000
HEAD_BYTES = 200
"""Where headers and EXIF stand."""


def picture(kind):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "x" * 40
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 20, 20)).save(out, kind, exif=exif.tobytes())
    return out.getvalue()


def damaged(data, chance):
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(2, min(len(data), HEAD_BYTES))] = chance.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.filterwarnings("ignore")
def test_damaged_pictures_are_refused_with_a_sentence(kind) -> None:
    chance, taken = random.Random(1), []  # noqa: S311 -- the same pictures in every run
    whole = picture(kind)
    for _ in range(TRIES):
        with suppress(Invalid):
            taken.append(clean_png(damaged(whole, chance), "signature", SIGNATURE_BOX, PNG_OR_PHOTO))
    assert 0 < len(taken) < TRIES
    assert all(data.startswith(b"\x89PNG") for data in taken)


def test_a_small_png_of_a_thousand_million_points_is_refused() -> None:
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 31_623, 31_623, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 10_000_000))
    with pytest.raises(Invalid):
        clean_png(bomb + chunk(b"IEND", b""), "signature", SIGNATURE_BOX, PNG_OR_PHOTO)


@pytest.mark.parametrize("data", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"%PDF-1.7", b"", b"PK\3\4"])
def test_other_types_are_no_picture_whatever_they_are_called(data) -> None:
    with pytest.raises(Invalid):
        clean_png(data, "signature", SIGNATURE_BOX, PNG_OR_PHOTO)


def test_what_follows_a_picture_is_not_kept() -> None:
    kept = clean_png(picture("PNG") + b"<script>alert(1)</script>", "signature", SIGNATURE_BOX, PNG_OR_PHOTO)
    assert b"script" not in kept
