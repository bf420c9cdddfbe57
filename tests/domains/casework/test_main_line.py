"""The main line from the lead to the archive, as its people work it."""

from __future__ import annotations

from enforcement.documents.queries import document_facts
from enforcement.rules.facts import State
from tests.support.bureau import Bureau


def test_a_case_goes_from_the_lead_to_the_archive(bureau: Bureau) -> None:
    walk = bureau.walk(statement="我店初次违法，请求减轻处罚。")
    public_id = walk.to(State.ARCHIVED)
    case = walk.row()
    assert case.state is State.ARCHIVED
    forms = [one.form for one in document_facts(public_id)]
    assert forms.count("penalty_decision") == 1
    assert {"source_register", "filing_approval", "scene_record", "inquiry_record"} <= set(forms)
    assert {"evidence_list", "investigation_report", "review_opinion", "penalty_notice"} <= set(forms)
    assert {"statement_record", "discussion_record", "decision_approval"} <= set(forms)
    assert {"closing_approval", "volume_cover", "volume_index", "volume_note"} <= set(forms)
    assert forms.count("service_receipt") == 2
