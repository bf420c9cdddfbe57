"""What can go wrong, in words a person can act on.

Every error carries an HTTP status and a stable code; the API turns it into an RFC 9457
problem, the web into a page. The Chinese text is for the person who reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Reason:
    """Why an action is refused: stable code, sentence, article, and what lifts it (解除)."""

    code: str
    message: str
    basis: str
    lift: str = ""


class DomainError(Exception):
    """Base of all errors that are shown to people."""

    status = 400
    code = "bad-request"
    title = "请求无法处理"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.title)
        self.message = message or self.title


class Unauthenticated(DomainError):
    """Nobody is signed in, or the token is not valid any more."""

    status = 401
    code = "sign-in-required"
    title = "请先登录"


class Forbidden(DomainError):
    """In scope, but this person may not do it."""

    status = 403
    code = "forbidden"
    title = "没有办理这项操作的权限"


class NotFound(DomainError):
    """Not there, or not yours: both answer alike."""

    status = 404
    code = "not-found"
    title = "没有找到，或者不在您的管辖范围内"


class Invalid(DomainError):
    """What was typed can't be taken: field path -> sentences."""

    status = 422
    code = "invalid"
    title = "填写的内容需要修改"

    def __init__(self, errors: Mapping[str, Sequence[str]], message: str = "") -> None:
        super().__init__(message)
        self.errors = {name: list(sentences) for name, sentences in errors.items()}


class Refused(DomainError):
    """The law stands against it; all reasons at once."""

    status = 409
    code = "refused"
    title = "现在不能办理"

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__("；".join(reason.message for reason in reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True)
class Change:
    """One field that somebody else changed meanwhile."""

    name: str
    theirs: str
    mine: str


class Stale(DomainError):
    """Somebody else saved in between; nothing was overwritten."""

    status = 409
    code = "stale"
    title = "这条记录刚被别人改过，您的内容还没有保存"

    def __init__(
        self,
        what: str = "",
        *,
        changed_by: str = "",
        changed_at: datetime | None = None,
        changes: Sequence[Change] = (),
    ) -> None:
        super().__init__(what)
        self.changed_by = changed_by
        self.changed_at = changed_at
        self.changes = tuple(changes)


class PreconditionMissing(DomainError):
    """A write over the API names the version it read (If-Match)."""

    status = 428
    code = "if-match-required"
    title = "请在 If-Match 中写明所读到的版本（ETag）"


class TooMany(DomainError):
    """Too many tries; come back later."""

    status = 429
    code = "too-many"
    title = "操作过于频繁，请稍后再试"


class Unavailable(DomainError):
    """Something outside does not answer: what failed, what was kept, what to do."""

    status = 503
    code = "unavailable"
    title = "外部服务暂时不可用"

    def __init__(self, what: str, *, kept: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.kept = kept
        self.remedy = remedy
