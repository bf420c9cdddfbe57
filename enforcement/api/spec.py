"""The OpenAPI description: our own fields and problems in it, and none of the extension's error handlers."""

from __future__ import annotations

import http
from typing import Any

from flask_smorest import Api
from marshmallow import Schema, fields

from enforcement.schemas.casework_fields import Money, Picture, Rows
from enforcement.schemas.publicity import Yuan
from enforcement.schemas.recording import CivilTime, PlayTime

PROBLEM_TYPE = "application/problem+json"
BEARER = "bearer"
STRING = "string"
"""Name of the security scheme."""


class ReasonSchema(Schema):
    """One reason of the law against an act."""

    code = fields.String(metadata={"description": "稳定的代码"})
    message = fields.String(metadata={"description": "一句话说明"})
    basis = fields.String(metadata={"description": "依据的条文"})
    lift = fields.String(metadata={"description": "怎样解除"})


class ChangeSchema(Schema):
    """One thing somebody else did meanwhile."""

    name = fields.String()
    theirs = fields.String()
    mine = fields.String()


class ProblemSchema(Schema):
    """RFC 9457, then what is ours; members that say nothing are left out."""

    type = fields.Url(required=True, metadata={"description": "说明这类问题的网址"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "给人看的说明"})
    instance = fields.String(required=True, metadata={"description": "请求的地址"})
    code = fields.String(required=True, metadata={"description": "稳定的代码，供程序判断"})
    request_id = fields.String(required=True, metadata={"description": "报告故障时请附上"})
    reasons = fields.List(fields.Nested(ReasonSchema), metadata={"description": "法律上的全部理由"})
    errors = fields.Dict(
        keys=fields.String(), values=fields.List(fields.String()), metadata={"description": "字段 → 需要怎样修改"}
    )
    kept = fields.String(metadata={"description": "已经保存的内容"})
    remedy = fields.String(metadata={"description": "怎么办"})
    changed_by = fields.String()
    changed_at = fields.DateTime()
    changes = fields.List(fields.Nested(ChangeSchema))


class DocumentedApi(Api):
    """flask-smorest without its handlers: they would answer the pages with JSON."""

    def _register_error_handlers(self) -> None:
        """Errors of the API are answered by ``doors.problems``, like everyone else's."""

    def _register_doc_blueprint(self) -> None:
        """The description is served by an endpoint of ours that says who may enter."""

    def _register_responses(self) -> None:
        for status in http.HTTPStatus:
            if status >= http.HTTPStatus.BAD_REQUEST:
                self.spec.components.response(status.name, _problem_response(status.phrase), lazy=True)
        self.spec.components.response("DEFAULT_ERROR", _problem_response("其他错误"), lazy=True)


def _problem_response(description: str) -> dict[str, Any]:
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": ProblemSchema}}}


def make_api(address: str, about: str) -> DocumentedApi:
    """The description of the API at an address, still without operations."""
    api = DocumentedApi(
        spec_kwargs={
            "title": "行政执法全过程记录与监督系统 API",
            "version": "1",
            "openapi_version": "3.1.0",
            "info": {"description": about},
            "servers": [{"url": address}],
        }
    )
    for field in (Picture, CivilTime, PlayTime, Yuan):
        api.register_field(field, STRING, None)
    api.register_field(Money, "integer", None)
    return api


def complete_spec(api: DocumentedApi) -> None:
    """What can be said only when the description exists: who calls, and what our fields are called."""
    scheme = {"type": "http", "scheme": "bearer", "description": "在“我的账号”中签发的令牌"}
    api.spec.components.security_scheme(BEARER, scheme)
    for told in (_words, _rows, _exact):
        api.ma_plugin.converter.add_attribute_function(told)


def _words(_converter: Any, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
    """Label, hint and article, which the pages show beside the field."""
    told = field.metadata
    unit = "单位：分" if isinstance(field, Money) else ""
    pieces = [str(told[name]) for name in ("description", "hint", "basis") if told.get(name)]
    words: dict[str, Any] = {}
    if told.get("label"):
        words["title"] = str(told["label"])
    if pieces or unit:
        words["description"] = "；".join(filter(None, (*pieces, unit)))
    return words


def _rows(_converter: Any, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
    """A list of objects with one text per column."""
    if not isinstance(field, Rows):
        return {}
    columns = {name: {"type": STRING, "title": label} for name, label in field.columns}
    return {"type": "array", "items": {"type": "object", "properties": columns}}


def _exact(_converter: Any, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
    """Multiples and percentages are written as text, so that nothing is rounded on the way."""
    if not isinstance(field, fields.Decimal) or not field.as_string:
        return {}
    return {"type": [STRING, "null"] if field.allow_none else STRING}
