"""Rules D of the inspection law, each by its name, at its boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from enforcement.draws import queries, register, services
from enforcement.draws.commands import AddContribution, ReplaceOfficer, RollDice
from enforcement.draws.states import DrawState, OfficerReason
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid, Refused
from enforcement.platform.database import db
from tests.support.draws import FREEZE, KL8_OUT, SCHEDULER, SSQ_OUT, DrawRoom

SECOND = timedelta(seconds=1)
GRADE_B = {"sources": ("ssq", "contrib", "dice")}


def with_grants(actor: Actor, other: Actor) -> Actor:
    """One person who holds both roles."""
    return replace(actor, grants=(*actor.grants, *other.grants))


def refused(act, *arguments) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act(*arguments)
    return [reason.code for reason in refusal.value.reasons]


def test_d02_only_issues_after_the_freeze_are_named(room: DrawRoom) -> None:
    before = room.freeze(room.approved(), KL8_OUT - SECOND)
    after = room.freeze(room.approved(), KL8_OUT)
    assert (before.sources, after.sources) == (["kl8:2026310"], ["kl8:2026311"])
    assert before.outside_at == KL8_OUT


def test_d02_no_value_is_typed_before_its_announcement(room: DrawRoom) -> None:
    draw = room.committed()
    assert refused(lambda: room.type(draw.sources[-1], "first", now=KL8_OUT - SECOND)) == ["not-announced"]
    room.type(draw.sources[-1], "first", now=KL8_OUT)


def test_d02_contributions_and_dice_end_before_the_outside_value(room: DrawRoom) -> None:
    draw = room.committed(**GRADE_B)
    assert [one.partition(":")[0] for one in draw.sources] == ["contrib", "dice", "ssq"]
    command = AddContribution(draw.public_id, "business", "sunrise")
    services.add_contribution(room["planner"], command, SSQ_OUT - SECOND)
    assert refused(services.add_contribution, room["planner"], command, SSQ_OUT) == ["closed"]


def test_d02_dice_wait_for_the_last_word(room: DrawRoom) -> None:
    draw = room.committed(**GRADE_B)
    roll = RollDice(draw.public_id, "press", "1234")
    assert refused(services.roll_dice, room["planner"], roll, FREEZE) == ["contributions-open"]
    assert refused(services.close_contributions, room["planner"], draw.public_id, FREEZE) == ["nothing-yet"]
    services.add_contribution(room["planner"], AddContribution(draw.public_id, "business", "sunrise"), FREEZE)
    services.close_contributions(room["planner"], draw.public_id, FREEZE)
    services.roll_dice(room["planner"], roll, FREEZE)
    command = AddContribution(draw.public_id, "business", "late")
    assert refused(services.add_contribution, room["planner"], command, FREEZE) == ["closed"]


@pytest.mark.parametrize("words", [("a:b", "c"), ("a", "b/c"), ("", "c"), ("a", "")])
def test_words_that_would_break_the_value_are_refused(room: DrawRoom, words) -> None:
    draw = room.committed(**GRADE_B)
    with pytest.raises(Invalid):
        services.add_contribution(room["planner"], AddContribution(draw.public_id, *words), FREEZE)


def test_a_draw_without_a_ceremony_has_no_room(room: DrawRoom) -> None:
    draw = room.committed()
    command = AddContribution(draw.public_id, "business", "sunrise")
    assert refused(services.add_contribution, room["planner"], command, FREEZE) == ["no-such-source"]


def test_d05_one_draw_per_matter_in_the_database(room: DrawRoom) -> None:
    room.drafted(matter="lot:one")
    other = room.drafted(matter="lot:two")
    with pytest.raises(DatabaseError, match="(?i)unique"), db.session.begin_nested():
        db.session.execute(text(f"UPDATE draws SET matter = 'lot:one' WHERE id = {other.id}"))  # noqa: S608 -- a number


@pytest.mark.parametrize(
    "table", ["draw_selections", "draw_assignments", "draw_skips", "draw_events", "draw_values", "random_entries"]
)
def test_d07_what_was_drawn_typed_or_happened_stays(room: DrawRoom, table: str) -> None:
    draw = room.committed(sources=("kl8", "contrib", "dice"))
    room.speak(draw)
    services.sign_witness(room["inside"], draw.public_id, FREEZE)
    room.type_all(draw)
    services.advance_draw(SCHEDULER, draw.public_id, KL8_OUT)
    result = queries.result_facts(draw.public_id)
    object_id, team = next(iter(result.teams.items()))
    away = ReplaceOfficer(draw.public_id, object_id, team[0], OfficerReason.LEAVE, "请假单", room.officers[3:])
    services.replace_officer(room["head"], away, KL8_OUT)
    if table == "draw_skips":
        assert db.session.scalar(text("SELECT count(*) FROM draw_skips"))
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # noqa: S608 -- our own tables
        with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))


@pytest.mark.parametrize(
    "change", ["commit_hex = 'x'", "draw_no = '2026-0009'", "pool_key = ''", "seed_hex = 'x'", "selected_root = NULL"]
)
def test_d07_commit_seed_and_result_are_fixed_once_they_are_there(room: DrawRoom, change: str) -> None:
    draw = room.published()
    with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
        db.session.execute(text(f"UPDATE draws SET {change} WHERE id = {draw.id}"))  # noqa: S608 -- our own columns


def test_d07_a_void_draw_never_comes_back(room: DrawRoom) -> None:
    draw = room.at(DrawState.VOID)
    with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
        db.session.execute(text(f"UPDATE draws SET state = 'committed' WHERE id = {draw.id}"))  # noqa: S608 -- a number


def test_d08_the_approver_is_not_the_drafter(room: DrawRoom) -> None:
    room.people["planner"] = with_grants(room["planner"], room["head"])
    draw = room.drafted()
    assert refused(services.approve_draw, room["planner"], draw.public_id, FREEZE) == ["drafted-it"]
    services.approve_draw(room["deputy"], draw.public_id, FREEZE)


def test_d08_who_drafted_or_approved_types_no_value_that_his_draw_waits_for(room: DrawRoom) -> None:
    draw = room.committed()
    for name in ("planner", "head"):
        room.people["both"] = with_grants(room[name], room["first"])
        assert refused(lambda: room.type(draw.sources[-1], "both")) == ["leads-a-draw"]


def test_d08_one_person_types_a_value_once(room: DrawRoom) -> None:
    draw = room.committed()
    room.type(draw.sources[-1], "first")
    assert refused(lambda: room.type(draw.sources[-1], "first")) == ["typed-it"]
    room.type(draw.sources[-1], "second")
    assert refused(lambda: room.type(draw.sources[-1], "third")) == ["typed-by-two"]


def test_d08_a_ceremony_needs_a_witness_before_the_seed(room: DrawRoom) -> None:
    draw = room.committed(sources=("kl8", "contrib", "dice"))
    room.speak(draw)
    room.type_all(draw)
    assert services.advance_draw(SCHEDULER, draw.public_id, KL8_OUT).state is DrawState.COMMITTED
    assert [one.code for one in queries.missing_for_seed(draw, KL8_OUT)] == ["witness-missing"]
    services.sign_witness(room["inside"], draw.public_id, KL8_OUT)
    assert services.advance_draw(SCHEDULER, draw.public_id, KL8_OUT).state is DrawState.PUBLISHED


def test_d08_grade_b_needs_two_witnesses_from_outside(room: DrawRoom) -> None:
    draw = room.committed(**GRADE_B)
    room.speak(draw)
    room.type_all(draw)
    for name in ("inside", "outside"):
        services.sign_witness(room[name], draw.public_id, FREEZE)
    assert [one.code for one in queries.missing_for_seed(draw, SSQ_OUT)] == ["outside-witnesses-missing"]
    services.sign_witness(room["press"], draw.public_id, FREEZE)
    assert services.advance_draw(SCHEDULER, draw.public_id, SSQ_OUT).state is DrawState.PUBLISHED


def test_d08_grade_b_is_not_drawn_by_the_scheduler_alone(room: DrawRoom) -> None:
    assert refused(lambda: room.drafted(sources=("ssq",))) == ["grade-b-alone"]
    assert room.drafted(sources=("ssq", "dlt")).grade == "A"


def test_d08_a_witness_has_not_taken_part_and_signs_once(room: DrawRoom) -> None:
    draw = room.committed(**GRADE_B)
    both = with_grants(room["planner"], room["inside"])
    assert refused(services.sign_witness, both, draw.public_id, FREEZE) == ["took-part"]
    services.sign_witness(room["inside"], draw.public_id, FREEZE)
    assert refused(services.sign_witness, room["inside"], draw.public_id, FREEZE) == ["signed-already"]


def test_a03_how_old_the_libraries_were_stands_beside_the_commit(room: DrawRoom) -> None:
    assert room.committed().library_age == {"objects_days": 3}


def test_a02_what_is_rare_is_counted_by_officer_leader_and_agency(room: DrawRoom) -> None:
    draw = room.published()
    object_id, team = next(iter(queries.result_facts(draw.public_id).teams.items()))
    away = ReplaceOfficer(draw.public_id, object_id, team[0], OfficerReason.ASKED, "申请书", room.officers)
    services.replace_officer(room["head"], away, KL8_OUT)
    room.void(room.committed())
    rows = queries.irregularities(room["head"], draw.year)
    found = {(one.kind.value, one.by, one.who): (one.count, one.of) for one in rows}
    drawn_for = sum(team[0] in one for one in queries.result_facts(draw.public_id).teams.values()) + 1
    assert found["recusal", "officer", team[0]] == (1, drawn_for)
    assert found["recusal", "leader", "head"] == (1, 0)
    assert found["void", "agency", room.city.bureau.name] == (1, 2)
    assert [(one.by, one.who) for one in rows] == sorted((one.by, one.who) for one in rows)
    assert queries.irregularities(room["head"], draw.year - 1) == ()
    assert queries.irregularities(room["stranger"], draw.year) == ()
    assert register.public_draws(register.PublicFilter(state=DrawState.VOID)).items[0].void_reason == "方案有误"
