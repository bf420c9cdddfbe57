"""The bundle of a draw, made of what was kept: lists from the store, results from their rows."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from enforcement.draws.computing import algorithm_of, effective_seed, key_of
from enforcement.draws.custody import kept_lines
from enforcement.draws.models import Draw, DrawAssignment, DrawEvent, DrawInfeasible, DrawSelection, DrawSkip
from enforcement.draws.states import DrawState, EventKind
from enforcement.draws.teams import events_of, infeasible_of, selection_now, teams_of
from enforcement.foundation.clock import SHANGHAI
from enforcement.foundation.errors import NotFound
from enforcement.platform.database import db
from enforcement.rules.draws.bundle import BundleParts, build_bundle, withheld
from enforcement.rules.draws.lines import encoded
from enforcement.rules.draws.officers import Assignment, Skip
from enforcement.rules.draws.tickets import ClassDraw, Ticketed, ticket
from enforcement.rules.draws.tree import inclusion_proof

PUBLIC_EVENTS = (EventKind.OPENED, EventKind.VOID)
"""Events of a sealed draw that name nobody."""


def is_open(draw: Draw) -> bool:
    """Whether list, officers and K may be shown to everybody: not sealed, opened, or void with its would-be list."""
    return not draw.sealed or draw.opened_at is not None or draw.state is DrawState.VOID


def whole_bundle(draw: Draw) -> dict[str, Any]:
    """Bundle version 1 with everything, sealed or not: for the system itself and the supervision body.

    Errors: ``NotFound`` while there is no result; ``Unavailable`` when the store is away.
    """
    if draw.commit_json is None or draw.commit_hex is None or draw.seed_hex is None or draw.selected_root is None:
        raise NotFound
    return build_bundle(
        BundleParts(
            commit_json=draw.commit_json,
            commit=bytes.fromhex(draw.commit_hex),
            values=[(name, value) for name, value in draw.values],
            seed=bytes.fromhex(draw.seed_hex),
            pool=kept_lines(draw.pool_key),
            exclusions=kept_lines(draw.exclusions_key),
            draws=_class_draws(draw),
            officer_lines=kept_lines(draw.officers_key),
            assignment=_assignment(draw),
            key=key_of(draw) if draw.sealed else None,
            events=[_event(draw, one) for one in events_of(draw)],
        )
    ) | {"selected_root": draw.selected_root}


def public_bundle(draw: Draw) -> dict[str, Any]:
    """What everybody gets: of a sealed draw before its opening, no key, list, threshold, officer, nor event on them.

    So it stays when K is lost, for nobody could verify such a list.
    """
    bundle = whole_bundle(draw)
    if is_open(draw) and (not draw.sealed or bundle["sealed_key"]):
        return bundle
    told = [one for one in bundle["events"] if one["kind"] in PUBLIC_EVENTS]
    return withheld(bundle) | {"events": told}


def object_proof(draw: Draw, object_id: str, *, inside: bool = False) -> dict[str, Any]:
    """Was it in the pool, why not, its ticket, the threshold, the outcome: all that one enterprise can check itself.

    ``standing`` is ``pool``, ``excluded`` or ``unknown``; ``outcome`` is ``selected``, ``not_selected``, ``replaced``
    (drawn, another went), ``replacing``, ``waiting`` (no result yet), ``withheld`` (sealed) or empty. Digests are hex.
    ``inside``: for those who may see a sealed list.
    """
    wanted = object_id.strip().upper()
    found: dict[str, Any] = {"id": wanted, "agency": draw.agency, "draw_no": draw.draw_no, "commit": draw.commit_hex}
    for standing, key, root in (
        ("pool", draw.pool_key, "pool_root"),
        ("excluded", draw.exclusions_key, "exclude_root"),
    ):
        lines = kept_lines(key)
        index = next((at for at, line in enumerate(lines) if line.split("|", 1)[0] == wanted), None)
        if index is None:
            continue
        proof = inclusion_proof(algorithm_of(draw), encoded(lines), index)
        found |= {
            "standing": standing,
            "line": lines[index],
            "index": index,
            "size": len(lines),
            "proof": [one.hex() for one in proof],
            "root": (draw.commit_json or {}).get(root, ""),
        }
        return found | (_outcome(draw, lines[index], inside=inside) if standing == "pool" else _rule(lines[index]))
    return found | {"standing": "unknown", "outcome": ""}


def _class_draws(draw: Draw) -> list[ClassDraw]:
    drawn: dict[str, list[Ticketed]] = defaultdict(list)
    rows = db.session.scalars(
        select(DrawSelection)
        .where(DrawSelection.draw_id == draw.id, DrawSelection.event_id.is_(None))
        .order_by(DrawSelection.rank)
    )
    for row in rows:
        drawn[row.class_name].append(Ticketed(row.object_id, bytes.fromhex(row.ticket)))
    return [
        ClassDraw(
            one["class"],
            one["N"],
            one["k"],
            bytes.fromhex(one["threshold"]) if one["threshold"] else None,
            tuple(drawn[one["class"]]),
        )
        for one in draw.outcome or ()
    ]


def _assignment(draw: Draw) -> Assignment:
    """Teams as drawn, and after them those of objects that came in later."""
    teams: dict[str, list[str]] = {}
    for row in db.session.scalars(_rows(DrawAssignment, draw)):
        teams.setdefault(row.object_id, []).append(row.officer_id)
    of_officers = {one.id for one in events_of(draw) if one.kind is not EventKind.REPLACEMENT}
    skips = [row for row in db.session.scalars(_rows(DrawSkip, draw)) if row.event_id not in of_officers]
    return Assignment(
        tuple((name, tuple(team)) for name, team in teams.items()),
        tuple(Skip(row.object_id, row.officer_id, row.rule_id) for row in skips),
        tuple(row.object_id for row in db.session.scalars(_rows(DrawInfeasible, draw))),
    )


def _rows(table: Any, draw: Draw) -> Any:
    return select(table).where(table.draw_id == draw.id).order_by(table.id)


def _event(draw: Draw, event: DrawEvent) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "at": event.at.astimezone(SHANGHAI).isoformat(),
        "kind": event.kind.value,
        "object": event.object_id,
        "from": event.old,
        "to": event.new,
        "reason": event.reason,
    }
    passed = db.session.scalars(_rows(DrawSkip, draw).where(DrawSkip.event_id == event.id)).all()
    if passed and event.kind is not EventKind.REPLACEMENT:
        plain["skips"] = [[row.officer_id, row.rule_id] for row in passed]
    return plain


def _rule(line: str) -> dict[str, Any]:
    _, rule_id, value = line.split("|")
    return {"rule_id": rule_id, "value": value, "outcome": ""}


def _outcome(draw: Draw, line: str, *, inside: bool) -> dict[str, Any]:
    name, class_name, weight = line.split("|")
    about: dict[str, Any] = {"class": class_name, "weight": int(weight), "ticket": None, "threshold": None}
    if draw.selected_root is None:
        return about | {"outcome": "waiting"}
    s = effective_seed(draw) if inside or is_open(draw) else None
    if s is None:
        return about | {"outcome": "withheld"}
    own = ticket(algorithm_of(draw), s, class_name, name, int(weight))
    threshold = next(one["threshold"] for one in draw.outcome or () if one["class"] == class_name)
    about |= {"ticket": own.hex(), "threshold": threshold}
    row = db.session.scalar(
        select(DrawSelection).where(DrawSelection.draw_id == draw.id, DrawSelection.object_id == name)
    )
    if row is None:
        return about | {"outcome": "not_selected"}
    if name not in {one.object_id for one in selection_now(draw)}:
        return about | {"outcome": "replaced"}
    team = teams_of(draw).get(name, ())
    return about | {
        "outcome": "selected" if row.event_id is None else "replacing",
        "rank": row.rank,
        "officers": list(team),
        "infeasible": name in infeasible_of(draw),
    }
