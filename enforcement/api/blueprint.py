"""A blueprint whose operations say who may enter, what they are called and what body they take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema
from webargs.flaskparser import FlaskParser

from enforcement.api.bodies import body_schema
from enforcement.api.spec import BEARER
from enforcement.foundation.errors import NotFound

View = TypeVar("View", bound=Callable[..., Any])
Body = Schema | Callable[[Any], dict[str, Any]]
"""A schema, or what makes the JSON schema of a body from the field converter."""
KNOWN_ONLY: dict[str, str | None] = {"json": RAISE, "query": RAISE}
"""A misspelt parameter is told, not dropped: a filter that is left out would give more than was asked for."""
ETAG_HEADER = {"description": "记录的版本；写入时放进 If-Match", "schema": {"type": "string"}}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string"},
    "description": "读到这条记录时的 ETag；没有写的答复 428，已经变化的答复 412",
}


class StrictParser(FlaskParser):
    """Reads queries and refuses what is not known."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = KNOWN_ONLY


class ApiBlueprint(Blueprint):
    """Operations below ``/api/v1``; the permission stands on the view, as for pages."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, title: str) -> None:
        super().__init__(f"api_{name}", __name__, url_prefix="/api/v1", description=title)
        self._prepare_doc_cbks.append(self._prepare_house_doc)
        self.before_request(_refuse_nul)

    def operation(
        self, method: str, rule: str, title: str, *, body: Body | None = None, versioned: bool = False
    ) -> Callable[[View], View]:
        """Register a view for one method; ``versioned`` says that it wants If-Match."""

        def register(view: View) -> View:
            asked = getattr(view, "required_permissions", None)
            documented = dict(getattr(view, "_apidoc", {}))
            documented["house"] = {
                "title": title, "name": view.__name__, "asked": asked, "rule": rule, "body": body,
                "versioned": versioned,
            }  # fmt: skip
            view._apidoc = documented  # type: ignore[attr-defined]  # noqa: SLF001 -- where flask-smorest looks
            self.add_url_rule(rule, view.__name__, view, methods=[method])
            return view

        return register

    def _prepare_house_doc(self, doc: dict[str, Any], doc_info: dict[str, Any], **about: Any) -> dict[str, Any]:
        house = doc_info["house"]
        # The docstring is for those who read the code.
        doc_info["docstring"] = {}
        doc["operationId"] = house["name"]
        doc["summary"] = house["title"]
        doc["security"] = [{BEARER: []}] if house["asked"] else []
        doc["x-permissions"] = [str(one) for one in house["asked"] or ()]
        doc.setdefault("responses", {}).update(_refusals(house))
        if house["versioned"]:
            doc.setdefault("parameters", []).append(IF_MATCH)
        if house["body"] is not None:
            converter = about["api"].ma_plugin.converter
            schema = house["body"](converter) if callable(house["body"]) else body_schema(converter, house["body"])
            doc["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
        return doc


def _refuse_nul() -> None:
    """No record's name holds U+0000, which PostgreSQL does not even compare."""
    if any("\x00" in str(value) for value in (request.view_args or {}).values()):
        raise NotFound


def _refusals(house: dict[str, Any]) -> dict[str, str]:
    named = {"400": "BAD_REQUEST"}
    if house["asked"]:
        named |= {"401": "UNAUTHORIZED", "403": "FORBIDDEN"}
    if "<" in house["rule"]:
        named["404"] = "NOT_FOUND"
    if house["body"] is not None:
        named |= {"409": "CONFLICT", "422": "UNPROCESSABLE_ENTITY"}
    if house["versioned"]:
        named |= {"409": "CONFLICT", "412": "PRECONDITION_FAILED", "428": "PRECONDITION_REQUIRED"}
    return named
