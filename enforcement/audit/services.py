"""Writing the record. Reading is in ``queries``; nothing here changes an entry."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.foundation.actor import Actor
from enforcement.foundation.canonical import canonical_bytes, content_digest
from enforcement.platform.database import db, transaction

ALTERED = "audit.altered"
CHUNK = 1_000
_ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
_SECRETS = frozenset({"password", "password_hash", "token", "token_hash", "secret", "api_key"})


def record(  # noqa: PLR0913 -- an entry has these parts; the keyword-only ones are named at each call
    actor: Actor,
    action: str,
    record: str,
    *,
    org_path: str,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Write one entry in the caller's transaction, or in its own when there is none.

    ``action`` is ``room.happened`` (``case.filed``), ``record`` is ``kind:public_id``,
    ``org_path`` the path of the organisation whose record it is. ``before`` and ``after``
    hold only JSON values without floats; keys that name a secret raise ``ValueError``, for
    a secret that once stands in an append-only table can't be taken out again.
    """
    if not _ACTION.fullmatch(action):
        message = f"not an action name: {action!r}"
        raise ValueError(message)
    entry = AuditEntry(
        at=now,
        actor_user_id=actor.user_id,
        actor_name=actor.name,
        session_id=actor.session_id,
        address=actor.address,
        action=action,
        record=record,
        org_id=_last_organisation(org_path),
        org_path=org_path,
        before=_plain(before),
        after=_plain(after),
        reason=reason,
    )
    entry.digest = entry_digest(entry)
    with transaction():
        db.session.add(entry)
    return entry


def entry_digest(entry: AuditEntry) -> str:
    """SHA-256 (hex) over the canonical content of an entry, its number left out."""
    return content_digest(
        {
            "at": entry.at.isoformat(timespec="microseconds"),
            "actor_user_id": entry.actor_user_id,
            "actor_name": entry.actor_name,
            "session_id": entry.session_id,
            "address": entry.address,
            "action": entry.action,
            "record": entry.record,
            "org_path": entry.org_path,
            "before": entry.before,
            "after": entry.after,
            "reason": entry.reason,
        }
    )


def tell_altered(actor: Actor, now: datetime) -> Sequence[int]:
    """Compare every entry with its digest; gives the numbers of those that say something else today.

    Each is told once, by an entry beside it for the readers of its organisation. Finds a change past the triggers by
    somebody who did not renew the digest too; it does not prove that no entry was removed.
    """
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=CHUNK))
    altered = {row.id: row.org_path for row in rows if entry_digest(row) != row.digest}
    told = set(db.session.scalars(select(AuditEntry.record).where(AuditEntry.action == ALTERED)))
    for number, org_path in altered.items():
        if f"audit:{number}" not in told:
            reason = "这条记录和写入时的摘要不一致，内容在写入以后被改动"
            record(actor, ALTERED, f"audit:{number}", org_path=org_path, now=now, reason=reason)
    return tuple(altered)


def _last_organisation(org_path: str) -> int | None:
    ids = [part for part in org_path.split("/") if part]
    return int(ids[-1]) if ids else None


def _plain(values: Mapping[str, Any] | None) -> Any:
    if values is None:
        return None
    plain = json.loads(canonical_bytes(values))
    _refuse_secrets(plain)
    return plain


def _refuse_secrets(value: Any) -> None:
    if isinstance(value, dict):
        found = _SECRETS.intersection(value)
        if found:
            message = f"an audit entry never holds {', '.join(sorted(found))}"
            raise ValueError(message)
        for item in value.values():
            _refuse_secrets(item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            _refuse_secrets(item)
