"""Which entries of a random value are in force."""

from __future__ import annotations

from enforcement.draws.models import RandomEntry, RandomValue
from enforcement.draws.states import EntryKind

TYPISTS = 2


def effective_entries(value: RandomValue) -> list[RandomEntry]:
    """Typings and witnessed corrections that no witnessed correction has taken the place of, oldest first."""
    counting = [one for one in value.entries if one.kind is EntryKind.TYPING or one.witness is not None]
    replaced = {one.corrects_id for one in counting if one.corrects_id is not None}
    return [one for one in counting if one.id not in replaced]


def typed_by(value: RandomValue) -> set[int]:
    """Who typed any entry of the value."""
    return {one.typed_by for one in value.entries if one.typed_by is not None}
