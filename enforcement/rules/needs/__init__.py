"""What each step of the procedure needs, in the words of the law.

A need looks at :class:`CaseFacts` and answers with the sentence that says what is missing, or
``None`` when it is met. Its article and what lifts it stand beside it. The same needs make the
"what is missing" panel, the greyed-out button and the API's 409.
"""

from __future__ import annotations

from enforcement.rules.needs.base import (
    APL,
    SAMR,
    Need,
    always,
)
from enforcement.rules.needs.decision import (
    CARRIES_REVIEWED,
    DISCUSSED,
    GOODS,
    HEARING,
    IN_TIME,
    NOT_ABOVE_NOTICE,
    NOTICE_APPROVED,
    NOTICE_ISSUED,
    NOTICE_SERVED,
    ONE_FINE,
    PAID,
    RECEIPTS,
    REVIEW_PASSED,
    REVIEWER_APART,
    SEALED,
    STATEMENT_ANSWERED,
    TERM_OVER,
    VOLUME,
)
from enforcement.rules.needs.investigation import (
    EVIDENCE,
    IN_FORCE,
    IN_SCOPE,
    INITIAL_EVIDENCE,
    INQUIRY_RECORDED,
    LIGHTER_FOR_MINOR,
    OF_AGE,
    PROPOSAL,
    RECORDINGS_THERE,
    RECORDINGS_VERIFIED,
    RECORDS_STAND,
    REPORT,
    SCENE_RECORDED,
    TWO_HANDLERS,
    WITHIN_LIMITATION,
    record_problem,
)

__all__ = [
    "APL",
    "CARRIES_REVIEWED",
    "DISCUSSED",
    "EVIDENCE",
    "GOODS",
    "HEARING",
    "INITIAL_EVIDENCE",
    "INQUIRY_RECORDED",
    "IN_FORCE",
    "IN_SCOPE",
    "IN_TIME",
    "LIGHTER_FOR_MINOR",
    "NOTICE_APPROVED",
    "NOTICE_ISSUED",
    "NOTICE_SERVED",
    "NOT_ABOVE_NOTICE",
    "OF_AGE",
    "ONE_FINE",
    "PAID",
    "PROPOSAL",
    "RECEIPTS",
    "RECORDINGS_THERE",
    "RECORDINGS_VERIFIED",
    "RECORDS_STAND",
    "REPORT",
    "REVIEWER_APART",
    "REVIEW_PASSED",
    "SAMR",
    "SCENE_RECORDED",
    "SEALED",
    "STATEMENT_ANSWERED",
    "TERM_OVER",
    "TWO_HANDLERS",
    "VOLUME",
    "WITHIN_LIMITATION",
    "Need",
    "always",
    "record_problem",
]
