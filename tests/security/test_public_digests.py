"""A public digest tells nothing of the words that were hidden: the paper holds what nobody outside can guess."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from enforcement.platform.storage import current_store
from tests.domains.documents.house import build_house, issue_one

LEAST_CHARACTERS = 43
"""256 bits in base64."""


@pytest.fixture
def house(app_with_store):
    return build_house()


def secret_of(document):
    information = PdfReader(io.BytesIO(current_store().get(document.object_key))).metadata
    return information["/Keywords"]


def test_the_same_words_never_make_the_same_digest(house) -> None:
    first, second = (issue_one(house, "evidence_list") for _ in range(2))
    assert first.data_digest == second.data_digest
    assert first.issued_at == second.issued_at
    assert first.sha256 != second.sha256


def test_a_decision_holds_a_secret_of_its_own(house) -> None:
    first, second = (secret_of(issue_one(house, "penalty_decision")) for _ in range(2))
    assert len(first) >= LEAST_CHARACTERS
    assert first != second
