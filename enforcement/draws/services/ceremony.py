"""What people do in the room after the commit: speak, roll dice, witness. All of it ends before the outside value."""

from __future__ import annotations

from datetime import datetime

from enforcement.draws.commands import AddContribution, RollDice
from enforcement.draws.courses import DICE, SPOKEN
from enforcement.draws.guards import close_reasons, room_reasons, witness_reasons
from enforcement.draws.models import Draw, DrawValue, DrawWitness
from enforcement.draws.policies import Action
from enforcement.draws.services.loading import draw_for, refuse, write_down
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db, transaction
from enforcement.rules.draws.hashing import DrawFault
from enforcement.rules.draws.sources import canonical_value

LONGEST_WHO, LONGEST_TEXT = 60, 200


def add_contribution(actor: Actor, command: AddContribution, now: datetime) -> Draw:
    """Words of one person, typed openly in the room.

    Errors: ``Invalid`` for bad characters; ``Refused`` when contributions are closed, or the outside value is out.
    """
    with transaction():
        draw = draw_for(actor, Action.DRAFT, command.public_id)
        refuse(room_reasons(draw, SPOKEN, now))
        _add(actor, draw, SPOKEN, (command.who.strip(), command.text.strip()), now)
    return draw


def close_contributions(actor: Actor, public_id: str, now: datetime) -> Draw:
    """No more words; dice may be rolled now. Errors: ``Refused`` when nobody has spoken yet, or they are closed."""
    with transaction():
        draw = draw_for(actor, Action.DRAFT, public_id)
        refuse(close_reasons(draw, SPOKEN, now))
        draw.contributions_closed_at = now
        write_down(actor, "draw.contributions_closed", draw, now)
    return draw


def roll_dice(actor: Actor, command: RollDice, now: datetime) -> Draw:
    """Digits as they fell, after the contributions are closed. Errors: ``Invalid``; ``Refused``."""
    with transaction():
        draw = draw_for(actor, Action.DRAFT, command.public_id)
        refuse(room_reasons(draw, DICE, now))
        _add(actor, draw, DICE, (command.who.strip(), command.digits.strip()), now)
    return draw


def close_dice(actor: Actor, public_id: str, now: datetime) -> Draw:
    """No more rolls. Errors: ``Refused`` when none was rolled, or they are closed."""
    with transaction():
        draw = draw_for(actor, Action.DRAFT, public_id)
        refuse(close_reasons(draw, DICE, now))
        draw.dice_closed_at = now
        write_down(actor, "draw.dice_closed", draw, now)
    return draw


def sign_witness(actor: Actor, public_id: str, now: datetime) -> Draw:
    """Sign for having watched, with the commit that was on the screen; before the seed (D08).

    Errors: ``Refused`` for who drafted, approved or typed, or signed already.
    """
    with transaction():
        draw = draw_for(actor, Action.WITNESS, public_id)
        refuse(witness_reasons(actor, draw))
        home = "" if actor.org_id is None else organisation_facts(actor.org_id).name
        draw.witnesses.append(
            DrawWitness(
                user_id=actor.user_id,
                name=actor.name,
                organisation=home,
                outside=not actor.org_path.startswith(draw.org_path),
                commit_hex=draw.commit_hex or "",
                signed_at=now,
            )
        )
        write_down(actor, "draw.witnessed", draw, now, after={"commit": draw.commit_hex})
    return draw


def _add(actor: Actor, draw: Draw, source: str, said: tuple[str, str], now: datetime) -> None:
    who, text = said
    if not who or len(who) > LONGEST_WHO:
        raise Invalid({"who": [f"请填写姓名，至多 {LONGEST_WHO} 个字"]})
    if not text or len(text) > LONGEST_TEXT:
        raise Invalid({"text": [f"请填写内容，至多 {LONGEST_TEXT} 个字"]})
    try:
        canonical_value(source, f"{who}:{text}/" if source == SPOKEN else f"{text}/")
    except DrawFault as error:
        raise Invalid({"text": [str(error)]}) from error
    row = DrawValue(source=source, who=who, text=text, typed_by=actor.user_id, typed_by_name=actor.name, at=now)
    draw.spoken.append(row)
    db.session.flush()
    write_down(actor, f"draw.{source}_added", draw, now, after={"who": who, "text": text})
