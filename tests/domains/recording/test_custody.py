"""What counts, who looked, and that nothing disappears (行政处罚法第四十七条)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
import urllib3
from sqlalchemy import delete, event, text
from sqlalchemy.exc import DBAPIError

from enforcement.audit.queries import entries_of
from enforcement.foundation.actor import Grant, system_actor
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from enforcement.foundation.permissions import Permission
from enforcement.jobs.recordings import sweep_abandoned_uploads, verify_recordings
from enforcement.platform.database import db
from enforcement.platform.storage import Store, current_store
from enforcement.recording import queries, services
from enforcement.recording.commands import AddMark
from enforcement.recording.models import Recording
from enforcement.recording.verification import verify_recording
from enforcement.rules.recording import RecordingState
from tests.domains.recording.filming import MATTER, announcement, uploaded
from tests.support.app import NOON

HTTP = urllib3.PoolManager(retries=False)


def actions(recording: Recording) -> list[str]:
    return [entry.action for entry in entries_of(system_actor("测试"), recording.record)]


def test_recording_counts_only_after_the_server_has_read_it_all(scene, clip):
    recording = uploaded(scene, clip)
    assert not queries.recording_facts(MATTER)[0].verified
    recording = verify_recording(recording.public_id, NOON)
    assert recording.state is RecordingState.VERIFIED
    assert recording.server_sha256 == hashlib.sha256(clip).hexdigest()
    assert (recording.width, recording.height, recording.codec) == (480, 270, "h264")
    assert queries.recording_facts(MATTER)[0].verified
    assert queries.thumbnail(scene.officer, recording.public_id).startswith(b"\xff\xd8")
    assert actions(recording) == ["recording.announced", "recording.received", "recording.verified"]


def test_wrong_declared_digest_is_a_mismatch_that_stays_on_record(scene, clip):
    recording = uploaded(scene, clip, sha256=hashlib.sha256(b"another film").hexdigest())
    recording = verify_recording(recording.public_id, NOON)
    assert recording.state is RecordingState.MISMATCH
    assert "不同" in recording.problem
    assert recording.server_sha256 == hashlib.sha256(clip).hexdigest()
    assert actions(recording)[-1] == "recording.mismatch"


def test_truncated_film_is_undecodable_and_stays_on_record(scene, clip):
    recording = uploaded(scene, clip[: len(clip) * 6 // 10])
    recording = verify_recording(recording.public_id, NOON)
    assert recording.state is RecordingState.UNDECODABLE
    assert "重新导出" in recording.problem
    assert len(queries.recordings_of(scene.officer, MATTER)) == 1


def test_object_changed_behind_our_back_is_found(scene, clip):
    recording = uploaded(scene, clip)
    store = current_store()
    upload_id = store.begin_multipart(recording.object_key, "video/mp4")
    HTTP.request("PUT", store.presign_part(recording.object_key, upload_id, 1, 60), body=bytes(len(clip)))
    store.complete_multipart(recording.object_key, upload_id, store.list_parts(recording.object_key, upload_id))
    recording.object_version = ""
    db.session.commit()
    assert verify_recording(recording.public_id, NOON).state is RecordingState.MISMATCH


def test_object_that_disappeared_is_a_mismatch(scene, clip):
    recording = uploaded(scene, clip)
    current_store().discard(recording.object_key, recording.object_version)
    recording = verify_recording(recording.public_id, NOON)
    assert recording.state is RecordingState.MISMATCH
    assert "没有找到" in recording.problem


def test_verifying_again_changes_nothing(scene, clip):
    recording = verify_recording(uploaded(scene, clip).public_id, NOON)
    verify_recording(recording.public_id, NOON + timedelta(days=1))
    assert recording.checked_at == NOON
    assert actions(recording).count("recording.verified") == 1


def test_job_verifies_what_waits_and_sweeps_what_is_given_up(scene, clip):
    first, second = uploaded(scene, clip), uploaded(scene, clip[:-10], filename="second.mp4")
    forgotten = services.begin_upload(scene.officer, announcement(scene, clip, filename="third.mp4"), NOON)
    verify_recordings(NOON)
    sweep_abandoned_uploads(NOON + timedelta(days=365))
    assert [one.state for one in (first, second, forgotten)] == [
        RecordingState.VERIFIED,
        RecordingState.UNDECODABLE,
        RecordingState.ABANDONED,
    ]


def test_look_is_written_and_committed_before_the_link_is_issued(scene, clip, monkeypatch):
    recording = verify_recording(uploaded(scene, clip).public_id, NOON)
    happened: list[str] = []
    event.listen(db.session(), "after_commit", lambda _session: happened.append("committed"))
    presign = Store.presign_get

    def watched(store, *args, **named):
        happened.append("link")
        assert actions(recording)[-1] == "recording.opened"
        return presign(store, *args, **named)

    monkeypatch.setattr(Store, "presign_get", watched)
    opened = services.open_recording(scene.reviewer, recording.public_id, NOON, reason="法制审核")
    assert happened == ["committed", "link"]
    answer = HTTP.request("GET", opened.url, headers={"Range": "bytes=0-99"})
    assert (answer.status, answer.data) == (206, clip[:100])
    assert queries.looks([recording]) == {recording.public_id: 1}


def test_look_that_cannot_be_written_gives_no_link(scene, clip, monkeypatch):
    recording = verify_recording(uploaded(scene, clip).public_id, NOON)
    issued: list[object] = []
    monkeypatch.setattr(Store, "presign_get", lambda *_args, **_named: issued.append(1))
    nameless = replace(scene.officer, name=None)
    with pytest.raises(DBAPIError):
        services.open_recording(nameless, recording.public_id, NOON)
    assert issued == []


def test_administrator_can_not_see_or_open_recordings(scene, clip):
    recording = verify_recording(uploaded(scene, clip).public_id, NOON)
    assert queries.recordings_of(scene.administrator, MATTER) == []
    for attempt in (
        lambda: services.open_recording(scene.administrator, recording.public_id, NOON),
        lambda: queries.recording(scene.administrator, recording.public_id),
        lambda: queries.thumbnail(scene.administrator, recording.public_id),
        lambda: queries.custody_trail(scene.administrator, recording.public_id),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert "recording.opened" not in actions(recording)


def test_another_agency_can_not_tell_a_recording_from_a_missing_one(scene, clip):
    recording = verify_recording(uploaded(scene, clip).public_id, NOON)
    for public_id in (recording.public_id, "00000000000000000000"):
        with pytest.raises(NotFound):
            services.open_recording(scene.elsewhere, public_id, NOON)


def test_grant_on_the_case_opens_its_recordings_and_no_others(scene, clip):
    mine = verify_recording(uploaded(scene, clip).public_id, NOON)
    other = uploaded(scene, clip, matter_id="m0000000000000000002")
    grant = Grant(frozenset({Permission.RECORDING_READ}), record=f"case:{MATTER}")
    evaluator = replace(scene.elsewhere, grants=(grant,))
    assert services.open_recording(evaluator, mine.public_id, NOON).url
    assert len(queries.recordings_of(evaluator, MATTER)) == 1
    with pytest.raises(NotFound):
        services.open_recording(evaluator, other.public_id, NOON)


def test_unfinished_upload_can_not_be_opened(scene, clip):
    recording = services.begin_upload(scene.officer, announcement(scene, clip), NOON)
    with pytest.raises(Refused):
        services.open_recording(scene.officer, recording.public_id, NOON)


def test_custody_trail_reads_as_a_table(scene, clip):
    recording = verify_recording(uploaded(scene, clip).public_id, NOON)
    services.open_recording(scene.reviewer, recording.public_id, NOON, reason="法制审核")
    trail = queries.custody_trail(scene.officer, recording.public_id)
    assert [line.what for line in trail] == ["开始上传", "全部收到", "服务器核验一致，已完整解码", "调阅"]
    assert (trail[-1].name, trail[-1].reason) == (scene.reviewer.name, "法制审核")


def test_marks_within_the_length_of_the_recording(scene, clip):
    recording = verify_recording(uploaded(scene, clip).public_id, NOON)
    services.add_mark(scene.officer, AddMark(recording.public_id, recording.duration_ms, "签名"), NOON)
    services.add_mark(scene.officer, AddMark(recording.public_id, 1000, "出示证件"), NOON)
    db.session.expire_all()
    assert [mark.text for mark in queries.recording(scene.officer, recording.public_id).marks] == ["出示证件", "签名"]
    for at_ms, words in ((recording.duration_ms + 1, "太晚"), (-1, "太早"), (0, " "), (0, "长" * 101)):
        with pytest.raises(Invalid):
            services.add_mark(scene.officer, AddMark(recording.public_id, at_ms, words), NOON)
    with pytest.raises(Forbidden):
        services.add_mark(scene.reviewer, AddMark(recording.public_id, 0, "审核员"), NOON)


@pytest.mark.parametrize("table", ["recordings", "recording_marks"])
def test_no_row_is_deleted_in_any_role(scene, clip, table):
    recording = verify_recording(uploaded(scene, clip).public_id, NOON)
    services.add_mark(scene.officer, AddMark(recording.public_id, 0, "开始"), NOON)
    with pytest.raises(DBAPIError, match="never deleted"), db.session.begin_nested():
        db.session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 -- a table's name
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(delete(Recording))
