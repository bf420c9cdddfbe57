"""The one way to the object store: plain S3 through the minio client.

Two clients speak to the same store: one over the internal endpoint, for the program, and one
that only signs links, with the endpoint that browsers see (a signed link contains its host).

Nothing here waits long: a store that does not answer raises `Unavailable` within about five
seconds, so that a person reads what to do instead of watching a page hang. What the store says
about content is not trusted either; callers re-hash what they must rely on.

The multipart calls of minio are private there. They are used in this file only, the version of
the package is pinned, and `tests/platform/test_storage.py` holds the contract against a real server.
"""

# ruff: noqa: SLF001 -- minio has no public multipart calls; see above

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, cast
from urllib.parse import quote, urlsplit

import urllib3
from flask import Flask, current_app
from minio import Minio
from minio.commonconfig import ENABLED
from minio.datatypes import Part
from minio.error import InvalidResponseError, S3Error, ServerError
from minio.versioningconfig import VersioningConfig
from urllib3.exceptions import HTTPError

from enforcement.foundation.errors import Unavailable

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 4.0
# Completing a large upload or moving a whole file makes the server work; it still answers or dies.
BULK_SECONDS = 60.0
CHUNK_BYTES = 1024 * 1024
# S3 refuses smaller parts (except the last) and more than this many of them.
SMALLEST_PART_BYTES = 5 * 1024 * 1024
MOST_PARTS = 10_000

_SERVER_FAULT = 500
_REMEDY = "请稍后再试；如果一直不行，请联系管理员检查存储服务。"
_MISCONFIGURED = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "NoSuchBucket"}
_OWNED_ALREADY = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}


class MissingObject(LookupError):
    """The store holds no object under this key (and version)."""


class MissingUpload(LookupError):
    """The store knows no unfinished upload of this id: completed, aborted, or swept."""


class StoreSettings(Protocol):
    """What the store needs to know; `config.settings.Settings` fits."""

    @property
    def s3_endpoint(self) -> str:
        """Address the program uses, e.g. `http://127.0.0.1:8333`."""

    @property
    def s3_public_endpoint(self) -> str:
        """Address that browsers reach; signed links carry it."""

    @property
    def s3_access_key(self) -> str:
        """Name of the key pair."""

    @property
    def s3_secret_key(self) -> str:
        """Secret of the key pair."""

    @property
    def s3_region(self) -> str:
        """Region written into signatures; `us-east-1` where the server has none."""

    @property
    def s3_bucket(self) -> str:
        """The one bucket of this installation; created when missing."""


@dataclass(frozen=True)
class Blob:
    """An object in the store: its key, size in bytes, SHA-256 in hex, and version where there is one."""

    key: str
    size: int
    sha256: str
    version_id: str = ""


@dataclass(frozen=True)
class StoredObject:
    """What the store says about an object: size in bytes and version id (empty without versions)."""

    key: str
    size: int
    version_id: str


@dataclass(frozen=True)
class ReceivedPart:
    """A part the store has received: number from 1, size in bytes, its ETag without quotes."""

    number: int
    size: int
    etag: str


def content_key(sha256: str) -> str:
    """Key of content under its digest (64 hex digits): `sha256/ab/abcd…`."""
    return f"sha256/{sha256[:2]}/{sha256}"


def part_size_for(size: int, wanted: int) -> int:
    """Part size in bytes for a file of `size` bytes: `wanted`, unless S3's limits ask for another."""
    least = -(-size // MOST_PARTS)
    return max(wanted, SMALLEST_PART_BYTES, least)


class Store:
    """One bucket of an S3 server. Thread safe; every method may raise `Unavailable`."""

    def __init__(self, settings: StoreSettings) -> None:
        self.bucket = settings.s3_bucket
        self.public_origin = _origin(settings.s3_public_endpoint)
        self._quick = _client(settings, settings.s3_endpoint, ANSWER_SECONDS)
        self._bulk = _client(settings, settings.s3_endpoint, BULK_SECONDS)
        self._public = _client(settings, settings.s3_public_endpoint, ANSWER_SECONDS)
        self._prepared = False
        self._preparing = threading.Lock()

    def prepare(self) -> None:
        """Create the bucket when it is missing, keep versions and allow browser uploads where the server can.

        Runs by itself before the first write of a process.
        """
        if self._prepared:
            return
        with self._preparing, _talking():
            if not self._quick.bucket_exists(self.bucket):
                self._create_bucket()
            self._prepared = True

    def _create_bucket(self) -> None:
        try:
            self._quick.make_bucket(self.bucket)
        except S3Error as exc:
            if exc.code not in _OWNED_ALREADY:
                raise
        with _optional():
            self._quick.set_bucket_versioning(self.bucket, VersioningConfig(ENABLED))
        with _optional():
            self.allow_browser_uploads()

    def allow_browser_uploads(self) -> None:
        """Let pages of any origin send parts with signed links and read their ETag.

        The signed link is the credential, so the origin adds nothing to it; a server without
        bucket CORS answers with S3Error and is configured by its own means.
        """
        body = (
            b'<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><CORSRule>'
            b"<AllowedOrigin>*</AllowedOrigin>"
            b"<AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedMethod>HEAD</AllowedMethod>"
            b"<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader>"
            b"<MaxAgeSeconds>3000</MaxAgeSeconds></CORSRule></CORSConfiguration>"
        )
        headers: dict[str, str | list[str] | tuple[str]] = {"Content-MD5": _md5(body)}
        self._quick._execute("PUT", self.bucket, body=body, headers=headers, query_params={"cors": ""})

    def put(self, data: bytes, content_type: str) -> Blob:
        """Keep bytes under their SHA-256. The same bytes again change nothing and answer alike."""
        digest = hashlib.sha256(data).hexdigest()
        key = content_key(digest)
        self.prepare()
        found = self.find(key)
        if found is not None and found.size == len(data):
            return Blob(key, found.size, digest, found.version_id)
        headers: dict[str, str | list[str] | tuple[str]] = {"Content-Type": content_type, "Content-MD5": _md5(data)}
        with _talking():
            result = self._bulk._put_object(self.bucket, key, data, headers)
        return Blob(key, len(data), digest, result.version_id or "")

    def find(self, key: str, version_id: str = "") -> StoredObject | None:
        """What the store holds under the key, or None."""
        with _talking():
            try:
                stat = self._quick.stat_object(self.bucket, key, version_id=version_id or None)
            except S3Error as exc:
                if _is_missing(exc):
                    return None
                raise
        return StoredObject(key, stat.size or 0, stat.version_id or "")

    def exists(self, key: str) -> bool:
        """Whether the store holds an object under the key."""
        return self.find(key) is not None

    def get(self, key: str, version_id: str = "") -> bytes:
        """Whole content of a small object. Raises `MissingObject`."""
        return b"".join(self.stream(key, version_id=version_id))

    def stream(self, key: str, chunk: int = CHUNK_BYTES, version_id: str = "") -> Iterator[bytes]:
        """Content in pieces of at most `chunk` bytes, in order. Raises `MissingObject`."""
        with _talking():
            try:
                response = self._bulk.get_object(self.bucket, key, version_id=version_id or None)
            except S3Error as exc:
                if _is_missing(exc):
                    raise MissingObject(key) from exc
                raise
            try:
                yield from response.stream(chunk)
            finally:
                response.close()
                response.release_conn()

    def presign_get(
        self,
        key: str,
        seconds: int,
        filename: str,
        content_type: str,
        *,
        version_id: str = "",
        attachment: bool = False,
    ) -> str:
        """A link that reads one object for so many seconds, by ranges too; the browser sees name and type."""
        way = "attachment" if attachment else "inline"
        disposition = f"{way}; filename*=UTF-8''{quote(filename, safe='')}"
        return self._public.get_presigned_url(
            "GET",
            self.bucket,
            key,
            expires=timedelta(seconds=seconds),
            response_headers={"response-content-type": content_type, "response-content-disposition": disposition},
            version_id=version_id or None,
        )

    def begin_multipart(self, key: str, content_type: str) -> str:
        """Open an upload in parts; returns its id."""
        self.prepare()
        with _talking():
            return self._quick._create_multipart_upload(self.bucket, key, {"Content-Type": content_type})

    def presign_part(self, key: str, upload_id: str, number: int, seconds: int) -> str:
        """A link that puts part `number` (from 1) once or again, for so many seconds. Makes no request."""
        return self._public.get_presigned_url(
            "PUT",
            self.bucket,
            key,
            expires=timedelta(seconds=seconds),
            extra_query_params={"partNumber": str(number), "uploadId": upload_id},
        )

    def list_parts(self, key: str, upload_id: str) -> tuple[ReceivedPart, ...]:
        """Parts received so far, by number. Raises `MissingUpload`."""
        found: list[ReceivedPart] = []
        marker: str | None = None
        while True:
            with _talking(), _of_upload(upload_id):
                answer = self._quick._list_parts(self.bucket, key, upload_id, part_number_marker=marker)
            found += [ReceivedPart(p.part_number, p.size or 0, p.etag.strip('"')) for p in answer.parts]
            if not answer.is_truncated:
                return tuple(sorted(found, key=lambda part: part.number))
            marker = str(answer.next_part_number_marker)

    def complete_multipart(self, key: str, upload_id: str, parts: Sequence[ReceivedPart]) -> StoredObject:
        """Join the parts into one object. Raises `MissingUpload` when there is nothing to join any more."""
        wanted = [Part(part.number, part.etag) for part in parts]
        with _talking(), _of_upload(upload_id):
            result = self._bulk._complete_multipart_upload(self.bucket, key, upload_id, wanted)
        stored = self.find(key)
        if stored is None:
            raise MissingObject(key)
        return StoredObject(key, stored.size, result.version_id or stored.version_id)

    def abort_multipart(self, key: str, upload_id: str) -> None:
        """Throw away an unfinished upload; one that is gone already is no error."""
        with _talking():
            try:
                self._quick._abort_multipart_upload(self.bucket, key, upload_id)
            except S3Error as exc:
                if exc.code != "NoSuchUpload":
                    raise

    def discard(self, key: str, version_id: str = "") -> None:
        """Remove an object that no row names. Recordings and documents are never removed this way."""
        with _talking():
            self._quick.remove_object(self.bucket, key, version_id=version_id or None)


def init_store(app: Flask, settings: StoreSettings) -> None:
    """Give the application its store. Nothing is asked of the server yet."""
    app.extensions["store"] = Store(settings)


def current_store() -> Store:
    """The store of the running application."""
    return cast("Store", current_app.extensions["store"])


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _client(settings: StoreSettings, address: str, answer_seconds: float) -> Minio:
    parts = urlsplit(address)
    return Minio(
        endpoint=parts.netloc,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
        secure=parts.scheme == "https",
        region=settings.s3_region,
        http_client=urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=answer_seconds),
            maxsize=8,
            retries=False,
        ),
    )


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def _is_missing(exc: S3Error) -> bool:
    return exc.code in {"NoSuchKey", "NoSuchVersion", "ResourceNotFound"}


@contextmanager
def _of_upload(upload_id: str) -> Iterator[None]:
    try:
        yield
    except S3Error as exc:
        if exc.code == "NoSuchUpload":
            raise MissingUpload(upload_id) from exc
        raise


@contextmanager
def _optional() -> Iterator[None]:
    """A server may lack versions or bucket CORS; `check_store` tells the administrator, uploads go on."""
    try:
        yield
    except S3Error as exc:
        if exc.code in _MISCONFIGURED:
            raise


@contextmanager
def _talking() -> Iterator[None]:
    """Turn a server that is away, broken or refusing into one error a person can read."""
    try:
        yield
    except (HTTPError, OSError, InvalidResponseError, ServerError) as exc:
        raise Unavailable("文件存储服务没有响应", remedy=_REMEDY) from exc
    except S3Error as exc:
        if exc.response.status >= _SERVER_FAULT:
            raise Unavailable("文件存储服务暂时出错", remedy=_REMEDY) from exc
        if exc.code in _MISCONFIGURED:
            raise Unavailable("文件存储服务拒绝访问（密钥或存储桶设置不对）", remedy=_REMEDY) from exc
        raise
