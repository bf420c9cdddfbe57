"""Alarms of a bureau's year: raised once, seen by the supervisor alone, answered."""

from datetime import timedelta

import pytest

from enforcement.foundation.actor import system_actor
from enforcement.foundation.errors import Invalid, NotFound, Stale
from enforcement.inspection.commands.visits import AnswerAlarm
from enforcement.inspection.oversight_states import AlarmState
from enforcement.inspection.queries import alarms as queries
from enforcement.inspection.queries.alarms import AlarmFilter
from enforcement.inspection.services.alarms import answer_alarm, raise_alarms
from enforcement.rules.inspection.visits import VisitKind
from tests.domains.inspection.visiting import make_place
from tests.support.app import NOON

DAY = timedelta(days=1)
SYSTEM = system_actor("入企预警")


@pytest.fixture
def place(app):
    return make_place()


def rules(actor):
    return sorted(one.rule_id for one in queries.alarms(actor, AlarmFilter()).items)


def late_entries(place, count):
    """Visits found out afterwards: each on a day of its own."""
    for number in range(count):
        place.visit(NOON + 30 * DAY, visited_at=NOON + number * 7 * DAY, scanned=False, kind=VisitKind.DAILY)


def test_a02_alarms_are_raised_once_for_the_same_facts(place):
    late_entries(place, 3)
    assert raise_alarms(SYSTEM, NOON + 30 * DAY) > 0
    assert raise_alarms(SYSTEM, NOON + 30 * DAY) == 0
    assert raise_alarms(SYSTEM, NOON + 31 * DAY) == 0
    found = rules(place.supervisor)
    assert {"visit.alarm.cap", "visit.alarm.late-entry", "visit.alarm.unapproved"} <= set(found)


def test_a02_new_facts_raise_a_new_alarm(place):
    late_entries(place, 1)
    raise_alarms(SYSTEM, NOON + 30 * DAY)
    before = len(rules(place.supervisor))
    place.visit(NOON + 31 * DAY, visited_at=NOON + 31 * DAY, scanned=False)
    assert raise_alarms(SYSTEM, NOON + 32 * DAY) == len(rules(place.supervisor)) - before > 0


def test_a_visit_that_is_in_order_raises_nothing(place):
    place.whole_visit(NOON)
    assert raise_alarms(SYSTEM, NOON + DAY) == 0


def test_the_last_day_of_a_year_is_looked_at_on_the_first_of_the_next(place):
    last = NOON.replace(month=12, day=31)
    place.visit(last, visited_at=last, scanned=False)
    assert raise_alarms(SYSTEM, last + DAY) == 2
    assert raise_alarms(SYSTEM, last + 2 * DAY) == 0


def test_an_urgent_visit_without_papers_in_time_raises_an_alarm(place):
    place.ask(urgent=True, urgent_reason="有人食物中毒，已电话报告局长")
    assert raise_alarms(SYSTEM, NOON + DAY) == 0
    assert raise_alarms(SYSTEM, NOON + 2 * DAY) == 1
    assert rules(place.supervisor) == ["visit.alarm.urgent-late"]


def test_the_agency_sees_no_alarm_and_answers_none(place):
    late_entries(place, 1)
    raise_alarms(SYSTEM, NOON + 30 * DAY)
    found = queries.alarms(place.supervisor, AlarmFilter()).items[0]
    assert queries.alarms(place.head, AlarmFilter()).items == []
    with pytest.raises(NotFound):
        queries.alarm(place.head, found.public_id)
    with pytest.raises(NotFound):
        answer_alarm(place.head, AnswerAlarm(found.public_id, found.version, "没有问题"), NOON)


def test_an_alarm_names_rule_numbers_and_records_and_is_answered_once(place):
    late_entries(place, 3)
    raise_alarms(SYSTEM, NOON + 30 * DAY)
    found = next(one for one in queries.alarms(place.supervisor, AlarmFilter()).items if one.rule_id.endswith("cap"))
    assert found.numbers == {"count": 3, "limit": 2}
    assert len(found.records) == 3
    assert found.basis
    with pytest.raises(Invalid):
        answer_alarm(place.supervisor, AnswerAlarm(found.public_id, found.version, " "), NOON)
    seen = found.version
    answered = answer_alarm(place.supervisor, AnswerAlarm(found.public_id, seen, "已约谈，责令说明"), NOON)
    assert answered.state is AlarmState.ANSWERED
    assert answered.answered_by_name == place.supervisor.name
    with pytest.raises(Stale):
        answer_alarm(place.supervisor, AnswerAlarm(found.public_id, seen, "再次"), NOON)
    assert "visit.alarm.cap" not in rules(place.supervisor)
