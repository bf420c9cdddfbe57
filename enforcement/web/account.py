"""One's own account: password, open sessions, tokens."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.identity import queries, services
from enforcement.identity.commands import ChangePassword, IssueToken
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.identity import ChangePasswordSchema, IssueTokenSchema
from enforcement.web.administration_forms import FormPage, answer

SCOPES = {
    Permission.AUDIT_READ: "查阅操作日志",
    Permission.CASE_READ: "查阅案件",
    Permission.CASE_REGISTER: "登记案源",
    Permission.CASE_INVESTIGATE: "办理案件",
    Permission.CATALOGUE_PUBLISH: "发布事项、基准和清单",
    Permission.CATALOGUE_READ: "查阅事项、基准和清单",
    Permission.DOCUMENT_READ: "打开文书",
    Permission.ORGANISATION_MANAGE: "维护单位、人员和证件",
    Permission.PUBLICATION_READ: "查阅公示任务",
    Permission.RECORDING_READ: "查看音像记录",
    Permission.RECORDING_UPLOAD: "上传音像记录",
    Permission.REVIEW_READ: "查阅审核队列",
    Permission.SUPERVISION_READ: "查阅监督指标",
}
"""What a system may do on somebody's behalf; approving and deciding stay with people."""

account = Blueprint("account", __name__, url_prefix="/account")


@account.get("/")
@requires(Permission.SELF)
def show() -> str:
    """Who I am here, what I may do, where I am signed in."""
    actor, now = current_actor(), current_instant()
    user = queries.own_account(actor)
    return render_template(
        "sign_in/account.html",
        user=user,
        grants=queries.grant_lines(user, civil_date(now)),
        sessions=queries.own_sessions(actor, now),
        tokens=queries.own_tokens(actor),
        session_id=actor.session_id,
        device=device,
        now=now,
    )


@account.route("/password", methods=["GET", "POST"])
@requires(Permission.SELF)
def change_password() -> ResponseReturnValue:
    """A new password; every other session ends."""

    def act(command: ChangePassword) -> str:
        services.change_password(current_actor(), command, current_instant())
        return url_for("account.show")

    intro = "修改后，您在其他设备上的登录全部失效。"
    if queries.own_account(current_actor()).password_temporary:
        intro = "这是管理员设置的临时密码。修改之前不能办理任何业务。"
    page = FormPage("修改密码", "修改密码", url_for("account.show"), intro)
    return answer(page, ChangePasswordSchema(), act, done="密码已修改，其他设备上的登录已经失效")


@account.post("/sessions/<public_id>/end")
@requires(Permission.SELF)
def end_session(public_id: str) -> ResponseReturnValue:
    """End one of my sessions at once."""
    services.revoke_session(current_actor(), public_id, current_instant())
    flash("这次登录已经失效", "success")
    return redirect(url_for("account.show"), code=303)


@account.route("/tokens/new", methods=["GET", "POST"])
@requires(Permission.SELF)
def issue_token() -> ResponseReturnValue:
    """A token for a system of the agency; the answer shows it for the only time."""

    def act(command: IssueToken) -> Response:
        token, secret = services.issue_token(current_actor(), command, current_instant())
        return make_response(render_template("sign_in/token.html", token=token, secret=secret))

    page = FormPage("发放接口令牌", "发放令牌", url_for("account.show"), "令牌以您的名义调用接口，只在发放时显示一次。")
    return answer(page, IssueTokenSchema(), act, choices=lambda: {"scopes": _scopes()})


@account.post("/tokens/<public_id>/end")
@requires(Permission.SELF)
def end_token(public_id: str) -> ResponseReturnValue:
    """End a token at once."""
    services.revoke_token(current_actor(), public_id, current_instant())
    flash("令牌已经作废", "success")
    return redirect(url_for("account.show"), code=303)


SYSTEMS = (
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device(agent: str) -> str:
    """A browser's own description in two words, so that people know their devices again."""
    found = [next((word for mark, word in marks if mark in agent), "") for marks in (SYSTEMS, BROWSERS)]
    return "，".join(word for word in found if word) or agent or "未知设备"


def _scopes() -> list[tuple[str, str]]:
    actor = current_actor()
    return [(one.value, name) for one, name in SCOPES.items() if actor.may_anywhere(one)]
