"""Every kind of finding, in the order of the procedure, and the pre-check that runs them."""

from __future__ import annotations

from enforcement.rules.casefile.model import CaseFile
from enforcement.rules.deadlines import DeadlineError
from enforcement.rules.precheck.base import Finding, Rule, articles_for
from enforcement.rules.precheck.courses import RULES as COURSES
from enforcement.rules.precheck.discretion import RULES as DISCRETION
from enforcement.rules.precheck.discussion import RULES as DISCUSSION
from enforcement.rules.precheck.extensions import RULES as EXTENSIONS
from enforcement.rules.precheck.hearings import RULES as HEARINGS
from enforcement.rules.precheck.notices import RULES as NOTICES
from enforcement.rules.precheck.numbering import RULES as NUMBERING
from enforcement.rules.precheck.officers import RULES as OFFICERS
from enforcement.rules.precheck.omissions import RULES as OMISSIONS
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
from enforcement.rules.rulesets import BY_DEFAULT, RuleMissing

RULES: tuple[Rule, ...] = (
    *COURSES,
    *OMISSIONS,
    *TERMS,
    *EXTENSIONS,
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


NOT_CHECKED = "not-checked"
"""The id of a finding that says a rule could not be applied."""


def precheck(file: CaseFile, law: Law) -> tuple[Finding, ...]:
    """Everything the machine finds in a file, in the order of the registry.

    The law is taken by the days of the file. A rule that can't be applied, because no law is loaded for such a day
    or its days can't be counted with, is told as not checked.
    """
    view = CaseView(file, law)
    found: list[Finding] = []
    for rule in RULES:
        try:
            found.extend(rule.findings(view))
        except (RuleMissing, DeadlineError) as error:
            why = f"“{rule.title}”没有检查：{error}。"
            found.append(
                Finding(NOT_CHECKED, articles_for(view, rule.article) or BY_DEFAULT, (file.decision.document,), why)
            )
    return tuple(found)


def titles() -> dict[str, str]:
    """Rule id -> Chinese title."""
    return {**{rule.id: rule.title for rule in RULES}, NOT_CHECKED: "没有检查"}
