"""The one table of the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.platform.database import Model
from enforcement.platform.types import Json, UtcDateTime


class AuditEntry(Model):
    """One action or look. Triggers refuse UPDATE and DELETE (migration 0002)."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_record", "record", "id"),
        Index("ix_audit_entries_actor", "actor_user_id", "id"),
        Index("ix_audit_entries_org_path", "org_path", "id"),
        Index("ix_audit_entries_action", "action", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_user_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(100))
    session_id: Mapped[int | None]
    address: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    record: Mapped[str] = mapped_column(String(80))
    org_id: Mapped[int | None]
    """The last organisation of ``org_path``: entries can't be rewritten when it moves."""
    org_path: Mapped[str] = mapped_column(String(200))
    before: Mapped[Any | None] = mapped_column(Json)
    after: Mapped[Any | None] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
