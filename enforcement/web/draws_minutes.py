"""The minutes of a draw as a PDF: everything that is public so far, and the commit as a QR code."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from enforcement.platform.rendering import render_pdf
from enforcement.web.draws_desk import public_address, room_board
from enforcement.web.draws_views import grade_of
from enforcement.web.filters import day, digest_lines, moment
from enforcement.web.qr import qr_svg

if TYPE_CHECKING:
    from enforcement.draws.models import Draw

TEMPLATE = "draws/templates/minutes.typ"
NAME = "双随机抽取记录"
SHOWN_DIGITS = 16
NOTHING_YET = "—"


def minutes_pdf(draw: Draw, now: datetime) -> bytes:
    """PDF/A of the minutes as the draw stands now. Errors: ``Unavailable`` without a Chinese face."""
    number = draw.draw_no or ""
    paper: dict[str, Any] = {"title": f"{NAME} {number}", "name": NAME, "agency": draw.agency_name, "number": number}
    paper |= {"issued_on": day(now), "seal": None}
    return render_pdf(TEMPLATE, {**paper, "content": _content(draw, now)}, created_at=now)


def _content(draw: Draw, now: datetime) -> dict[str, Any]:
    board = room_board(draw, now)
    grade_title, grade_note = grade_of(draw)
    commit = draw.commit_json or {}
    roots = (("名单", "pool_root"), ("排除", "exclude_root"), ("执法人员", "officer_root"), ("上一次封存", "prev"))
    return {
        "what": draw.title,
        "plan": draw.plan_no,
        "state": f"{draw.state.words}（{moment(now)}打印）",
        "people": f"经办 {draw.drafted_by_name}；批准 {draw.approved_by_name or '还没有批准'}",
        "frozen_at": moment(draw.frozen_at),
        "counts": f"参加 {draw.pool_size:,} 户，按规则排除 {draw.excluded_size:,} 户",
        "grade": f"{draw.algorithm}；{grade_title}，{grade_note}",
        "qr": qr_svg(public_address(draw, verify=False)) if draw.commit_hex else None,
        "commit": digest_lines(draw.commit_hex or NOTHING_YET),
        "roots": [[title, commit[key]] for title, key in roots if key in commit],
        "sources": [
            [f"{one.name}{one.issue}", one.value or NOTHING_YET, one.word or one.waiting] for one in board["sources"]
        ],
        "seed": draw.seed_hex or NOTHING_YET,
        "selected_root": draw.selected_root or NOTHING_YET,
        "rows": [_row(group, row) for group in board["classes"] for row in group["rows"] if "id" in row],
        "list_note": board["list_hidden"],
        "void": draw.void_reason if draw.voided_at else "",
        "witnesses": [[one.name, one.organisation, moment(one.signed_at)] for one in draw.witnesses],
    }


def _row(group: dict[str, Any], row: dict[str, Any]) -> list[str]:
    team = "、".join(row["officers"]) or row["no_officers"]
    return [group["title"], str(row["rank"]), f"{row['label']} {row['id']}", row["ticket"][:SHOWN_DIGITS], team]
