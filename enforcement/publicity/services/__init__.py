"""Actions of the room, by noun: duties, redactions, records of the public register."""

from enforcement.publicity.services.duties import (
    answer_exemption,
    open_publication_duty,
    open_withdrawal_duty,
    propose_exemption,
)
from enforcement.publicity.services.records import note_performance, take_down_expired, withdraw
from enforcement.publicity.services.redactions import (
    confirm_redactions,
    draft_redactions,
    propose_redactions,
    resolved,
    return_redactions,
    spans_of,
)

__all__ = [
    "answer_exemption",
    "confirm_redactions",
    "draft_redactions",
    "note_performance",
    "open_publication_duty",
    "open_withdrawal_duty",
    "propose_exemption",
    "propose_redactions",
    "resolved",
    "return_redactions",
    "spans_of",
    "take_down_expired",
    "withdraw",
]
