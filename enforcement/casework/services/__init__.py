"""Actions of the room, split by noun; callers use ``casework.services``."""

from enforcement.casework.services.closing import add_note, archive
from enforcement.casework.services.decisions import (
    decide,
    extend_term,
    hold_discussion,
    serve_decision,
)
from enforcement.casework.services.evidence import (
    EVIDENCE_KINDS,
    add_evidence,
    amend_evidence,
    exclude_evidence,
    verify_evidence,
)
from enforcement.casework.services.filing import answer_approval, ask_closing, ask_filing
from enforcement.casework.services.leads import (
    PARTY_KINDS,
    SOURCE_KINDS,
    assign_handlers,
    register_lead,
    register_party,
    start_verification,
)
from enforcement.casework.services.notices import (
    answer_statement,
    issue_notice,
    record_statement,
    record_waiver,
    serve_notice,
)
from enforcement.casework.services.performance import (
    confirm_performance,
    record_payment,
    settle_goods,
)
from enforcement.casework.services.proposals import (
    conclude,
    propose,
    record_review,
    submit_review,
)
from enforcement.casework.services.records import make_record, state_facts
from enforcement.casework.services.terms import recompute_provisional

__all__ = [
    "EVIDENCE_KINDS",
    "PARTY_KINDS",
    "SOURCE_KINDS",
    "add_evidence",
    "add_note",
    "amend_evidence",
    "answer_approval",
    "answer_statement",
    "archive",
    "ask_closing",
    "ask_filing",
    "assign_handlers",
    "conclude",
    "confirm_performance",
    "decide",
    "exclude_evidence",
    "extend_term",
    "hold_discussion",
    "issue_notice",
    "make_record",
    "propose",
    "recompute_provisional",
    "record_payment",
    "record_review",
    "record_statement",
    "record_waiver",
    "register_lead",
    "register_party",
    "serve_decision",
    "serve_notice",
    "settle_goods",
    "start_verification",
    "state_facts",
    "submit_review",
    "verify_evidence",
]
