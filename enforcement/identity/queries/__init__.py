"""Reads of the room, split by noun; callers use ``identity.queries``.

Functions without an actor are internal: for services of higher rooms that collect facts.
"""

from enforcement.identity.queries.listing import (
    ListFilter,
)
from enforcement.identity.queries.organisations import (
    organisation,
    organisation_facts,
    organisation_named,
    organisations,
    organisations_coded,
    organisations_facts,
    organisations_of,
    paths_below,
)
from enforcement.identity.queries.people import (
    account_named,
    accounts,
    accounts_known,
    accounts_without_officer,
    grant_lines,
    holders,
    locked_until,
    names_of,
    own_account,
    own_sessions,
    own_tokens,
    people_known,
    people_with,
    tokens_of,
)
from enforcement.identity.queries.staff import (
    certificate_states,
    officer_facts,
    officer_ids,
    officer_named,
    officer_names,
    officer_organisations,
    officer_papers,
    officers,
    officers_of,
)

__all__ = [
    "ListFilter",
    "account_named",
    "accounts",
    "accounts_known",
    "accounts_without_officer",
    "certificate_states",
    "grant_lines",
    "holders",
    "locked_until",
    "names_of",
    "officer_facts",
    "officer_ids",
    "officer_named",
    "officer_names",
    "officer_organisations",
    "officer_papers",
    "officers",
    "officers_of",
    "organisation",
    "organisation_facts",
    "organisation_named",
    "organisations",
    "organisations_coded",
    "organisations_facts",
    "organisations_of",
    "own_account",
    "own_sessions",
    "own_tokens",
    "paths_below",
    "people_known",
    "people_with",
    "tokens_of",
]
