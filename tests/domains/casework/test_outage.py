"""The store is away while a paper is issued: a clear message, no half record, no number used up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from enforcement.casework.models import CaseDeadline, CaseDecision
from enforcement.documents.queries import document_facts
from enforcement.foundation.errors import Unavailable
from enforcement.platform.database import db
from enforcement.rules.facts import State
from tests.support.bureau import Bureau
from tools.object_server import ObjectServer


@pytest.fixture
def without_store(s3: ObjectServer) -> Iterator[ObjectServer]:
    """The S3 server stopped; started again whatever happens."""
    s3.stop()
    yield s3
    if s3.process is None:
        s3.start()


def count(model: type) -> int:
    return db.session.query(model).count()


def test_no_decision_exists_without_its_pdf(bureau: Bureau, without_store: ObjectServer) -> None:
    walk = bureau.at(State.DISCUSSED)
    papers, decisions, deadlines = len(document_facts(walk.case)), count(CaseDecision), count(CaseDeadline)
    with pytest.raises(Unavailable) as error:
        walk.decide()
    assert error.value.remedy
    db.session.expire_all()
    assert walk.row().state is State.DISCUSSED
    assert len(document_facts(walk.case)) == papers
    assert (count(CaseDecision), count(CaseDeadline)) == (decisions, deadlines)

    without_store.start()
    walk.decide()
    numbers = [one.number for one in document_facts(walk.case) if one.form == "penalty_decision"]
    assert numbers == ["云市监处罚〔2026〕2号"]
