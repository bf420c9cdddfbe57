"""Evidence: collected, checked, excluded with a reason; never deleted (行政处罚法第四十六条)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from enforcement.casework.commands import (
    AddEvidence,
    AmendEvidence,
    ExcludeEvidence,
    VerifyEvidence,
)
from enforcement.casework.loading import open_case
from enforcement.casework.models import Case, CaseEvidence
from enforcement.casework.services.voiding import void_if_changed
from enforcement.casework.steps import write_audit, write_note
from enforcement.documents.queries import document_facts
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Reason, Refused
from enforcement.platform.database import db, transaction
from enforcement.recording.queries import recording_facts

EVIDENCE_KINDS: tuple[str, ...] = (
    "书证",
    "物证",
    "视听资料",
    "电子数据",
    "证人证言",
    "当事人的陈述",
    "鉴定意见",
    "勘验笔录、现场笔录",
)


def add_evidence(actor: Actor, command: AddEvidence, now: datetime) -> CaseEvidence:
    """Add a piece of evidence to the list."""
    with transaction():
        case = open_case(actor, command.case, "add_evidence", now, command.version)
        _check(case, command, now)
        last = db.session.scalar(select(func.max(CaseEvidence.no)).where(CaseEvidence.case_id == case.id))
        evidence = CaseEvidence(
            case_id=case.id,
            no=(last or 0) + 1,
            kind=command.kind,
            title=command.title,
            source=command.source,
            proves=command.proves,
            collected_on=command.collected_on,
            document_id=command.document_id,
            recording_id=command.recording_id,
        )
        db.session.add(evidence)
        db.session.flush()
        write_note(actor, case, f"证据 {evidence.no}：{evidence.title}", now, text=command.proves)
        write_audit(actor, case, "add_evidence", now, after=_as_dict(evidence))
        void_if_changed(actor, case, now)
        return evidence


def _check(case: Case, command: AddEvidence, now: datetime) -> None:
    errors: dict[str, list[str]] = {}
    if command.kind not in EVIDENCE_KINDS:
        errors["kind"] = ["请选择行政处罚法第四十六条规定的证据种类"]
    if command.collected_on > civil_date(now):
        errors["collected_on"] = ["取得日期不能晚于今天"]
    known = {one.public_id for one in document_facts(case.public_id)}
    if command.document_id and command.document_id not in known:
        errors["document_id"] = ["本案没有这份文书"]
    recorded = {one.public_id for one in recording_facts(case.public_id)}
    if command.recording_id and command.recording_id not in recorded:
        errors["recording_id"] = ["本案没有这份音像记录"]
    if errors:
        raise Invalid(errors)


def amend_evidence(actor: Actor, command: AmendEvidence, now: datetime) -> CaseEvidence:
    """Change the words about a piece of evidence."""
    with transaction():
        case = open_case(actor, command.case, "amend_evidence", now, command.version)
        evidence = _evidence(case, command.evidence)
        before = _as_dict(evidence)
        evidence.title = command.title
        evidence.proves = command.proves
        db.session.flush()
        write_note(actor, case, f"修改证据 {evidence.no} 的说明", now, text=command.proves)
        write_audit(actor, case, "amend_evidence", now, before=before, after=_as_dict(evidence))
        void_if_changed(actor, case, now)
        return evidence


def verify_evidence(actor: Actor, command: VerifyEvidence, now: datetime) -> CaseEvidence:
    """Note that the evidence was checked and is true (第四十六条第二款)."""
    with transaction():
        case = open_case(actor, command.case, "verify_evidence", now, command.version)
        evidence = _evidence(case, command.evidence)
        _refuse_unverified_recording(case, evidence)
        evidence.verified = True
        db.session.flush()
        write_note(actor, case, f"证据 {evidence.no} 查证属实", now, text=evidence.title)
        write_audit(actor, case, "verify_evidence", now, after=_as_dict(evidence))
        return evidence


def _refuse_unverified_recording(case: Case, evidence: CaseEvidence) -> None:
    states = {one.public_id: one.state for one in recording_facts(case.public_id)}
    if evidence.recording_id and states.get(evidence.recording_id) != "verified":
        raise Refused(
            (
                Reason(
                    "recording-not-verified",
                    f"“{evidence.title}”的音像文件还没有核验通过",
                    "行政处罚法第四十六条第二款",
                    "等系统核验完成；核验不通过的重新上传原始文件",
                ),
            )
        )


def exclude_evidence(actor: Actor, command: ExcludeEvidence, now: datetime) -> CaseEvidence:
    """Take a piece of evidence out of account, for a reason; it stays on file."""
    with transaction():
        case = open_case(actor, command.case, "exclude_evidence", now, command.version)
        evidence = _evidence(case, command.evidence)
        evidence.excluded_reason = command.reason
        db.session.flush()
        write_note(actor, case, f"排除证据 {evidence.no}", now, text=command.reason)
        write_audit(actor, case, "exclude_evidence", now, after=_as_dict(evidence), reason=command.reason)
        void_if_changed(actor, case, now)
        return evidence


def _evidence(case: Case, public_id: str) -> CaseEvidence:
    found = db.session.scalar(
        select(CaseEvidence).where(
            CaseEvidence.case_id == case.id,
            CaseEvidence.public_id == public_id,
            CaseEvidence.excluded_reason == "",
        )
    )
    if found is None:
        raise NotFound
    return found


def _as_dict(evidence: CaseEvidence) -> dict[str, object]:
    return {
        "no": evidence.no,
        "kind": evidence.kind,
        "title": evidence.title,
        "proves": evidence.proves,
        "document": evidence.document_id,
        "recording": evidence.recording_id,
        "verified": evidence.verified,
        "excluded": evidence.excluded_reason,
    }
