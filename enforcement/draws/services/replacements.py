"""Recusal, absence and the five reasons to take another object: always the next of the same order, never chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from enforcement.draws.bundles import is_open
from enforcement.draws.commands import ReplaceObject, ReplaceOfficer
from enforcement.draws.computing import algorithm_of, effective_seed, needs_of, pool_of
from enforcement.draws.custody import kept_lines, kept_material
from enforcement.draws.events import ObjectReplaced, OfficerReplaced
from enforcement.draws.guards import replace_reasons
from enforcement.draws.models import Draw, DrawSelection, DrawSkip
from enforcement.draws.policies import Action
from enforcement.draws.services.loading import draw_for, needed, refuse, write_down
from enforcement.draws.services.results import KEY_LOST, event_row, store_assignment
from enforcement.draws.states import EventKind
from enforcement.draws.teams import events_of, loads_of, selection_now, teams_of
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.events import publish
from enforcement.platform.database import db, transaction
from enforcement.rules.draws.lines import parse_officers
from enforcement.rules.draws.officers import Vacancy, assign, next_officer
from enforcement.rules.draws.snapshots import OfficerSnapshot
from enforcement.rules.draws.tickets import ranked


def replace_officer(actor: Actor, command: ReplaceOfficer, now: datetime) -> Draw:
    """The next of the same ranking who passes takes the place; the head decides (行政处罚法第四十三条).

    Old, new, reason, evidence, decider and time stay in an event. When nobody lawful follows, ``new`` is empty and
    the object has no team any more.

    Errors: ``NotFound`` when he doesn't go there; ``Refused`` out of state; ``Invalid`` without evidence.
    """
    with transaction():
        draw = draw_for(actor, Action.APPROVE, command.draw_public_id)
        refuse(replace_reasons(draw))
        evidence = needed(command.evidence, "evidence", "请写明依据的材料")
        teams = teams_of(draw)
        team = teams.get(command.object_id, ())
        if command.officer_id not in team:
            raise NotFound
        _, objects, _ = kept_material(draw.material_key, {command.object_id})
        gone = [one.old for one in events_of(draw) if one.object_id == command.object_id and one.old]
        vacancy = Vacancy(
            pool=tuple(line.officer_id for line in parse_officers(kept_lines(draw.officers_key))),
            team=team,
            leaving=command.officer_id,
            gone=tuple(gone),
            loads=loads_of(teams),
        )
        target = objects[command.object_id]
        algorithm, s, needs = algorithm_of(draw), _s(draw), needs_of(draw)
        found = next_officer(algorithm, s, target, command.officers, needs, vacancy)
        if found.officer_id is None and command.beyond:
            found = next_officer(algorithm, s, target, command.beyond, needs, vacancy)
        new = found.officer_id or ""
        event = event_row(
            actor,
            draw,
            command.reason_code.event,
            now,
            object_id=command.object_id,
            old=command.officer_id,
            new=new,
            reason=command.reason_code.value,
            evidence=evidence,
        )
        db.session.add(event)
        db.session.flush()
        db.session.add_all(
            DrawSkip(draw_id=draw.id, object_id=o, officer_id=f, rule_id=rule, event_id=event.id)
            for o, f, rule in found.skips
        )
        after = _told(draw, {"object": command.object_id, "old": command.officer_id, "new": new})
        write_down(actor, "draw.officer_replaced", draw, now, after=after, reason=command.reason_code.words)
        publish(OfficerReplaced(draw.public_id, draw.matter, command.object_id, command.officer_id, new), now)
    return draw


def replace_object(actor: Actor, command: ReplaceObject, now: datetime) -> Draw:
    """The next ticket of the class takes the place, with a team of its own from the same officers.

    Errors: ``NotFound`` when it isn't drawn (any more); ``Refused`` out of state; ``Invalid`` without evidence.
    """
    with transaction():
        draw = draw_for(actor, Action.APPROVE, command.draw_public_id)
        refuse(replace_reasons(draw))
        evidence = needed(command.evidence, "evidence", "请写明依据的材料")
        old = next((one for one in selection_now(draw) if one.object_id == command.object_id), None)
        if old is None:
            raise NotFound
        algorithm, s = algorithm_of(draw), _s(draw)
        order = ranked(algorithm, s, pool_of(draw), old.class_name)
        rank = _ranks_taken(draw, old.class_name)
        following = order[rank] if rank < len(order) else None
        new = following.object_id if following else ""
        event = event_row(
            actor,
            draw,
            EventKind.REPLACEMENT,
            now,
            object_id=command.object_id,
            old=command.object_id,
            new=new,
            reason=command.reason_code.value,
            evidence=evidence,
        )
        db.session.add(event)
        db.session.flush()
        if following is not None:
            _, objects, labels = kept_material(draw.material_key, {new})
            db.session.add(
                DrawSelection(
                    draw_id=draw.id,
                    class_name=old.class_name,
                    rank=rank + 1,
                    object_id=new,
                    label=labels[new],
                    ticket=following.ticket.hex(),
                    event_id=event.id,
                )
            )
            officers = _as_committed(draw, command.officers)
            loads = loads_of(teams_of(draw))
            found = assign(algorithm, s, [objects[new]], officers, needs_of(draw), loads=loads)
            store_assignment(draw, found, event.id)
        write_down(
            actor,
            "draw.object_replaced",
            draw,
            now,
            after=_told(draw, {"old": command.object_id, "new": new}),
            reason=command.reason_code.words,
        )
        why = command.reason_code.words
        publish(ObjectReplaced(draw.public_id, draw.matter, command.object_id, new, why), now)
    return draw


def _told(draw: Draw, names: dict[str, str]) -> dict[str, str]:
    """What the audit record says: of a list that is still sealed no name, the event of the draw keeps them."""
    return names if is_open(draw) else {}


def _s(draw: Draw) -> bytes:
    s = effective_seed(draw)
    if s is None:
        raise KEY_LOST
    return s


def _ranks_taken(draw: Draw, class_name: str) -> int:
    return db.session.query(DrawSelection).filter_by(draw_id=draw.id, class_name=class_name).count()


def _as_committed(draw: Draw, today: Sequence[OfficerSnapshot]) -> list[OfficerSnapshot]:
    """Everyone of the committed pool; who has no snapshot of today is passed over for the certificate."""
    known = {one.officer_id: one for one in today}
    days = needs_of(draw).planned_days
    return [
        known.get(line.officer_id)
        or OfficerSnapshot(line.officer_id, line.department, certificate_days_missing=days, load_limit=0)
        for line in parse_officers(kept_lines(draw.officers_key))
    ]
