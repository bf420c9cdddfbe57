"""Organisations, accounts and the audit record: no way into cases or evidence from here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from enforcement.audit import queries as audit
from enforcement.audit.queries import EntryFilter
from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.identity import queries, services
from enforcement.identity.commands import (
    CreateAccount,
    CreateOrganisation,
    EditOrganisation,
    GrantRole,
    MoveOrganisation,
)
from enforcement.identity.roles import ROLES
from enforcement.platform.demo_clock import current_instant
from enforcement.platform.running import running
from enforcement.schemas.identity import (
    KINDS,
    LEVELS,
    CreateAccountSchema,
    CreateOrganisationSchema,
    EditOrganisationSchema,
    GrantRoleSchema,
    MoveOrganisationSchema,
    ReasonSchema,
    ResetPasswordSchema,
)
from enforcement.web.administration_forms import FormPage, answer
from enforcement.web.administration_lists import listing, organisation_choices, wanted

administration = Blueprint("administration", __name__, url_prefix="/administration")

TABS = (
    (Permission.ORGANISATION_MANAGE, "administration.organisations", "单位"),
    (Permission.ACCOUNT_MANAGE, "administration.accounts", "账号"),
    (Permission.ORGANISATION_MANAGE, "staff.officers", "人员和执法证"),
    (Permission.SEAL_MANAGE, "seals.index", "印章"),
    (Permission.AUDIT_READ, "administration.audit_entries", "操作日志"),
)
USE = (("active", "在用"), ("inactive", "停用"))
ACCOUNT_USE = (("active", "在用"), ("disabled", "已停用"))


@administration.app_context_processor
def _tabs() -> dict[str, Any]:
    return {"administration_tabs": TABS}


# Organisations


@administration.get("/organisations")
@requires(Permission.ORGANISATION_MANAGE)
def organisations() -> str:
    """The tree in scope."""
    page = queries.organisations(current_actor(), wanted(), request.args.get("cursor"))
    places = organisation_choices(Permission.ORGANISATION_MANAGE)
    context = listing("administration.organisations", page, text="名称、代字或者代码", states=USE, organisations=places)
    depth = min((row.path.count("/") for row in page.items), default=0)
    now = current_instant()
    return render_template(
        "administration/organisations.html",
        **context,
        depth=depth,
        kinds=dict(KINDS),
        levels=dict(LEVELS),
        background=running(now),
        now=now,
    )


@administration.route("/organisations/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def create_organisation() -> ResponseReturnValue:
    """A new organisation below one in scope."""

    def act(command: CreateOrganisation) -> str:
        services.create_organisation(current_actor(), command, current_instant())
        return url_for("administration.organisations")

    page = FormPage("新建单位", "新建单位", url_for("administration.organisations"))
    return answer(page, CreateOrganisationSchema(), act, choices=_parents, done="单位已经建立")


@administration.route("/organisations/<public_id>", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def edit_organisation(public_id: str) -> ResponseReturnValue:
    """Details of one organisation."""
    organisation = queries.organisation_named(current_actor(), public_id, Permission.ORGANISATION_MANAGE)

    def act(command: EditOrganisation) -> str:
        services.edit_organisation(current_actor(), command, current_instant())
        return url_for("administration.organisations")

    move = ("移到另一个上级单位之下", url_for("administration.move_organisation", public_id=public_id))
    back = url_for("administration.organisations")
    page = FormPage(organisation.name, "保存", back, "已经印发的文书不受影响。", links=(move,))
    schema = EditOrganisationSchema(organisation=public_id)
    return answer(page, schema, act, values=lambda: _details(public_id), done="单位信息已经保存")


@administration.route("/organisations/<public_id>/move", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def move_organisation(public_id: str) -> ResponseReturnValue:
    """Another parent for an organisation and all below it."""
    organisation = queries.organisation_named(current_actor(), public_id, Permission.ORGANISATION_MANAGE)

    def act(command: MoveOrganisation) -> str:
        services.move_organisation(current_actor(), command, current_instant())
        return url_for("administration.organisations")

    intro = "下级单位、人员、账号、案件和证据的归属一并调整，对方单位的管理人员立即可以看到。"
    page = FormPage(f"移动{organisation.name}", "移动", url_for("administration.organisations"), intro, danger=True)
    schema = MoveOrganisationSchema(organisation=public_id)
    return answer(page, schema, act, choices=_parents, done="单位已经移动")


def _parents() -> dict[str, Any]:
    return {"parent": organisation_choices(Permission.ORGANISATION_MANAGE, only_active=True)}


def _details(public_id: str) -> dict[str, Any]:
    row = queries.organisation_named(current_actor(), public_id, Permission.ORGANISATION_MANAGE)
    return asdict(queries.organisation_facts(row.id)) | {"version": row.version}


# Accounts


@administration.get("/accounts")
@requires(Permission.ACCOUNT_MANAGE)
def accounts() -> str:
    """Accounts in scope."""
    page = queries.accounts(current_actor(), wanted(), request.args.get("cursor"))
    places = organisation_choices(Permission.ACCOUNT_MANAGE)
    context = listing("administration.accounts", page, text="姓名或者用户名", states=ACCOUNT_USE, organisations=places)
    roles = {code: role.name for code, role in ROLES.items()}
    return render_template("administration/accounts.html", **context, roles=roles)


@administration.route("/accounts/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def create_account() -> ResponseReturnValue:
    """A new account; roles are given on its page."""

    def act(command: CreateAccount) -> str:
        user = services.create_account(current_actor(), command, current_instant())
        return _account_page(user.public_id)

    page = FormPage("新建账号", "新建账号", url_for("administration.accounts"))
    done = "账号已经建立，接着授予角色"
    return answer(page, CreateAccountSchema(), act, choices=_places, done=done)


@administration.get("/accounts/<public_id>")
@requires(Permission.ACCOUNT_MANAGE)
def account(public_id: str) -> str:
    """One account with its roles."""
    actor, now = current_actor(), current_instant()
    user = queries.account_named(actor, public_id)
    return render_template(
        "administration/account.html",
        user=user,
        grants=queries.grant_lines(user, civil_date(now)),
        locked_until=queries.locked_until(actor, public_id, now),
    )


@administration.route("/accounts/<public_id>/roles/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def grant_role(public_id: str) -> ResponseReturnValue:
    """Give a role on an organisation."""
    user = queries.account_named(current_actor(), public_id)

    def act(command: GrantRole) -> str:
        services.grant_role(current_actor(), command, current_instant())
        return _account_page(public_id)

    page = FormPage(f"给{user.name}授予角色", "授予角色", _account_page(public_id))
    start = {"valid_from": civil_date(current_instant()).isoformat()}
    return answer(
        page, GrantRoleSchema(account=public_id), act, values=lambda: start, choices=_roles, done="角色已经授予"
    )


@administration.route("/accounts/<public_id>/roles/<grant>/revoke", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def revoke_grant(public_id: str, grant: str) -> ResponseReturnValue:
    """Take a role back at once."""
    user = queries.account_named(current_actor(), public_id)

    def act(typed: dict[str, str]) -> str:
        services.revoke_grant(current_actor(), grant, typed["reason"], current_instant())
        return _account_page(public_id)

    page = FormPage(f"收回{user.name}的角色", "收回", _account_page(public_id), "立即生效。", danger=True)
    return answer(page, ReasonSchema(), act, done="角色已经收回")


@administration.route("/accounts/<public_id>/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def reset_password(public_id: str) -> ResponseReturnValue:
    """A temporary password; the name is unlocked and all sessions end."""
    user = queries.account_named(current_actor(), public_id)

    def act(typed: dict[str, str]) -> str:
        services.reset_password(current_actor(), public_id, typed["password"], current_instant())
        return _account_page(public_id)

    page = FormPage(f"重置{user.name}的密码", "重置密码", _account_page(public_id), danger=True)
    return answer(page, ResetPasswordSchema(), act, done="密码已经重置，请当面交给本人")


@administration.route("/accounts/<public_id>/disable", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def disable_account(public_id: str) -> ResponseReturnValue:
    """Take an account out of use at once."""
    user = queries.account_named(current_actor(), public_id)

    def act(typed: dict[str, str]) -> str:
        services.disable_account(current_actor(), public_id, typed["reason"], current_instant())
        return _account_page(public_id)

    page = FormPage(f"停用{user.name}的账号", "停用", _account_page(public_id), "登录和接口令牌立即失效。", danger=True)
    return answer(page, ReasonSchema(), act, done="账号已经停用")


@administration.route("/accounts/<public_id>/enable", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def enable_account(public_id: str) -> ResponseReturnValue:
    """Take an account into use again."""
    user = queries.account_named(current_actor(), public_id)

    def act(typed: dict[str, str]) -> str:
        services.enable_account(current_actor(), public_id, typed["reason"], current_instant())
        return _account_page(public_id)

    page = FormPage(f"恢复{user.name}的账号", "恢复使用", _account_page(public_id), "未收回的角色随之恢复。")
    return answer(page, ReasonSchema(), act, done="账号已经恢复")


@administration.post("/accounts/<public_id>/unlock")
@requires(Permission.ACCOUNT_MANAGE)
def unlock_account(public_id: str) -> ResponseReturnValue:
    """Forget wrong passwords."""
    services.unlock_account(current_actor(), public_id, current_instant())
    flash("已经解锁", "success")
    return redirect(_account_page(public_id), code=303)


def _account_page(public_id: str) -> str:
    return url_for("administration.account", public_id=public_id)


def _places() -> dict[str, Any]:
    return {"organisation": organisation_choices(Permission.ACCOUNT_MANAGE, only_active=True)}


def _roles() -> dict[str, Any]:
    return _places() | {"role": [(code, role.name) for code, role in ROLES.items()]}


# The audit record


@administration.get("/audit")
@requires(Permission.AUDIT_READ)
def audit_entries() -> str:
    """Who did what."""
    typed = wanted()
    entries = EntryFilter(record=typed.text) if ":" in typed.text else EntryFilter(name=typed.text)
    page = audit.entries(current_actor(), entries, request.args.get("cursor"))
    context = listing(
        "administration.audit_entries", page, text="姓名，或者记录编号（例如 case:…）", states=(), organisations=()
    )
    return render_template("administration/audit.html", **context)
