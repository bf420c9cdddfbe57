"""Everybody is drawn equally often: chi-square over 20,000 draws, and a sampler in use that fails the same test.

Of n draws that each take k of N, the count of one object has variance n·(k/N)·(1 - k/N) and the counts add up to n·k;
so Σ(count - expected)²/expected · (N - 1)/(N - k) follows chi-square with N - 1 degrees of freedom.
"""

import math
import random
from collections import Counter

import pytest

from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.lines import PoolLine
from enforcement.rules.draws.officers import ObjectSnapshot, OfficerSnapshot, TeamNeeds, assign
from enforcement.rules.draws.tickets import quota, select

SHA = Algorithm.SHA256
DRAWS = 20_000
SIZE = 300
POINTS = 3500
DRAWN = quota(SIZE, POINTS)
OFFICERS = 12
UNLIKELY = 1e-6


def chance(seed):
    return random.Random(seed)  # noqa: S311 - the same in every run


POOL = [PoolLine(f"91330100{number:06d}", "A") for number in range(SIZE)]
ORDERS = {
    "by id": POOL,
    "by id, backwards": POOL[::-1],
    "as it came": chance(3).sample(POOL, SIZE),
}


def upper_tail(statistic, freedom):
    """P(chi-square ≥ statistic): the regularised upper gamma function Q(freedom/2, statistic/2)."""
    a, x = freedom / 2, statistic / 2
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        for step in range(1, 10_000):
            term *= x / (a + step)
            total += term
        return 1 - front * total
    # Lentz's continued fraction, from its end.
    fraction = 0.0
    for step in range(10_000, 0, -1):
        fraction = step * (a - step) / (x + 2 * step + 1 - a + fraction)
    return front / (x + 1 - a + fraction)


def likelihood(counts, size, drawn):
    """The chance of counts as uneven as these if everybody is drawn alike."""
    expected = sum(counts.values()) / size
    uneven = sum((counts[name] - expected) ** 2 for name in counts) + (size - len(counts)) * expected**2
    return upper_tail(uneven / expected * (size - 1) / (size - drawn), size - 1)


def by_tickets(library, seed):
    return [one.object_id for one in select(SHA, seed, library, {"A": POINTS})[0].selected]


def by_stride(library, seed):
    """跳号抽取, as a platform in use does it: a random start, then every floor(N/n)-th of the list."""
    stride = len(library) // DRAWN
    start = chance(seed).randrange(stride)
    return [library[start + stride * place].object_id for place in range(DRAWN)]


def counts_of(sampler, library):
    counts = Counter()
    for number in range(DRAWS):
        counts.update(sampler(library, number.to_bytes(32)))
    return counts


def test_the_tail_is_that_of_the_tables():
    assert upper_tail(3.841459, 1) == pytest.approx(0.05, abs=1e-6)
    assert upper_tail(18.307038, 10) == pytest.approx(0.05, abs=1e-6)
    assert upper_tail(366.844, 299) == pytest.approx(0.0045, abs=2e-4)
    assert upper_tail(2.0, 2) == pytest.approx(math.exp(-1))


@pytest.mark.slow
@pytest.mark.parametrize("library", ORDERS.values(), ids=ORDERS)
def test_every_object_is_drawn_equally_often(library):
    assert likelihood(counts_of(by_tickets, library), SIZE, DRAWN) > UNLIKELY


@pytest.mark.parametrize("library", ORDERS.values(), ids=ORDERS)
def test_a_stride_sampler_is_found_out(library):
    counts = counts_of(by_stride, library)
    assert likelihood(counts, SIZE, DRAWN) < UNLIKELY
    assert [counts[line.object_id] for line in library[2 * DRAWN :]] == [0] * (SIZE - 2 * DRAWN)


@pytest.mark.slow
def test_every_officer_is_sent_equally_often():
    officers = [OfficerSnapshot(f"z{number:02d}", "d1", areas=("",), load_limit=9) for number in range(OFFICERS)]
    counts, pairs = Counter(), Counter()
    for number in range(DRAWS):
        found = assign(SHA, number.to_bytes(32), (ObjectSnapshot("object", "", ()),), officers, TeamNeeds())
        team = found.assigned[0][1]
        counts.update(team)
        pairs[frozenset(team)] += 1
    assert likelihood(counts, OFFICERS, 2) > UNLIKELY
    assert likelihood(pairs, math.comb(OFFICERS, 2), 1) > UNLIKELY


def test_a_rota_of_officers_is_found_out():
    """A random start, then in the order of the list: the pairs are known once one of them is."""
    pairs = Counter()
    for number in range(DRAWS):
        start = chance(number).randrange(OFFICERS)
        pairs[frozenset((start, (start + 1) % OFFICERS))] += 1
    assert likelihood(pairs, math.comb(OFFICERS, 2), 1) < UNLIKELY
