"""The description itself: as JSON for programs, and as a page made of it for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, json, render_template

from enforcement.api.guide import PROBLEMS, chapters
from enforcement.doors.access import public
from enforcement.doors.problems import TITLES

docs = Blueprint("api_docs", __name__, url_prefix="/api/v1")

EXTENSION = "api"
METHODS = ("get", "post", "put", "patch", "delete")
PLACES = {"path": "地址", "query": "查询", "header": "请求头"}
TYPES = {
    "string": "文字", "integer": "整数", "number": "数", "boolean": "是否", "array": "列表", "object": "对象",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A parameter or member of a body as the page tells it."""

    name: str
    place: str
    type: str
    required: bool
    about: str


@dataclass(frozen=True)
class Body:
    """A body; the steps of a case have one each."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Operation:
    """One operation."""

    name: str
    method: str
    path: str
    title: str
    permissions: tuple[str, ...]
    parameters: tuple[Field, ...]
    bodies: tuple[Body, ...]
    shown: tuple[Field, ...]
    answers: tuple[str, ...]


@docs.get("/openapi.json")
@public
def openapi() -> Response:
    """The description of the API, OpenAPI 3.1."""
    return Response(json.dumps(spec(), indent=2, sort_keys=False), mimetype="application/json")


@docs.get("/docs")
@public
def page() -> str:
    """The same for people."""
    return render_template(
        "api/docs.html", guide=chapters(), groups=groups(spec()), problems=dict(TITLES.values()) | PROBLEMS
    )


def spec() -> dict[str, Any]:
    """The whole description."""
    described: dict[str, Any] = current_app.extensions[EXTENSION].spec.to_dict()
    return described


def groups(described: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """Operations by what their tag is called, in the order in which they are described."""
    titles = {tag["name"]: tag["description"] for tag in described["tags"]}
    found: dict[str, list[Operation]] = {}
    for path, item in described["paths"].items():
        for method in METHODS:
            if method in item:
                operation = _operation(described, path, method)
                found.setdefault(titles[item[method]["tags"][0]], []).append(operation)
    return found


def _operation(described: Mapping[str, Any], path: str, method: str) -> Operation:
    item = described["paths"][path]
    told = item[method]
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        title=told["summary"],
        permissions=tuple(told["x-permissions"]),
        parameters=tuple(_parameter(one) for one in (*item.get("parameters", ()), *told.get("parameters", ()))),
        bodies=tuple(_bodies(body, told["summary"])) if body else (),
        shown=tuple(_shown(described, told["responses"])),
        answers=tuple(sorted(code for code in told["responses"] if code != "default")),
    )


def _shown(described: Mapping[str, Any], responses: Mapping[str, Any]) -> Iterator[Field]:
    """Members of the answer, and of what a list holds."""
    content: Mapping[str, Any] = next(
        (one.get("content", {}) for code, one in responses.items() if code.startswith("2")), {}
    )
    schema = _resolved(described, content.get("application/json", {}).get("schema", {}))
    for name, told in schema.get("properties", {}).items():
        yield _member(described, name, told)
        if name == "items":
            rows = _resolved(described, told.get("items", {})).get("properties", {})
            yield from (_member(described, f"items[].{one}", of_row) for one, of_row in rows.items())


def _member(described: Mapping[str, Any], name: str, told: Mapping[str, Any]) -> Field:
    inner = told.get("items", told) if told.get("type", "array") == "array" else {}
    members = "、".join(_resolved(described, inner).get("properties", {})) if name != "items" else ""
    return Field(name, "", _type(told), False, "；".join(filter(None, (_about(told), members and f"含：{members}"))))


def _resolved(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema behind its reference, null aside."""
    one = next((part for part in schema.get("anyOf", ()) if "$ref" in part), schema)
    reference = one.get("$ref", "")
    found: Mapping[str, Any] = described["components"]["schemas"][reference.rpartition("/")[2]] if reference else one
    return found


def _parameter(one: Mapping[str, Any]) -> Field:
    about = _about(one.get("schema", {})) or one.get("description", "")
    return Field(one["name"], PLACES[one["in"]], _type(one.get("schema", {})), one.get("required", False), about)


def _bodies(schema: Mapping[str, Any], title: str) -> Iterator[Body]:
    for one in schema.get("oneOf", (schema,)):
        required = set(one.get("required", ()))
        yield Body(
            one.get("title", title),
            tuple(
                Field(name, "", _type(told), name in required, _about(told)) for name, told in one["properties"].items()
            ),
        )


def _about(told: Mapping[str, Any]) -> str:
    choices = f"可填：{'、'.join(str(one) for one in told['enum'] if one != '')}" if told.get("enum") else ""
    members = told.get("items", {}).get("properties", {})
    columns = "、".join(f"{name}（{one.get('title', '')}）" for name, one in members.items())
    rows = f"每行：{columns}" if members else ""
    return "；".join(filter(None, (told.get("title", ""), told.get("description", ""), choices, rows)))


def _type(told: Mapping[str, Any]) -> str:
    if "const" in told:
        return f"“{told['const']}”"
    kinds = told.get("type", "object")
    names = [TYPES[kind] for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind != "null"]
    if told.get("format") == "date":
        return "日期"
    return "、".join(names)
