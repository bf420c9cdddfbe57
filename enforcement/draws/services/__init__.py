"""Actions of the room, split by noun; callers use ``draws.services``."""

from enforcement.draws.services.ceremony import (
    add_contribution,
    close_contributions,
    close_dice,
    roll_dice,
    sign_witness,
)
from enforcement.draws.services.checks import verify_draw
from enforcement.draws.services.commits import commit_draw
from enforcement.draws.services.drafts import approve_draw, draft_draw
from enforcement.draws.services.randomness import correct_value, remind_typists, type_value, witness_correction
from enforcement.draws.services.replacements import replace_object, replace_officer
from enforcement.draws.services.results import (
    advance_draw,
    lock_draw,
    look_at_list,
    note_look,
    open_due_draw,
    open_sealed_draw,
)
from enforcement.draws.services.voids import answer_void, ask_void, expire_sealed_draw

__all__ = [
    "add_contribution",
    "advance_draw",
    "answer_void",
    "approve_draw",
    "ask_void",
    "close_contributions",
    "close_dice",
    "commit_draw",
    "correct_value",
    "draft_draw",
    "expire_sealed_draw",
    "lock_draw",
    "look_at_list",
    "note_look",
    "open_due_draw",
    "open_sealed_draw",
    "remind_typists",
    "replace_object",
    "replace_officer",
    "roll_dice",
    "sign_witness",
    "type_value",
    "verify_draw",
    "witness_correction",
]
