"""Actions of the room, split by noun; callers use ``identity.services``."""

from enforcement.identity.services.accounts import (
    change_password,
    create_account,
    disable_account,
    enable_account,
    reset_password,
    unlock_account,
)
from enforcement.identity.services.founding import found_installation
from enforcement.identity.services.grants import grant_role, revoke_grant
from enforcement.identity.services.officers import (
    issue_certificate,
    record_departure,
    register_officer,
    return_certificate,
    revoke_certificate,
    suspend_certificate,
)
from enforcement.identity.services.organisations import (
    create_organisation,
    edit_organisation,
    move_organisation,
)
from enforcement.identity.services.sessions import (
    SignedIn,
    actor_of_session,
    carry_sessions_over,
    revoke_session,
    sign_in,
    sign_out,
)
from enforcement.identity.services.tokens import actor_of_token, issue_token, revoke_token

__all__ = [
    "SignedIn",
    "actor_of_session",
    "actor_of_token",
    "carry_sessions_over",
    "change_password",
    "create_account",
    "create_organisation",
    "disable_account",
    "edit_organisation",
    "enable_account",
    "found_installation",
    "grant_role",
    "issue_certificate",
    "issue_token",
    "move_organisation",
    "record_departure",
    "register_officer",
    "reset_password",
    "return_certificate",
    "revoke_certificate",
    "revoke_grant",
    "revoke_session",
    "revoke_token",
    "sign_in",
    "sign_out",
    "suspend_certificate",
    "unlock_account",
]
