"""Reads one untrusted media file to its end and prints what it is, as JSON. Run by `media.inspect_media`.

A program of its own, started without our packages on its path: whatever a damaged or malicious
file does to a decoder happens here, under limits of CPU, memory and files that this program puts
on itself before it opens anything. It writes no file and may open only local ones.

Arguments: path, kind (`video`, `audio`, `photo`, `file`), limits as JSON.
"""

from __future__ import annotations

import base64
import io
import json
import resource
import sys
import warnings
from dataclasses import dataclass
from typing import Any

import av
import av.error
from av.container import InputContainer
from av.stream import Stream
from PIL import Image, ImageOps, UnidentifiedImageError

CONTAINERS = "mov,mp4,m4a,3gp,matroska,webm,avi,mpegts,mpeg,mp3,aac,wav,ogg,flac,amr"
PICTURES = ("JPEG", "PNG", "WEBP")
THUMBNAIL = (480, 480)
# A record by camera often begins dark or shaken: look a little later, but not far into a long one.
THUMBNAIL_SHARE = 0.1
THUMBNAIL_LATEST_SECONDS = 10.0
PDF_TAIL_BYTES = 2048
RESEND = "请从设备重新导出后再上传。"


class RefusedError(Exception):
    """The file can't be accepted; the message is for the person who uploaded it."""


@dataclass
class Seen:
    """What was read of one stream: packets, last decoded second, the picture for the thumbnail."""

    packets: int = 0
    frames: int = 0
    seconds: float = 0.0
    picture: Image.Image | None = None
    wanted_at: float = 0.0


def limit(limits: dict[str, int]) -> None:
    """Put the limits on this process, for good."""
    for what, most in (
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_AS, limits["memory_bytes"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(what, (most, most))


def clock(seconds: float) -> str:
    """Minutes and seconds as a player shows them."""
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


def jpeg(picture: Image.Image) -> str:
    """A small JPEG in base64."""
    picture.thumbnail(THUMBNAIL)
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=80)
    return base64.b64encode(out.getvalue()).decode()


def too_large(width: int, height: int, limits: dict[str, int]) -> None:
    """Refuse pictures that would fill the memory."""
    if width * height > limits["pixels"]:
        raise RefusedError(f"画面有 {width}×{height} 像素，超过 {limits['pixels']} 像素的上限。")


def read_photo(path: str, limits: dict[str, int]) -> dict[str, Any]:
    """Decode a picture completely."""
    try:
        with Image.open(path, formats=PICTURES) as picture:
            too_large(picture.width, picture.height, limits)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            width, height = upright.size
            return {"codec": str(picture.format).lower(), "width": width, "height": height, "thumbnail": jpeg(upright)}
    except UnidentifiedImageError as exc:
        raise RefusedError("这不是可以识别的照片（接受 JPEG、PNG、WebP）。") from exc
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as exc:
        raise RefusedError(f"照片不完整或已损坏，无法显示到底。{RESEND}") from exc


def read_file(path: str) -> dict[str, Any]:
    """A scanned paper: a PDF with its beginning and its end."""
    with open(path, "rb") as file:  # noqa: PTH123 -- one call less to import in the child
        head = file.read(5)
        file.seek(0, io.SEEK_END)
        file.seek(max(0, file.tell() - PDF_TAIL_BYTES))
        tail = file.read()
    if head != b"%PDF-":
        raise RefusedError("这不是 PDF 文件。")
    if b"%%EOF" not in tail:
        raise RefusedError("PDF 没有结尾，文件不完整，请重新扫描或导出后再上传。")
    return {"codec": "pdf"}


def read_media(path: str, kind: str, limits: dict[str, int]) -> dict[str, Any]:
    """Decode every packet of picture and sound."""
    options = {"protocol_whitelist": "file", "format_whitelist": CONTAINERS}
    try:
        container = av.open(path, mode="r", options=options)
    except MemoryError:
        raise
    except (av.error.FFmpegError, ValueError) as exc:
        raise RefusedError(f"文件打不开：不是可以识别的音像格式，或者文件的索引已损坏。{RESEND}") from exc
    with container:
        return decode(container, kind, limits)


def decode(container: InputContainer, kind: str, limits: dict[str, int]) -> dict[str, Any]:
    """Decode the first picture and the first sound of an opened file."""
    video = next(iter(container.streams.video), None)
    audio = next(iter(container.streams.audio), None)
    if kind == "video" and video is None:
        raise RefusedError("文件里没有画面，不是录像；如果是录音，请按录音上传。")
    if kind == "audio" and audio is None:
        raise RefusedError("文件里没有声音，不是录音。")
    if video is not None:
        too_large(video.width, video.height, limits)
        video.thread_type = "AUTO"
    streams: list[Stream] = [stream for stream in (video, audio) if stream is not None]
    seen = {stream.index: Seen() for stream in streams}
    total = (container.duration or 0) / 1_000_000
    if video is not None:
        seen[video.index].wanted_at = min(total * THUMBNAIL_SHARE, THUMBNAIL_LATEST_SECONDS)
    run_through(container, streams, seen)
    for stream in streams:
        complete(stream, seen[stream.index])
    found: dict[str, Any] = {
        "duration_ms": round(max(total, *(one.seconds for one in seen.values())) * 1000),
        "audio": audio is not None,
        "codec": streams[0].codec_context.name,
    }
    if video is not None:
        found |= {
            "width": video.width,
            "height": video.height,
            "fps_milli": round(float(video.average_rate or 0) * 1000),
        }
        picture = seen[video.index].picture
        if picture is not None:
            found["thumbnail"] = jpeg(picture)
    return found


def run_through(container: InputContainer, streams: list[Stream], seen: dict[int, Seen]) -> None:
    """Every packet through its decoder, to the end."""
    at = 0.0
    try:
        for packet in container.demux(streams):
            one = seen[packet.stream.index]
            if packet.size:
                one.packets += 1
            if packet.is_corrupt:
                raise RefusedError(f"约 {clock(at)} 处数据不完整。{RESEND}")
            for frame in packet.decode():
                one.frames += 1
                if not isinstance(frame, av.VideoFrame | av.AudioFrame):
                    continue
                one.seconds = at = frame.time or one.seconds
                if isinstance(frame, av.VideoFrame) and one.picture is None and at >= one.wanted_at:
                    one.picture = frame.to_image().rotate(frame.rotation, expand=True)
    except MemoryError:
        raise
    except av.error.FFmpegError as exc:
        raise RefusedError(f"约 {clock(at)} 处无法解码，文件不完整或已损坏。{RESEND}") from exc


def complete(stream: Stream, one: Seen) -> None:
    """A file cut between two packets decodes without an error: its index promises more than there is."""
    what = "画面" if stream.type == "video" else "声音"
    if one.frames == 0:
        raise RefusedError(f"没有读到任何{what}，文件不完整或已损坏。{RESEND}")
    if stream.frames > one.packets:
        raise RefusedError(
            f"{what}不完整：索引记有 {stream.frames} 帧，实际只有 {one.packets} 帧，停在 {clock(one.seconds)}。{RESEND}"
        )


def main() -> None:
    """Print the findings, or the reason why there are none."""
    path, kind, limits = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    limit(limits)
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = limits["pixels"]
    av.logging.set_level(None)
    try:
        if kind == "photo":
            found = read_photo(path, limits)
        elif kind == "file":
            found = read_file(path)
        else:
            found = read_media(path, kind, limits)
    except RefusedError as exc:
        found = {"refused": str(exc)}
    except MemoryError:
        found = {"refused": "解码需要的内存超过上限。"}
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
