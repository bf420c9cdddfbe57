"""Raise alarms from the facts of the year, each once; the supervision organ answers them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.catalogue.law import current_rulesets
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Stale
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisations_facts
from enforcement.inspection.commands.visits import AnswerAlarm
from enforcement.inspection.models.visits import VisitAlarm
from enforcement.inspection.oversight_states import AlarmState
from enforcement.inspection.queries.alarms import organ_years, visit_facts
from enforcement.inspection.queries.draw_years import draw_years
from enforcement.inspection.terms import LATE_ENTRY
from enforcement.platform import scopes
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.inspection.alarms import LIMIT_NAMES, PREFIX, Alarm, Limits, organ_alarms, visit_alarms
from enforcement.rules.inspection.draw_alarms import DRAW_LIMITS, draw_alarms

FACTS_AT_A_TIME = 500


def raise_alarms(actor: Actor, now: datetime) -> int:
    """Look at the year of yesterday, so that its last day is not lost; gives how many alarms are new.

    Numbers are those of the region: an enterprise is visited by organs of several fields.
    """
    today = civil_date(now)
    year = (today - timedelta(days=1)).year
    visits = visit_facts(year)
    places = organisations_facts([one.org_id for one in visits])
    region = min(places.values(), key=lambda place: len(place.path)).region_name if places else ""
    limits = _limits(region, today)
    late_days = current_rulesets().term(LATE_ENTRY, "", region, today).length
    with transaction():
        return _store(
            actor,
            [
                *visit_alarms(visits, late_days, limits),
                *organ_alarms(organ_years(year, today), visits, today, limits),
                *draw_alarms(draw_years(year), limits),
            ],
            now,
        )


def answer_alarm(actor: Actor, command: AnswerAlarm, now: datetime) -> VisitAlarm:
    """Write down what was done about an alarm. Errors: ``NotFound``, ``Stale``, ``Invalid`` without words."""
    if not command.answer.strip():
        raise Invalid({"answer": ["请写明核实的情况和处理意见"]})
    with transaction():
        row = locked(select(VisitAlarm).where(VisitAlarm.public_id == command.alarm))
        scopes.require(actor, Permission.SUPERVISION_READ, row.org_path)
        if row.version != command.version or row.state is not AlarmState.OPEN:
            raise Stale(changed_by=row.answered_by_name, changed_at=row.answered_at)
        row.state, row.answer = AlarmState.ANSWERED, command.answer.strip()
        row.answered_by, row.answered_by_name, row.answered_at = actor.user_id, actor.name, now
        record = f"visit_alarm:{row.public_id}"
        audit.record(actor, "visit.alarm_answered", record, org_path=row.org_path, now=now, reason=row.answer)
    return row


def _limits(region: str, today: date) -> Limits:
    rulesets = current_rulesets()
    names = (*LIMIT_NAMES, *DRAW_LIMITS)
    return {name: rulesets.number(f"{PREFIX}{name}", "", region, today) for name in names}


def _store(actor: Actor, raised: Iterable[Alarm], now: datetime) -> int:
    fresh = {(one.rule_id, one.facts_key): one for one in raised}
    keys = [key for _, key in fresh]
    for start in range(0, len(keys), FACTS_AT_A_TIME):
        part = keys[start : start + FACTS_AT_A_TIME]
        known = select(VisitAlarm.rule_id, VisitAlarm.facts_key).where(VisitAlarm.facts_key.in_(part))
        for rule_id, key in db.session.execute(known):
            fresh.pop((rule_id, key), None)
    for one in fresh.values():
        row = VisitAlarm(
            rule_id=one.rule_id,
            facts_key=one.facts_key,
            state=AlarmState.OPEN,
            org_path=one.org_path,
            subject=one.subject,
            message=one.message,
            numbers=dict(one.numbers),
            basis=one.basis,
            records=[{"kind": kind, "public_id": public_id, "words": words} for kind, public_id, words in one.records],
            raised_at=now,
        )
        db.session.add(row)
        db.session.flush()
        record = f"visit_alarm:{row.public_id}"
        audit.record(actor, "visit.alarm_raised", record, org_path=row.org_path, now=now, after={"rule": one.rule_id})
    return len(fresh)
