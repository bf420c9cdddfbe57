"""The beginning of an installation: its first organisation, and who administers it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason, Refused
from enforcement.identity.commands import CreateAccount, CreateOrganisation, FoundInstallation, GrantRole
from enforcement.identity.models import Organisation, User
from enforcement.identity.services.accounts import create_account
from enforcement.identity.services.grants import grant_role
from enforcement.identity.services.organisations import create_organisation
from enforcement.platform.database import db, transaction

FOUNDER = "安装"
ADMINISTRATOR = "administrator"


def found_installation(command: FoundInstallation, now: datetime) -> User:
    """Make the root of the tree and its administrator, all or nothing; gives the account.

    Nobody is signed in yet, so there is no actor: only the command line calls this.
    Errors: ``Refused`` when there is an organisation already, ``Invalid`` for a weak password.
    """
    actor = system_actor(FOUNDER)
    with transaction():
        if db.session.scalar(select(Organisation.id).limit(1)) is not None:
            lift = "由现有的系统管理员在页面上建立单位和账号"
            raise Refused((Reason("already-founded", "已经有单位，不能再次初始化", "", lift),))
        root = create_organisation(actor, CreateOrganisation(command.details, command.kind, command.level), now)
        account = CreateAccount(root.public_id, command.username, command.person, command.password, temporary=False)
        user = create_account(actor, account, now)
        grant = GrantRole(user.public_id, ADMINISTRATOR, civil_date(now), organisation=root.public_id)
        grant_role(actor, grant, now)
    return user
