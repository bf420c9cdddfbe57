"""Bytes that a draw rests on, kept in the object store under their digest: lists, material, pictures.

Pools are too large for rows. Each key names the SHA-256 of its content, which is checked at every reading.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from enforcement.foundation.errors import Invalid, Unavailable
from enforcement.platform.media import MediaLimits, UndecodableError, inspect_media
from enforcement.platform.storage import Blob, MissingObject, content_key, current_store
from enforcement.rules.draws.snapshots import ObjectSnapshot, OfficerSnapshot, from_plain, to_plain

PICTURE_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
MEGABYTE = 1024 * 1024
LARGEST_PICTURE = 8 * MEGABYTE
PICTURE_LIMITS = MediaLimits(cpu_seconds=20, wall_seconds=30, pixels=25_000_000)
_REMEDY = "请联系管理员核对文件存储，并从备份恢复该文件"


def keep_lines(lines: Sequence[str]) -> str:
    """Keep a list as text, a line each; gives its key."""
    return current_store().put("\n".join(lines).encode(), "text/plain; charset=utf-8").key


def kept_lines(key: str) -> list[str]:
    """The list again. Errors: ``Unavailable`` when the store is away, or the object missing or changed."""
    text = kept_bytes(key).decode()
    return text.split("\n") if text else []


def keep_material(
    officers: Sequence[OfficerSnapshot],
    objects: Mapping[str, ObjectSnapshot],
    labels: Mapping[str, str],
    pool: Sequence[str],
) -> str:
    """Keep what the assignment of officers needs, compressed: officers first, then a line for each object of the pool.

    Errors: ``KeyError`` names an object of the pool without snapshot or label.
    """
    lines = [json.dumps([to_plain(one) for one in officers], ensure_ascii=False)]
    lines += [json.dumps([name, labels[name], to_plain(objects[name])], ensure_ascii=False) for name in sorted(pool)]
    return current_store().put(zlib.compress("\n".join(lines).encode()), "application/octet-stream").key


def kept_material(
    key: str, wanted: Collection[str]
) -> tuple[list[OfficerSnapshot], dict[str, ObjectSnapshot], dict[str, str]]:
    """Officers as they were frozen; snapshots and labels of the wanted objects."""
    officers, *lines = zlib.decompress(kept_bytes(key)).decode().split("\n")
    objects: dict[str, ObjectSnapshot] = {}
    labels: dict[str, str] = {}
    for name, label, plain in map(json.loads, lines):
        if name in wanted:
            objects[name], labels[name] = from_plain(ObjectSnapshot, plain), label
    return [from_plain(OfficerSnapshot, one) for one in json.loads(officers)], objects, labels


def keep_picture(data: bytes) -> Blob:
    """Keep the picture of an announcement, decoded whole before it counts.

    Errors: ``Invalid`` when it is none, broken or too large.
    """
    kind = next((name for magic, name in PICTURE_TYPES.items() if data.startswith(magic)), "")
    if not kind:
        raise Invalid({"picture": ["请上传开奖公告的图片（PNG 或 JPEG）"]})
    if len(data) > LARGEST_PICTURE:
        raise Invalid({"picture": [f"图片超过{LARGEST_PICTURE // MEGABYTE}MB，请压缩后上传"]})
    with tempfile.TemporaryDirectory(prefix="picture-") as folder:
        path = Path(folder, "picture")
        path.write_bytes(data)
        try:
            inspect_media(path, "photo", PICTURE_LIMITS)
        except UndecodableError as error:
            raise Invalid({"picture": [error.message]}) from error
    return current_store().put(data, kind)


def picture_type(data: bytes) -> str:
    """``image/png`` or ``image/jpeg``."""
    return next(name for magic, name in PICTURE_TYPES.items() if data.startswith(magic))


def kept_bytes(key: str) -> bytes:
    """The object's bytes, whose digest is checked against its key: the store is not trusted about content.

    Errors: ``Unavailable`` when the store is away, or the object missing or changed.
    """
    try:
        data = current_store().get(key)
    except MissingObject as error:
        raise Unavailable("文件存储中找不到抽取的名单", kept="登记信息没有变化", remedy=_REMEDY) from error
    if content_key(hashlib.sha256(data).hexdigest()) != key:
        raise Unavailable("抽取名单的内容与登记的摘要不一致", kept="登记信息没有变化", remedy=_REMEDY)
    return data
