"""Standards are versions: drafted by one, published by another, and then the same for ever (条例第十九条)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from enforcement.audit.models import AuditEntry
from enforcement.evaluation.commands.standards import DraftStandard, EditStandard, PublishStandard
from enforcement.evaluation.installation import installed_standards
from enforcement.evaluation.models.core import EvaluationStandard
from enforcement.evaluation.queries.standards import standard_difference, standard_of, standards
from enforcement.evaluation.services.standards import (
    draft_standard,
    edit_standard,
    publish_standard,
    seed_standards,
)
from enforcement.evaluation.states import StandardState
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Stale
from enforcement.platform.database import db
from enforcement.rules.evaluation.standard import content, standard_digest
from tests.domains.identity.people import SYSTEM
from tests.support.app import NOON


def next_version(made, **changes):
    return {**content(standard_of(made.standard())), "version": "2026.9", **changes}


def drafted(made, **changes):
    return draft_standard(made["planner"], DraftStandard(made.justice.id, next_version(made, **changes)), NOON)


def codes(error):
    return [one.code for one in error.value.reasons]


def test_both_standards_come_with_the_installation_and_are_published_once(made):
    rows = db.session.scalars(select(EvaluationStandard)).all()
    assert {(row.code, row.state) for row in rows} == {
        ("penalty-100", StandardState.PUBLISHED),
        ("mee24", StandardState.PUBLISHED),
    }
    assert all(row.digest == standard_digest(standard_of(row)) for row in rows)
    assert seed_standards(SYSTEM, installed_standards(), NOON) == 0


def test_an_installed_file_changed_under_its_version_is_refused(made):
    changed = [replace(one, note="另一句话") for one in installed_standards()]
    with pytest.raises(Refused) as refusal:
        seed_standards(SYSTEM, changed, NOON)
    assert codes(refusal) == ["version-published"] * 2


def test_a_draft_is_edited_and_published_by_another_person(made):
    row = drafted(made)
    assert row.state is StandardState.DRAFT
    edited = edit_standard(
        made["planner"],
        EditStandard(row.public_id, row.version, next_version(made, name="案卷评查标准（试行）")),
        NOON,
    )
    published = publish_standard(made["head"], PublishStandard(row.public_id, edited.version), NOON)
    assert published.state is StandardState.PUBLISHED
    assert published.digest == standard_digest(standard_of(published))
    assert {one.field for one in standard_difference(published)} == {"version", "name"}
    told = db.session.scalars(select(AuditEntry.action).where(AuditEntry.record.contains(row.public_id))).all()
    assert told == ["evaluation.standard_drafted", "evaluation.standard_edited", "evaluation.standard_published"]


def test_whoever_drafted_it_does_not_publish_it(made):
    row = drafted(made)
    both = replace(made["head"], user_id=made["planner"].user_id)
    with pytest.raises(Refused) as refusal:
        publish_standard(both, PublishStandard(row.public_id, row.version), NOON)
    assert codes(refusal) == ["own-draft"]


def test_a_published_version_is_not_edited_nor_published_again(made):
    row = drafted(made)
    row = publish_standard(made["head"], PublishStandard(row.public_id, row.version), NOON)
    with pytest.raises(Refused) as refusal:
        edit_standard(made["planner"], EditStandard(row.public_id, row.version, next_version(made)), NOON)
    assert codes(refusal) == ["version-published"]
    with pytest.raises(Refused):
        publish_standard(made["head"], PublishStandard(row.public_id, row.version), NOON)


@pytest.mark.parametrize(
    "act",
    ["UPDATE evaluation_standards SET name = 'x' WHERE id = :id", "DELETE FROM evaluation_standards WHERE id = :id"],
)
def test_the_database_keeps_a_published_version(made, act):
    row = made.standard()
    with pytest.raises(DBAPIError, match="keeps its rows"), db.session.begin_nested():
        db.session.execute(text(act), {"id": row.id})


def test_a_draft_may_still_change_in_the_database(made):
    row = drafted(made)
    db.session.execute(text("UPDATE evaluation_standards SET name = 'x' WHERE id = :id"), {"id": row.id})


def test_a_version_number_is_taken_once(made):
    drafted(made)
    with pytest.raises(Refused) as refusal:
        drafted(made)
    assert codes(refusal) == ["version-taken"]


def test_what_does_not_add_up_is_named(made):
    with pytest.raises(Invalid) as invalid:
        drafted(made, form_points="0")
    assert "form_points" in invalid.value.errors["content"][0]


def test_the_second_tab_is_told_that_somebody_saved(made):
    row = drafted(made)
    version = row.version
    edit_standard(made["planner"], EditStandard(row.public_id, version, next_version(made, name="甲")), NOON)
    with pytest.raises(Stale):
        edit_standard(made["planner"], EditStandard(row.public_id, version, next_version(made, name="乙")), NOON)


def test_evaluators_see_published_versions_and_no_drafts(made):
    drafted(made)
    assert {row.state for row in standards(made["pc1"])} == {StandardState.PUBLISHED}
    assert StandardState.DRAFT in {row.state for row in standards(made["planner"])}


def test_nobody_else_drafts_or_publishes(made):
    with pytest.raises(NotFound):
        draft_standard(made["pc1"], DraftStandard(made.justice.id, next_version(made)), NOON)
    row = drafted(made)
    with pytest.raises(Forbidden):
        publish_standard(made["planner2"], PublishStandard(row.public_id, row.version), NOON)
