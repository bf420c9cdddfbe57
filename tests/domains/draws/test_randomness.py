"""Public values: typed by two who don't see each other, unequal ones stay open, corrections are visible and witnessed."""

from __future__ import annotations

import pytest

from enforcement.draws import queries, register, services
from enforcement.draws.commands import CorrectValue, TypeValue
from enforcement.draws.states import EntryKind, NoticeKind, ValueState
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from tests.support.draws import KL8, KL8_OUT, SCHEDULER, DrawRoom, picture

OTHER = " ".join(str(number) for number in range(2, 22))
CANONICAL = "".join(f"{number}." for number in range(1, 21)) + "/"


@pytest.fixture
def source_id(room: DrawRoom) -> str:
    return str(room.committed().sources[-1])


def entries(source_id: str):
    return register.value_records(source_id).entries


def correct(room: DrawRoom, source_id: str, entry: str, typed: str, name: str = "second") -> None:
    command = CorrectValue(source_id, entry, typed, picture(), "看错一个号码")
    services.correct_value(room[name], command, KL8_OUT)


def test_two_equal_readings_agree_in_canonical_form(room: DrawRoom, source_id: str) -> None:
    room.type(source_id, "first")
    assert register.value_records(source_id).state is ValueState.OPEN
    room.type(source_id, "second", typed=KL8.replace(" ", "，"))
    found = register.value_records(source_id)
    assert (found.state, found.value, found.unequal) == (ValueState.AGREED, CANONICAL, False)


def test_nobody_sees_the_first_reading_before_the_second_is_typed(room: DrawRoom, source_id: str) -> None:
    room.type(source_id, "first")
    assert entries(source_id) == ()
    (desk,) = queries.open_values(room["second"], KL8_OUT)
    assert (desk.typed_count, desk.entries, desk.against) == (1, (), ())
    (desk,) = queries.open_values(room["first"], KL8_OUT)
    assert [one.value for one in desk.entries] == [CANONICAL]
    assert [one.code for one in desk.against] == ["typed-it"]
    with pytest.raises(NotFound):
        register.picture_of(desk.entries[0].public_id)


def test_unequal_readings_stay_open_and_say_so(room: DrawRoom, source_id: str) -> None:
    room.type(source_id, "first")
    room.type(source_id, "second", typed=OTHER)
    found = register.value_records(source_id)
    assert (found.state, found.unequal, len(found.entries)) == (ValueState.OPEN, True, 2)
    assert [one.kind for one in queries.notices(room["outside"])] == [NoticeKind.VALUE_UNEQUAL]
    assert register.picture_of(found.entries[0].public_id).media_type == "image/png"


def test_a_correction_counts_only_once_a_witness_signed(room: DrawRoom, source_id: str) -> None:
    room.type(source_id, "first")
    room.type(source_id, "second", typed=OTHER)
    correct(room, source_id, entries(source_id)[1].public_id, KL8)
    assert register.value_records(source_id).state is ValueState.OPEN
    pending = entries(source_id)[2]
    assert (pending.kind, pending.counted, pending.reason) == (EntryKind.CORRECTION, False, "看错一个号码")
    services.witness_correction(room["inside"], source_id, pending.public_id, KL8_OUT)
    found = register.value_records(source_id)
    assert (found.state, found.value) == (ValueState.AGREED, CANONICAL)
    assert [one.counted for one in found.entries] == [True, False, True]
    assert queries.notices(room["outside"]) == []


def test_a_correction_leaves_two_people_behind_the_value(room: DrawRoom, source_id: str) -> None:
    room.type(source_id, "first")
    room.type(source_id, "second", typed=OTHER)
    with pytest.raises(Refused) as refusal:
        correct(room, source_id, entries(source_id)[1].public_id, KL8, name="first")
    assert [reason.code for reason in refusal.value.reasons] == ["typed-it"]
    correct(room, source_id, entries(source_id)[1].public_id, KL8, name="third")


def test_who_typed_does_not_witness_a_correction(room: DrawRoom, source_id: str) -> None:
    room.type(source_id, "first")
    room.type(source_id, "second", typed=OTHER)
    correct(room, source_id, entries(source_id)[1].public_id, KL8)
    with pytest.raises(Forbidden):
        services.witness_correction(room["first"], source_id, entries(source_id)[2].public_id, KL8_OUT)


def test_a_correction_never_touches_a_seeded_draw(room: DrawRoom) -> None:
    draw = room.published()
    seed, source_id = draw.seed_hex, draw.sources[-1]
    for name in ("first", "second"):
        entry = next(one for one in entries(source_id) if one.counted and one.value == CANONICAL)
        correct(room, source_id, entry.public_id, OTHER, name=_author(room, source_id, entry.public_id, name))
        services.witness_correction(room["inside"], source_id, entries(source_id)[-1].public_id, KL8_OUT)
    assert register.value_records(source_id).value != CANONICAL
    services.advance_draw(SCHEDULER, draw.public_id, KL8_OUT)
    assert (draw.seed_hex, draw.values) == (seed, [[source_id, CANONICAL]])


def _author(room: DrawRoom, source_id: str, entry: str, name: str) -> str:
    """The first reading is the first typist's, and so on."""
    return name


def test_a_value_nobody_waits_for_is_not_typed(room: DrawRoom, source_id: str) -> None:
    with pytest.raises(NotFound):
        room.type("kl8:2026001", "first")


def test_who_is_no_typist_types_nothing(room: DrawRoom, source_id: str) -> None:
    with pytest.raises(Forbidden):
        room.type(source_id, "officer")


@pytest.mark.parametrize(
    ("typed", "content", "field"),
    [("1 2 3", picture(), "typed"), (KL8, b"no picture", "picture"), (KL8, picture()[:60], "picture")],
)
def test_what_is_typed_must_be_a_value_with_a_whole_picture(
    room: DrawRoom, source_id: str, typed, content, field
) -> None:
    with pytest.raises(Invalid) as found:
        services.type_value(room["first"], TypeValue(source_id, typed, content), KL8_OUT)
    assert list(found.value.errors) == [field]
    assert entries(source_id) == ()


def test_two_draws_share_one_value(room: DrawRoom) -> None:
    one, other = room.committed(), room.committed()
    room.type_all(one)
    for draw in (one, other):
        services.advance_draw(SCHEDULER, draw.public_id, KL8_OUT)
    assert one.values == other.values
    assert one.seed_hex != other.seed_hex
    assert {draw.public_id for draw in register.value_records(one.sources[-1]).draws} == {
        one.public_id,
        other.public_id,
    }
