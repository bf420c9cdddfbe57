"""Tables of the room. Civil dates ``*_on`` and ``valid_*``, both ends included."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.foundation.identifiers import new_public_id
from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.identity.paths import PATH_COPY
from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime, enum_column
from enforcement.rules.officers import OfficerKind

PATH = String(200)
PUBLIC_ID = String(20)


class Organisation(Versioned, Model):
    """A government, a department or a justice bureau; ``path`` ends with its own id."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    short_name: Mapped[str] = mapped_column(String(20))
    """文号代字 as it stands in document numbers: 云市监."""
    kind: Mapped[OrganisationKind] = mapped_column(enum_column(OrganisationKind))
    level: Mapped[OrganisationLevel] = mapped_column(enum_column(OrganisationLevel))
    domain: Mapped[str] = mapped_column(String(40))
    """Field of enforcement: 市场监督管理; empty for governments."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    path: Mapped[str] = mapped_column(PATH, unique=True, info=PATH_COPY)
    uscc: Mapped[str] = mapped_column(String(18), default="")
    region_name: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    review_organ: Mapped[str] = mapped_column(String(100), default="")
    """复议机关 named in its decisions."""
    court: Mapped[str] = mapped_column(String(100), default="")
    """管辖法院 named in its decisions."""
    bank_name: Mapped[str] = mapped_column(String(100), default="")
    bank_account: Mapped[str] = mapped_column(String(40), default="")
    active: Mapped[bool] = mapped_column(default=True)


class User(Versioned, Model):
    """An account: a person, or an agency's own system that only uses tokens."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    position: Mapped[str] = mapped_column(String(60), default="")
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    password_temporary: Mapped[bool] = mapped_column(default=False)
    """Set by somebody else: until the owner changes it the account may do nothing else."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    grants: Mapped[list[RoleGrant]] = relationship(lazy="raise", order_by="RoleGrant.id", back_populates="user")


class SignInLock(Model):
    """Wrong passwords per typed name, whether or not the name exists."""

    __tablename__ = "sign_in_locks"

    username: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInSession(Model):
    """A sign-in; the browser holds the token, the table only its hash."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(200))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RoleGrant(Model):
    """A role on an organisation path, or on one record (``case:<public_id>``)."""

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint("(org_path IS NULL) <> (record IS NULL)", name="path_or_record"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    org_path: Mapped[str | None] = mapped_column(PATH, index=True)
    record: Mapped[str | None] = mapped_column(String(80), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    granted_by: Mapped[str] = mapped_column(String(100))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(lazy="raise", back_populates="grants")


class Officer(Versioned, Model):
    """A person on an agency's staff list; may have an account or none."""

    __tablename__ = "officers"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), unique=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[OfficerKind] = mapped_column(enum_column(OfficerKind))
    position: Mapped[str] = mapped_column(String(60), default="")
    law_qualification_no: Mapped[str] = mapped_column(String(40), default="")
    left_on: Mapped[date | None]
    """First day on which the person no longer holds the post."""

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    certificates: Mapped[list[Certificate]] = relationship(
        lazy="raise", order_by="Certificate.valid_from", back_populates="officer"
    )


class Certificate(Versioned, Model):
    """行政执法证."""

    __tablename__ = "certificates"
    __table_args__ = (CheckConstraint("valid_to >= valid_from", name="validity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    issuer: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    fields: Mapped[list[str]] = mapped_column(Json)
    """Fields of enforcement (执法领域) as in ``Organisation.domain``."""
    area_path: Mapped[str] = mapped_column(PATH, info=PATH_COPY)
    """Organisation whose territory it covers (执法区域)."""
    revoked_on: Mapped[date | None]
    """First day on which it no longer counts (吊销、注销)."""
    revocation_reason: Mapped[str] = mapped_column(Text, default="")

    officer: Mapped[Officer] = relationship(lazy="raise", back_populates="certificates")
    suspensions: Mapped[list[CertificateSuspension]] = relationship(
        lazy="raise", order_by="CertificateSuspension.suspended_from"
    )


class CertificateSuspension(Model):
    """暂扣. Kept one by one: what an officer did in an earlier one stays invalid."""

    __tablename__ = "certificate_suspensions"
    __table_args__ = (CheckConstraint("suspended_to IS NULL OR suspended_to >= suspended_from", name="interval"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    suspended_from: Mapped[date]
    suspended_to: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)


class ApiToken(Model):
    """A token of an agency's own system: shown once, only its hash kept."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    name: Mapped[str] = mapped_column(String(60))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
