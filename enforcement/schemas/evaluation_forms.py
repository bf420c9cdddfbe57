"""What people type on the pages of evaluations, as the data that the schemas of the room load."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from enforcement.foundation.errors import Invalid

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
