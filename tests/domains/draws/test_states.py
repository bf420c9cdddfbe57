"""DRAFT -> APPROVED -> COMMITTED -> SEEDED -> PUBLISHED, VOID; each guard from both sides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enforcement.draws import queries, services
from enforcement.draws.bundles import whole_bundle
from enforcement.draws.commands import AnswerVoid, AskVoid
from enforcement.draws.states import DrawState
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from enforcement.rules.draws.lines import ExclusionLine, PoolLine
from enforcement.rules.draws.verification import verify
from tests.support.draws import FREEZE, KL8_OUT, OPEN_ON, SCHEDULER, DrawRoom


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def test_a_draw_goes_all_the_way(room: DrawRoom) -> None:
    draw = room.drafted()
    assert (draw.state, draw.draw_no) == (DrawState.DRAFT, None)
    services.approve_draw(room["head"], draw.public_id, FREEZE)
    room.freeze(draw)
    assert (draw.state, draw.draw_no, draw.grade) == (DrawState.COMMITTED, "2026-0001", "A")
    assert draw.sources == ["kl8:2026310"]
    assert services.advance_draw(SCHEDULER, draw.public_id, KL8_OUT).state is DrawState.COMMITTED
    room.type_all(draw)
    services.advance_draw(SCHEDULER, draw.public_id, KL8_OUT)
    assert draw.state is DrawState.PUBLISHED
    result = queries.result_facts(draw.public_id)
    assert [one.class_name for one in result.selected] == ["A", "A", "B", "B"]
    assert {len(team) for team in result.teams.values()} == {2}
    assert {step.state for step in verify(whole_bundle(draw))} == {"ok"}


def test_advancing_again_changes_nothing(room: DrawRoom) -> None:
    draw = room.published()
    before = (draw.version, draw.seed_hex, queries.result_facts(draw.public_id))
    services.advance_draw(SCHEDULER, draw.public_id, KL8_OUT + timedelta(hours=1))
    assert (draw.version, draw.seed_hex, queries.result_facts(draw.public_id)) == before


@pytest.mark.parametrize("state", [one for one in DrawState if one not in (DrawState.DRAFT, DrawState.SEEDED)])
def test_only_a_draft_is_approved(room: DrawRoom, state: DrawState) -> None:
    draw = room.at(state)
    with pytest.raises(Refused) as refusal:
        services.approve_draw(room["deputy"], draw.public_id, FREEZE)
    assert codes(refusal) == ["wrong-state"]


@pytest.mark.parametrize("state", [one for one in DrawState if one not in (DrawState.APPROVED, DrawState.SEEDED)])
def test_only_an_approved_draw_is_committed(room: DrawRoom, state: DrawState) -> None:
    draw = room.at(state)
    with pytest.raises(Refused) as refusal:
        room.freeze(draw)
    assert codes(refusal) == ["wrong-state"]


def test_who_may_not_is_told_so_and_a_stranger_finds_nothing(room: DrawRoom) -> None:
    draw = room.drafted()
    with pytest.raises(Forbidden):
        services.approve_draw(room["planner"], draw.public_id, FREEZE)
    for act in (services.approve_draw, services.sign_witness, services.advance_draw):
        with pytest.raises(NotFound):
            act(room["stranger"], draw.public_id, FREEZE)
    with pytest.raises(NotFound):
        queries.draw(room["stranger"], draw.public_id)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"classes": ()}, "classes"),
        ({"classes": (("A", 10_001),)}, "classes"),
        ({"classes": (("A", 1), ("A", 2))}, "classes"),
        ({"sources": ("contrib", "dice")}, "sources"),
        ({"sources": ("weather", "kl8")}, "sources"),
        ({"sources": ("kl8", "kl8")}, "sources"),
        ({"sealed": True}, "open_on"),
        ({"open_on": OPEN_ON}, "open_on"),
        ({"title": " "}, "title"),
    ],
)
def test_what_a_draft_must_say(room: DrawRoom, changes, field) -> None:
    with pytest.raises(Invalid) as found:
        room.drafted(**changes)
    assert list(found.value.errors) == [field]


def test_an_object_twice_or_also_excluded_is_not_committed(room: DrawRoom) -> None:
    twice = (*room.pool, replace_class(room.pool[0], "B"))
    excluded = (ExclusionLine(room.pool[0].object_id, "CAP", ""),)
    for changes in ({"pool": twice}, {"exclusions": excluded}, {"pool": ()}):
        draw = room.approved()
        with pytest.raises(Invalid) as found:
            room.freeze(draw, **changes)
        assert list(found.value.errors) == ["pool"]
        assert draw.commit_hex is None


def replace_class(line: PoolLine, name: str) -> PoolLine:
    return line._replace(class_name=name)


def test_void_is_asked_by_one_and_agreed_to_by_another(room: DrawRoom) -> None:
    draw = room.committed()
    with pytest.raises(Invalid):
        services.ask_void(room["head"], AskVoid(draw.public_id, " "), FREEZE)
    services.ask_void(room["head"], AskVoid(draw.public_id, "方案有误"), FREEZE)
    with pytest.raises(Refused) as refusal:
        services.answer_void(room["head"], AnswerVoid(draw.public_id, agreed=True), FREEZE)
    assert codes(refusal) == ["asked-void"]
    services.answer_void(room["deputy"], AnswerVoid(draw.public_id, agreed=True), FREEZE)
    assert (draw.state, draw.void_reason, draw.voided_by_name) == (DrawState.VOID, "方案有误", "deputy")


def test_a_refused_void_leaves_the_draw_as_it_was(room: DrawRoom) -> None:
    draw = room.published()
    services.ask_void(room["planner"], AskVoid(draw.public_id, "结果不理想"), FREEZE)
    services.answer_void(room["head"], AnswerVoid(draw.public_id, agreed=False), FREEZE)
    assert (draw.state, draw.void_asked_at, draw.void_reason) == (DrawState.PUBLISHED, None, "")


def test_void_ends_where_checks_begin(room: DrawRoom) -> None:
    draw = room.published()
    services.lock_draw(room["officer"], draw.public_id, KL8_OUT)
    with pytest.raises(Refused) as refusal:
        services.ask_void(room["planner"], AskVoid(draw.public_id, "方案有误"), KL8_OUT)
    assert codes(refusal) == ["checks-began"]


def test_a_void_draw_still_gets_its_would_be_list_and_nothing_else(room: DrawRoom) -> None:
    draw = room.void(room.committed())
    room.type_all(draw)
    services.advance_draw(SCHEDULER, draw.public_id, KL8_OUT)
    assert (draw.state, draw.published_at) == (DrawState.VOID, None)
    bundle = whole_bundle(draw)
    assert len(bundle["classes"][0]["selected"]) == 2
    assert [event["kind"] for event in bundle["events"]] == ["void"]
    assert {step.state for step in verify(bundle)} == {"ok"}


def test_d05_there_is_no_redraw(room: DrawRoom) -> None:
    draw = room.committed(matter="lot:one")
    with pytest.raises(Refused) as refusal:
        room.drafted(matter="lot:one")
    assert codes(refusal) == ["already-drawn"]
    room.void(draw)
    with pytest.raises(Refused) as refusal:
        room.drafted(matter="lot:one")
    assert codes(refusal) == ["matter-spent"]


def test_d05_a_draft_that_was_never_committed_frees_its_matter(room: DrawRoom) -> None:
    room.void(room.drafted(matter="lot:two"))
    assert room.drafted(matter="lot:two").state is DrawState.DRAFT
