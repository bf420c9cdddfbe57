"""Text that people type is text: in pages, in papers, in spreadsheets, and only on the case it was typed for."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from enforcement.casework.models import CaseApproval, CaseEvidence
from enforcement.documents.models import Document
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant
from enforcement.recording.models import Recording
from enforcement.rules.facts import State
from enforcement.web.sheets import safe_cell
from tests.support.desk import Desk, text

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"


@pytest.fixture
def desk(staged_app, staged_bureau):
    return Desk(staged_app, staged_bureau)


def post(client, desk, walk, act, **typed):
    return client.post(f"/cases/{walk.case}/{act}", data={"version": desk.version(walk.case), **typed})


def test_typed_markup_is_shown_and_not_run(desk) -> None:
    walk = desk.walk(State.INVESTIGATING)
    client = desk.at(walk.day, "lin")
    assert post(client, desk, walk, "add_note", text=SCRIPT).status_code == 303
    evidence = {
        "kind": "书证",
        "title": SCRIPT,
        "source": SCRIPT,
        "proves": SCRIPT,
        "collected_on": walk.day.isoformat(),
    }
    assert post(client, desk, walk, "add_evidence", **evidence).status_code == 303
    pages = [text(client.get(f"/cases/{walk.case}{more}")) for more in ("", "/timeline", "?tab=evidence")]
    assert any("&lt;script&gt;alert(1)" in page for page in pages)
    for page in (*pages, text(client.get("/work")), text(client.get(f"/cases?words={SCRIPT}"))):
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_spreadsheet_runs_nothing_that_was_typed(sign) -> None:
    assert safe_cell(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"


def test_what_belongs_to_another_case_of_the_same_office_is_not_there(desk) -> None:
    mine, other = desk.walk(State.INVESTIGATING), desk.walk(State.CONCLUDED)
    client = desk.at(max(mine.day, other.day), "lin")
    case = desk.case(other.case)
    evidence = db.session.scalars(select(CaseEvidence.public_id).where(CaseEvidence.case_id == case.id)).first()
    paper = db.session.scalars(select(Document.public_id).where(Document.matter_id == other.case)).first()
    film = db.session.scalars(select(Recording.public_id).where(Recording.matter_id == other.case)).first()
    assert evidence
    assert paper
    assert film
    for act in ("verify_evidence", "exclude_evidence", "amend_evidence"):
        typed = {"title": "甲", "proves": "乙", "reason": "丙", "evidence": evidence}
        answer = client.post(f"/cases/{mine.case}/{act}/{evidence}", data={"version": desk.version(mine.case), **typed})
        assert answer.status_code == 404, act
    added = {"kind": "书证", "title": "甲", "source": "乙", "proves": "丙", "collected_on": mine.day.isoformat()}
    assert post(client, desk, mine, "add_evidence", **added, document_id=paper).status_code == 422
    assert post(client, desk, mine, "add_evidence", **added, recording_id=film).status_code == 422


def test_an_approval_is_answered_on_its_own_case_only(desk) -> None:
    asked, other = desk.walk(State.FILING_ASKED), desk.walk(State.CONCLUDED)
    approval = db.session.scalars(
        select(CaseApproval).where(CaseApproval.case_id == desk.case(asked.case).id, CaseApproval.answered_at.is_(None))
    ).one()
    head = desk.at(max(asked.day, other.day), "zhou")
    answer = head.post(
        f"/cases/{other.case}/answer_approval/{approval.public_id}",
        data={"version": desk.version(other.case), "agree": "1", "approval": approval.public_id, "reason": "同意"},
    )
    assert answer.status_code in {404, 409, 422}
    db.session.refresh(approval)
    assert approval.answered_at is None


def test_a_command_takes_no_column_it_does_not_name(desk) -> None:
    walk = desk.walk(State.INVESTIGATING)
    client = desk.at(walk.day, "lin")
    more = {"state": "decided", "org_id": "1", "org_path": "/", "public_id": "x", "case": "y", "actor": "z", "now": "1"}
    assert post(client, desk, walk, "add_note", text="看看", **more).status_code == 303
    case = desk.case(walk.case)
    assert case.state is State.INVESTIGATING
    assert case.org_path != "/"
    assert case.public_id == walk.case
    assert case.touched_at <= current_instant()
