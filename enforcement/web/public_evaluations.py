"""Public pages of finished evaluation rounds: figures by agency, frequent faults, standard and draw. No sign-in."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from enforcement.doors.access import public
from enforcement.evaluation import register
from enforcement.web.evaluation.report_parts import (
    Column,
    Section,
    change_words,
    grades_section,
    means_section,
    summary_words,
    vetoes_section,
)

public_evaluations = Blueprint("public_evaluations", __name__, url_prefix="/evaluations")


@public_evaluations.get("/")
@public
def index() -> str:
    """Every finished round, newest first."""
    return render_template("evaluations/index.html", rounds=register.public_rounds())


@public_evaluations.get("/<public_id>")
@public
def show(public_id: str) -> str:
    """One round: each chart beside the table of its numbers."""
    found = register.public_round(public_id)
    whole, comparison = found.figures.whole, found.comparison
    groups = [("全部", whole), *found.figures.agencies.items()]
    sections = (
        grades_section(groups),
        means_section(groups, found.figures.standard, comparison),
        _faults(found),
        vetoes_section(found.vetoes, whole.decided),
    )
    return render_template(
        "evaluations/show.html",
        round=found.round,
        summary=[
            *summary_words(whole, found.faults),
            *change_words(comparison.whole if comparison else None, comparison),
        ],
        sections=sections,
        standard=found,
        draw_href=url_for("lots.show", agency=found.draw[0], draw_no=found.draw[1]) if found.draw else "",
    )


def _faults(found: register.PublicSummary) -> Section:
    return Section(
        key="faults",
        title="常见问题",
        note=f"最常见的 {len(found.faults)} 种；一件案卷里同一问题只计一次",
        columns=(
            *(Column("项目"), Column("问题"), Column("件数", number=True), Column("适用件数", number=True)),
            Column("条文"),
        ),
        rows=tuple((f"{one.item} {one.title}", one.text, one.files, one.of, one.article) for one in found.faults),
        empty="没有扣分。",
        part=2,
    )
