"""Ways to steer a draw or to learn a sealed list early, each tried by people who hold the roles for it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.draws import queries, services
from enforcement.draws.commands import CorrectValue, ReplaceObject, ReplaceOfficer
from enforcement.draws.models import Draw, RandomValue
from enforcement.draws.states import ObjectReason, OfficerReason, ValueState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Refused
from enforcement.platform.database import db
from tests.domains.identity.people import make_city
from tests.support.bundles import make_bundle
from tests.support.draws import FREEZE, KL8, KL8_OUT, OPEN_ON, DrawRoom, picture

TOOL = Path(__file__).parents[2] / "tools" / "verify_draw.py"
NEXT_KL8 = "kl8:2026310"
WRONG = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 21"


@pytest.fixture
def room(app_with_store) -> DrawRoom:
    assert app_with_store is not None
    return DrawRoom(make_city())


def both(actor: Actor, other: Actor) -> Actor:
    """One account that holds the roles of two."""
    return replace(actor, grants=(*actor.grants, *other.grants))


def refused(act, *arguments) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act(*arguments)
    return [reason.code for reason in refusal.value.reasons]


def test_d08_who_signed_as_witness_does_not_type_afterwards(room: DrawRoom) -> None:
    draw = room.committed(sources=("contrib", "dice", "kl8"))
    room.people["first"] = both(room["first"], room["inside"])
    services.sign_witness(room["first"], draw.public_id, FREEZE)
    assert refused(lambda: room.type(draw.sources[-1], "first")) == ["watches-a-draw"]


def test_d08_who_signed_as_witness_does_not_correct_afterwards(room: DrawRoom) -> None:
    draw = room.committed(sources=("contrib", "dice", "kl8"))
    source_id = draw.sources[-1]
    third = both(room["third"], room["inside"])
    services.sign_witness(third, draw.public_id, FREEZE)
    room.type(source_id, "first", WRONG)
    room.type(source_id, "second")
    value = db.session.scalars(select(RandomValue).where(RandomValue.source_id == source_id)).one()
    command = CorrectValue(source_id, value.entries[0].public_id, KL8, picture(), "看错")
    assert refused(services.correct_value, third, command, KL8_OUT) == ["watches-a-draw"]


@pytest.mark.parametrize("announced_at", [FREEZE - timedelta(days=1), FREEZE])
def test_d02_a_changed_calendar_does_not_bring_back_a_value_that_is_out(room: DrawRoom, announced_at) -> None:
    db.session.add(
        RandomValue(
            source_id=NEXT_KL8,
            source="kl8",
            issue="2026310",
            announced_at=announced_at,
            state=ValueState.OPEN,
            value="",
            unequal=False,
        )
    )
    db.session.commit()
    draw = room.approved()
    assert refused(room.freeze, draw) == ["value-known"]
    assert queries.draw(room["head"], draw.public_id).commit_hex is None


def test_d02_two_draws_may_wait_for_the_same_value_to_come(room: DrawRoom) -> None:
    first = room.committed()
    assert room.freeze(room.approved(), KL8_OUT - timedelta(seconds=1)).sources == first.sources


@pytest.fixture
def sealed(room: DrawRoom) -> Draw:
    return room.published(sealed=True, open_on=OPEN_ON)


def test_the_audit_record_does_not_tell_a_sealed_list(room: DrawRoom, sealed: Draw) -> None:
    result = queries.result_facts(sealed.public_id)
    object_id, team = next(iter(result.teams.items()))
    away = ReplaceOfficer(sealed.public_id, object_id, team[0], OfficerReason.LEAVE, "请假单", room.officers)
    services.replace_officer(room["head"], away, KL8_OUT)
    gone = ReplaceObject(sealed.public_id, object_id, ObjectReason.DEREGISTERED, "注销登记通知书", room.officers)
    services.replace_object(room["head"], gone, KL8_OUT)
    entries = db.session.scalars(select(AuditEntry)).all()
    assert {"draw.officer_replaced", "draw.object_replaced"} <= {one.action for one in entries}
    told = json.dumps([[one.before, one.after] for one in entries], ensure_ascii=False)
    names = {one.object_id for one in result.selected} | {one.officer_id for one in room.officers}
    assert [name for name in sorted(names) if name in told] == []
    assert len(queries.draw(room["head"], sealed.public_id).events) == 2


# ---- the tool before a bundle that somebody made up ------------------------------------------------------------------


def run_tool(tmp_path, text: str) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "bundle.json"
    path.write_text(text, encoding="utf-8")
    return subprocess.run([sys.executable, TOOL, path], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("skip", [["z001", ["CERT"]], ["z001", {}], [["z001"], "CERT"], ["z001", "MADE-UP"], "ab"])
def test_the_tool_fails_a_made_up_skip_of_an_event_instead_of_falling_over(tmp_path, skip) -> None:
    bundle = next(one for one in map(make_bundle, range(50)) if one["officers"] and one["officers"]["assigned"])
    name, team = bundle["officers"]["assigned"][0]
    event = {
        "at": "2026-12-31T10:00:00+08:00", "kind": "recusal", "object": name,
        "from": team[0], "to": "", "reason": "relation", "skips": [skip],
    }  # fmt: skip
    done = run_tool(tmp_path, json.dumps(bundle | {"events": [event]}))
    assert (done.returncode, done.stderr) == (1, "")
    assert "events: FAILED" in done.stdout


@pytest.mark.parametrize("depth", [900, 985, 988, 990, 991, 1000, 100_000])
def test_the_tool_has_an_answer_to_any_nesting(tmp_path, depth: int) -> None:
    text = json.dumps(make_bundle(0) | {"events": [{"at": "DEEP"}]})
    done = run_tool(tmp_path, text.replace('"DEEP"', "[" * depth + "]" * depth))
    assert done.returncode in (1, 2)
    assert done.stderr == ""
