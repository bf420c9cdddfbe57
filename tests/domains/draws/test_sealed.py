"""A sealed draw: the root at once, list, officers and K only when it is opened, and never after its day."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.draws import queries, register, services
from enforcement.draws.bundles import whole_bundle
from enforcement.draws.commands import ReplaceOfficer
from enforcement.draws.models import Draw, DrawKey
from enforcement.draws.states import DrawState, NoticeKind, OfficerReason, Subject
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import SHANGHAI
from enforcement.foundation.errors import NotFound, Refused, Unavailable
from enforcement.jobs.draws import open_sealed_draws
from enforcement.platform.database import db
from enforcement.rules.draws.verification import verify
from tests.support.draws import KL8_OUT, OPEN_ON, SCHEDULER, DrawRoom, person

ON_THE_DAY = datetime.combine(OPEN_ON, time(9), SHANGHAI)
THE_DAY_AFTER = ON_THE_DAY + timedelta(days=1)


@pytest.fixture
def draw(room: DrawRoom) -> Draw:
    return room.published(sealed=True, open_on=OPEN_ON)


def public_answers(room: DrawRoom, draw: Draw) -> str:
    """Everything that the register gives about it, as one text."""
    proofs = [register.proof_of(draw, line.object_id) for line in room.pool]
    for proof in proofs:
        # What stands in the committed lists is public; what is asked for here is what came out.
        for name in ("id", "line"):
            proof.pop(name)
    bundle = register.bundle_of(draw)
    bundle.pop("pool")
    return json.dumps([bundle, proofs], ensure_ascii=False)


def test_nothing_public_tells_whom_k_or_the_officers(room: DrawRoom, draw: Draw) -> None:
    result = queries.result_facts(draw.public_id)
    object_id, team = next(iter(result.teams.items()))
    away = ReplaceOfficer(draw.public_id, object_id, team[0], OfficerReason.LEAVE, "请假单", room.officers)
    services.replace_officer(room["head"], away, KL8_OUT)
    told = public_answers(room, draw)
    secrets = {one.object_id for one in result.selected} | {one.ticket for one in result.selected}
    secrets |= {one.officer_id for one in room.officers} | {whole_bundle(draw)["sealed_key"]}
    secrets |= {one["threshold"] for one in draw.outcome or ()}
    assert [secret for secret in secrets if secret in told] == []
    assert draw.selected_root in told
    assert {step.state for step in verify(register.bundle_of(draw))} == {"ok", "not published"}


def test_k_is_in_no_table_as_it_is(draw: Draw) -> None:
    key = whole_bundle(draw)["sealed_key"]
    row = db.session.get(DrawKey, draw.id)
    assert key not in (row.masked_hex, row.nonce)
    assert len(row.masked_hex) == 64


def looks() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.actor_name).where(AuditEntry.action == "draw.viewed")))


def supervisor(room: DrawRoom) -> Actor:
    return person(3001, "supervisor", "supervisor", room.city.city)


def test_the_whole_is_for_the_supervision_organ_and_every_look_is_recorded(room: DrawRoom, draw: Draw) -> None:
    bundle = services.look_at_list(supervisor(room), draw.public_id, KL8_OUT)
    assert bundle["sealed_key"]
    assert {step.state for step in verify(bundle)} == {"ok"}
    assert looks() == ["supervisor"]


@pytest.mark.parametrize("name", ["officer", "head", "planner", "first", "inside", "stranger"])
def test_nobody_of_the_agency_looks_at_a_sealed_list(room: DrawRoom, draw: Draw, name: str) -> None:
    with pytest.raises(NotFound):
        services.look_at_list(room[name], draw.public_id, KL8_OUT)
    assert looks() == []


def test_who_scores_what_is_shown_to_nobody_before_the_opening(room: DrawRoom) -> None:
    draw = room.published(sealed=True, open_on=OPEN_ON, subject=Subject.EVALUATION)
    with pytest.raises(NotFound):
        services.look_at_list(supervisor(room), draw.public_id, KL8_OUT)
    assert looks() == []


def test_opening_waits_for_the_day_or_for_the_last_visit(room: DrawRoom, draw: Draw) -> None:
    with pytest.raises(Refused) as refusal:
        services.open_sealed_draw(room["head"], draw.public_id, ON_THE_DAY - timedelta(days=1))
    assert [one.code for one in refusal.value.reasons] == ["too-early"]
    services.open_sealed_draw(SCHEDULER, draw.public_id, KL8_OUT, finished=True)
    bundle = register.bundle_of(draw)
    assert {step.state for step in verify(bundle)} == {"ok"}
    assert [event["kind"] for event in bundle["events"]] == ["opened"]
    assert register.proof_of(draw, queries.result_facts(draw.public_id).selected[0].object_id)["outcome"] == "selected"


def test_on_its_last_day_the_scheduler_opens_it(draw: Draw) -> None:
    open_sealed_draws(ON_THE_DAY - timedelta(days=1))
    assert draw.opened_at is None
    open_sealed_draws(ON_THE_DAY)
    assert draw.opened_at == ON_THE_DAY
    open_sealed_draws(THE_DAY_AFTER)
    assert draw.state is DrawState.PUBLISHED


def test_k_not_opened_by_its_day_is_an_alarm_and_the_draw_is_void(room: DrawRoom, draw: Draw) -> None:
    services.lock_draw(room["officer"], draw.public_id, KL8_OUT)
    with pytest.raises(Refused) as refusal:
        services.open_sealed_draw(room["head"], draw.public_id, THE_DAY_AFTER)
    assert [one.code for one in refusal.value.reasons] == ["too-late"]
    for _ in range(2):
        open_sealed_draws(THE_DAY_AFTER)
    assert (draw.state, draw.void_reason) == (DrawState.VOID, "密封名单到期没有公开")
    assert NoticeKind.SEALED_EXPIRED in {one.kind for one in queries.notices(room["head"])}
    assert len(queries.draw(room["head"], draw.public_id).events) == 1


def test_with_another_secret_k_is_lost_and_people_are_told(app_with_store, room: DrawRoom, draw: Draw) -> None:
    kept = app_with_store.config["SECRET_KEY"]
    app_with_store.config["SECRET_KEY"] = "another secret, as long as it has to be"
    try:
        open_sealed_draws(ON_THE_DAY)
        assert draw.opened_at is None
        assert NoticeKind.SEALED_DUE in {one.kind for one in queries.notices(room["head"])}
        with pytest.raises(Unavailable):
            services.open_sealed_draw(room["head"], draw.public_id, ON_THE_DAY)
        open_sealed_draws(THE_DAY_AFTER)
        assert draw.state is DrawState.VOID
        assert register.bundle_of(draw)["officers"] is None
    finally:
        app_with_store.config["SECRET_KEY"] = kept


def test_a_sealed_draw_that_is_not_frozen_before_its_day_is_not_committed(room: DrawRoom) -> None:
    draw = room.approved(sealed=True, open_on=OPEN_ON)
    with pytest.raises(Refused) as refusal:
        room.freeze(draw, ON_THE_DAY)
    assert [one.code for one in refusal.value.reasons] == ["opening-passed"]
