"""What an object store must do for us, tried against the store that an installation names.

Run as `flask enforce check-store`. Everything is written under `check/` and removed afterwards,
as far as the store lets an object with versions be removed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import urllib3
from minio.error import S3Error
from urllib3.exceptions import HTTPError

from enforcement.foundation.errors import Unavailable
from enforcement.platform.storage import (
    ANSWER_SECONDS,
    CONNECT_SECONDS,
    SMALLEST_PART_BYTES,
    MissingObject,
    MissingUpload,
    Store,
    StoreSettings,
)

ORIGIN = "https://origin.example"
OK = 200
PARTIAL = 206
DENIED = frozenset({401, 403})
LINK_SECONDS = 60


@dataclass(frozen=True)
class Check:
    """One thing tried: what, whether it did, whether an installation must have it, and what was seen."""

    name: str
    passed: bool
    required: bool
    detail: str = ""


def check_store(settings: StoreSettings) -> list[Check]:
    """Try the store in order; a store that is away ends the list with the one failed line."""
    trial = _Trial(Store(settings))
    required: tuple[tuple[str, Callable[[], str]], ...] = (
        ("连接并准备存储桶", trial.prepares),
        ("写入后原样读回", trial.reads_back),
        ("按区间读取（播放录像需要）", trial.serves_ranges),
        ("不带签名的访问被拒绝", trial.refuses_strangers),
        ("分片上传、列出、合并", trial.joins_parts),
        ("放弃的分片上传不留痕迹", trial.aborts),
    )
    optional: tuple[tuple[str, Callable[[], str]], ...] = (
        ("浏览器跨域上传并能读到 ETag", trial.exposes_etag),
        ("对象带版本号（覆盖可追溯）", trial.keeps_versions),
    )
    checks: list[Check] = []
    for tries, must in ((required, True), (optional, False)):
        for name, attempt in tries:
            checks.append(_tried(name, attempt, required=must))
            if len(checks) == 1 and not checks[0].passed:
                return checks
    return checks


def _tried(name: str, attempt: Callable[[], str], *, required: bool) -> Check:
    try:
        return Check(name, passed=True, required=required, detail=attempt())
    except (Unavailable, S3Error, HTTPError, MissingObject, MissingUpload, _Failed) as exc:
        return Check(name, passed=False, required=required, detail=str(exc))


class _Failed(Exception):
    """The store answered, but not as it must."""


def _must(condition: object, otherwise: str) -> None:
    if not condition:
        raise _Failed(otherwise)


class _Trial:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.http = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS), retries=False
        )
        self.data = secrets.token_bytes(1024)
        self.key = f"check/{secrets.token_hex(8)}"

    def prepares(self) -> str:
        self.store.prepare()
        return f"存储桶 {self.store.bucket}"

    def _link(self, key: str) -> str:
        return self.store.presign_get(key, LINK_SECONDS, "check.bin", "application/octet-stream")

    def reads_back(self) -> str:
        blob = self.store.put(self.data, "application/octet-stream")
        try:
            found = hashlib.sha256(self.store.get(blob.key)).hexdigest()
            _must(found == blob.sha256, f"摘要不同：{found}")
        finally:
            self.store.discard(blob.key, blob.version_id)
        return f"{blob.size} 字节"

    def _upload(self, key: str, *parts: bytes) -> str:
        upload_id = self.store.begin_multipart(key, "application/octet-stream")
        for number, data in enumerate(parts, start=1):
            answer = self.http.request(
                "PUT",
                self.store.presign_part(key, upload_id, number, LINK_SECONDS),
                body=data,
                headers={"Origin": ORIGIN},
            )
            _must(answer.status == OK, f"第 {number} 片：HTTP {answer.status}")
        return upload_id

    def _joined(self, *parts: bytes) -> str:
        upload_id = self._upload(self.key, *parts)
        received = self.store.list_parts(self.key, upload_id)
        _must([part.size for part in received] == [len(part) for part in parts], "列出的分片与发送的不同")
        return self.store.complete_multipart(self.key, upload_id, received).version_id

    def joins_parts(self) -> str:
        parts = (secrets.token_bytes(SMALLEST_PART_BYTES), self.data)
        version_id = self._joined(*parts)
        try:
            _must(self.store.get(self.key) == b"".join(parts), "合并后的内容不同")
        finally:
            self.store.discard(self.key, version_id)
        return "2 片"

    def serves_ranges(self) -> str:
        version_id = self._joined(self.data)
        try:
            answer = self.http.request("GET", self._link(self.key), headers={"Range": "bytes=100-199"})
            _must(answer.status == PARTIAL, f"HTTP {answer.status}")
            _must(answer.data == self.data[100:200], "区间内容不同")
        finally:
            self.store.discard(self.key, version_id)
        return "HTTP 206"

    def refuses_strangers(self) -> str:
        version_id = self._joined(self.data)
        try:
            answer = self.http.request("GET", self._link(self.key).partition("?")[0])
            _must(answer.status in DENIED, f"HTTP {answer.status}：任何人都能读，存储桶必须设为私有")
        finally:
            self.store.discard(self.key, version_id)
        return f"HTTP {answer.status}"

    def aborts(self) -> str:
        upload_id = self._upload(self.key, self.data)
        self.store.abort_multipart(self.key, upload_id)
        try:
            left = self.store.list_parts(self.key, upload_id)
        except MissingUpload:
            return "已清除"
        _must(not left, f"还有 {len(left)} 片")
        return "已清除"

    def exposes_etag(self) -> str:
        upload_id = self.store.begin_multipart(self.key, "application/octet-stream")
        try:
            link = self.store.presign_part(self.key, upload_id, 1, LINK_SECONDS)
            asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "PUT"}
            preflight = self.http.request("OPTIONS", link, headers=asked)
            _must("PUT" in preflight.headers.get("Access-Control-Allow-Methods", ""), "预检没有允许 PUT")
            answer = self.http.request("PUT", link, body=self.data, headers={"Origin": ORIGIN})
            exposed = answer.headers.get("Access-Control-Expose-Headers", "").lower()
            _must("etag" in exposed or exposed == "*", "没有暴露 ETag")
        finally:
            self.store.abort_multipart(self.key, upload_id)
        return "预检与 ETag 正常"

    def keeps_versions(self) -> str:
        version_id = self._joined(self.data)
        self.store.discard(self.key, version_id)
        _must(version_id, "没有版本号；系统自己的摘要仍能发现改动")
        return version_id
