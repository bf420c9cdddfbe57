"""Two at once on one case, with commits that are real: one succeeds, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask

from enforcement.casework import commands as c
from enforcement.casework import services
from enforcement.casework.models import Case
from enforcement.demo.walking import Walk
from enforcement.documents.queries import document_facts
from enforcement.foundation.errors import DomainError, Refused, Stale
from enforcement.platform.database import db
from enforcement.rules.facts import State
from tests.support.bureau import make_bureau

THREADS = 4


@pytest.fixture
def discussed(committed_app: Flask) -> Walk:
    with committed_app.app_context():
        walk = make_bureau().walk()
        walk.to(State.DISCUSSED)
        return walk


def together(app: Flask, act: Callable[[], object]) -> list[object]:
    """What each thread got, or the error it met."""

    def run(_number: int) -> object:
        with app.app_context():
            try:
                act()
            except DomainError as error:
                return error
            return None

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_several_heads_decide_once(committed_app: Flask, discussed: Walk) -> None:
    answers = together(committed_app, lambda: replace(discussed).decide())
    assert answers.count(None) == 1
    assert all(isinstance(one, Refused) for one in answers if one is not None)
    with committed_app.app_context():
        papers = document_facts(discussed.case)
        assert [one.number for one in papers if one.form == "penalty_decision"] == ["云市监处罚〔2026〕1号"]


def test_two_who_saw_the_same_version_do_not_overwrite_each_other(committed_app: Flask, discussed: Walk) -> None:
    with committed_app.app_context():
        version = db.session.query(Case.version).filter(Case.public_id == discussed.case).scalar()
    note = c.AddNote(case=discussed.case, text="我看到的版本", version=version)
    now = discussed.now()
    answers = together(committed_app, lambda: services.add_note(discussed.crew.officer, note, now))
    assert answers.count(None) == 1
    assert all(isinstance(one, Stale) for one in answers if one is not None)
