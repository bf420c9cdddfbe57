"""O05: recusal and absence by the next in rank; objects only for the five reasons, by the next ticket."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enforcement.draws import queries, register, services
from enforcement.draws.bundles import whole_bundle
from enforcement.draws.commands import ReplaceObject, ReplaceOfficer
from enforcement.draws.models import Draw
from enforcement.draws.states import EventKind, ObjectReason, OfficerReason
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from enforcement.rules.draws.verification import verify
from tests.support.draws import KL8_OUT, DrawRoom


@pytest.fixture
def draw(room: DrawRoom) -> Draw:
    return room.published()


def first_team(draw: Draw) -> tuple[str, tuple[str, ...]]:
    return next(iter(queries.result_facts(draw.public_id).teams.items()))


def away(room: DrawRoom, draw: Draw, reason: OfficerReason = OfficerReason.RELATION, **changes) -> ReplaceOfficer:
    object_id, team = first_team(draw)
    return replace(ReplaceOfficer(draw.public_id, object_id, team[0], reason, "回避申请书", room.officers), **changes)


def gone(room: DrawRoom, draw: Draw, object_id: str) -> ReplaceObject:
    return ReplaceObject(draw.public_id, object_id, ObjectReason.DEREGISTERED, "注销登记通知书", room.officers)


def test_the_next_in_rank_who_passes_takes_the_place(room: DrawRoom, draw: Draw) -> None:
    object_id, team = first_team(draw)
    ill = next(one for one in room.officers if one.officer_id not in team)
    today = [replace(one, leave=(("2026-12-01", "2026-12-01"),)) if one == ill else one for one in room.officers]
    services.replace_officer(room["head"], away(room, draw, officers=today), KL8_OUT)
    now = queries.result_facts(draw.public_id).teams[object_id]
    assert now[1] == team[1]
    assert now[0] not in {*team, ill.officer_id}
    (event,) = queries.draw(room["head"], draw.public_id).events
    assert (event.kind, event.old, event.new) == (EventKind.RECUSAL, team[0], now[0])
    assert (event.reason, event.evidence, event.decided_by_name) == ("relation", "回避申请书", "head")
    assert {step.state for step in verify(whole_bundle(draw))} == {"ok"}


def test_absence_is_told_apart_from_recusal(room: DrawRoom, draw: Draw) -> None:
    services.replace_officer(room["head"], away(room, draw, OfficerReason.LEAVE), KL8_OUT)
    assert queries.draw(room["head"], draw.public_id).events[0].kind is EventKind.ABSENCE


def test_who_left_once_does_not_come_back(room: DrawRoom, draw: Draw) -> None:
    left = []
    for _ in range(4):
        command = away(room, draw)
        services.replace_officer(room["head"], command, KL8_OUT)
        left.append(command.officer_id)
    assert len(set(left)) == 4
    object_id = next(iter(queries.result_facts(draw.public_id).infeasible))
    assert "" not in queries.result_facts(draw.public_id).teams[object_id]
    assert {step.state for step in verify(whole_bundle(draw))} == {"ok"}


def test_only_the_head_decides_with_evidence_about_who_goes_there(room: DrawRoom, draw: Draw) -> None:
    with pytest.raises(Forbidden):
        services.replace_officer(room["planner"], away(room, draw), KL8_OUT)
    with pytest.raises(Invalid):
        services.replace_officer(room["head"], away(room, draw, evidence=" "), KL8_OUT)
    with pytest.raises(NotFound):
        services.replace_officer(room["head"], away(room, draw, officer_id="z999"), KL8_OUT)


def test_nothing_is_replaced_before_there_is_a_result(room: DrawRoom) -> None:
    draw = room.committed()
    with pytest.raises(Refused):
        services.replace_object(room["head"], gone(room, draw, room.pool[0].object_id), KL8_OUT)


def test_the_next_ticket_takes_the_place_of_an_object(room: DrawRoom, draw: Draw) -> None:
    before = queries.result_facts(draw.public_id)
    old = before.selected[0]
    services.replace_object(room["head"], gone(room, draw, old.object_id), KL8_OUT)
    after = queries.result_facts(draw.public_id)
    (new,) = set(after.selected) - set(before.selected)
    assert (new.class_name, new.rank) == ("A", 3)
    assert new.ticket > before.selected[1].ticket
    assert old.object_id not in after.teams
    assert len(after.teams[new.object_id]) == 2
    assert register.proof_of(draw, old.object_id)["outcome"] == "replaced"
    assert register.proof_of(draw, new.object_id)["outcome"] == "replacing"
    assert {step.state for step in verify(whole_bundle(draw))} == {"ok"}
    with pytest.raises(NotFound):
        services.replace_object(room["head"], gone(room, draw, old.object_id), KL8_OUT)


def test_an_officer_of_a_replacing_object_can_recuse_too(room: DrawRoom, draw: Draw) -> None:
    old = queries.result_facts(draw.public_id).selected[0]
    services.replace_object(room["head"], gone(room, draw, old.object_id), KL8_OUT)
    new = queries.draw(room["head"], draw.public_id).events[0].new
    officer = queries.result_facts(draw.public_id).teams[new][0]
    command = away(room, draw, object_id=new, officer_id=officer)
    services.replace_officer(room["head"], command, KL8_OUT)
    assert officer not in queries.result_facts(draw.public_id).teams[new]
    assert {step.state for step in verify(whole_bundle(draw))} == {"ok"}


def test_a_class_without_further_tickets_gives_nobody(room: DrawRoom) -> None:
    draw = room.published(classes=(("A", 2500), ("B", 10_000)))
    old = queries.result_facts(draw.public_id).selected[-1]
    services.replace_object(room["head"], gone(room, draw, old.object_id), KL8_OUT)
    assert queries.draw(room["head"], draw.public_id).events[0].new == ""
    assert old.object_id not in {one.object_id for one in queries.result_facts(draw.public_id).selected}


def test_there_are_five_reasons_and_not_to_be_reached_is_none() -> None:
    assert {one.value for one in ObjectReason} == {
        "deregistered",
        "merged",
        "wrong_jurisdiction",
        "cap_reached",
        "joint_task",
    }
