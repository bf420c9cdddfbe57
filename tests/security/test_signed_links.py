"""What a signed link can do beside its purpose: nothing. Each test talks to a real S3 server as a browser would."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pytest

from enforcement.foundation.errors import NotFound, Refused
from enforcement.platform.storage import current_store
from enforcement.recording import services
from enforcement.recording.commands import CompleteUpload
from tests.domains.recording.filming import HTTP, announcement, make_scene, uploaded
from tests.support.app import NOON

REFUSED = range(400, 500)
FIRST, SECOND = b"first film " * 1000, b"other film " * 1000


@pytest.fixture
def scene(app_with_store):
    return make_scene()


def link_of(scene, recording, number=1):
    return services.part_links(scene.officer, recording.public_id, [number], NOON)[0].url


def changed(link, *, key=None, drop=(), **parameters):
    parts = urlsplit(link)
    query = {name: value for name, value in parse_qsl(parts.query) if name not in drop} | parameters
    path = f"/{current_store().bucket}/{key}" if key else parts.path
    return urlunsplit(parts._replace(path=path, query=urlencode(query)))


def put(link, data=SECOND):
    return HTTP.request("PUT", link, body=data).status


def test_a_part_link_writes_no_other_recording(scene) -> None:
    mine = services.begin_upload(scene.officer, announcement(scene, FIRST), NOON)
    other = services.begin_upload(scene.officer, announcement(scene, SECOND), NOON)
    link = link_of(scene, mine)
    assert put(changed(link, key=other.object_key)) in REFUSED
    assert put(changed(link, uploadId=other.upload_id)) in REFUSED
    assert put(changed(link, key=other.object_key, uploadId=other.upload_id)) in REFUSED
    assert services.received_parts(scene.officer, other.public_id) == ()


def test_a_part_link_writes_no_whole_object(scene) -> None:
    recording = services.begin_upload(scene.officer, announcement(scene, FIRST), NOON)
    link = link_of(scene, recording)
    for dropped in (("uploadId",), ("partNumber",), ("uploadId", "partNumber")):
        assert put(changed(link, drop=dropped)) in REFUSED, dropped
    assert put(changed(link, partNumber="2")) in REFUSED
    assert not current_store().exists(recording.object_key)


def test_a_part_link_neither_reads_nor_deletes(scene) -> None:
    recording = services.begin_upload(scene.officer, announcement(scene, FIRST), NOON)
    link = link_of(scene, recording)
    for method in ("GET", "DELETE", "POST"):
        assert HTTP.request(method, link).status in REFUSED, method


def test_parts_sent_again_after_completion_change_nothing(scene) -> None:
    recording = services.begin_upload(scene.officer, announcement(scene, FIRST), NOON)
    link = link_of(scene, recording)
    assert put(link, FIRST) == 200
    digest = hashlib.sha256(FIRST).hexdigest()
    services.complete_upload(scene.officer, CompleteUpload(recording.public_id, digest), NOON)
    assert put(link) in REFUSED
    with pytest.raises(Refused):
        services.part_links(scene.officer, recording.public_id, [1], NOON)
    services.complete_upload(
        scene.officer, CompleteUpload(recording.public_id, hashlib.sha256(SECOND).hexdigest()), NOON
    )
    assert recording.declared_sha256 == digest
    assert current_store().get(recording.object_key, recording.object_version) == FIRST


def test_a_link_to_look_reads_one_object_and_writes_none(scene) -> None:
    mine = uploaded(scene, FIRST)
    other = uploaded(scene, SECOND)
    link = services.open_recording(scene.officer, mine.public_id, NOON).url
    assert HTTP.request("GET", link).data == FIRST
    assert HTTP.request("GET", changed(link, key=other.object_key)).status in REFUSED
    assert put(link) in REFUSED
    assert HTTP.request("DELETE", link).status in REFUSED
    later = changed(link, **{"X-Amz-Expires": "604800"})
    assert HTTP.request("GET", later).status in REFUSED
    typed = changed(link, **{"response-content-type": "text/html"})
    assert HTTP.request("GET", typed).status in REFUSED


def test_nobody_elsewhere_gets_a_link(scene) -> None:
    recording = services.begin_upload(scene.officer, announcement(scene, FIRST), NOON)
    for act in (
        lambda: services.part_links(scene.elsewhere, recording.public_id, [1], NOON),
        lambda: services.received_parts(scene.elsewhere, recording.public_id),
        lambda: services.complete_upload(scene.elsewhere, CompleteUpload(recording.public_id, "0" * 64), NOON),
        lambda: services.open_recording(scene.elsewhere, recording.public_id, NOON),
    ):
        with pytest.raises(NotFound):
            act()
