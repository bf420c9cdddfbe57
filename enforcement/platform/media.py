"""What an uploaded recording is, found out by reading it to its end in a limited child process.

Opening and probing prove nothing: a clip cut to 60 % opens, names its length and its codec, and
fails only when the missing part is decoded. So everything is decoded once before it counts.

`make_demo_mp4` makes small real clips (H.264 and AAC) for demo data and tests.
"""

from __future__ import annotations

import base64
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
from av.container import OutputContainer
from PIL import Image, ImageDraw, ImageFont

from enforcement.foundation.errors import DomainError

CHILD = Path(__file__).with_name("media_child.py")
KINDS = ("video", "audio", "photo", "file")

DEMO_SIZE = (480, 270)
DEMO_FPS = 5
DEMO_SAMPLE_RATE = 16_000
DEMO_TONE_HERTZ = 220
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
)


class UndecodableError(DomainError):
    """The file is not a whole recording of its kind; the message says where it breaks."""

    status = 422
    code = "undecodable"
    title = "文件不能完整解码"


@dataclass(frozen=True)
class MediaLimits:
    """What one inspection may take. CPU and wall time in seconds, memory in bytes, picture size in pixels."""

    cpu_seconds: int = 1800
    wall_seconds: int = 2400
    memory_bytes: int = 3 * 1024**3
    pixels: int = 64_000_000


@dataclass(frozen=True)
class MediaFacts:
    """What the decoder found. Zero and empty where the kind has no such thing; frame rate in frames per 1000 s."""

    codec: str
    duration_ms: int = 0
    width: int = 0
    height: int = 0
    fps_milli: int = 0
    audio: bool = False
    thumbnail: bytes = b""


def inspect_media(path: Path, kind: str, limits: MediaLimits | None = None) -> MediaFacts:
    """Decode a local file of a kind (`video`, `audio`, `photo`, `file`) completely, in a child process.

    Raises `UndecodableError` with a Chinese reason when it is damaged, cut, of another kind, or beyond the limits.
    """
    limits = limits or MediaLimits()
    command = [sys.executable, "-I", str(CHILD), str(path), kind, json.dumps(asdict(limits))]
    try:
        done = subprocess.run(  # noqa: S603 -- our own program; the path is an argument, no shell reads it
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8", "PATH": os.defpath},
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise UndecodableError(f"解码用时超过 {limits.wall_seconds} 秒的上限。") from exc
    if done.returncode != 0:
        raise UndecodableError(_ended_badly(done.returncode, limits))
    found = json.loads(done.stdout)
    if "refused" in found:
        raise UndecodableError(found["refused"])
    return MediaFacts(**found | {"thumbnail": base64.b64decode(found.get("thumbnail", ""))})


def _ended_badly(returncode: int, limits: MediaLimits) -> str:
    if -returncode in {signal.SIGXCPU, signal.SIGKILL}:
        return f"解码超过处理器时间上限（{limits.cpu_seconds} 秒）。"
    return "解码程序异常终止，文件很可能已损坏；请从设备重新导出后再上传。"


def make_demo_mp4(seconds: int, label: str) -> bytes:
    """A real MP4 of so many seconds: the label, a running time code and a moving mark, with a low tone."""
    # The index is moved to the front (so that a browser can begin at once) by reading the file again.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "demo.mp4")
        with av.open(str(path), mode="w", format="mp4", options={"movflags": "faststart"}) as container:
            _encode_demo(container, seconds, label)
        return path.read_bytes()


def _encode_demo(container: OutputContainer, seconds: int, label: str) -> None:
    video = container.add_stream("libx264", rate=DEMO_FPS)
    video.width, video.height = DEMO_SIZE
    video.pix_fmt = "yuv420p"
    video.options = {"crf": "32", "preset": "veryfast", "threads": "1"}
    sound = container.add_stream("aac", rate=DEMO_SAMPLE_RATE, layout="mono")
    sound.bit_rate = 24_000
    for number in range(seconds * DEMO_FPS):
        frame = av.VideoFrame(*DEMO_SIZE, "rgb24")
        frame.planes[0].update(_demo_picture(label, number).tobytes())
        frame.pts = number
        frame.time_base = Fraction(1, DEMO_FPS)
        container.mux(video.encode(frame))
    container.mux(video.encode())
    for samples in _demo_sound(seconds):
        container.mux(sound.encode(samples))
    container.mux(sound.encode())


@cache
def _demo_font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for name in _FONTS:
        if Path(name).is_file():
            return ImageFont.truetype(name, size)
    return ImageFont.load_default(size)


def _demo_picture(label: str, number: int) -> Image.Image:
    width, height = DEMO_SIZE
    picture = Image.new("RGB", DEMO_SIZE, (31, 48, 46))
    draw = ImageDraw.Draw(picture)
    for shelf in range(3):
        top = 70 + shelf * 60
        draw.line([(24, top + 44), (width - 24, top + 44)], fill=(70, 92, 89), width=3)
        for box in range(8):
            left = 36 + box * 54
            draw.rectangle([left, top + 8 + (box * 7 + shelf * 5) % 14, left + 34, top + 42], fill=(120, 142, 138))
    mark = 30 + (number * 9) % (width - 60)
    draw.ellipse([mark - 8, height - 30, mark + 8, height - 14], fill=(240, 200, 60))
    seconds = number // DEMO_FPS
    draw.text((20, 14), label, font=_demo_font(20), fill=(255, 255, 255))
    draw.text((width - 92, 18), f"{seconds // 60:02d}:{seconds % 60:02d}", font=_demo_font(20), fill=(240, 200, 60))
    return picture


def _demo_sound(seconds: int) -> Iterator[av.AudioFrame]:
    step = 1024
    for start in range(0, seconds * DEMO_SAMPLE_RATE, step):
        turns = 2 * math.pi * DEMO_TONE_HERTZ / DEMO_SAMPLE_RATE
        wave = array("h", (int(1500 * math.sin(turns * (start + at))) for at in range(step)))
        frame = av.AudioFrame(format="s16", layout="mono", samples=step)
        frame.planes[0].update(wave.tobytes())
        frame.sample_rate = DEMO_SAMPLE_RATE
        frame.pts = start
        frame.time_base = Fraction(1, DEMO_SAMPLE_RATE)
        yield frame
