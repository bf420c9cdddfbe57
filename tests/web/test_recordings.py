"""Recordings through the door for people: JSON for the upload component, forms for everyone else."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
import urllib3
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from enforcement.audit.queries import entries_of
from enforcement.doors.access import SESSION_COOKIE
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import SHANGHAI
from enforcement.identity import services as identity
from enforcement.platform.demo_clock import current_instant
from enforcement.platform.media import make_demo_mp4
from enforcement.recording import queries
from enforcement.recording.policy import POLICY
from enforcement.recording.verification import verify_recording
from enforcement.rules.recording import RecordingState
from tests.domains.identity.people import PASSWORD
from tests.domains.recording.filming import make_case, make_scene

HTTP = urllib3.PoolManager(retries=False)
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def clip() -> bytes:
    return make_demo_mp4(3, "现场检查")


@pytest.fixture
def scene(app_with_store):
    return make_scene()


@pytest.fixture
def case_id(scene):
    return make_case(scene, current_instant())


@pytest.fixture
def signed_in(app_with_store):
    def signed(username: str):
        client = app_with_store.test_client()
        opened = identity.sign_in(username, PASSWORD, "127.0.0.1", "test", current_instant())
        client.set_cookie(SESSION_COOKIE, opened.token)
        return client

    return signed


@pytest.fixture
def officer(scene, signed_in):
    return signed_in("officer")


def local(ago: timedelta) -> str:
    return (current_instant() - ago).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def fields(**changed: str) -> dict[str, str]:
    known = {"recorded_from_at": local(timedelta(hours=2)), "recorded_to_at": local(timedelta(hours=1))}
    return known | {"place": "云城市临江路66号", "device_no": "A-0127", "party_told": "true"} | changed


def announced(clip: bytes, **changed: str) -> dict[str, str]:
    file = {"filename": "现场检查.mp4", "content_type": "video/mp4", "size": str(len(clip))}
    return fields() | file | {"head_sha256": hashlib.sha256(clip[: 2**20]).hexdigest()} | changed


def test_upload_as_the_component_does_it(officer, case_id, clip):
    begun = officer.post(f"/matters/{case_id}/uploads", json=announced(clip))
    assert begun.status_code == 201
    plan = begun.json
    assert (plan["state"], plan["received"], plan["parts"]) == ("uploading", [], 1)
    links = officer.post(plan["parts_url"], json={"numbers": [1]}).json["links"]
    assert HTTP.request("PUT", links["1"], body=clip).status == 200
    assert officer.get(plan["status_url"]).json["received"] == [1]
    done = officer.post(plan["completion_url"], json={"sha256": hashlib.sha256(clip).hexdigest()})
    assert done.json["word"] == "等待核验"
    verify_recording(plan["id"], current_instant())
    status = officer.get(plan["status_url"]).json
    assert (status["word"], status["sha256"]) == ("已核验", hashlib.sha256(clip).hexdigest())


def test_same_file_announced_again_goes_on(officer, case_id, clip):
    first = officer.post(f"/matters/{case_id}/uploads", json=announced(clip)).json
    again = officer.post(f"/matters/{case_id}/uploads", json=announced(clip)).json
    assert again["id"] == first["id"]


def test_type_that_the_browser_does_not_know_is_told_by_the_name(officer, case_id, clip):
    body = announced(clip, filename="记录仪.mkv", content_type="")
    assert officer.post(f"/matters/{case_id}/uploads", json=body).status_code == 201


def test_refused_announcement_names_fields_as_json(officer, case_id, clip):
    body = announced(clip, filename="程序.exe", content_type="application/x-msdownload", recorded_to_at="昨天")
    answer = officer.post(f"/matters/{case_id}/uploads", json=body, headers=JSON)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["recorded_to_at"]
    answer = officer.post(
        f"/matters/{case_id}/uploads", json=body | {"recorded_to_at": local(timedelta(hours=1))}, headers=JSON
    )
    assert list(answer.json["errors"]) == ["content_type"]
    assert officer.post(f"/matters/{case_id}/uploads", data="no json").status_code == 422


def test_store_that_is_away_is_told_as_json_with_what_to_do(officer, case_id, clip, s3):
    s3.stop()
    try:
        answer = officer.post(f"/matters/{case_id}/uploads", json=announced(clip), headers=JSON)
        assert answer.status_code == 503
        assert answer.json["remedy"]
    finally:
        s3.start()
    assert officer.post(f"/matters/{case_id}/uploads", json=announced(clip)).status_code == 201


def test_requests_without_the_token_are_refused(app_with_store, officer, case_id, clip):
    app_with_store.config["WTF_CSRF_ENABLED"] = True
    try:
        assert officer.post(f"/matters/{case_id}/uploads", json=announced(clip)).status_code == 400
    finally:
        app_with_store.config["WTF_CSRF_ENABLED"] = False


def send_form(client, case_id, name, data, **changed):
    # Encoded here: the test client would leave the temporary file of a large form open.
    boundary, body = encode_multipart(fields(**changed) | {"file": FileStorage(io.BytesIO(data), name)})
    content_type = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/matters/{case_id}/recordings", data=body, content_type=content_type)


def test_small_film_by_an_ordinary_form_then_looked_at(officer, scene, case_id, clip):
    assert send_form(officer, case_id, "现场.mp4", clip).status_code == 302
    (recording,) = queries.recordings_of(scene.officer, case_id)
    verify_recording(recording.public_id, current_instant())
    listed = officer.get(f"/matters/{case_id}/recordings").text
    assert "已核验" in listed
    assert f"/recordings/{recording.public_id}/thumbnail.jpg" in listed
    page = officer.get(f"/recordings/{recording.public_id}").text
    assert "<video" not in page
    assert recording.server_sha256[:16] in page
    opened = officer.post(f"/recordings/{recording.public_id}/look", data={"reason": "核对证据"})
    assert "<video" in opened.text
    assert opened.headers["Cache-Control"] == "no-store"
    actions = [entry.action for entry in entries_of(system_actor("测试"), recording.record)]
    assert actions.count("recording.opened") == 1
    assert "核对证据" in officer.get(f"/recordings/{recording.public_id}").text
    assert officer.get(f"/recordings/{recording.public_id}/thumbnail.jpg").data.startswith(b"\xff\xd8")


def test_refused_form_keeps_what_was_typed_and_names_the_field(officer, case_id, clip):
    answer = send_form(officer, case_id, "表格.xlsx", clip, place="南街仓库", title="入库")
    assert answer.status_code == 422
    assert "有 1 处需要修改" in answer.text
    assert "南街仓库" in answer.text
    nothing = officer.post(f"/matters/{case_id}/recordings", data=fields(), content_type="multipart/form-data")
    assert "请选择一个文件" in nothing.text


def test_form_takes_files_up_to_its_limit(officer, scene, case_id):
    assert send_form(officer, case_id, "a.mp4", bytes(POLICY.form_bytes)).status_code == 302
    answer = send_form(officer, case_id, "a.mp4", bytes(POLICY.form_bytes + 1))
    assert answer.status_code == 422
    assert "脚本" in answer.text
    assert len(queries.recordings_of(scene.officer, case_id)) == 1


def test_late_recording_asks_for_the_reason(officer, scene, case_id, clip):
    late = {"recorded_from_at": local(timedelta(days=3)), "recorded_to_at": local(timedelta(days=3))}
    answer = send_form(officer, case_id, "a.mp4", clip, **late)
    assert answer.status_code == 422
    assert "第四十七条" in answer.text
    assert send_form(officer, case_id, "a.mp4", clip, late_reason="山区没有网络", **late).status_code == 302
    assert "山区没有网络" in officer.get(f"/matters/{case_id}/recordings").text


def test_marks_are_added_and_a_wrong_time_is_named(officer, scene, case_id, clip):
    send_form(officer, case_id, "a.mp4", clip)
    (recording,) = queries.recordings_of(scene.officer, case_id)
    verify_recording(recording.public_id, current_instant())
    marks = f"/recordings/{recording.public_id}/marks"
    assert officer.post(marks, data={"at": "0:02", "text": "出示证件"}).status_code == 302
    assert "00:02 出示证件" in officer.get(f"/matters/{case_id}/recordings").text
    for at in ("两分", "9:99:99:99", "10:00"):
        answer = officer.post(marks, data={"at": at, "text": "出示证件"})
        assert answer.status_code == 422
        assert "时间点" in answer.text


def test_unfinished_upload_stands_in_the_list_and_can_be_given_up(officer, scene, case_id, clip):
    plan = officer.post(f"/matters/{case_id}/uploads", json=announced(clip)).json
    assert "没有传完" in officer.get(f"/matters/{case_id}/recordings").text
    refused = officer.post(f"/recordings/{plan['id']}/abandonment", data={"reason": ""}, follow_redirects=True)
    assert "请写明放弃上传的原因" in refused.text
    officer.post(f"/recordings/{plan['id']}/abandonment", data={"reason": "选错了文件"})
    assert "选错了文件" in officer.get(f"/matters/{case_id}/recordings").text
    assert queries.recording(scene.officer, plan["id"]).state is RecordingState.ABANDONED


@pytest.mark.parametrize("username", ["elsewhere", "administrator"])
def test_who_is_out_of_scope_finds_nothing(signed_in, officer, scene, case_id, clip, username):
    send_form(officer, case_id, "a.mp4", clip)
    (recording,) = queries.recordings_of(scene.officer, case_id)
    other = signed_in(username)
    expected = {"elsewhere": 404, "administrator": 403}[username]
    for path in (f"/matters/{case_id}/recordings", f"/recordings/{recording.public_id}"):
        assert other.get(path).status_code == expected
    assert other.post(f"/recordings/{recording.public_id}/look").status_code == expected
    assert other.post(f"/matters/{case_id}/uploads", json=announced(clip)).status_code == expected
    assert other.get(f"/uploads/{recording.public_id}").status_code == expected


def test_reviewer_looks_but_does_not_upload(signed_in, officer, scene, case_id, clip):
    send_form(officer, case_id, "a.mp4", clip)
    (recording,) = queries.recordings_of(scene.officer, case_id)
    reviewer = signed_in("reviewer")
    assert "data-upload" not in reviewer.get(f"/matters/{case_id}/recordings").text
    assert reviewer.post(f"/recordings/{recording.public_id}/look").status_code == 200
    assert reviewer.post(f"/matters/{case_id}/uploads", json=announced(clip)).status_code == 403


def test_nobody_signed_in(app_with_store, officer, case_id):
    answer = app_with_store.test_client().post(f"/matters/{case_id}/uploads", json={}, headers=JSON)
    assert answer.status_code == 401
