"""From the announcement to the last part: nothing sent twice, nothing half recorded, late ones with a reason."""

from __future__ import annotations

import hashlib
import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from enforcement.audit.queries import entries_of
from enforcement.foundation.actor import system_actor
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Unavailable
from enforcement.platform.database import db
from enforcement.platform.storage import current_store
from enforcement.recording import queries, services
from enforcement.recording.commands import AbandonUpload, CompleteUpload, ExplainLateness, ReceiveFile
from enforcement.recording.models import Recording
from enforcement.recording.policy import POLICY
from enforcement.recording.verification import verify_recording
from enforcement.rules.recording import RecordingState
from tests.domains.recording.filming import MATTER, Browser, announcement, uploaded
from tests.support.app import NOON

DAY = timedelta(hours=24)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Recording))


def test_film_of_300_mb_cut_at_40_percent_goes_on_where_it_stopped(scene):
    block = random.Random(7).randbytes(1024 * 1024)  # noqa: S311 -- content of a test film
    size = 300 * 1024 * 1024 + 12345

    def read(at: int, length: int) -> bytes:
        first, skip = divmod(at, len(block))
        parts = -(-(skip + length) // len(block))
        return b"".join(number.to_bytes(4, "big") + block[4:] for number in range(first, first + parts))[
            skip : skip + length
        ]

    digest = hashlib.sha256()
    for at in range(0, size, len(block)):
        digest.update(read(at, min(len(block), size - at)))
    announced = announcement(scene, b"", size=size, head_sha256=hashlib.sha256(block).hexdigest())

    before = Browser(scene.officer)
    recording = services.begin_upload(scene.officer, announced, NOON)
    before.send(recording, read, numbers=range(1, recording.parts * 4 // 10 + 1))

    after = Browser(scene.officer)
    again = services.begin_upload(scene.officer, announced, NOON)
    assert again.public_id == recording.public_id
    after.send(again, read)

    assert sorted(before.sent + after.sent) == list(range(1, recording.parts + 1))
    assert len(before.sent) == recording.parts * 4 // 10
    services.complete_upload(scene.officer, CompleteUpload(recording.public_id, digest.hexdigest()), NOON)
    stored = hashlib.sha256()
    for chunk in current_store().stream(recording.object_key):
        stored.update(chunk)
    assert stored.hexdigest() == digest.hexdigest()
    assert recording.state is RecordingState.UPLOADED


def test_store_that_is_away_at_the_announcement_leaves_nothing_behind(scene, s3, clip):
    s3.stop()
    try:
        with pytest.raises(Unavailable) as caught:
            services.begin_upload(scene.officer, announcement(scene, clip), NOON)
        assert caught.value.remedy
        assert count() == 0
    finally:
        s3.start()
    assert uploaded(scene, clip).state is RecordingState.UPLOADED


def test_store_stopped_during_an_upload_keeps_what_it_has_and_the_upload_succeeds_afterwards(scene, s3, clip):
    data = clip + bytes(POLICY.part_bytes)
    recording = services.begin_upload(scene.officer, announcement(scene, data), NOON)
    first = Browser(scene.officer)
    first.send(recording, lambda at, length: data[at : at + length], numbers=[1])
    complete = CompleteUpload(recording.public_id, hashlib.sha256(data).hexdigest())
    s3.stop()
    try:
        with pytest.raises(Unavailable):
            services.received_parts(scene.officer, recording.public_id)
        with pytest.raises(Unavailable):
            services.complete_upload(scene.officer, complete, NOON)
        assert recording.state is RecordingState.UPLOADING
    finally:
        s3.start()
    second = Browser(scene.officer)
    second.send(recording, lambda at, length: data[at : at + length])
    assert (first.sent, second.sent) == ([1], [2])
    assert services.complete_upload(scene.officer, complete, NOON).state is RecordingState.UPLOADED


def test_store_away_while_verifying_leaves_the_recording_waiting(scene, s3, clip):
    recording = uploaded(scene, clip)
    s3.stop()
    try:
        with pytest.raises(Unavailable):
            verify_recording(recording.public_id, NOON)
        assert recording.state is RecordingState.UPLOADED
    finally:
        s3.start()
    assert verify_recording(recording.public_id, NOON).state is RecordingState.VERIFIED


def test_completing_with_a_part_missing_names_it(scene):
    data = bytes(2 * POLICY.part_bytes + 1)
    recording = services.begin_upload(scene.officer, announcement(scene, data), NOON)
    assert recording.parts == 3
    Browser(scene.officer).send(recording, lambda at, length: data[at : at + length], numbers=[1, 3])
    complete = CompleteUpload(recording.public_id, hashlib.sha256(data).hexdigest())
    with pytest.raises(Refused, match="第 2 片"):
        services.complete_upload(scene.officer, complete, NOON)
    assert recording.state is RecordingState.UPLOADING


def test_completing_twice_is_one_completion(scene, clip):
    recording = uploaded(scene, clip)
    repeated = CompleteUpload(recording.public_id, hashlib.sha256(clip).hexdigest())
    services.complete_upload(scene.officer, repeated, NOON)
    received = [
        entry for entry in entries_of(system_actor("测试"), recording.record) if entry.action == "recording.received"
    ]
    assert len(received) == 1


def test_completion_whose_answer_was_lost_is_recovered(scene, clip):
    """The store joined the parts, the program died before it wrote the row; the browser asks again."""
    recording = services.begin_upload(scene.officer, announcement(scene, clip), NOON)
    Browser(scene.officer).send(recording, lambda at, length: clip[at : at + length])
    parts = current_store().list_parts(recording.object_key, recording.upload_id)
    current_store().complete_multipart(recording.object_key, recording.upload_id, parts)
    assert [part.number for part in services.received_parts(scene.officer, recording.public_id)] == [1]
    complete = CompleteUpload(recording.public_id, hashlib.sha256(clip).hexdigest())
    assert services.complete_upload(scene.officer, complete, NOON).state is RecordingState.UPLOADED
    assert verify_recording(recording.public_id, NOON).state is RecordingState.VERIFIED


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"content_type": "application/x-msdownload"}, "content_type"),
        ({"size": 0}, "size"),
        ({"size": POLICY.limits.largest_bytes + 1}, "size"),
        ({"filename": "a\nb.mp4"}, "filename"),
        ({"recorded_to_at": NOON - timedelta(hours=3)}, "recorded_to_at"),
        ({"recorded_to_at": NOON + timedelta(hours=1)}, "recorded_to_at"),
        ({"list_item": 99}, "list_item"),
    ],
)
def test_announcement_that_must_be_mended_names_the_field(scene, clip, changed, named):
    with pytest.raises(Invalid) as caught:
        services.begin_upload(scene.officer, announcement(scene, clip, **changed), NOON)
    assert list(caught.value.errors) == [named]
    assert count() == 0


def test_largest_size_is_accepted(scene):
    announced = announcement(scene, b"", size=POLICY.limits.largest_bytes)
    recording = services.begin_upload(scene.officer, announced, NOON)
    assert recording.parts <= 10_000
    services.abandon_upload(scene.officer, AbandonUpload(recording.public_id, "测试"), NOON)


def test_d43_upload_on_the_last_instant_is_in_time_and_needs_no_reason(scene, clip):
    ended = NOON - DAY
    recording = uploaded(scene, clip, recorded_from_at=ended, recorded_to_at=ended)
    assert recording.due_at == NOON
    assert not recording.late


def test_d43_upload_after_its_term_needs_a_reason_and_is_flagged(scene, clip):
    ended = NOON - DAY - timedelta(seconds=1)
    times = {"recorded_from_at": ended, "recorded_to_at": ended}
    with pytest.raises(Invalid) as caught:
        services.begin_upload(scene.officer, announcement(scene, clip, **times), NOON)
    assert "第四十七条" in caught.value.errors["late_reason"][0]
    recording = uploaded(scene, clip, late_reason="山区没有网络", **times)
    assert recording.late
    assert recording.late_reason == "山区没有网络"


def test_d43_upload_that_becomes_late_on_the_way_is_flagged_and_explained_once(scene, clip):
    recording = services.begin_upload(scene.officer, announcement(scene, clip), NOON)
    Browser(scene.officer).send(recording, lambda at, length: clip[at : at + length])
    complete = CompleteUpload(recording.public_id, hashlib.sha256(clip).hexdigest())
    recording = services.complete_upload(scene.officer, complete, NOON + DAY)
    assert recording.late
    services.explain_lateness(scene.officer, ExplainLateness(recording.public_id, "设备故障"), NOON + DAY)
    assert recording.late_reason == "设备故障"
    with pytest.raises(Refused):
        services.explain_lateness(scene.officer, ExplainLateness(recording.public_id, "另一个原因"), NOON + DAY)


def test_small_file_comes_through_an_ordinary_form(scene, clip):
    command = ReceiveFile(announcement(scene, clip), clip)
    recording = services.receive_file(scene.officer, command, NOON)
    assert verify_recording(recording.public_id, NOON).state is RecordingState.VERIFIED
    too_large = ReceiveFile(announcement(scene, clip), bytes(POLICY.form_bytes + 1))
    with pytest.raises(Invalid):
        services.receive_file(scene.officer, too_large, NOON)
    assert (
        services.receive_file(
            scene.officer, ReceiveFile(announcement(scene, clip), bytes(POLICY.form_bytes)), NOON
        ).size
        == POLICY.form_bytes
    )


def test_upload_given_up_stays_on_record_with_its_reason(scene, clip):
    recording = services.begin_upload(scene.officer, announcement(scene, clip), NOON)
    with pytest.raises(Invalid):
        services.abandon_upload(scene.officer, AbandonUpload(recording.public_id, " "), NOON)
    services.abandon_upload(scene.officer, AbandonUpload(recording.public_id, "选错了文件"), NOON)
    assert [(one.state, one.problem) for one in queries.recordings_of(scene.officer, MATTER)] == [
        (RecordingState.ABANDONED, "选错了文件")
    ]
    with pytest.raises(Refused):
        services.part_links(scene.officer, recording.public_id, [1], NOON)


def test_complete_recording_cannot_be_given_up(scene, clip):
    recording = uploaded(scene, clip)
    with pytest.raises(Refused):
        services.abandon_upload(scene.officer, AbandonUpload(recording.public_id, "不想要了"), NOON)


def test_upload_without_a_sign_of_life_is_swept_and_a_living_one_is_not(scene, clip):
    old = services.begin_upload(scene.officer, announcement(scene, clip), NOON - timedelta(minutes=30))
    last = NOON - timedelta(minutes=30) + POLICY.abandoned_after
    assert services.sweep_abandoned(last) == 0
    assert services.sweep_abandoned(last + timedelta(seconds=1)) == 1
    assert old.state is RecordingState.ABANDONED
    assert services.sweep_abandoned(last + timedelta(seconds=1)) == 0


def test_who_may_not_upload(scene, clip):
    with pytest.raises(NotFound):
        services.begin_upload(scene.elsewhere, announcement(scene, clip), NOON)
    with pytest.raises(Forbidden):
        services.begin_upload(scene.reviewer, announcement(scene, clip), NOON)
    with pytest.raises(NotFound):
        services.begin_upload(scene.administrator, announcement(scene, clip), NOON)
    recording = services.begin_upload(scene.officer, announcement(scene, clip), NOON)
    with pytest.raises(NotFound):
        services.part_links(scene.elsewhere, recording.public_id, [1], NOON)
    with pytest.raises(Forbidden):
        services.part_links(scene.reviewer, recording.public_id, [1], NOON)


@pytest.mark.parametrize("numbers", [[], [0], [2], list(range(1, 100))])
def test_links_only_for_parts_the_file_has(scene, clip, numbers):
    recording = services.begin_upload(scene.officer, announcement(scene, clip), NOON)
    with pytest.raises(Invalid):
        services.part_links(scene.officer, recording.public_id, numbers, NOON)
