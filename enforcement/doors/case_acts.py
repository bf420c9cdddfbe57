"""Every act and step on a case that a door takes: by which schema it is read, by which service it is done.

Pages and API share this table, so that a form and a JSON body of the same name can't differ in what they ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enforcement.casework import services
from enforcement.foundation.actor import Actor
from enforcement.schemas import casework as first
from enforcement.schemas import casework_steps as then
from enforcement.schemas.casework_fields import CaseSchema


@dataclass(frozen=True)
class CaseAct:
    """One act or step; ``about`` is the argument of its schema that names a record of the case, if any."""

    schema: Callable[..., CaseSchema]
    service: Callable[[Actor, Any, datetime], Any]
    about: str = ""


CASE_ACTS: dict[str, CaseAct] = {
    "assign_handlers": CaseAct(first.AssignHandlersSchema, services.assign_handlers),
    "start_verification": CaseAct(then.StepSchema, services.start_verification),
    "state_facts": CaseAct(first.StateFactsSchema, services.state_facts),
    "record_scene": CaseAct(first.SceneRecordSchema, services.make_record),
    "record_inquiry": CaseAct(first.InquiryRecordSchema, services.make_record),
    "add_evidence": CaseAct(first.AddEvidenceSchema, services.add_evidence),
    "verify_evidence": CaseAct(first.VerifyEvidenceSchema, services.verify_evidence, about="evidence"),
    "amend_evidence": CaseAct(first.AmendEvidenceSchema, services.amend_evidence, about="evidence"),
    "exclude_evidence": CaseAct(first.ExcludeEvidenceSchema, services.exclude_evidence, about="evidence"),
    "ask_filing": CaseAct(then.AskSchema, services.ask_filing),
    "answer_approval": CaseAct(then.AnswerApprovalSchema, services.answer_approval, about="approval"),
    "propose": CaseAct(first.ProposeSchema, services.propose),
    "conclude": CaseAct(then.ConcludeSchema, services.conclude),
    "submit_review": CaseAct(then.StepSchema, services.submit_review),
    "issue_notice": CaseAct(then.StepSchema, services.issue_notice),
    "serve_notice": CaseAct(then.ServePaperSchema, services.serve_notice),
    "record_statement": CaseAct(then.RecordStatementSchema, services.record_statement),
    "answer_statement": CaseAct(then.AnswerStatementSchema, services.answer_statement),
    "record_waiver": CaseAct(then.RecordWaiverSchema, services.record_waiver),
    "hold_discussion": CaseAct(then.HoldDiscussionSchema, services.hold_discussion),
    "decide": CaseAct(then.DecideSchema, services.decide),
    "serve_decision": CaseAct(then.ServePaperSchema, services.serve_decision),
    "extend_term": CaseAct(then.ExtendTermSchema, services.extend_term),
    "record_payment": CaseAct(then.RecordPaymentSchema, services.record_payment),
    "settle_goods": CaseAct(then.SettleGoodsSchema, services.settle_goods),
    "confirm_performance": CaseAct(then.StepSchema, services.confirm_performance),
    "ask_closing": CaseAct(then.AskSchema, services.ask_closing),
    "archive": CaseAct(then.StepSchema, services.archive),
    "add_note": CaseAct(first.AddNoteSchema, services.add_note),
}
"""Name of the act or step -> how it is read and done. Approvals of every kind are answered by ``answer_approval``."""
