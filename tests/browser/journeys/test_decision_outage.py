"""The S3 server goes away while a decision is issued: said plainly, nothing half done, and it works afterwards.

On both databases: the number and the row must go with the transaction.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from enforcement.casework.models import CaseDecision
from enforcement.documents.models import Document
from enforcement.platform.database import db
from enforcement.rules.facts import State

pytestmark = pytest.mark.browser


def held(office, case: str) -> tuple[int, int]:
    """How many papers and decisions the case has."""
    with office.app.app_context():
        papers = select(func.count()).select_from(Document).where(Document.matter_id == case)
        return db.session.scalar(papers), db.session.scalar(select(func.count()).select_from(CaseDecision))


def test_a_decision_waits_for_the_store_and_leaves_no_half_record(any_office, s3) -> None:
    walk = any_office.walk(State.DISCUSSED)
    shen = any_office.sit("shen")
    before = held(any_office, walk.case)
    shen.open(f"/cases/{walk.case}/decide")
    shen.write({"负责人意见": "同意，尽快制作决定书"})
    s3.stop()
    try:
        shen.press("作出处罚决定")
        assert "存储" in shen.words
        assert "没有保存" in shen.words or "没有作出" in shen.words or "稍后" in shen.words
        assert shen.field("负责人意见").input_value() == "同意，尽快制作决定书"
        assert held(any_office, walk.case) == before
    finally:
        s3.start()
    shen.press("作出处罚决定")
    expect(shen.page.get_by_text("处罚决定书已编号、用印")).to_be_visible()
    shen.open(f"/cases/{walk.case}?tab=documents")
    assert "云市监处罚〔2026〕1号" in shen.words
    papers, decisions = held(any_office, walk.case)
    assert decisions == before[1] + 1
    assert papers > before[0]
