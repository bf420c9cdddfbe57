"""整改: handed in with proof within thirty days, re-checked by somebody else, called when late.

广东省行政执法案卷评查办法第十九条至第二十二条; config/rulesets/evaluation.toml.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from enforcement.audit.models import AuditEntry
from enforcement.evaluation.commands.rectifications import RecheckRectification
from enforcement.evaluation.commands.uploads import Upload
from enforcement.evaluation.proofs import LARGEST
from enforcement.evaluation.queries import rectifications as queries
from enforcement.evaluation.services.proofs import rectification_proof
from enforcement.evaluation.services.rectifications import recheck_rectification, submit_rectification
from enforcement.evaluation.states import RectificationState, RectificationStepKind
from enforcement.foundation.actor import Grant
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Stale
from enforcement.identity.roles import ROLES
from enforcement.platform.database import db
from tests.domains.evaluation.rectified import DONE, PROOF, RECEIVED, Rectified, frozen
from tests.support.draws import person


@pytest.fixture
def world(made) -> Rectified:
    return frozen(made)


def test_the_term_is_thirty_calendar_days_from_the_receipt(world):
    (row,) = world.rows
    assert row.due_on == civil_date(RECEIVED) + timedelta(days=30)
    assert "广东省行政执法案卷评查办法" in row.basis
    assert row.explanation


def test_handed_in_with_proof_it_waits_and_passes(world):
    (row,) = world.rows
    world.submit(row, world.day(3))
    assert row.state is RectificationState.SUBMITTED
    world.recheck(row, world.day(5), passed=True)
    assert row.state is RectificationState.PASSED
    found = queries.rectification(world.made["agency"], row.public_id, world.day(90).date())
    assert [one.kind for one in found.steps] == [RectificationStepKind.SUBMITTED, RectificationStepKind.PASSED]
    assert (found.steps[0].text, found.steps[0].attachments[0]["name"]) == (DONE, PROOF.name)
    assert not found.late
    progress = queries.rectification_progress(world.made["planner"], world.plan.public_id, world.day(90).date())
    assert (progress.finished, progress.total, progress.late) == (True, 1, 0)


def test_neither_without_words_nor_without_proof(world):
    command = world.handed_in(world.rows[0])
    for changed, field in ((replace(command, text="  "), "text"), (replace(command, uploads=()), "uploads")):
        with pytest.raises(Invalid) as refusal:
            submit_rectification(world.made["agency"], changed, RECEIVED)
        assert list(refusal.value.errors) == [field]
    too_large = Upload("a.pdf", PROOF.content + b" " * LARGEST)
    with pytest.raises(Invalid):
        submit_rectification(world.made["agency"], replace(command, uploads=(too_large,)), RECEIVED)
    assert world.rows[0].state is RectificationState.OPEN


def test_returned_with_reasons_it_is_handed_in_again_within_the_same_term(world):
    (row,) = world.rows
    due = row.due_on
    world.submit(row, world.day(3))
    command = RecheckRectification(row.public_id, row.version, passed=False, reasons=" ")
    with pytest.raises(Invalid):
        recheck_rectification(world.made["planner"], command, world.day(4))
    world.recheck(row, world.day(4), passed=False)
    assert (row.state, row.due_on) == (RectificationState.RETURNED, due)
    world.submit(row, world.day(6))
    world.recheck(row, world.day(7), passed=True)
    assert [one.no for one in row.steps] == [1, 2, 3, 4]
    assert not late(world)


def late(world, on: int = 90) -> bool:
    view = queries.rectification(world.made["planner"], world.rows[0].public_id, world.day(on).date())
    return view.late


def test_on_day_thirty_it_is_in_time_and_on_day_thirty_one_it_is_late(world):
    assert not late(world, 30)
    assert late(world, 31)


def test_handed_in_on_the_last_day_it_is_in_time_however_late_the_recheck(world):
    world.submit(world.rows[0], world.day(30))
    assert not late(world, 50)
    world.recheck(world.rows[0], world.day(50), passed=True)
    assert not late(world)


def test_handed_in_a_day_later_it_stays_late_for_ever(world):
    world.submit(world.rows[0], world.day(31))
    assert late(world, 31)
    world.recheck(world.rows[0], world.day(32), passed=True)
    assert late(world)


def test_returned_after_the_term_it_is_late_for_the_term_does_not_begin_again(world):
    world.submit(world.rows[0], world.day(30))
    world.recheck(world.rows[0], world.day(35), passed=False)
    assert late(world, 35)
    world.submit(world.rows[0], world.day(36))
    world.recheck(world.rows[0], world.day(37), passed=True)
    assert late(world)


def refused(act) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act()
    return [one.code for one in refusal.value.reasons]


def test_who_handed_it_in_does_not_recheck_it(world):
    both = person(2050, "both", "agency_head", world.made.city.bureau)
    grants = (*both.grants, Grant(ROLES["evaluation_planner"].permissions, org_path=world.made.justice.path))
    world.made.people["both"] = replace(both, grants=grants)
    (row,) = world.rows
    world.submit(row, world.day(1), by="both")
    assert refused(lambda: world.recheck(row, world.day(2), passed=True, by="both")) == ["own-work"]
    world.recheck(row, world.day(2), passed=False)
    world.submit(row, world.day(3))
    assert refused(lambda: world.recheck(row, world.day(4), passed=True, by="both")) == ["own-work"]
    world.recheck(row, world.day(4), passed=True)


def test_nothing_is_handed_in_or_rechecked_out_of_turn(world):
    (row,) = world.rows
    assert refused(lambda: world.recheck(row, world.day(1), passed=True)) == ["wrong-state"]
    world.submit(row, world.day(1))
    assert refused(lambda: world.submit(row, world.day(1))) == ["wrong-state"]
    world.recheck(row, world.day(2), passed=True)
    assert refused(lambda: world.submit(row, world.day(3))) == ["wrong-state"]
    assert refused(lambda: world.recheck(row, world.day(3), passed=False)) == ["wrong-state"]


def test_a_foreign_agency_finds_nothing(world):
    (row,) = world.rows
    world.made.people["east"] = person(2051, "east", "agency_head", world.made.city.east_bureau)
    east = world.made["east"]
    world.submit(row, world.day(1))
    for act in (
        lambda: queries.rectification(east, row.public_id, RECEIVED.date()),
        lambda: queries.rectification_progress(east, world.plan.public_id, RECEIVED.date()),
        lambda: rectification_proof(east, row.public_id, 1, 1, RECEIVED),
        lambda: world.submit(row, world.day(2), by="east"),
        lambda: world.recheck(row, world.day(2), passed=True, by="east"),
    ):
        with pytest.raises(NotFound):
            act()
    assert queries.rectifications(east, None, RECEIVED.date()) == ()


def test_readers_act_only_on_their_side(world):
    (row,) = world.rows
    for name in ("planner", "head"):
        with pytest.raises(Forbidden):
            world.submit(row, world.day(1), by=name)
    world.submit(row, world.day(1))
    for name, refusal in (("agency", NotFound), ("head", Forbidden)):
        with pytest.raises(refusal):
            world.recheck(row, world.day(2), passed=True, by=name)
    views = {name: queries.rectifications(world.made[name], world.plan.public_id, RECEIVED.date()) for name in SIDES}
    assert {name: (one.may_submit, one.may_recheck) for name, (one,) in views.items()} == SIDES


SIDES = {"agency": (True, False), "planner": (False, True), "head": (False, False)}


def test_an_outdated_version_changes_nothing(world):
    (row,) = world.rows
    first = world.handed_in(row)
    world.submit(row, world.day(1))
    with pytest.raises(Stale):
        submit_rectification(world.made["agency"], first, world.day(1))
    assert len(row.steps) == 1


def test_both_sides_open_the_proof_and_each_look_is_written_down(world):
    (row,) = world.rows
    world.submit(row, world.day(1))
    for name in ("agency", "planner"):
        assert rectification_proof(world.made[name], row.public_id, 1, 1, RECEIVED).content == PROOF.content
    looks = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "evaluation.proof_opened")).all()
    assert [one.record for one in looks] == [f"evaluation_rectification:{row.public_id}"] * 2
    for step, place in ((1, 2), (2, 1), (0, 1)):
        with pytest.raises(NotFound):
            rectification_proof(world.made["agency"], row.public_id, step, place, RECEIVED)


def test_every_act_is_in_the_record_with_whether_it_was_late(world):
    world.submit(world.rows[0], world.day(31))
    world.recheck(world.rows[0], world.day(31), passed=False)
    about = AuditEntry.record == f"evaluation_rectification:{world.rows[0].public_id}"
    entries = db.session.scalars(select(AuditEntry).where(about).order_by(AuditEntry.id)).all()
    assert [(one.action, one.after["late"]) for one in entries] == [
        ("evaluation.rectification_submitted", True),
        ("evaluation.rectification_rechecked", True),
    ]


def test_steps_and_what_has_passed_never_change(world):
    (row,) = world.rows
    world.submit(row, world.day(1))
    world.recheck(row, world.day(2), passed=True)
    db.session.commit()
    for statement in (
        "UPDATE rectification_steps SET text = 'x'",
        "DELETE FROM rectification_steps",
        "UPDATE evaluation_rectifications SET state = 'open'",
        "DELETE FROM evaluation_rectifications",
    ):
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(text(statement))
