"""What the pages of results show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from enforcement.evaluation.queries.final import FinalFile
from enforcement.evaluation.queries.results import DecidedFile, FileResult, SignedSheet
from enforcement.evaluation.queries.sheets import FindingCount
from enforcement.rules.evaluation.scoring import rounded
from enforcement.rules.precheck import titles

PLACES = 2
FILE_COLUMNS = [
    {"key": "file", "title": "案卷"},
    {"key": "first", "title": "第一份"},
    {"key": "second", "title": "第二份"},
    {"key": "third", "title": "第三份"},
    {"key": "points", "title": "得分", "number": True},
    {"key": "grade", "title": "等次", "nowrap": True},
]
FINDING_COLUMNS = [
    {"key": "rule", "title": "机器提示"},
    {"key": "accepted", "title": "采纳", "number": True},
    {"key": "rejected", "title": "不采纳", "number": True},
]


def results_context(plan_id: str, files: Sequence[FinalFile]) -> dict[str, Any]:
    """Rows of files with the results that stand now, grades by agency, the mean of all with the number behind it."""
    bands = [one.name for one in files[0].decided.standard.bands] if files else []
    columns = [
        {"key": "agency", "title": _("机关")},
        {"key": "count", "title": _("已出结果"), "number": True},
        {"key": "mean", "title": _("平均分"), "number": True},
        *({"key": name, "title": name, "number": True} for name in bands),
    ]
    by_agency: dict[str, list[FileResult]] = {one.decided.agency_name: [] for one in files}
    for one in files:
        if one.result:
            by_agency[one.decided.agency_name].append(one.result)
    results = [one for some in by_agency.values() for one in some]
    grades = Counter(one.band.name for one in results)
    return {
        "file_rows": [_file_row(plan_id, one) for one in files],
        "file_columns": FILE_COLUMNS,
        "agency_rows": [_agency_row(name, some, bands) for name, some in by_agency.items()],
        "agency_columns": columns,
        "grades": [(name, grades[name]) for name in bands],
        "count": len(results),
        "mean": _mean(results),
        "vetoed": sum(bool(one.vetoes) for one in results),
        "thirds": sum(bool(one.decided.third_reasons) for one in files),
        "decided_again": sum(bool(one.decisions) for one in files),
    }


def finding_rows(counts: Sequence[FindingCount]) -> list[dict[str, Any]]:
    """Rules of the machine with how often evaluators took what it proposed."""
    names = titles()
    return [
        {
            "cells": {
                "rule": names.get(one.rule, one.rule),
                "accepted": one.accepted,
                "rejected": one.rejected,
            }
        }
        for one in counts
    ]


def counted(file: DecidedFile) -> frozenset[int]:
    """Places of the sheets that the result rests on, from 1."""
    return frozenset(file.sheets[one].place for one in file.result.counted) if file.result else frozenset()


def _file_row(plan_id: str, one: FinalFile) -> dict[str, Any]:
    file, result = one.decided, one.result
    sheets = {sheet.place: sheet for sheet in file.sheets}
    failed = result is not None and result.band.failed
    grade = {"text": result.band.name, "level": "late" if failed else "done"} if result else file.state.words
    first = _("首次 %(points)s", points=file.result.points) if one.decisions and file.result else ""
    return {
        "cells": {
            "file": {
                "text": file.label,
                "href": url_for("evaluation_results.file", plan_id=plan_id, file_id=file.public_id),
            },
            "first": _sheet_cell(sheets.get(1)),
            "second": _sheet_cell(sheets.get(2)),
            "third": _sheet_cell(sheets.get(3)),
            "points": {"text": result.points, "second": first} if result else "",
            "grade": grade,
        }
    }


def _sheet_cell(sheet: SignedSheet | None) -> Any:
    if sheet is None:
        return ""
    return {"text": f"{sheet.score.points} {sheet.score.band.name}", "second": sheet.evaluator_name}


def _agency_row(name: str, results: Sequence[FileResult], bands: Sequence[str]) -> dict[str, Any]:
    grades = Counter(one.band.name for one in results)
    mean = _mean(results)
    return {
        "cells": {
            "agency": name,
            "count": len(results),
            "mean": str(mean) if mean is not None else "",
            **{band: grades[band] for band in bands},
        }
    }


def _mean(results: Sequence[FileResult]) -> Decimal | None:
    points = [one.unrounded for one in results]
    return rounded(sum(points, Fraction(0)) / len(points), PLACES) if points else None
