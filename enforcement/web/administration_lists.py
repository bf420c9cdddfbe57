"""What the lists of the administration share: filter bar, chips to drop a filter, paging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for

from enforcement.doors.access import current_actor
from enforcement.doors.forms import FormField
from enforcement.foundation.paging import Page
from enforcement.foundation.permissions import Permission
from enforcement.identity import queries
from enforcement.identity.queries import ListFilter

Pairs = Sequence[tuple[str, str]]


def wanted() -> ListFilter:
    """The filter in the address."""
    return ListFilter(
        text=request.args.get("text", "").strip(),
        organisation=request.args.get("organisation", ""),
        state=request.args.get("state", ""),
    )


def organisation_choices(permission: Permission, *, only_active: bool = False) -> list[tuple[str, str]]:
    """Organisations of the actor as choices, indented like the tree."""
    rows = queries.organisations_of(current_actor(), permission)
    top = min((row.path.count("/") for row in rows), default=0)
    return [
        (row.public_id, "\N{IDEOGRAPHIC SPACE}" * (row.path.count("/") - top) + row.name)
        for row in rows
        if row.active or not only_active
    ]


def listing(endpoint: str, page: Page[Any], *, text: str, states: Pairs, organisations: Pairs) -> dict[str, Any]:
    """Context of a list: ``page, filters, values, active, pager``."""
    filters = [FormField("text", text, "text")]
    if organisations:
        filters.append(FormField("organisation", "单位", "select", choices=organisations))
    if states:
        filters.append(FormField("state", "状态", "select", choices=states))
    values = {one.name: request.args[one.name].strip() for one in filters if request.args.get(one.name, "").strip()}
    return {
        "page": page,
        "filters": filters,
        "values": values,
        "active": [_chip(endpoint, one, values) for one in filters if one.name in values],
        "pager": _pager(endpoint, page, values),
    }


def _chip(endpoint: str, field: FormField, values: dict[str, Any]) -> dict[str, str]:
    names = {choice[0]: choice[1].strip() for choice in field.choices}
    shown = names.get(values[field.name], values[field.name])
    others = {name: value for name, value in values.items() if name != field.name}
    return {"text": f"{field.label}：{shown}", "drop_href": url_for(endpoint, **others)}


def _pager(endpoint: str, page: Page[Any], values: dict[str, Any]) -> dict[str, str]:
    pager = {}
    if request.args.get("cursor"):
        pager["first_href"] = url_for(endpoint, **values)
    if page.next_cursor:
        pager["next_href"] = url_for(endpoint, **values, cursor=page.next_cursor)
    return pager
