"""Every permission of the system, in alphabetical order, with what it allows.

Roles (config/roles.toml) are sets of these; a grant binds a role to an organisation path or
to one record. Separation of duties between people is law and stands in ``rules``, not here.
"""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """``room:action``."""

    ACCOUNT_MANAGE = "account:manage"
    """Create accounts, reset passwords, grant roles."""
    AUDIT_READ = "audit:read"
    """Read the audit record of one's organisation."""
    CASE_APPROVE = "case:approve"
    """Answer approvals as head of an agency: filing, notice, closing."""
    CASE_DECIDE = "case:decide"
    """Decide a case (行政处罚法第五十七条)."""
    CASE_DISCUSS = "case:discuss"
    """Record the collective discussion of the heads (集体讨论)."""
    CASE_INVESTIGATE = "case:investigate"
    """Register leads, record, collect evidence, propose, serve: the handling officers."""
    CASE_NOTE = "case:note"
    """Add a note to a case's timeline."""
    CASE_READ = "case:read"
    """Read cases."""
    CASE_REGISTER = "case:register"
    """Register a lead (案源)."""
    CATALOGUE_PUBLISH = "catalogue:publish"
    """Publish versions of power items, benchmarks, review catalogues and recording lists."""
    CATALOGUE_READ = "catalogue:read"
    """Read the catalogue while signed in."""
    DOCUMENT_READ = "document:read"
    """Open documents of a matter."""
    ORGANISATION_MANAGE = "organisation:manage"
    """Create and move organisations, officers and certificates."""
    PUBLICATION_CONFIRM = "publication:confirm"
    """Confirm redactions and publish, as the second person."""
    PUBLICATION_PROPOSE = "publication:propose"
    """Prepare a publication and its redactions."""
    PUBLICATION_READ = "publication:read"
    """See duties to publish and their state."""
    PUBLICATION_WITHDRAW = "publication:withdraw"
    """Withdraw a publication with a public reason (行政处罚法第四十八条)."""
    RECORDING_READ = "recording:read"
    """Look at recordings; every look is recorded."""
    RECORDING_UPLOAD = "recording:upload"
    """Upload recordings and photos."""
    REVIEW_CONDUCT = "review:conduct"
    """Conduct legal review (行政处罚法第五十八条)."""
    REVIEW_READ = "review:read"
    """See the review queue."""
    SEAL_MANAGE = "seal:manage"
    """Register an agency's seal."""
    SELF = "self"
    """One's own account: password, sessions, sign-out."""
    SUPERVISION_READ = "supervision:read"
    """See indicators and overdue duties over agencies."""
    TOKEN_MANAGE = "token:manage"
    """Issue and revoke API tokens of one's organisation."""
