"""Seals (印章): registration, revocation, and the one that is valid on a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.documents import policies
from enforcement.documents.commands import RegisterSeal, RevokeSeal
from enforcement.documents.images import PNG, SEAL_BOX, clean_png
from enforcement.documents.models import Seal
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid, Stale
from enforcement.identity import queries as identity
from enforcement.platform.database import db, locked, transaction
from enforcement.platform.rendering import render_png
from enforcement.platform.storage import current_store


def register_seal(actor: Actor, command: RegisterSeal, now: datetime) -> Seal:
    """Register a seal; the one valid so far ends the day before.

    Errors: ``NotFound`` out of scope, ``Invalid`` for an unusable image or a first day that
    does not follow the present seal's, ``Unavailable`` when the store is away.
    """
    organisation = identity.organisation_facts(command.org_id)
    policies.require_seal_manager(actor, organisation.path)
    image = clean_png(command.image_png, "image_png", SEAL_BOX, PNG)
    blob = current_store().put(image, "image/png")
    with transaction():
        seal = Seal(
            org_id=command.org_id,
            org_path=organisation.path,
            name=command.name,
            object_key=blob.key,
            sha256=blob.sha256,
            registered_at=now,
            registered_by_id=actor.user_id,
            registered_by_name=actor.name,
            valid_from=command.valid_from,
        )
        _end_present(command.org_id, command.valid_from)
        db.session.add(seal)
        db.session.flush()
        audit.record(
            actor,
            "seal.registered",
            f"seal:{seal.public_id}",
            org_path=organisation.path,
            now=now,
            after={"name": seal.name, "sha256": seal.sha256, "valid_from": seal.valid_from},
        )
    return seal


def _end_present(org_id: int, first_day: date) -> None:
    statement = select(Seal).where(Seal.org_id == org_id, Seal.valid_to.is_(None))
    for present in db.session.scalars(statement.with_for_update()):
        if present.valid_from >= first_day:
            raise Invalid({"valid_from": ["启用日期应当晚于现用印章的启用日期，请核对"]})
        present.valid_to = date.fromordinal(first_day.toordinal() - 1)
    db.session.flush()


def revoke_seal(actor: Actor, command: RevokeSeal, now: datetime) -> Seal:
    """End a seal. Errors: ``NotFound``, ``Stale``, ``Invalid`` for a day before its first."""
    with transaction():
        seal = locked(select(Seal).where(Seal.public_id == command.seal_public_id))
        policies.require_seal_manager(actor, seal.org_path)
        if seal.version != command.version:
            raise Stale(seal.name)
        if command.valid_to < seal.valid_from:
            raise Invalid({"valid_to": ["停用日期早于启用日期，请核对"]})
        before = {"valid_to": seal.valid_to}
        seal.valid_to = command.valid_to
        audit.record(
            actor,
            "seal.revoked",
            f"seal:{seal.public_id}",
            org_path=seal.org_path,
            now=now,
            before=before,
            after={"valid_to": seal.valid_to},
            reason=command.reason,
        )
    return seal


def draw_demo_seal(name: str) -> bytes:
    """A round red seal with a star and the agency's name, marked 演示专用, as PNG."""
    return render_png("documents/templates/demo_seal.typ", {"name": name})
