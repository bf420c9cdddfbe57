"""Two hundred cases in every state of the main line, some of them late on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import TYPE_CHECKING

from enforcement.catalogue import queries as catalogue
from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.demo.enterprises import TOUR_ENTERPRISE, EnterpriseSeed
from enforcement.demo.people import DemoPeople, actor_of
from enforcement.demo.signatures import draw_demo_signature
from enforcement.demo.stories import Story
from enforcement.demo.walking import Crew, Walk
from enforcement.foundation.actor import Actor
from enforcement.platform.media import make_demo_mp4
from enforcement.rules.discretion import FineProposal, GradeShares, check_fine, grade_of
from enforcement.rules.facts import State
from enforcement.rules.facts_catalogue import GRADE_NAMES, FineBand, Grade, ItemFacts
from enforcement.rules.penalty import BandUnclear, fine_range

if TYPE_CHECKING:
    from enforcement.identity.models import Organisation

SEED = 20260901
GOODS_VALUE_FEN = 286_000
FILM_SECONDS = 2
WARNING = "警告"
REASON = "当事人配合调查，及时改正，没有从重情形"
STATEMENT = "我单位系初次违法，已经整改，请求从轻处理。"

WORKING_DAYS: dict[State, int] = {
    State.LEAD: 0,
    State.VERIFYING: 0,
    State.FILING_ASKED: 1,
    State.INVESTIGATING: 2,
    State.CONCLUDED: 6,
    State.IN_REVIEW: 6,
    State.REVIEWED: 8,
    State.NOTICE_READY: 9,
    State.NOTIFIED: 9,
    State.DISCUSSED: 17,
    State.DECIDED: 17,
    State.SERVED: 18,
    State.PERFORMED: 22,
    State.CLOSING_ASKED: 23,
    State.CLOSED: 24,
    State.ARCHIVED: 26,
}
"""How many working days a walk takes to a state, at most."""

Wanted = tuple[State, int, tuple[int, int]]
PLAN: tuple[Wanted, ...] = (
    (State.LEAD, 14, (0, 9)),
    (State.VERIFYING, 12, (0, 9)),
    (State.VERIFYING, 4, (18, 26)),
    (State.FILING_ASKED, 10, (0, 5)),
    (State.INVESTIGATING, 22, (0, 40)),
    (State.INVESTIGATING, 3, (66, 72)),
    (State.CONCLUDED, 8, (0, 5)),
    (State.IN_REVIEW, 10, (0, 6)),
    (State.IN_REVIEW, 3, (12, 16)),
    (State.REVIEWED, 7, (0, 4)),
    (State.NOTICE_READY, 6, (0, 3)),
    (State.NOTIFIED, 14, (0, 4)),
    (State.DISCUSSED, 8, (0, 3)),
    (State.DECIDED, 8, (0, 4)),
    (State.DECIDED, 3, (9, 12)),
    (State.SERVED, 14, (1, 7)),
    (State.SERVED, 4, (16, 24)),
    (State.PERFORMED, 9, (0, 6)),
    (State.CLOSING_ASKED, 6, (0, 4)),
    (State.CLOSED, 9, (0, 10)),
    (State.ARCHIVED, 26, (0, 34)),
)
"""State, number of cases, and how many working days ago its last step was taken.

The longer ranges make overdue ones: verification, case term, review, service, payment.
"""


@dataclass(frozen=True)
class Agency:
    """An agency that works cases: its crew, its publishers, its power items."""

    place: Organisation
    crew: Crew
    publishers: tuple[Actor, ...]


def load_cases(
    people: DemoPeople,
    places: Mapping[str, Organisation],
    enterprises: Sequence[EnterpriseSeed],
    start: date,
    now: datetime,
    say: Callable[[str], None],
    wanted: Sequence[Wanted] = PLAN,
) -> int:
    """Make the cases; gives how many. The last acts lie before ``start``."""
    random = Random(SEED)
    agencies = [one for code in places if (one := _agency(people, places[code], now))]
    film = make_demo_mp4(FILM_SECONDS, "现场检查")
    signature = draw_demo_signature()
    parties = [one for one in enterprises if one.name != TOUR_ENTERPRISE.name]
    made = 0
    for number, (state, days_ago) in enumerate(_plan(random, wanted)):
        agency = agencies[number % len(agencies)]
        day = current_calendar().previous_working_day(start)
        for _ in range(WORKING_DAYS[state] + days_ago):
            day = current_calendar().previous_working_day(day)
        story = _story(random, agency, parties, day)
        walk = Walk(agency.crew, story, agency.place.id, film, signature, day)
        walk.to(state)
        if WORKING_DAYS[state] >= WORKING_DAYS[State.SERVED] and days_ago % 5:
            walk.publish(agency.publishers[0], agency.publishers[1])
        made += 1
        if made % 20 == 0:
            say(f"cases 案件 {made}")
    return made


def _plan(random: Random, wanted: Sequence[Wanted]) -> Iterator[tuple[State, int]]:
    cases = [(state, random.randint(*ago)) for state, count, ago in wanted for _ in range(count)]
    random.shuffle(cases)
    return iter(cases)


def _agency(people: DemoPeople, place: Organisation, now: datetime) -> Agency | None:
    def actors(role: str) -> list[Actor]:
        return [actor_of(one, now) for one in people.of(place.code, role)]

    officers, heads = actors("officer"), actors("agency_head")
    reviewers, publishers = actors("reviewer"), actors("publisher")
    if len(officers) < 2 or not heads or not reviewers or len(publishers) < 2:
        return None
    names = [one.name for one in people.people if one.org_code == place.code]
    crew = Crew(officers[0], officers[1], heads[0], reviewers[0], (heads[0].name, *names[-2:]))
    return Agency(place, crew, tuple(publishers))


def _story(random: Random, agency: Agency, parties: Sequence[EnterpriseSeed], day: date) -> Story:
    """A story that nothing speaks against: item of the agency's field, fine in range and grade."""
    domain = agency.place.domain
    suited = [one for one in parties if domain in one.domains] or list(parties)
    items = list(catalogue.all_items_in_force(day, field=domain))
    random.shuffle(items)
    for item in items:
        for band in item.fine:
            story = _of_band(random, agency, item, band, random.choice(suited), day)
            if story is not None:
                return story
    return _warning(items, random.choice(suited))


def _warning(items: Sequence[ItemFacts], party: EnterpriseSeed) -> Story:
    """A warning, where the agency's items leave every fine to rules the demo does not have."""
    item = next(one for one in items if WARNING in one.kinds)
    return Story(
        party=party,
        item_code=item.code,
        act=item.act,
        source_kind="inspection",
        kinds=(WARNING,),
        fine_fen=0,
        grade=Grade.LIGHTER.value,
        grade_reasons=REASON,
    )


def _of_band(
    random: Random,
    agency: Agency,
    item: ItemFacts,
    band: FineBand,
    party: EnterpriseSeed,
    day: date,
) -> Story | None:
    place = agency.place
    if band.target or item.party == "person" or item.refusal is not None:
        return None
    try:
        statutory = fine_range(item.fine, GOODS_VALUE_FEN, 0, when=band.when)
    except BandUnclear:
        return None
    if not statutory.max_fen:
        return None
    low = statutory.min_fen or statutory.max_fen // 10
    span = statutory.max_fen - low
    fine = (low + span * random.randint(0, 60) // 100) // 10_000 * 10_000 or low
    fine = max(fine, low)
    shares = GradeShares.of(current_rulesets(), place.domain, place.region_name, day)
    grade = grade_of(fine, statutory, shares)
    benchmark = catalogue.benchmark_on(place.id, item.code, day)
    tier = None
    if benchmark is not None:
        tier = next((one for one in benchmark.tiers_when(band.when) if one.allows_fine(fine)), None)
        grade = tier.grade if tier else None
    if grade is None or check_fine(FineProposal(fine, statutory, tier, base_fen=GOODS_VALUE_FEN, reasons=REASON)):
        return None
    goods = "没收非法财物" in item.kinds
    return Story(
        party=party,
        item_code=item.code,
        act=item.act,
        source_kind=random.choice(("inspection", "report", "complaint", "transfer")),
        kinds=("没收非法财物", "罚款") if goods else ("罚款",),
        fine_fen=fine,
        grade=grade.value,
        grade_reasons=f"{REASON}，适用{GRADE_NAMES[grade]}",
        goods="涉案物品一批" if goods else "",
        goods_value_fen=GOODS_VALUE_FEN,
        illegal_income_fen=0,
        band_when=band.when,
        statement=STATEMENT if random.random() < 0.3 else "",
    )
