"""Reading media to the end, in a child process that can be stopped."""

from __future__ import annotations

import io
import time

import av
import pytest
from PIL import Image

from enforcement.platform.media import MediaLimits, UndecodableError, inspect_media, make_demo_mp4


@pytest.fixture(scope="module")
def clip() -> bytes:
    return make_demo_mp4(6, "现场检查 A-0127")


@pytest.fixture
def stored(tmp_path):
    def write(data: bytes):
        path = tmp_path / "file"
        path.write_bytes(data)
        return path

    return write


def jpeg(width: int = 800, height: int = 600) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def test_demo_clip_is_real_small_and_always_the_same(clip):
    assert clip == make_demo_mp4(6, "现场检查 A-0127")
    assert len(clip) < 100_000
    with av.open(io.BytesIO(clip)) as container:
        assert container.streams.video[0].codec_context.name == "h264"
        assert container.streams.audio[0].codec_context.name == "aac"


def test_whole_clip_gives_its_length_size_and_a_picture(clip, stored):
    found = inspect_media(stored(clip), "video")
    assert abs(found.duration_ms - 6000) < 300
    assert (found.codec, found.width, found.height, found.fps_milli, found.audio) == ("h264", 480, 270, 5000, True)
    assert Image.open(io.BytesIO(found.thumbnail)).format == "JPEG"


def test_clip_cut_to_60_percent_opens_and_probes_fine_and_is_refused(clip, stored):
    cut = clip[: len(clip) * 6 // 10]
    with av.open(io.BytesIO(cut)) as container:
        assert container.duration > 5_000_000
    with pytest.raises(UndecodableError, match="重新导出"):
        inspect_media(stored(cut), "video")


@pytest.mark.parametrize("share", [2, 30, 90, 99])
def test_clip_cut_anywhere_is_refused(clip, stored, share):
    with pytest.raises(UndecodableError):
        inspect_media(stored(clip[: len(clip) * share // 100]), "video")


def test_clip_that_ends_between_two_packets_is_refused(clip, stored):
    """Cut where a packet ends, nothing fails to decode: only the index tells that something is missing."""
    with av.open(io.BytesIO(clip)) as container:
        packets = [packet for packet in container.demux() if packet.pos is not None and packet.size]
        last = max(packets, key=lambda packet: packet.pos)
    with pytest.raises(UndecodableError, match="不完整"):
        inspect_media(stored(clip[: last.pos]), "video")


def test_silent_clip_is_accepted_and_a_clip_without_picture_is_no_video(clip, stored):
    def only(kind: str) -> bytes:
        out = io.BytesIO()
        with av.open(io.BytesIO(clip)) as source, av.open(out, "w", format="mp4") as target:
            stream = getattr(source.streams, kind)[0]
            copy = target.add_stream_from_template(stream)
            for packet in source.demux(stream):
                if packet.dts is not None:
                    packet.stream = copy
                    target.mux(packet)
        return out.getvalue()

    assert not inspect_media(stored(only("video")), "video").audio
    sound = only("audio")
    assert inspect_media(stored(sound), "audio").codec == "aac"
    with pytest.raises(UndecodableError, match="没有画面"):
        inspect_media(stored(sound), "video")


def test_photo_is_decoded_and_a_half_one_refused(stored):
    photo = jpeg()
    found = inspect_media(stored(photo), "photo")
    assert (found.codec, found.width, found.height) == ("jpeg", 800, 600)
    assert found.thumbnail
    with pytest.raises(UndecodableError, match="不完整"):
        inspect_media(stored(photo[: len(photo) // 2]), "photo")


def test_picture_beyond_the_pixel_limit_is_refused(stored):
    limits = MediaLimits(pixels=480_000)
    assert inspect_media(stored(jpeg(800, 600)), "photo", limits).width == 800
    with pytest.raises(UndecodableError):
        inspect_media(stored(jpeg(801, 600)), "photo", limits)


@pytest.mark.parametrize("kind", ["video", "audio", "photo", "file"])
def test_what_is_no_such_file_is_refused_with_a_reason(stored, kind):
    with pytest.raises(UndecodableError) as caught:
        inspect_media(stored(b"neither picture nor sound" * 100), kind)
    assert caught.value.message.endswith("。")


def test_playlist_that_names_other_files_is_not_followed(clip, stored, tmp_path):
    (tmp_path / "other.mp4").write_bytes(clip)
    playlist = f"#EXTM3U\n#EXTINF:6\nfile://{tmp_path}/other.mp4\n#EXT-X-ENDLIST\n"
    with pytest.raises(UndecodableError):
        inspect_media(stored(playlist.encode()), "video")


def test_pdf_has_a_beginning_and_an_end(stored):
    assert inspect_media(stored(b"%PDF-1.7\n...\n%%EOF\n"), "file").codec == "pdf"
    with pytest.raises(UndecodableError, match="没有结尾"):
        inspect_media(stored(b"%PDF-1.7\n..."), "file")


def test_inspection_ends_at_its_time_limit(clip, stored):
    began = time.monotonic()
    with pytest.raises(UndecodableError, match="用时"):
        inspect_media(stored(clip), "video", MediaLimits(wall_seconds=0))
    assert time.monotonic() - began < 3


def test_inspection_ends_at_its_memory_limit(clip, stored):
    with pytest.raises(UndecodableError, match="内存"):
        inspect_media(stored(clip), "video", MediaLimits(memory_bytes=100 * 2**20))


def test_inspection_ends_at_its_processor_limit(stored):
    with pytest.raises(UndecodableError, match="处理器"):
        inspect_media(stored(make_demo_mp4(3, "")), "video", MediaLimits(cpu_seconds=0))
