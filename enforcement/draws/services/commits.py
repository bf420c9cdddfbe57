"""Freeze and commit: pool, exclusions, officers and sources are fixed before the randomness exists (D02)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from enforcement.draws.commands import CommitDraw
from enforcement.draws.computing import KEY_PURPOSE
from enforcement.draws.custody import keep_lines, keep_material
from enforcement.draws.events import DrawCommitted
from enforcement.draws.guards import commit_reasons
from enforcement.draws.lotteries import LOTTERIES
from enforcement.draws.models import Draw, DrawChain, DrawKey, RandomValue
from enforcement.draws.policies import Action
from enforcement.draws.services.loading import draw_for, refuse, write_down
from enforcement.draws.states import DrawState, ValueState
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import SHANGHAI, civil_date
from enforcement.foundation.errors import Invalid, Reason
from enforcement.foundation.events import publish
from enforcement.platform.database import db, transaction
from enforcement.platform.masking import mask, new_nonce
from enforcement.rules.draws.commitment import FIRST_PREV, commit_digest, commit_json
from enforcement.rules.draws.hashing import Algorithm, DrawFault
from enforcement.rules.draws.lines import OfficerLine, encoded, pool_counts, sorted_lines
from enforcement.rules.draws.seed import KEY_BYTES, key_commitment
from enforcement.rules.draws.sources import OUTSIDE, Issue, next_issue
from enforcement.rules.draws.tree import root


@dataclass(frozen=True)
class _Lists:
    """The three lists as texts in the order of the protocol."""

    pool: tuple[str, ...]
    exclusions: tuple[str, ...]
    officers: tuple[str, ...]


def commit_draw(actor: Actor, command: CommitDraw, now: datetime) -> Draw:
    """Freeze the libraries and publish the commit, in one transaction.

    The number is the agency's next of the year, ``prev`` its last commit; the row of the chain is locked meanwhile,
    so numbers have no gap and no two commits share a ``prev``. Only issues announced after ``now`` are named.

    Errors: ``Refused`` out of state, below the grade, or for a value that is known already (D02); ``Invalid``
    (``pool``) when the lists contradict the protocol.
    """
    now = now.replace(microsecond=0)
    with transaction():
        draw = draw_for(actor, Action.DRAFT, command.public_id)
        refuse(commit_reasons(draw, now))
        algorithm = Algorithm(draw.algorithm)
        try:
            lists = _sorted(command)
            counts = pool_counts(command.pool, dict(draw.classes))
            issues = [next_issue(kind, now, LOTTERIES) for kind in draw.source_kinds if kind in OUTSIDE]
        except DrawFault as error:
            raise Invalid({"pool": [str(error)]}) from error
        _keep(draw, command, lists)
        draw.sources = [
            *(kind for kind in draw.source_kinds if kind not in OUTSIDE),
            *(one.source_id for one in issues),
        ]
        draw.outside_at = min(one.announced_at for one in issues)
        chain = _locked_chain(draw, now)
        draw.year, draw.draw_no, draw.prev_hex = chain.year, f"{chain.year}-{chain.last_no:04d}", chain.head_hex
        draw.frozen_at = now
        draw.commit_json = commit_json(
            algorithm=algorithm,
            agency=draw.agency,
            draw_no=draw.draw_no,
            plan=draw.plan_no,
            frozen_at=now.astimezone(SHANGHAI).isoformat(),
            n=counts,
            pool_root=root(algorithm, encoded(lists.pool)),
            exclude_root=root(algorithm, encoded(lists.exclusions)),
            officer_root=root(algorithm, encoded(lists.officers)),
            sources=draw.sources,
            prev=draw.prev_hex,
            kc=_make_key(draw, algorithm) if draw.sealed else None,
        )
        draw.commit_hex = commit_digest(algorithm, draw.commit_json).hex()
        chain.head_hex = draw.commit_hex
        draw.state = DrawState.COMMITTED
        _await(issues, now)
        db.session.flush()
        write_down(actor, "draw.committed", draw, now, after=_told(draw))
        publish(DrawCommitted(draw.id, draw.public_id, draw.matter), now)
    return draw


def _sorted(command: CommitDraw) -> _Lists:
    if not command.pool:
        message = "抽取范围内没有对象"
        raise DrawFault(message)
    both = {one.object_id for one in command.pool} & {one.object_id for one in command.exclusions}
    if both:
        message = f"{min(both)} 既在对象池又在排除名单"
        raise DrawFault(message)
    officers = [OfficerLine(one.officer_id, one.department) for one in command.officers]
    return _Lists(sorted_lines(command.pool), sorted_lines(command.exclusions), sorted_lines(officers))


def _keep(draw: Draw, command: CommitDraw, lists: _Lists) -> None:
    """Bytes before rows."""
    draw.pool_size, draw.excluded_size = len(lists.pool), len(lists.exclusions)
    draw.pool_key, draw.exclusions_key = keep_lines(lists.pool), keep_lines(lists.exclusions)
    draw.officers_key = keep_lines(lists.officers)
    draw.material_key = keep_material(
        command.officers, command.objects, command.labels, [line.object_id for line in command.pool]
    )
    draw.library_age = dict(command.library_age)


def _locked_chain(draw: Draw, now: datetime) -> DrawChain:
    """The agency's chain, moved on by one number and locked until the transaction ends."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    year = civil_date(now).year
    statement = (
        dialect.insert(DrawChain)
        .values(org_id=draw.org_id, year=year, last_no=0, head_hex=FIRST_PREV)
        .on_conflict_do_update(index_elements=["org_id"], set_={"head_hex": DrawChain.head_hex})
        .returning(DrawChain)
    )
    chain: DrawChain = db.session.scalars(statement, execution_options={"populate_existing": True}).one()
    if chain.year != year:
        chain.year, chain.last_no = year, 0
    chain.last_no += 1
    return chain


def _make_key(draw: Draw, algorithm: Algorithm) -> bytes:
    """K is made before the commit, and kept masked; gives ``kc``."""
    key, nonce = secrets.token_bytes(KEY_BYTES), new_nonce()
    db.session.add(DrawKey(draw_id=draw.id, masked_hex=mask(KEY_PURPOSE, nonce, key).hex(), nonce=nonce))
    return key_commitment(algorithm, key)


def _await(issues: Sequence[Issue], now: datetime) -> None:
    """The records of the values that the draw waits for, shared with others that wait for the same.

    A calendar that was changed since may give a number to an issue that is out already. Errors: ``Refused`` (D02).
    """
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    for one in issues:
        source, _, number = one.source_id.partition(":")
        db.session.execute(
            dialect.insert(RandomValue)
            .values(
                source_id=one.source_id,
                source=source,
                issue=number,
                announced_at=one.announced_at,
                state=ValueState.OPEN,
                value="",
                unequal=False,
                version=1,
            )
            .on_conflict_do_nothing(index_elements=["source_id"])
        )
    known = db.session.scalars(select(RandomValue).where(RandomValue.source_id.in_([one.source_id for one in issues])))
    refuse([_already_out(one.source_id) for one in known if one.announced_at <= now])


def _already_out(source_id: str) -> Reason:
    return Reason(
        "value-known",
        f"{source_id} 的号码在锁定名单以前已经公布，不能作为随机数来源",
        "抽取规程：只使用名单锁定以后才公布的期次；RFC 3797",
        "核对 config/lotteries 中的开奖日历",
    )


def _told(draw: Draw) -> dict[str, Any]:
    return {"draw_no": draw.draw_no, "commit": draw.commit_hex, "prev": draw.prev_hex, "sources": draw.sources}
