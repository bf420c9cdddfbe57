"""What the pages of feedback show: reports, their points, objections; terms, files and tabs for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Response, flash, render_template, url_for
from flask_babel import gettext as _

from enforcement.doors.forms import Form
from enforcement.evaluation.queries.feedback import ObjectionView, Preview, ReportFile, ReportView, Subject
from enforcement.evaluation.queries.final import final_file
from enforcement.evaluation.services.feedback import window_over
from enforcement.evaluation.states import ObjectionAnswer
from enforcement.foundation.errors import DomainError, NotFound
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation_facts
from enforcement.web.inspection_libraries_views import Trail
from enforcement.web.visit_due import Kept, kept_deadline

if TYPE_CHECKING:
    from enforcement.evaluation.models.feedback import EvaluationObjection, EvaluationReport
    from enforcement.evaluation.proofs import Proof
    from enforcement.evaluation.queries.results import FileResult

ANYONE = (
    Permission.EVALUATION_PLAN,
    Permission.EVALUATION_APPROVE,
    Permission.EVALUATION_READ,
    Permission.EVALUATION_ANSWER,
)
WAIVING = "确认以后异议期提前结束，不能再对这份报告提出异议；已经提出的异议照常答复。"
SOON_DAYS = 5


def tabs(endpoint: str) -> list[dict[str, Any]]:
    """Reports and rectifications, side by side."""
    entries = ((_("评查组报告"), "evaluation_feedback.reports"), (_("整改"), "evaluation_rectifications.index"))
    return [{"title": title, "href": url_for(name), "current": name == endpoint} for title, name in entries]


def due_of(row: Kept, name: str, began: datetime, today: date, closed: str = "") -> dict[str, Any]:
    """A kept term as ``deadline`` of macros/case.html draws it; ``closed``: the words once it is over."""
    drawn = kept_deadline(row, name, began, today, closed)
    return drawn | {"level": "soon"} if drawn["level"] == "ok" and (row.due_on - today).days <= SOON_DAYS else drawn


def told(target: str, message: str) -> Callable[[Any], str]:
    """On to an address, with a word that it is done."""

    def go(_row: Any) -> str:
        flash(message, "success")
        return target

    return go


def download(file: Proof) -> Response:
    """A file that was handed in or issued, to be saved; never kept by anybody on the way."""
    answer = Response(file.content, mimetype=file.mime)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def proof_rows(stored: Sequence[Mapping[str, Any]], address: Callable[[int], str]) -> list[dict[str, Any]]:
    """Kept files with the addresses where they are opened; places count from 1."""
    return [{**one, "href": address(place)} for place, one in enumerate(stored, start=1)]


def report_entries(rows: Sequence[EvaluationReport], today: date) -> list[dict[str, Any]]:
    """Lines of the list, each with its term."""
    return [_entry(one, today) for one in rows]


def window_of(row: EvaluationReport, today: date) -> tuple[str, str, str]:
    """How the window for objections stands: level, word, and the word that closes its term (empty while it runs)."""
    if row.waived_at:
        return "done", _("已表示没有（其他）异议"), _("已经提前结束")
    if window_over(row, today):
        return "idle", _("异议期已满"), _("已经届满")
    return "now", _("异议期内"), ""


def report_context(view: ReportView, today: date) -> dict[str, Any]:
    """One report with the window for objections."""
    row = view.row
    level, word, closed = window_of(row, today)
    agency = organisation_facts(row.agency_org_id)
    points = [one for file in view.files for one in file.subjects]
    said = [one.objection for one in points if one.objection]
    return {
        "view": view,
        "files": sorted(view.files, key=lambda one: (not one.subjects, _numbers_in_order(one.label))),
        "level": level,
        "word": word,
        "window": view.window_reasons,
        "words": {one.public_id: objection_word(one) for one in said},
        "due": due_of(row, _("异议期限"), row.issued_at, today, closed),
        "figures": [
            {"title": _("评查的案卷"), "value": len(view.files)},
            {"title": _("不合格"), "value": sum(one.failed for one in view.files)},
            {"title": _("扣分和否决的项目"), "value": len(points)},
            {"title": _("已经提出的异议"), "value": len(said)},
            {"title": _("等待答复"), "value": sum(one.answered_at is None for one in said)},
        ],
        "unit_href": url_for("evaluation_reports.unit", plan_id=row.plan.public_id, agency_id=agency.public_id),
        "rectify_href": url_for("evaluation_rectifications.index", plan=row.plan.public_id) if view.frozen else "",
        "today": today,
    }


def objection_word(row: EvaluationObjection) -> tuple[str, str]:
    """Level and word of an objection."""
    if row.answer is None:
        return "soon", _("等待答复")
    return "done" if row.answer is ObjectionAnswer.UPHELD else "idle", row.answer.words


def objection_context(view: ObjectionView, today: date) -> dict[str, Any]:
    """One objection with its term, its files, and what fell."""
    row = view.row
    level, word = objection_word(row)
    return {
        "view": view,
        "level": level,
        "word": word,
        "due": due_of(row, _("答复期限"), row.filed_at, today, _("已经答复") if row.answered_at else ""),
        "proofs": proof_rows(row.attachments, lambda place: _proof_address(row, place)),
        "changed": _changed(view),
        "fallen": [text for code, text, _points in view.subject.codes if code in row.fallen],
        "href": url_for("evaluation_objections.show_one", objection_id=row.public_id),
        "today": today,
    }


@dataclass(frozen=True)
class PointPage:
    """The form of an objection, below the point it is about."""

    view: ReportView
    file_id: str
    subject: str
    action: str
    back: str
    trail: Trail
    today: date

    @property
    def place(self) -> tuple[ReportFile, Subject]:
        """The file and the point. Errors: ``NotFound``."""
        for file in self.view.files:
            for one in file.subjects:
                if (file.public_id, one.subject) == (self.file_id, self.subject):
                    return file, one
        raise NotFound

    @property
    def anchor(self) -> str:
        """Where the point stands on the report's page."""
        return f"{self.file_id}-{self.place[1].anchor}"

    def draw(self, form: Form, error: DomainError | None) -> str:
        """The page."""
        file, point = self.place
        level, _word, closed = window_of(self.view.row, self.today)
        return render_template(
            "evaluation/feedback/object.html",
            view=self.view,
            file=file,
            point=point,
            level=level,
            due=due_of(self.view.row, _("异议期限"), self.view.row.issued_at, self.today, closed),
            form=form,
            error=error,
            action=self.action,
            back=self.back,
            trail=self.trail,
            today=self.today,
        )


@dataclass
class AnswerPage:
    """The form of an answer beside the objection; ``preview`` is what would follow from it."""

    view: ObjectionView
    action: str
    back: str
    trail: Trail
    today: date
    preview: Preview | None = None

    def choices(self) -> dict[str, Sequence[tuple[str, str]]]:
        """The deductions that may fall."""
        return {"fallen": [(code, f"{code}　{text}（{points}）") for code, text, points in self.view.subject.codes]}

    def draw(self, form: Form, error: DomainError | None) -> str:
        """The page."""
        return render_template(
            "evaluation/feedback/answer.html",
            **objection_context(self.view, self.today),
            form=form,
            error=error,
            action=self.action,
            back=self.back,
            trail=self.trail,
            preview=self.preview,
            preview_href=url_for("evaluation_objections.preview", objection_id=self.view.row.public_id),
        )


def _numbers_in_order(label: str) -> list[tuple[int, str]]:
    """2号 before 11号."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", label)]


def _entry(row: EvaluationReport, today: date) -> dict[str, Any]:
    level, word, closed = window_of(row, today)
    return {
        "row": row,
        "title": row.plan.title,
        "href": url_for("evaluation_feedback.report", report_id=row.public_id),
        "level": level,
        "word": word,
        "objections": len(row.objections),
        "answered": sum(one.answered_at is not None for one in row.objections),
        "due": due_of(row, _("异议期限"), row.issued_at, today, closed),
    }


def _changed(view: ObjectionView) -> dict[str, FileResult | None] | None:
    """The result before and after an objection that was upheld; the caller has read it in the actor's scope."""
    if view.row.answer is not ObjectionAnswer.UPHELD:
        return None
    final = final_file(view.plan, view.file)
    results = [final.decided.result, *(one.result for one in final.decisions)]
    place = next(n for n, one in enumerate(final.decisions) if one.source == view.row.public_id)
    return {"before": results[place], "after": results[place + 1]}


def _proof_address(row: EvaluationObjection, place: int) -> str:
    return url_for("evaluation_objections.proof", objection_id=row.public_id, place=place)
