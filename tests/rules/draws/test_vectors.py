"""The test vectors of the protocol, in both algorithms."""

from dataclasses import dataclass

import pytest

from enforcement.rules.draws.commitment import canonical_json, commit_digest
from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.lines import encoded, sorted_lines
from enforcement.rules.draws.officers import ranking
from enforcement.rules.draws.seed import key_commitment, sealed_seed
from enforcement.rules.draws.tickets import select, selected_root, ticket
from enforcement.rules.draws.tree import root
from tests.support.draw_vectors import BASIS_POINTS, KEY, OFFICERS, POOL, WEIGHTS, vector_commit, vector_seed


@dataclass(frozen=True)
class Vector:
    pool_root: str
    officer_root: str
    commit: str
    seed: str
    drawn: dict
    selected_root: str
    officers: str
    kc: str
    sealed: str


VECTORS = {
    Algorithm.SHA256: Vector(
        pool_root="3fac969bf057d366c49410f618c2bf6a5b0c9950c32063d2a4d428ee8a493205",
        officer_root="a0164253c7c02a1f5b7c37e75c458df378e062ccec221ad5573496b5cc9ecd0f",
        commit="6a47eba45b0520487b176c77023c15cd4d3f90a08330ee0279964d39cee96168",
        seed="1c7d1c73e8fa9964ef737f734f09e8697aa8854f58d3b2f9d1e7164beeb9001f",
        drawn={
            "A": [("0001", "0d2d7c11201bc0a0")],
            "B": [("0009", "0c00ddf005a42994")],
            "C": [("0012", "04390a04aaec2d85"), ("0013", "300889d6dd4e6e08")],
            "D": [("0015", "6b48d2e206805baa"), ("0014", "b6b9cf88b9cc3acd")],
        },
        selected_root="281c06f2d9f3fd8b3233d1720cee06e35f86377ceff32545612ae937aa6a1661",
        officers="z001 z002 z004 z005 z003",
        kc="34ed7e739fc9bd2b2b0c7e6a143e30645e045a738cf570a178666fb04e53bbaa",
        sealed="24a09b8943b4bf3e3c2892dd3fef49da03139be6d574e610c35cbf3ad50d6a4a",
    ),
    Algorithm.SM3: Vector(
        pool_root="5806a8a90b2a91f94859cc61d04deb53409c5c49f7d4b226e9d22cf9e93c4c11",
        officer_root="4421333e046efbf9df3fada03507b50a894f0a69ac664dd3f073576bf39bcea9",
        commit="6e5679f162978f7d4d22fbd678e90ea3aca0b53d4e978a2006a7079e2f49c658",
        seed="03fbd3380423f37a31c378b3374576c7b124db292e39b6d5d150131d9bc676a9",
        drawn={
            "A": [("0016", "43fcb405d49493c5")],
            "B": [("0010", "0c2cbb5dd94a9514")],
            "C": [("0011", "233437f67b542460"), ("0013", "2ef7ba4130e1c878")],
            "D": [("0014", "4501824ea10cca73"), ("0015", "7ccfb1c1529eee9d")],
        },
        selected_root="94d09f16e4f533962713ff39a0e1165c7220e2ab4cab97b9a3780c06f48bb527",
        officers="z003 z004 z005 z001 z002",
        kc="528bca50fef82d179ebe751c1e18eab5fc985bc2765b27dc80389965ec26b458",
        sealed="e47ce6598e25e233bf271e86e7930a9f60a4ea4592246f59b0a6a7e17fa6743c",
    ),
}
each = pytest.mark.parametrize(("algorithm", "vector"), VECTORS.items(), ids=VECTORS)


@each
def test_roots_of_the_frozen_lists(algorithm, vector):
    assert root(algorithm, encoded(sorted_lines(POOL))).hex() == vector.pool_root
    assert root(algorithm, encoded(sorted_lines(OFFICERS))).hex() == vector.officer_root


@each
def test_the_commit(algorithm, vector):
    assert commit_digest(algorithm, vector_commit(algorithm)).hex() == vector.commit


def test_the_commit_is_canonical_json():
    text = canonical_json(vector_commit(Algorithm.SHA256)).decode()
    assert text.startswith('{"agency":"330100-TEST","alg":"SHA-256","draw_no":"2026-0007","exclude_root":"')
    assert '"n":[["A",7,1000],["B",4,2000],["C",3,5000],["D",2,10000]],"officer_root":"' in text
    assert text.endswith('"prev":"' + "0" * 64 + '","sources":["contrib","dice","ssq:2026135"],"v":1}')


@each
def test_the_seed(algorithm, vector):
    assert vector_seed(algorithm).hex() == vector.seed


@each
def test_the_key_of_a_sealed_draw(algorithm, vector):
    assert key_commitment(algorithm, KEY).hex() == vector.kc
    assert sealed_seed(algorithm, vector_seed(algorithm), KEY).hex() == vector.sealed


@each
def test_the_drawn_objects_and_their_tickets(algorithm, vector):
    draws = select(algorithm, vector_seed(algorithm), POOL, BASIS_POINTS)
    drawn = {
        draw.class_name: [(one.object_id[12:16], one.ticket.hex()[:16]) for one in draw.selected] for draw in draws
    }
    assert drawn == vector.drawn
    assert selected_root(algorithm, draws).hex() == vector.selected_root
    for draw in draws:
        assert draw.threshold == draw.selected[-1].ticket
        for one in draw.selected:
            alone = ticket(algorithm, vector_seed(algorithm), draw.class_name, one.object_id, WEIGHTS[draw.class_name])
            assert alone == one.ticket


@each
def test_the_ranking_of_officers_for_the_object_drawn_in_a(algorithm, vector):
    seed = vector_seed(algorithm)
    target = select(algorithm, seed, POOL, BASIS_POINTS)[0].selected[0].object_id
    ids = [line.officer_id for line in OFFICERS]
    assert " ".join(ranking(algorithm, seed, target, ids)) == vector.officers
    assert ranking(algorithm, seed, target, ids[::-1]) == ranking(algorithm, seed, target, ids)
