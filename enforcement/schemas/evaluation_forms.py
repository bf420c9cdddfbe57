"""What people type on the pages of evaluations, as the data that the schemas of the room load."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from marshmallow import Schema
from werkzeug.datastructures import MultiDict

from enforcement.foundation.errors import Invalid
from enforcement.schemas.inspection_libraries import organisation_field, text_field

FAULT = ("deduction", "times", "document", "page", "passage", "remark")
VETO = ("veto", "reason", "document", "page", "passage")
ODD = "这一页的内容不完整，请重新打开以后再填"
Typed = dict[str, Any]


def typed_sheet(sent: MultiDict[str, str]) -> Typed:
    """A score sheet of rows ``fault-…`` and ``veto-…``, with what the pressed button adds or takes out.

    The button's ``act`` is ``fault:CODE``, ``veto:NO``, ``drop-fault:PLACE`` or ``drop-veto:PLACE``; others leave the
    sheet as typed. Errors: ``Invalid`` when fields of a row are lacking.
    """
    typed: Typed = {
        "faults": _rows(sent, "fault", FAULT),
        "vetoes": _rows(sent, "veto", VETO),
        "remark": sent.get("remark", ""),
        "version": sent.get("version", "0"),
    }
    act, _, of = sent.get("act", "").partition(":")
    if act == "fault":
        typed["faults"].append({"deduction": of, "times": "1", "document": "", "page": None, "passage": ""})
    elif act == "veto":
        typed["vetoes"].append({"veto": of, "reason": "", "document": "", "page": None, "passage": ""})
    elif act in DROPS:
        rows = typed[DROPS[act]]
        typed[DROPS[act]] = [row for place, row in enumerate(rows) if str(place) != of]
    return typed


DROPS = {"drop-fault": "faults", "drop-veto": "vetoes"}


def _rows(sent: MultiDict[str, str], kind: str, names: tuple[str, ...]) -> list[Typed]:
    columns = [sent.getlist(f"{kind}-{name}") for name in names]
    if len({len(column) for column in columns}) > 1:
        raise Invalid({"": [ODD]})
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    return [{**row, "page": row["page"].strip() or None} for row in rows]


class NewStandardFields(Schema):
    """A draft that begins as a copy of a version, with a version number of its own."""

    organisation = organisation_field()
    base = text_field("以哪一版为底本", "复制全部内容以后修改", longest=20, widget="select")
    version_no = text_field("新的版本号", "例如 2026.2；公布以后不能再改", longest=20)


def editable(content: Mapping[str, Any]) -> dict[str, Any]:
    """What of a standard is edited in place: path -> value; paths are keys and places joined by ``/``."""
    found = {name: content[name] for name in HEAD}
    for table, names in TABLES.items():
        for place, row in enumerate(content[table]):
            found |= {f"{table}/{place}/{name}": row[name] for name in names}
            for kind, points in row["points"].items() if table == "sections" else ():
                found[f"{table}/{place}/points/{kind}"] = points
            for number, one in enumerate(row["deductions"] if table == "items" else ()):
                found |= {f"{table}/{place}/deductions/{number}/{name}": one[name] for name in DEDUCTION}
    return found


def overlaid(content: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, Any]:
    """The content with what was typed in its fields; nothing is added or taken out, so that paths stay the same."""
    made: dict[str, Any] = deepcopy(dict(content))
    for path in editable(content):
        if path in sent:
            *way, last = path.split("/")
            row: Any = made
            for key in way:
                row = row[int(key)] if isinstance(row, list) else row[key]
            row[last] = sent[path].strip()
    return made


def edited(content: Mapping[str, Any], sent: MultiDict[str, str]) -> dict[str, Any]:
    """The content as it is to be saved.

    Entries marked ``drop/…`` are left out. ``new/…`` adds a deduction, an item with its first deduction or a veto,
    where something was typed there: the item after the last of its section, the veto after the last of its group.
    """
    made = overlaid(content, sent)
    for place, item in enumerate(made["items"]):
        old = enumerate(item["deductions"])
        kept = [one for number, one in old if f"drop/items/{place}/deductions/{number}" not in sent]
        item["deductions"] = [*kept, *_new_deduction(sent, f"new/{place}")]
    for table, added, block in (
        ("items", _new_item(sent), "section"),
        ("vetoes", _new_entry(sent, "new/veto", NEW_VETO), "group"),
    ):
        rows = [row for place, row in enumerate(made[table]) if f"drop/{table}/{place}" not in sent]
        for one in added:
            after = [place for place, row in enumerate(rows) if row[block] == one[block]]
            rows.insert(after[-1] + 1 if after else len(rows), one)
        made[table] = rows
    kept_conditions = enumerate(made["conditions"])
    made["conditions"] = [one for place, one in kept_conditions if f"drop/conditions/{place}" not in sent]
    return made


def _new_item(sent: MultiDict[str, str]) -> list[dict[str, Any]]:
    made = _new_entry(sent, "new/item", NEW_ITEM)
    return [{**one, "deductions": _new_deduction(sent, "new/item/deduction")} for one in made]


def _new_deduction(sent: MultiDict[str, str], at: str) -> list[dict[str, Any]]:
    found = {name: sent.get(f"{at}/{name}", "").strip() for name in ("code", *DEDUCTION)}
    if not found["code"] and not found["text"]:
        return []
    # Without a most, that of the standard's rule holds.
    return [{name: value for name, value in found.items() if name != "most" or value}]


def _new_entry(sent: MultiDict[str, str], at: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    found = {name: sent.get(f"{at}/{name}", "").strip() for name in names}
    typed = any(found[name] for name in TYPED & set(names))
    return [{**found, "kinds": sent.getlist(f"{at}/kinds")}] if typed else []


HEAD = ("name", "version", "basis", "source", "note")
DEDUCTION = ("text", "points", "most", "per")
NEW_ITEM = ("no", "section", "title", "points", "basis", "condition")
NEW_VETO = ("no", "group", "text", "basis", "effect", "condition")
TYPED = {"no", "title", "points", "text"}
"""Typed in one of these, a new entry is meant; the others are chosen from lists."""
TABLES: dict[str, tuple[str, ...]] = {
    "kinds": ("name", "points"),
    "conditions": ("question", "basis"),
    "sections": ("name",),
    "items": ("title", "points", "floor", "basis", "note"),
    "vetoes": ("text", "basis"),
    "bands": ("name", "at_least"),
}
