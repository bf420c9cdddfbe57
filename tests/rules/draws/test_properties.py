"""What holds for every draw, whatever the pool, the weights and the seed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.rules.draws.hashing import Algorithm, tagged
from enforcement.rules.draws.lines import PoolLine
from enforcement.rules.draws.officers import ObjectSnapshot, OfficerSnapshot, TeamNeeds, assign, ranking
from enforcement.rules.draws.tickets import quota, ranked, select, selected_root, ticket

SHA = Algorithm.SHA256
SEEDS = st.binary(min_size=32, max_size=32)
IDS = st.text("abcXYZ019企é𝒳", min_size=1, max_size=6)
POOLS = st.dictionaries(IDS, st.tuples(st.sampled_from("ABC"), st.integers(1, 16)), max_size=30).map(
    lambda entries: [PoolLine(name, group, weight) for name, (group, weight) in entries.items()]
)
POINTS = st.fixed_dictionaries({name: st.integers(0, 10_000) for name in "ABC"})
fast = settings(max_examples=60, deadline=None)


@fast
@given(POOLS, POINTS, SEEDS, st.randoms())
def test_the_order_of_the_library_means_nothing(pool, points, s, chance):
    shuffled = chance.sample(pool, len(pool))
    assert select(SHA, s, shuffled, points) == select(SHA, s, pool, points)


@fast
@given(POOLS, POINTS, SEEDS, st.sampled_from(Algorithm))
def test_the_draw_is_the_k_smallest_tickets(pool, points, s, algorithm):
    for draw in select(algorithm, s, pool, points):
        members = [line for line in pool if line.class_name == draw.class_name]
        tickets = sorted((ticket(algorithm, s, *line[1::-1], line.weight), line.object_id) for line in members)
        assert [(one.ticket, one.object_id) for one in draw.selected] == tickets[: draw.k]
        assert draw.size == len(members)
        assert draw.k == quota(len(members), points[draw.class_name])
        assert draw.threshold == (tickets[draw.k - 1][0] if draw.k else None)
        assert [(one.ticket, one.object_id) for one in ranked(algorithm, s, pool, draw.class_name)] == tickets
    assert len(selected_root(algorithm, select(algorithm, s, pool, points))) == 32


@fast
@given(POOLS, SEEDS, st.randoms())
def test_a_part_of_the_pool_keeps_its_order(pool, s, chance):
    part = [line for line in pool if chance.random() < 0.5]
    for name in "ABC":
        kept = {line.object_id for line in part}
        whole = [one for one in ranked(SHA, s, pool, name) if one.object_id in kept]
        assert whole == list(ranked(SHA, s, part, name))


@fast
@given(SEEDS, IDS, st.integers(1, 16))
def test_a_ticket_is_the_least_of_its_numbers(s, name, weight):
    numbers = [tagged(SHA, "DRAW-TICKET-v1", s, b"A", name.encode(), str(j).encode()) for j in range(1, weight + 1)]
    assert ticket(SHA, s, "A", name, weight) == min(numbers)


@given(st.integers(0, 2_000_000), st.integers(0, 10_000))
def test_a_quota_is_rounded_half_up_and_never_forgets_a_class(n, points):
    k = quota(n, points)
    assert 0 <= k <= n
    assert (k == 0) == (n == 0 or points == 0)
    assert quota(n, 10_000) == n
    if k > 1:
        assert abs(20_000 * k - 2 * n * points) <= 10_000


def test_quotas_at_the_half():
    assert [quota(n, 500) for n in (1, 10, 29, 30, 50)] == [1, 1, 1, 2, 3]


@fast
@given(SEEDS, st.lists(IDS, max_size=5, unique=True), st.randoms())
def test_nobody_is_jumped_over_without_a_skip(s, objects, chance):
    officers = [
        OfficerSnapshot(
            f"z{number}",
            chance.choice(("d1", "d2")),
            items=("M",),
            areas=("",),
            conflicts=tuple(name for name in objects if chance.random() < 0.3),
            load_limit=chance.choice((1, 9)),
        )
        for number in range(8)
    ]
    needs = TeamNeeds(departments=chance.choice(((), ("d1", "d2"))))
    found = assign(SHA, s, [ObjectSnapshot(name, "", ("M",)) for name in objects], officers, needs)
    passed = {(skip.object_id, skip.officer_id) for skip in found.skips}
    for name, team in found.assigned:
        order = ranking(SHA, s, name, [one.officer_id for one in officers])
        walked = order[: order.index(team[-1]) + 1]
        assert [one for one in walked if (name, one) not in passed] == list(team)
    assert sorted([name for name, _ in found.assigned] + list(found.infeasible)) == sorted(objects)
