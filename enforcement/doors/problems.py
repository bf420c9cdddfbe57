"""One object for everything that goes wrong: the API sends it as JSON, the web draws it as a page.

Basis: RFC 9457 (problem details). Our own errors speak for themselves. Of an unknown fault nobody
outside learns more than a request id, under which the log has the whole story.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from enforcement.doors.forms import flat_errors
from enforcement.foundation.errors import Change, DomainError, Forbidden, Invalid, Reason, Refused, Stale, Unavailable
from enforcement.foundation.identifiers import new_public_id
from enforcement.platform.database import db

JSON_TYPE = "application/problem+json"
SERVER_FAULT = 500
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")

TITLES: dict[int, tuple[str, str]] = {
    400: ("bad-request", "这个请求无法处理"),
    401: ("sign-in-required", "请先登录"),
    403: ("forbidden", "没有办理这项操作的权限"),
    404: ("not-found", "没有找到，或者不在您的管辖范围内"),
    405: ("method-not-allowed", "这个地址不接受这种操作"),
    408: ("too-slow", "请求没有及时发完，请重试"),
    413: ("too-large", "提交的内容太大；音像记录请在“上传音像记录”中上传"),
    415: ("media-type", "不接受这种内容类型"),
    422: ("invalid", "填写的内容需要修改"),
    429: ("too-many", "操作过于频繁，请稍后再试"),
    500: ("fault", "系统出了故障，这次操作没有完成"),
    503: ("unavailable", "系统暂时不能用"),
}
"""Code and Chinese sentence of each status; others count as 400 or 500."""

CSRF_SENTENCE = "表单凭据已过期或者缺失，请返回上一页刷新后再提交"
TAKEN_SENTENCE = "同样的记录已经存在，或者它引用的记录刚被改动；没有保存任何内容，请刷新后再试"
DATABASE_SENTENCE = "数据库暂时连不上"
NOTHING_KEPT = "没有保存任何内容"
COME_BACK = "请过几分钟再试；办案期限照常计算，紧急的请联系系统管理员"
_UNREACHABLE = re.compile(r"locked|connect|closed|terminat|timeout|unable to open|disk|recovery mode|starting up")

Page = Callable[["Problem"], ResponseReturnValue]


@dataclass(frozen=True)
class Problem:
    """What a person or a program is told: status, stable code, sentence, reasons, and how to mend it."""

    status: int
    code: str
    title: str
    message: str
    reasons: Sequence[Reason] = ()
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    kept: str = ""
    remedy: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None
    changes: Sequence[Change] = ()
    request_id: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def fault(self) -> bool:
        """Whether it lies with us and not with the caller."""
        return self.status >= SERVER_FAULT

    def as_json(self) -> dict[str, Any]:
        """Members of RFC 9457, then ours; empty ones are left out."""
        base = current_app.config["PUBLIC_BASE_URL"]
        body = {
            "type": f"{base}/api/v1/docs#problem-{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.message,
            "instance": request.path,
            "code": self.code,
            "request_id": self.request_id,
        }
        extras: dict[str, Any] = {
            "reasons": [asdict(reason) for reason in self.reasons],
            "errors": dict(self.errors),
            "kept": self.kept,
            "remedy": self.remedy,
            "changed_by": self.changed_by,
            "changed_at": self.changed_at.isoformat() if self.changed_at else "",
            "changes": [asdict(change) for change in self.changes],
        }
        return body | {name: value for name, value in extras.items() if value}


def problem_of(error: BaseException) -> Problem:
    """Any error as a problem, without its request id. Texts of the database and of libraries are dropped."""
    if isinstance(error, DomainError):
        return _of_ours(error)
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, StaleDataError):
        return _of_ours(Stale())
    if isinstance(error, IntegrityError):
        return Problem(409, "taken", "与已有的记录冲突", TAKEN_SENTENCE)
    if unreachable(error):
        return Problem(503, *TITLES[503], DATABASE_SENTENCE, kept=NOTHING_KEPT, remedy=COME_BACK)
    return _plain(SERVER_FAULT)


def unreachable(error: BaseException) -> bool:
    """Whether the database does not answer, as opposed to having been asked nonsense."""
    if isinstance(error, OperationalError | InterfaceError):
        return error.connection_invalidated or _UNREACHABLE.search(str(error.orig).lower()) is not None
    return isinstance(error, PoolTimeout)


def _of_ours(error: DomainError) -> Problem:
    problem = Problem(error.status, error.code, error.title, error.message)
    if isinstance(error, Invalid):
        return replace(problem, errors=error.errors)
    if isinstance(error, Refused):
        return replace(problem, reasons=error.reasons)
    if isinstance(error, Stale):
        return replace(problem, changed_by=error.changed_by, changed_at=error.changed_at, changes=error.changes)
    if isinstance(error, Unavailable):
        return replace(problem, kept=error.kept, remedy=error.remedy)
    return problem


def _of_http(error: HTTPException) -> Problem:
    status = error.code or SERVER_FAULT
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    problem = replace(_plain(status), headers=headers)
    if isinstance(error, CSRFError):
        return replace(problem, message=CSRF_SENTENCE)
    # webargs and flask-smorest keep what the schema said here: place (json, query) -> field -> sentences
    places = (getattr(error, "data", None) or {}).get("messages", {})
    errors: dict[str, list[str]] = {}
    for messages in places.values() if isinstance(places, Mapping) else ():
        errors |= flat_errors(messages) if isinstance(messages, Mapping) else {"": [str(one) for one in messages]}
    return replace(problem, errors=errors)


def _plain(status: int) -> Problem:
    code, title = TITLES.get(status) or TITLES[500 if status >= SERVER_FAULT else 400]
    return Problem(status, code, title, title)


def request_id() -> str:
    """The id of this request: as the proxy gave it, else a new one."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else new_public_id()
    return str(g.request_id)


def wants_json() -> bool:
    """Whether a program asks: the API, or a caller that takes JSON rather than a page."""
    if request.path.startswith("/api/"):
        return True
    accepted = request.accept_mimetypes
    return accepted.accept_json and not accepted.accept_html


def register_problems(app: Flask, page: Page) -> None:
    """Answer every error of the application: JSON to programs, ``page`` to people.

    Unknown faults come as werkzeug's ``InternalServerError``; tests still see them raised.
    """

    def answer(error: Exception) -> ResponseReturnValue:
        if isinstance(error, HTTPException) and (error.code or SERVER_FAULT) < 400:  # noqa: PLR2004 -- a redirect
            return error
        if isinstance(error, OperationalError | InterfaceError) and not unreachable(error):
            raise error
        if not isinstance(error, DomainError | HTTPException):
            db.session.rollback()
        problem = replace(problem_of(error), request_id=request_id())
        _log(error, problem)
        return _as_json(problem) if wants_json() else page(problem)

    for kind in (
        DomainError,
        HTTPException,
        IntegrityError,
        OperationalError,
        InterfaceError,
        PoolTimeout,
        StaleDataError,
    ):
        app.register_error_handler(kind, answer)
    app.after_request(_name_request)


def _as_json(problem: Problem) -> Response:
    response = jsonify(problem.as_json())
    response.status_code = problem.status
    response.content_type = JSON_TYPE
    response.headers.update(dict(problem.headers))
    if problem.status == 401:  # noqa: PLR2004 -- RFC 9110 asks for it
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _log(error: Exception, problem: Problem) -> None:
    place = f"{request.method} {request.path}"
    if problem.fault:
        original = getattr(error, "original_exception", None) or error
        current_app.logger.error("request %s: %s", problem.request_id, place, exc_info=original)
    elif isinstance(error, Forbidden | IntegrityError):
        current_app.logger.warning("request %s: %s: %s", problem.request_id, place, type(error).__name__)


def _name_request(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    return response
