"""Limitation of punishment (追责时效, 行政处罚法 36): two years, five where life, health or finance was harmed.

It ends on the corresponding date and is not rolled over a rest day: rolling would lengthen a power over the party.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enforcement.foundation.errors import Reason
from enforcement.rules.deadlines import MONTHS_PER_YEAR, add_months
from enforcement.rules.rulesets import Rulesets, Term

TERM = "D01"
TERM_OF_HARM = "D01.safety"


@dataclass(frozen=True, slots=True)
class LimitationFacts:
    """What the limitation is judged by.

    `ended_on`: the day of the act, of its end if it continued; None while it goes on. `discovered_on`: when an
    agency found it. `harm`: citizens' life, health or financial safety is involved and there was harm.
    `other_law`: the article of another law that sets another term, empty if none does.
    """

    ended_on: date | None
    discovered_on: date
    harm: bool = False
    other_law: str = ""


def limitation_term(facts: LimitationFacts, rulesets: Rulesets, domain: str, region: str) -> Term:
    """The two- or five-year term in force on the day of discovery."""
    rule_id = TERM_OF_HARM if facts.harm else TERM
    return rulesets.term(rule_id, domain, region, facts.discovered_on)


def last_day_to_discover(ended_on: date, term: Term) -> date:
    """The last day on which a discovery is in time."""
    return add_months(ended_on, term.length * MONTHS_PER_YEAR)


def check_limitation(facts: LimitationFacts, term: Term) -> tuple[Reason, ...]:
    """Why the act may not be punished any more (行政处罚法 36), empty if it may."""
    if facts.ended_on is None or facts.other_law.strip():
        return ()
    last = last_day_to_discover(facts.ended_on, term)
    if facts.discovered_on <= last:
        return ()
    return (
        Reason(
            "limitation-passed",
            f"违法行为于{_day(facts.ended_on)}终了，{term.text}内未被发现，时效已于{_day(last)}届满，"
            f"{_day(facts.discovered_on)}才发现，不再给予行政处罚",
            term.basis,
            "法律另有规定的，写明该条文；涉及公民生命健康安全、金融安全且有危害后果的，在案情中写明，适用较长的时效",
        ),
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
