"""Every kind of finding, in the order of the procedure, and the pre-check that runs them."""

from __future__ import annotations

from enforcement.rules.casefile.model import CaseFile
from enforcement.rules.precheck.base import Finding, Rule
from enforcement.rules.precheck.courses import RULES as COURSES
from enforcement.rules.precheck.discretion import RULES as DISCRETION
from enforcement.rules.precheck.discussion import RULES as DISCUSSION
from enforcement.rules.precheck.hearings import RULES as HEARINGS
from enforcement.rules.precheck.notices import RULES as NOTICES
from enforcement.rules.precheck.numbering import RULES as NUMBERING
from enforcement.rules.precheck.officers import RULES as OFFICERS
from enforcement.rules.precheck.papers import RULES as PAPERS
from enforcement.rules.precheck.parties import RULES as PARTIES
from enforcement.rules.precheck.payments import RULES as PAYMENTS
from enforcement.rules.precheck.publications import RULES as PUBLICATIONS
from enforcement.rules.precheck.recordings import RULES as RECORDINGS
from enforcement.rules.precheck.reviews import RULES as REVIEWS
from enforcement.rules.precheck.services import RULES as SERVICES
from enforcement.rules.precheck.special import RULES as SPECIAL
from enforcement.rules.precheck.terms import RULES as TERMS
from enforcement.rules.precheck.view import CaseView, Law
from enforcement.rules.precheck.volumes import RULES as VOLUMES

RULES: tuple[Rule, ...] = (
    *COURSES,
    *TERMS,
    *OFFICERS,
    *PARTIES,
    *PAPERS,
    *REVIEWS,
    *NOTICES,
    *HEARINGS,
    *DISCUSSION,
    *DISCRETION,
    *SPECIAL,
    *SERVICES,
    *PUBLICATIONS,
    *PAYMENTS,
    *RECORDINGS,
    *NUMBERING,
    *VOLUMES,
)


def precheck(file: CaseFile, law: Law) -> tuple[Finding, ...]:
    """Everything the machine finds in a file, in the order of the registry.

    The law is taken by the days of the file. Raises RuleMissing when a term or number is not set for the agency.
    """
    view = CaseView(file, law)
    return tuple(finding for rule in RULES for finding in rule.findings(view))


def titles() -> dict[str, str]:
    """Rule id -> Chinese title."""
    return {rule.id: rule.title for rule in RULES}
