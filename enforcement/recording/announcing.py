"""From what a person announces to a row: the checks and the computed parts that both ways of uploading share."""

from __future__ import annotations

from datetime import datetime, timedelta

from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.catalogue.queries import recording_list_on
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid
from enforcement.identity.queries import organisation_facts
from enforcement.recording.commands import BeginUpload
from enforcement.recording.models import Recording
from enforcement.recording.policy import POLICY
from enforcement.rules.facts_catalogue import RecordingListEntry
from enforcement.rules.recording import (
    RecordingKind,
    RecordingState,
    UploadDue,
    file_problems,
    is_late,
    kept_at_least_until,
    kind_of,
    list_problem,
    retention_of,
    upload_due,
)
from enforcement.rules.rulesets import Term

# The device's clock and the server's differ a little; a recording from tomorrow is a typing mistake.
CLOCK_TOLERANCE = timedelta(minutes=10)


def announced_recording(actor: Actor, command: BeginUpload, now: datetime) -> Recording:
    """A new recording, not yet in the session and without a place in the store.

    Raises `Invalid` naming every field that must be mended, a missing reason for lateness among them.
    """
    limits = POLICY.limits
    problems = file_problems(command.filename, command.content_type, command.size, limits)
    problems |= _time_problems(command, now)
    kind = kind_of(command.content_type, limits) or RecordingKind.FILE
    recorded_on = civil_date(command.recorded_from_at)
    listed = recording_list_on(command.org_id, recorded_on)
    entry, list_fault = list_problem(listed.entries if listed else (), command.list_item, kind)
    if list_fault:
        problems["list_item"] = [list_fault]
    due = _due(command, entry)
    late = is_late(due.due_at, now)
    if late and not command.late_reason.strip():
        problems["late_reason"] = [f"已过上传期限（{due.sentence}，{due.basis}），请写明迟传的原因后再上传。"]
    if problems:
        raise Invalid(problems)
    minimum = _term("D44", command)
    return Recording(
        matter_id=command.matter_id,
        org_id=command.org_id,
        org_path=command.org_path,
        kind=kind,
        state=RecordingState.UPLOADING,
        list_item=command.list_item,
        list_id=listed.public_id if listed and entry else "",
        step=entry.step if entry else command.step,
        title=command.title.strip() or (entry.item if entry else command.filename),
        filename=command.filename,
        content_type=command.content_type,
        size=command.size,
        head_sha256=command.head_sha256,
        recorded_from_at=command.recorded_from_at,
        recorded_to_at=command.recorded_to_at,
        place=command.place,
        device_no=command.device_no,
        party_told=command.party_told,
        interruptions=command.interruptions,
        officer_ids=list(command.officer_ids or ((actor.officer_id,) if actor.officer_id else ())),
        due_at=due.due_at,
        due_sentence=due.sentence,
        due_basis=due.basis,
        late=late,
        late_reason=command.late_reason.strip(),
        retention=retention_of(entry),
        kept_until_on=kept_at_least_until(minimum, civil_date(command.recorded_to_at)),
        uploaded_by=actor.user_id,
        uploaded_by_name=actor.name,
        began_at=now,
        touched_at=now,
    )


def _time_problems(command: BeginUpload, now: datetime) -> dict[str, list[str]]:
    if command.recorded_to_at < command.recorded_from_at:
        return {"recorded_to_at": ["录制结束早于开始；请核对两个时间。"]}
    if command.recorded_to_at > now + CLOCK_TOLERANCE:
        return {"recorded_to_at": ["录制结束时间还没有到；请核对设备时钟，填实际时间。"]}
    return {}


def _due(command: BeginUpload, entry: RecordingListEntry | None) -> UploadDue:
    return upload_due(_term("D43", command), entry, command.recorded_to_at, current_calendar())


def _term(rule_id: str, command: BeginUpload) -> Term:
    organisation = organisation_facts(command.org_id)
    day = civil_date(command.recorded_to_at)
    return current_rulesets().term(rule_id, organisation.domain, organisation.region_name, day)
