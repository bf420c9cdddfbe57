"""The walk down the ranking: each hard rule on both sides, teams, infeasible objects, who follows."""

import pytest

from enforcement.rules.draws.hashing import Algorithm, DrawFault
from enforcement.rules.draws.officers import (
    ObjectSnapshot,
    OfficerSnapshot,
    TeamNeeds,
    Vacancy,
    assign,
    from_plain,
    next_officer,
    ranking,
    to_plain,
)

SHA = Algorithm.SHA256
S = bytes(32)
DAY = "2026-12-01"
PLAIN = TeamNeeds(planned_days=(DAY,))
TARGET = ObjectSnapshot("object", "/1/2/", ("M01",))
IDS = ranking(SHA, S, "object", [f"z{number}" for number in range(6)])
FIRST, SECOND, THIRD, FOURTH = IDS[:4]


def officer(name, **facts):
    plain = {"department": "d1", "items": ("M01", "M02"), "areas": ("/1/",), "load_limit": 9}
    return OfficerSnapshot(officer_id=name, **(plain | facts))


def pool(**facts):
    """Six officers; the one who is first in rank has `facts`."""
    return [officer(name, **(facts if name == FIRST else {})) for name in sorted(IDS)]


def walk(officers, needs=PLAIN, objects=(TARGET,)):
    return assign(SHA, S, objects, officers, needs)


def test_the_first_two_in_rank_make_the_team():
    found = walk(pool())
    assert found.assigned == (("object", (FIRST, SECOND)),)
    assert found.skips == found.infeasible == ()


@pytest.mark.parametrize(
    ("rule", "against", "harmless"),
    [
        ("CERT", {"certificate_days_missing": (DAY,)}, {"certificate_days_missing": ("2026-12-02",)}),
        ("LEAVE", {"leave": ((DAY, DAY),)}, {"leave": (("2026-11-01", "2026-11-30"), ("2026-12-02", "2026-12-09"))}),
        ("ITEM", {"items": ("M02",)}, {"items": ("M01",)}),
        ("AREA", {"areas": ("/1/3/",)}, {"areas": ("/1/2/",)}),
        ("AREA", {"areas": ("/1/2/5/",)}, {"areas": ("",)}),
        ("CONFLICT", {"conflicts": ("object",)}, {"conflicts": ("another",)}),
        ("LOAD", {"load_limit": 0}, {"load_limit": 1}),
    ],
)
def test_a_hard_rule_passes_an_officer_over_and_says_which(rule, against, harmless):
    found = walk(pool(**against))
    assert found.assigned == (("object", (SECOND, THIRD)),)
    assert found.skips == (("object", FIRST, rule),)
    assert walk(pool(**harmless)).assigned == (("object", (FIRST, SECOND)),)


def test_article_42_a_team_has_at_least_two():
    with pytest.raises(DrawFault, match="第四十二条"):
        TeamNeeds(size=1)
    assert walk([officer("z1")]).infeasible == ("object",)
    assert len(walk(pool(), TeamNeeds(size=3)).assigned[0][1]) == 3


def test_loads_count_in_the_order_of_the_objects():
    other = ObjectSnapshot("other", "/1/2/", ("M01",))
    officers = [officer(name, load_limit=1) for name in IDS[:3]]
    found = walk(officers, objects=(TARGET, other))
    assert [name for name, _ in found.assigned] == ["object"]
    assert found.infeasible == ("other",)
    assert sorted(rule for name, _, rule in found.skips if name == "other") == ["DEPT", "LOAD", "LOAD"]
    again = assign(SHA, S, (TARGET,), officers, TeamNeeds(), loads={FIRST: 1})
    assert again.assigned == (("object", (SECOND, THIRD)),)


def test_the_same_pair_does_not_meet_the_same_object_twice():
    found = walk(pool(past_partners=(("object", SECOND), ("another", THIRD))))
    assert found.assigned == (("object", (FIRST, THIRD)),)
    assert found.skips == (("object", SECOND, "SAMEPAIR"),)


def test_one_of_a_pair_gives_way_when_only_the_other_is_qualified():
    facts = {FIRST: {"past_partners": (("object", SECOND),)}, SECOND: {"qualified_items": ("M01",)}}
    officers = [officer(name, **facts.get(name, {})) for name in IDS[:3]]
    found = walk(officers, TeamNeeds(qualified_items=("M01",)))
    assert found.assigned == (("object", (SECOND, THIRD)),)
    assert found.skips == (("object", FIRST, "SAMEPAIR"),)
    assert walk(officers[:2], TeamNeeds(qualified_items=("M01",))).infeasible == ("object",)


def test_a_seat_is_kept_for_the_qualified_one():
    officers = [officer(name, qualified_items=("M01",) if name == FOURTH else ()) for name in IDS]
    found = walk(officers, TeamNeeds(qualified_items=("M01",)))
    assert found.assigned == (("object", (FIRST, FOURTH)),)
    assert found.skips == (("object", SECOND, "ITEM"), ("object", THIRD, "ITEM"))
    assert walk(officers[:3], TeamNeeds(qualified_items=("M01",))).infeasible == ("object",)
    assert len(walk(officers[:3], TeamNeeds(qualified_items=("M02",))).assigned) == 1


def test_a_joint_task_has_one_from_each_department():
    places = {FIRST: "d1", SECOND: "d1", THIRD: "d9", FOURTH: "d2"}
    officers = [officer(name, department=places.get(name, "d1")) for name in IDS]
    found = walk(officers, TeamNeeds(departments=("d1", "d2")))
    assert found.assigned == (("object", (FIRST, FOURTH)),)
    assert found.skips == (("object", SECOND, "DEPT"), ("object", THIRD, "DEPT"))
    three = walk(officers, TeamNeeds(departments=("d1", "d2", "d9")))
    assert three.assigned == (("object", (FIRST, THIRD, FOURTH)),)
    assert walk(officers[:3], TeamNeeds(departments=("d1", "d2"))).infeasible == ("object",)


def test_in_a_joint_task_each_item_is_in_somebodys_range():
    both = ObjectSnapshot("object", "/1/2/", ("M01", "M02"))
    ranges = {FIRST: ("d1", ("M01",)), SECOND: ("d2", ("M01",)), THIRD: ("d2", ("M02",))}
    officers = [officer(name, department=one, items=items) for name, (one, items) in ranges.items()]
    found = walk(officers, TeamNeeds(departments=("d1", "d2")), (both,))
    assert found.assigned == (("object", (FIRST, SECOND, THIRD)),)


def test_in_an_infeasible_object_everybody_has_a_rule():
    found = walk(pool(conflicts=("object",))[:6], TeamNeeds(departments=("d1", "d2")))
    assert found.infeasible == ("object",)
    assert [name for _, name, _ in found.skips] == list(IDS)
    assert {rule for _, _, rule in found.skips} == {"CONFLICT", "DEPT"}


def succeed(officers, needs=PLAIN, **facts):
    plain = {"pool": IDS, "team": (FIRST, SECOND), "leaving": FIRST}
    return next_officer(SHA, S, TARGET, officers, needs, Vacancy(**(plain | facts)))


def test_article_43_the_next_in_rank_follows_who_recused():
    assert succeed(pool()).officer_id == THIRD
    assert succeed(pool(), gone=(THIRD,)).officer_id == FOURTH
    found = succeed([officer(name, conflicts=("object",) if name == THIRD else ()) for name in IDS])
    assert found == (FOURTH, (("object", THIRD, "CONFLICT"),))
    assert succeed(pool(), loads={THIRD: 9}).skips == (("object", THIRD, "LOAD"),)


def test_who_left_the_service_is_passed_over():
    assert succeed([one for one in pool() if one.officer_id != THIRD]).skips == (("object", THIRD, "CERT"),)


def test_the_successor_makes_the_team_lawful_again():
    officers = [officer(name, qualified_items=("M01",) if name in {FIRST, FOURTH} else ()) for name in IDS]
    found = succeed(officers, TeamNeeds(qualified_items=("M01",)))
    assert found == (FOURTH, (("object", THIRD, "ITEM"),))
    nobody = succeed([one for one in officers if one.officer_id != FOURTH], TeamNeeds(qualified_items=("M01",)))
    assert nobody.officer_id is None
    assert len(nobody.skips) == 4


def test_snapshots_are_kept_as_json():
    for snapshot in (pool(leave=((DAY, DAY),), past_partners=(("a", "b"),))[0], TARGET, TeamNeeds(departments=("d1",))):
        assert from_plain(type(snapshot), to_plain(snapshot)) == snapshot
    with pytest.raises(DrawFault, match="TeamNeeds"):
        from_plain(TeamNeeds, {"size": 2})
