"""Case files for evaluation: agencies' systems hand them over, supervisors read what the machine found."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.bodies import read, sent
from enforcement.doors.access import current_actor, requires
from enforcement.evaluation.queries import files as queries
from enforcement.evaluation.services import exporting
from enforcement.evaluation.services import files as services
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.evaluation_files import CaseFileShownSchema, TakeInSchema

evaluation_files = ApiBlueprint("evaluation_files", "评查案卷")


@evaluation_files.operation("POST", "/evaluation/case-files", "导入一份案卷", body=TakeInSchema())
@requires(Permission.EVALUATION_PLAN)
@evaluation_files.response(201, CaseFileShownSchema)
def take_in_case_file() -> dict[str, Any]:
    """Keep it; faults are named by the path of their field. The same content again changes nothing."""
    taken = services.take_in(current_actor(), read(TakeInSchema(), sent()), current_instant())
    return _shown(taken.row.public_id)


@evaluation_files.operation("GET", "/evaluation/case-files/<file_id>", "一份案卷和机器预检的发现")
@requires(Permission.EVALUATION_PLAN)
@evaluation_files.response(200, CaseFileShownSchema)
def get_case_file(file_id: str) -> dict[str, Any]:
    """For those who plan; evaluators read it blinded."""
    return _shown(queries.supervised(current_actor(), file_id))


@evaluation_files.operation("GET", "/cases/<case_id>/case-file", "按交换格式导出案卷")
@requires(Permission.CASE_READ)
@evaluation_files.response(200, {"type": "object", "description": "docs/casefile.schema.json"})
def export_case_file(case_id: str) -> Response:
    """What the records of a decided case say; the look is recorded."""
    answer = jsonify(exporting.exported_case(current_actor(), case_id, current_instant()))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _shown(public_id: str) -> dict[str, Any]:
    (closed,) = queries.files_named([public_id])
    return {"findings": queries.findings_of(public_id)} | {
        name: getattr(closed, name) for name in ("public_id", "org_name", "file_no", "title", "kind", "closed_on")
    }
