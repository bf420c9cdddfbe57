"""Case files taken in through the browser: many at once, each JSON with the PDF of the same name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import build_form, load_form
from enforcement.evaluation.commands.files import TakeIn
from enforcement.evaluation.services.files import FileOutcome, take_in_all
from enforcement.foundation.errors import Invalid
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.evaluation.drawing import MustDraw
from enforcement.schemas.evaluation_files import CaseFilesFields
from enforcement.web.evaluation.plans import trail

evaluation_intake = Blueprint("evaluation_intake", __name__, url_prefix="/evaluation/case-files")
TRIAL = "trial"
COLUMNS = [
    {"key": "file", "title": "文件"},
    {"key": "number", "title": "案卷编号"},
    {"key": "state", "title": "结果", "nowrap": True},
    {"key": "told", "title": "说明"},
]


@evaluation_intake.get("/new")
@requires(Permission.EVALUATION_PLAN)
def intake() -> str:
    """Choose files."""
    return _page()


@evaluation_intake.post("/new")
@requires(Permission.EVALUATION_PLAN)
def take_in() -> ResponseReturnValue:
    """Say for each file what became of it, or what would: what is wrong with one stops no other."""
    sent = [one for one in request.files.getlist("files") if one.filename]
    if not sent:
        error = Invalid({"files": [_("请选择案卷的 .json 文件")]})
        return _page(errors=error.errors), error.status
    traits = tuple(load_form(CaseFilesFields(only=("traits",)), request.form)["traits"])
    trial = request.form.get("act") == TRIAL
    found, alone = _pairs(sent, traits)
    outcomes = [*take_in_all(current_actor(), found, current_instant(), trial=trial), *alone]
    return _page(outcomes)


def _pairs(
    sent: Sequence[FileStorage], traits: tuple[MustDraw, ...]
) -> tuple[list[tuple[str, TakeIn]], list[FileOutcome]]:
    """Each JSON with the volume of its name; then what belongs to none."""
    names = [(PurePosixPath(one.filename or ""), one) for one in sent]
    volumes = {path.stem: one for path, one in names if path.suffix.lower() == ".pdf"}
    found = []
    for path, one in names:
        if path.suffix.lower() == ".json":
            volume = volumes.pop(path.stem, None)
            found.append((path.name, TakeIn(one.read(), volume.read() if volume else None, traits)))
    alone = [(f"{one.filename}", _("没有同名的 .json 文件")) for one in volumes.values()]
    others = [path.name for path, _one in names if path.suffix.lower() not in {".json", ".pdf"}]
    alone += [(name, _("应为 .json，或者同名的 .pdf")) for name in others]
    return found, [FileOutcome(name, errors={"": [why]}) for name, why in alone]


def _page(outcomes: Sequence[FileOutcome] | None = None, errors: dict[str, list[str]] | None = None) -> str:
    form = build_form(CaseFilesFields(), request.form, errors or {})
    return render_template(
        "evaluation/plans/intake.html",
        form=form,
        outcomes=outcomes,
        refused=sum(bool(one.errors) for one in outcomes or ()),
        trial=request.form.get("act") == TRIAL,
        columns=COLUMNS,
        rows=[_row(one) for one in outcomes or ()],
        trail=trail(),
    )


def _row(one: FileOutcome) -> dict[str, Any]:
    lines = [f"{field or _('整个文件')}：{sentence}" for field, said in one.errors.items() for sentence in said]
    words = {None: _("可以导入"), True: _("已经导入"), False: _("已经有相同的")}[one.new]
    state = {"text": _("退回"), "level": "late"} if one.errors else {"text": words, "level": "done"}
    found = "" if one.new is None else _("机器预检发现 %(n)s 处", n=one.findings)
    told = "；".join(lines) or found
    return {"cells": {"file": one.name, "number": one.number, "state": state, "told": told}}
