"""One more officer for a drawn object: the third evaluator of a file on which two disagree."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from enforcement.draws.computing import algorithm_of, effective_seed, needs_of
from enforcement.draws.custody import kept_lines, kept_material
from enforcement.draws.models import Draw
from enforcement.draws.services.results import KEY_LOST
from enforcement.draws.teams import loads_of, teams_of
from enforcement.foundation.errors import NotFound
from enforcement.platform.database import db
from enforcement.rules.draws.eligibility import CERT, Moment, rule_against
from enforcement.rules.draws.lines import parse_officers
from enforcement.rules.draws.officers import Skip, Successor, ranking
from enforcement.rules.draws.snapshots import OfficerSnapshot


def further_officer(
    public_id: str, object_id: str, officers: Sequence[OfficerSnapshot], gone: Collection[str]
) -> Successor:
    """The first of the object's ranking outside team and ``gone`` who passes the rules of today. Internal.

    ``officers``: snapshots of today. Nothing is written: whoever has the seed, for a sealed draw after its opening,
    finds the same one by the same ranking.

    Errors: ``NotFound`` for a draw or object without a team; ``Unavailable`` when the store is away or K is lost.
    """
    draw = db.session.scalar(select(Draw).where(Draw.public_id == public_id))
    if draw is None:
        raise NotFound
    teams = teams_of(draw)
    if object_id not in teams:
        raise NotFound
    s = effective_seed(draw)
    if s is None:
        raise KEY_LOST
    _, objects, _ = kept_material(draw.material_key, {object_id})
    at = Moment(objects[object_id], needs_of(draw), (), loads_of(teams), {})
    pool = [line.officer_id for line in parse_officers(kept_lines(draw.officers_key))]
    today = {officer.officer_id: officer for officer in officers}
    skips: list[Skip] = []
    for name in ranking(algorithm_of(draw), s, object_id, pool):
        if name in teams[object_id] or name in gone:
            continue
        rule_id = rule_against(today[name], at) if name in today else CERT
        if not rule_id:
            return Successor(name, tuple(skips))
        skips.append(Skip(object_id, name, rule_id))
    return Successor(None, tuple(skips))
