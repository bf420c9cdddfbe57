"""The organisation tree."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.audit.queries import last_change
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Change, Invalid, Stale
from enforcement.foundation.identifiers import new_public_id
from enforcement.identity.commands import (
    CreateOrganisation,
    EditOrganisation,
    MoveOrganisation,
    OrganisationDetails,
)
from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.identity.loading import locked_organisation
from enforcement.identity.models import Organisation
from enforcement.identity.paths import rewrite_paths
from enforcement.identity.policies import Action, require
from enforcement.platform.database import db, transaction

_RANK = {level: rank for rank, level in enumerate(OrganisationLevel)}


def create_organisation(actor: Actor, command: CreateOrganisation, now: datetime) -> Organisation:
    """A new organisation below its parent; only the system itself makes the root.

    Errors: ``NotFound`` for a parent out of scope, ``Invalid`` for a code in use, a level
    above the parent's, or a government under a department.
    """
    with transaction():
        parent = locked_organisation(command.parent) if command.parent else None
        require(actor, Action.MANAGE_ORGANISATION, parent.path if parent else "/")
        _check_place(command.kind, command.level, parent)
        _check_code(command.details.code, None)
        public_id = new_public_id()
        organisation = Organisation(
            **asdict(command.details),
            public_id=public_id,
            kind=command.kind,
            level=command.level,
            parent_id=parent.id if parent else None,
            path=public_id,
            active=True,
        )
        db.session.add(organisation)
        db.session.flush()
        organisation.path = f"{parent.path if parent else '/'}{organisation.id}/"
        _record(actor, "organisation.created", organisation, now, after=_details(organisation))
    return organisation


def edit_organisation(actor: Actor, command: EditOrganisation, now: datetime) -> Organisation:
    """New details; documents already issued keep what they printed.

    Errors: ``NotFound``, ``Stale``, ``Invalid`` for a code in use.
    """
    with transaction():
        organisation = locked_organisation(command.organisation)
        require(actor, Action.MANAGE_ORGANISATION, organisation.path)
        if organisation.version != command.version:
            raise _stale(organisation, command)
        _check_code(command.details.code, organisation.id)
        before = _details(organisation)
        for name, value in asdict(command.details).items():
            setattr(organisation, name, value)
        organisation.active = command.active
        after = _details(organisation)
        changed = [name for name in after if after[name] != before[name]]
        if changed:
            _record(
                actor,
                "organisation.edited",
                organisation,
                now,
                before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )
    return organisation


def move_organisation(actor: Actor, command: MoveOrganisation, now: datetime) -> Organisation:
    """Put an organisation with all below it under another parent, and rewrite every copied path.

    Errors: ``NotFound`` when either end is out of scope, ``Invalid`` when the new parent lies
    below it or stands at a lower level.
    """
    with transaction():
        organisation = locked_organisation(command.organisation)
        parent = locked_organisation(command.parent)
        require(actor, Action.MANAGE_ORGANISATION, organisation.path)
        require(actor, Action.MANAGE_ORGANISATION, parent.path)
        if parent.path.startswith(organisation.path):
            raise Invalid({"parent": ["不能移到自己或者自己的下级之下"]})
        _check_place(organisation.kind, organisation.level, parent)
        old_path, new_path = organisation.path, f"{parent.path}{organisation.id}/"
        organisation.parent_id = parent.id
        db.session.flush()
        rewritten = rewrite_paths(old_path, new_path)
        db.session.refresh(organisation)
        _record(
            actor,
            "organisation.moved",
            organisation,
            now,
            before={"path": old_path},
            after={"path": new_path, "rewritten": rewritten},
            reason=command.reason,
        )
    return organisation


def _stale(organisation: Organisation, command: EditOrganisation) -> Stale:
    theirs, mine = _details(organisation), asdict(command.details) | {"active": command.active}
    changes = [Change(name, str(theirs[name]), str(mine[name])) for name in mine if theirs[name] != mine[name]]
    last = last_change(_record_of(organisation))
    return Stale(
        organisation.name,
        changed_by=last.actor_name if last else "",
        changed_at=last.at if last else None,
        changes=changes,
    )


def _check_place(kind: OrganisationKind, level: OrganisationLevel, parent: Organisation | None) -> None:
    if parent is None:
        return
    if _RANK[level] < _RANK[parent.level]:
        raise Invalid({"level": [f"层级不能高于上级单位“{parent.name}”"]})
    if kind is OrganisationKind.GOVERNMENT and parent.kind is not OrganisationKind.GOVERNMENT:
        raise Invalid({"parent": ["人民政府的上级只能是人民政府"]})


def _check_code(code: str, own_id: int | None) -> None:
    holder = db.session.scalar(select(Organisation.id).where(Organisation.code == code))
    if holder is not None and holder != own_id:
        raise Invalid({"code": [f"代码{code}已被别的单位使用，请换一个"]})


def _details(organisation: Organisation) -> dict[str, Any]:
    names = OrganisationDetails.__dataclass_fields__
    return {name: getattr(organisation, name) for name in names} | {"active": organisation.active}


def _record(
    actor: Actor,
    action: str,
    organisation: Organisation,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        actor,
        action,
        _record_of(organisation),
        org_path=organisation.path,
        now=now,
        before=before,
        after=after,
        reason=reason,
    )


def _record_of(organisation: Organisation) -> str:
    return f"organisation:{organisation.public_id}"
