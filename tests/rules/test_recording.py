"""Rules of recordings: 行政处罚法第四十七条, 国办发〔2018〕118号, terms D43 and D44."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from enforcement.rules.facts_catalogue import RecordingListEntry, RecordingWay
from enforcement.rules.recording import (
    RecordingFact,
    RecordingKind,
    RecordingState,
    Retention,
    UploadLimits,
    file_problems,
    is_late,
    kept_at_least_until,
    list_problem,
    missing_entries,
    retention_of,
    upload_due,
)
from enforcement.rules.rulesets import Unit
from tests.rules.law_files import calendar, rulesets

ENDED = datetime(2026, 9, 24, 9, 30, tzinfo=UTC)
LIMITS = UploadLimits({RecordingKind.VIDEO: ("video/mp4",), RecordingKind.PHOTO: ("image/jpeg",)}, largest_bytes=1000)


def entry(number: int = 1, **changed: object) -> RecordingListEntry:
    known: dict[str, object] = {
        "no": number,
        "step": "scene_inspection",
        "item": "现场检查全过程",
        "way": RecordingWay.AUDIO_VIDEO,
        "required": True,
        "content": "",
        "upload_hours": 0,
        "retention": "与案卷保管期限相同",
        "basis": "",
    }
    return RecordingListEntry(**known | changed)


def fact(number: int | None, state: RecordingState) -> RecordingFact:
    return RecordingFact("x", "video", number, "scene_inspection", state, "", "a.mp4", date(2026, 9, 24))


def term(rule_id: str):
    return rulesets().term(rule_id, "市场监督管理", "云岭省云州市", date(2026, 9, 24))


def test_d43_twenty_four_hours_run_through_nights_and_holidays():
    due = upload_due(term("D43"), None, ENDED, calendar())
    assert due.due_at == ENDED + timedelta(hours=24)
    assert "第四十七条" in due.basis


def test_d43_term_in_working_days_ends_with_its_last_day():
    local = replace(term("D43"), length=2, unit=Unit.WD)
    due = upload_due(local, None, ENDED, calendar())
    # 25 to 27 September 2026 is the Mid-Autumn holiday; 28 and 29 are the two working days.
    assert due.due_at == datetime(2026, 9, 29, 16, 0, tzinfo=UTC)


def test_d43_the_agencys_own_list_goes_before_the_general_term():
    due = upload_due(term("D43"), entry(upload_hours=48), ENDED, calendar())
    assert due.due_at == ENDED + timedelta(hours=48)
    assert due.basis.startswith("本机关音像记录事项清单第 1 项")


def test_d43_last_instant_is_in_time_and_the_next_is_late():
    due = upload_due(term("D43"), None, ENDED, calendar())
    assert not is_late(due.due_at, due.due_at)
    assert is_late(due.due_at, due.due_at + timedelta(microseconds=1))


def test_d44_six_months_end_on_the_corresponding_day_or_at_the_months_end():
    assert kept_at_least_until(term("D44"), date(2026, 3, 15)) == date(2026, 9, 15)
    assert kept_at_least_until(term("D44"), date(2026, 8, 31)) == date(2027, 2, 28)
    assert kept_at_least_until(replace(term("D44"), length=1, unit=Unit.Y), date(2026, 3, 15)) == date(2027, 3, 15)
    assert kept_at_least_until(replace(term("D44"), length=90, unit=Unit.CD), date(2026, 3, 1)) == date(2026, 5, 30)


def test_retention_is_permanent_only_where_the_list_says_so():
    assert retention_of(None) is Retention.CASE_FILE
    assert retention_of(entry()) is Retention.CASE_FILE
    assert retention_of(entry(retention="永久")) is Retention.PERMANENT


@pytest.mark.parametrize(
    ("filename", "content_type", "size", "named"),
    [
        ("a.mp4", "video/mp4", 1000, []),
        ("a.mp4", "video/mp4", 1001, ["size"]),
        ("a.mp4", "video/mp4", 1, []),
        ("a.mp4", "video/mp4", 0, ["size"]),
        ("a.exe", "application/x-msdownload", 1, ["content_type"]),
        ("长" * 200, "image/jpeg", 1, []),
        ("长" * 201, "image/jpeg", 1, ["filename"]),
        (" ", "image/jpeg", 1, ["filename"]),
        ("a\x00.mp4", "image/jpeg", 1, ["filename"]),
        ("", "", -1, ["filename", "content_type", "size"]),
    ],
)
def test_every_fault_of_a_file_is_named_at_once(filename, content_type, size, named):
    assert list(file_problems(filename, content_type, size, LIMITS)) == named


def test_118_a_photo_does_not_stand_for_a_recording_by_audio_and_video():
    assert list_problem([entry()], 1, RecordingKind.VIDEO) == (entry(), "")
    assert list_problem([entry()], 1, RecordingKind.AUDIO) == (entry(), "")
    assert "不能代替" in list_problem([entry()], 1, RecordingKind.PHOTO)[1]
    photos = entry(way=RecordingWay.PHOTO)
    assert list_problem([photos], 1, RecordingKind.VIDEO) == (photos, "")
    assert list_problem([entry()], None, RecordingKind.FILE) == (None, "")
    assert "没有第 7 项" in list_problem([entry()], 7, RecordingKind.VIDEO)[1]


def test_47_only_a_verified_recording_fills_an_entry_of_the_list():
    required, optional = entry(1), entry(2, required=False)
    in_words = entry(3, way=RecordingWay.TEXT)
    entries = (required, optional, in_words)
    assert missing_entries(entries, []) == ((required,), ())
    for state in (RecordingState.UPLOADING, RecordingState.UPLOADED):
        assert missing_entries(entries, [fact(1, state)]) == ((), (required,))
    for state in (RecordingState.MISMATCH, RecordingState.UNDECODABLE, RecordingState.ABANDONED):
        assert missing_entries(entries, [fact(1, state)]) == ((required,), ())
    assert missing_entries(entries, [fact(1, RecordingState.MISMATCH), fact(1, RecordingState.VERIFIED)]) == ((), ())
    assert missing_entries(entries, [fact(2, RecordingState.VERIFIED), fact(None, RecordingState.VERIFIED)]) == (
        (required,),
        (),
    )
