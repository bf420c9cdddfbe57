"""The storage adapter against a real S3 server: the contract of the calls that minio keeps private among it."""

from __future__ import annotations

import hashlib
import os
import secrets
import signal
import time
from dataclasses import dataclass

import pytest
import urllib3

from enforcement.foundation.errors import Unavailable
from enforcement.platform.storage import (
    MOST_PARTS,
    SMALLEST_PART_BYTES,
    MissingObject,
    MissingUpload,
    Store,
    content_key,
    part_size_for,
)
from enforcement.platform.storage_check import check_store
from tools.object_server import ObjectServer

HTTP = urllib3.PoolManager(retries=False, timeout=10)
ORIGIN = "https://page.example"
SOON = 60


@dataclass(frozen=True)
class Address:
    s3_endpoint: str
    s3_public_endpoint: str
    s3_access_key: str
    s3_secret_key: str
    s3_region: str = "us-east-1"
    s3_bucket: str = "storage-tests"


def address(server: ObjectServer, **changed: str) -> Address:
    known = {
        "s3_endpoint": server.endpoint,
        "s3_public_endpoint": server.endpoint,
        "s3_access_key": server.access_key,
        "s3_secret_key": server.secret_key,
    }
    return Address(**known | changed)


@pytest.fixture
def store(s3: ObjectServer) -> Store:
    return Store(address(s3))


def test_content_stands_under_its_digest_and_the_same_bytes_are_kept_once(store):
    data = secrets.token_bytes(2000)
    first = store.put(data, "application/pdf")
    assert first.key == content_key(hashlib.sha256(data).hexdigest())
    assert first == store.put(data, "application/pdf")
    assert store.get(first.key) == data
    assert b"".join(store.stream(first.key, chunk=300)) == data


def test_what_is_not_there_is_said_to_be_missing(store):
    store.prepare()
    assert store.find("nothing") is None
    assert not store.exists("nothing")
    with pytest.raises(MissingObject):
        store.get("nothing")


def test_signed_link_reads_by_ranges_and_carries_name_and_type(store):
    blob = store.put(b"0123456789" * 10, "application/octet-stream")
    link = store.presign_get(blob.key, SOON, "现场 录像.mp4", "video/mp4")
    answer = HTTP.request("GET", link, headers={"Range": "bytes=10-19"})
    assert (answer.status, answer.data) == (206, b"0123456789")
    assert answer.headers["Content-Type"] == "video/mp4"
    assert "inline" in answer.headers["Content-Disposition"]
    assert HTTP.request("GET", link.partition("?")[0]).status == 403


def test_link_is_signed_for_the_address_that_browsers_see(s3):
    store = Store(address(s3, s3_public_endpoint="https://files.example:8443"))
    assert store.public_origin == "https://files.example:8443"
    assert store.presign_get("a", SOON, "a", "text/plain").startswith("https://files.example:8443/storage-tests/a?")


def sent(store: Store, key: str, upload_id: str, number: int, data: bytes) -> urllib3.BaseHTTPResponse:
    link = store.presign_part(key, upload_id, number, SOON)
    return HTTP.request("PUT", link, body=data, headers={"Origin": ORIGIN})


def test_contract_of_the_private_multipart_calls(store):
    key = f"recordings/{secrets.token_hex(4)}"
    parts = {1: secrets.token_bytes(SMALLEST_PART_BYTES), 2: b"the end"}
    upload_id = store.begin_multipart(key, "video/mp4")
    assert store.list_parts(key, upload_id) == ()
    for number, data in parts.items():
        answer = sent(store, key, upload_id, number, data)
        assert answer.status == 200
        assert "etag" in answer.headers["Access-Control-Expose-Headers"].lower()
    received = store.list_parts(key, upload_id)
    assert [(part.number, part.size) for part in received] == [(1, SMALLEST_PART_BYTES), (2, 7)]
    assert received[1].etag == hashlib.md5(b"the end", usedforsecurity=False).hexdigest()
    joined = store.complete_multipart(key, upload_id, received)
    assert joined.size == SMALLEST_PART_BYTES + 7
    assert store.get(key, joined.version_id) == parts[1] + parts[2]
    with pytest.raises(MissingUpload):
        store.list_parts(key, upload_id)


def test_more_parts_than_one_answer_lists(store, monkeypatch):
    """A server answers in pages; the adapter reads all of them."""
    key = f"recordings/{secrets.token_hex(4)}"
    upload_id = store.begin_multipart(key, "video/mp4")
    for number in (1, 2, 3):
        sent(store, key, upload_id, number, bytes([number]) * 100)
    client, listed = store._quick, store._quick._list_parts
    monkeypatch.setattr(client, "_list_parts", lambda *args, **named: listed(*args, max_parts=2, **named))
    assert [part.number for part in store.list_parts(key, upload_id)] == [1, 2, 3]
    store.abort_multipart(key, upload_id)


def test_given_up_upload_is_gone_and_may_be_given_up_again(store):
    upload_id = store.begin_multipart("recordings/given-up", "video/mp4")
    sent(store, "recordings/given-up", upload_id, 1, b"x")
    store.abort_multipart("recordings/given-up", upload_id)
    store.abort_multipart("recordings/given-up", upload_id)
    with pytest.raises(MissingUpload):
        store.list_parts("recordings/given-up", upload_id)


def test_preflight_of_a_browser_is_answered(store):
    upload_id = store.begin_multipart("recordings/preflight", "video/mp4")
    link = store.presign_part("recordings/preflight", upload_id, 1, SOON)
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type"}
    answer = HTTP.request("OPTIONS", link, headers=asked)
    assert answer.status == 200
    assert "PUT" in answer.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    ("size", "wanted", "part"),
    [
        (1, 8 * 2**20, 8 * 2**20),
        (1, 1, SMALLEST_PART_BYTES),
        (MOST_PARTS * 8 * 2**20, 8 * 2**20, 8 * 2**20),
        (MOST_PARTS * 8 * 2**20 + 1, 8 * 2**20, 8 * 2**20 + 1),
    ],
)
def test_part_size_keeps_the_limits_of_s3(size, wanted, part):
    assert part_size_for(size, wanted) == part
    assert -(-size // part) <= MOST_PARTS


def test_server_that_is_away_is_said_to_be_away_within_five_seconds(s3):
    store = Store(address(s3, s3_endpoint="http://127.0.0.1:9"))
    began = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        store.put(b"x", "text/plain")
    assert time.monotonic() - began < 5
    assert "存储服务" in caught.value.message
    assert caught.value.remedy


def test_server_that_hangs_is_said_to_be_away_within_five_seconds(s3, store):
    store.prepare()
    os.kill(s3.process.pid, signal.SIGSTOP)
    # Only once all its threads stand still; on a busy machine one of them may still answer.
    os.waitpid(s3.process.pid, os.WUNTRACED)
    try:
        began = time.monotonic()
        with pytest.raises(Unavailable):
            store.put(b"hangs", "text/plain")
        assert time.monotonic() - began < 6
    finally:
        os.kill(s3.process.pid, signal.SIGCONT)
    assert store.get(store.put(b"goes on", "text/plain").key) == b"goes on"


def test_server_that_comes_back_is_used_again(s3, store):
    store.put(b"before", "text/plain")
    s3.stop()
    try:
        with pytest.raises(Unavailable):
            store.put(b"during", "text/plain")
    finally:
        s3.start()
    assert store.exists(store.put(b"during", "text/plain").key)


def test_wrong_keys_are_a_matter_of_the_settings(s3):
    with pytest.raises(Unavailable, match="密钥"):
        Store(address(s3, s3_secret_key="another secret")).put(b"x", "text/plain")


def test_store_check_passes_on_the_server_we_ship(s3):
    checks = check_store(address(s3, s3_bucket="check-tests"))
    assert [check.name for check in checks if not check.passed] == []
    assert len(checks) >= 8


def test_store_check_stops_at_a_server_that_is_away(s3):
    checks = check_store(address(s3, s3_endpoint="http://127.0.0.1:9"))
    assert [(check.passed, check.required) for check in checks] == [(False, True)]
