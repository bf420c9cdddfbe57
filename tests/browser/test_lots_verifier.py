"""The verifier in a real browser: the protocol's vectors in both hashes, no server asked.

The module files are served from the source tree under an address of their own, so no application runs.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from pathlib import Path

import pytest

from enforcement.rules.draws.reading import Unreadable
from enforcement.rules.draws.verification import verify
from tests.support.bundles import make_bundle, tamperings

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "enforcement" / "web" / "static"
ORIGIN = "http://lots.test"
LOADED = """async () => {
  const names = ["hashes", "protocol", "pace", "draw", "bundle", "verification", "lookup"];
  window.lots = Object.assign({}, ...await Promise.all(names.map((name) => import(`/js/lots/${name}.js`))));
}"""
EMPTY_ROOTS = {
    "SHA-256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "SM3": "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
}
CLASSES = "AAAAAABBBBCCCDDA"
WEIGHTS = {"A": 1, "B": 1, "C": 2, "D": 4}
POOL = [f"91330100TEST{i:04}XX|{name}|{WEIGHTS[name]}" for i, name in enumerate(CLASSES, start=1)]
OFFICERS = [f"z00{i}|d1" for i in range(1, 6)]
COUNTS = [["A", 7, 1000], ["B", 4, 2000], ["C", 3, 5000], ["D", 2, 10000]]
SOURCES = [
    ["contrib", "supervisor:7f3a/business:sunrise/press:20261120/"],
    ["dice", "63454660390103169462/"],
    ["ssq:2026135", "3.9.14.22.27.31./8./"],
]
KEY = bytes(range(32)).hex()
VECTORS = {
    "SHA-256": {
        "pool_root": "3fac969bf057d366c49410f618c2bf6a5b0c9950c32063d2a4d428ee8a493205",
        "officer_root": "a0164253c7c02a1f5b7c37e75c458df378e062ccec221ad5573496b5cc9ecd0f",
        "commit": "6a47eba45b0520487b176c77023c15cd4d3f90a08330ee0279964d39cee96168",
        "seed": "1c7d1c73e8fa9964ef737f734f09e8697aa8854f58d3b2f9d1e7164beeb9001f",
        "drawn": {
            "A": [("0001", "0d2d7c11201bc0a0")],
            "B": [("0009", "0c00ddf005a42994")],
            "C": [("0012", "04390a04aaec2d85"), ("0013", "300889d6dd4e6e08")],
            "D": [("0015", "6b48d2e206805baa"), ("0014", "b6b9cf88b9cc3acd")],
        },
        "selected_root": "281c06f2d9f3fd8b3233d1720cee06e35f86377ceff32545612ae937aa6a1661",
        "officers": ["z001", "z002", "z004", "z005", "z003"],
        "kc": "34ed7e739fc9bd2b2b0c7e6a143e30645e045a738cf570a178666fb04e53bbaa",
        "sealed": "24a09b8943b4bf3e3c2892dd3fef49da03139be6d574e610c35cbf3ad50d6a4a",
    },
    "SM3": {
        "pool_root": "5806a8a90b2a91f94859cc61d04deb53409c5c49f7d4b226e9d22cf9e93c4c11",
        "officer_root": "4421333e046efbf9df3fada03507b50a894f0a69ac664dd3f073576bf39bcea9",
        "commit": "6e5679f162978f7d4d22fbd678e90ea3aca0b53d4e978a2006a7079e2f49c658",
        "seed": "03fbd3380423f37a31c378b3374576c7b124db292e39b6d5d150131d9bc676a9",
        "drawn": {
            "A": [("0016", "43fcb405d49493c5")],
            "B": [("0010", "0c2cbb5dd94a9514")],
            "C": [("0011", "233437f67b542460"), ("0013", "2ef7ba4130e1c878")],
            "D": [("0014", "4501824ea10cca73"), ("0015", "7ccfb1c1529eee9d")],
        },
        "selected_root": "94d09f16e4f533962713ff39a0e1165c7220e2ab4cab97b9a3780c06f48bb527",
        "officers": ["z003", "z004", "z005", "z001", "z002"],
        "kc": "528bca50fef82d179ebe751c1e18eab5fc985bc2765b27dc80389965ec26b458",
        "sealed": "e47ce6598e25e233bf271e86e7930a9f60a4ea4592246f59b0a6a7e17fa6743c",
    },
}
ALGORITHMS = tuple(VECTORS)


@pytest.fixture(scope="module")
def verifier(browser):
    """A page with the modules of the verifier loaded as `lots`."""
    context = browser.new_context(locale="zh-CN")
    with closing(context):
        context.route(f"{ORIGIN}/**", served)
        page = context.new_page()
        page.goto(f"{ORIGIN}/")
        page.evaluate(LOADED)
        yield page


def served(route):
    path = route.request.url.removeprefix(f"{ORIGIN}/")
    if not path:
        route.fulfill(body="<!doctype html><title>lots</title>", content_type="text/html")
    else:
        route.fulfill(path=STATIC / path, content_type="text/javascript")


def vector_bundle(algorithm):
    """The bundle that the protocol's vectors describe."""
    expected = VECTORS[algorithm]
    commit = {
        "agency": "330100-TEST",
        "alg": algorithm,
        "draw_no": "2026-0007",
        "exclude_root": EMPTY_ROOTS[algorithm],
        "frozen_at": "2026-11-20T17:00:00+08:00",
        "n": COUNTS,
        "officer_root": expected["officer_root"],
        "plan": "2026-P-012",
        "pool_root": expected["pool_root"],
        "prev": "0" * 64,
        "sources": [name for name, _ in SOURCES],
        "v": 1,
    }
    classes = [
        {
            "class": name,
            "N": n,
            "k": len(expected["drawn"][name]),
            "threshold": None,
            "selected": [f"91330100TEST{number}XX" for number, _ in expected["drawn"][name]],
        }
        for name, n, _ in COUNTS
    ]
    return {
        "v": 1,
        "commit_json": commit,
        "commit": expected["commit"],
        "sources": SOURCES,
        "seed": expected["seed"],
        "sealed_key": None,
        "pool": POOL,
        "exclusions": [],
        "classes": classes,
        "selected_root": expected["selected_root"],
        "officers": None,
        "events": [],
    }


def steps_of(verifier, bundle):
    """Step -> result, as the browser finds them."""
    results = verifier.evaluate("(bundle) => lots.verify(lots.readBundle(JSON.stringify(bundle)))", bundle)
    return {f"{one['step']} {one['subject']}".strip(): one for one in results}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_vectors_of_the_hashes(verifier, algorithm):
    name = {"SHA-256": "sha256", "SM3": "sm3"}[algorithm]
    for length in (0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000):
        message = bytes(i % 251 for i in range(length))
        found = verifier.evaluate(
            "([name, bytes]) => lots.toHex(lots.HASHES[name](Uint8Array.from(bytes)))", [algorithm, list(message)]
        )
        assert found == hashlib.new(name, message).hexdigest(), length


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_vectors_of_the_draw(verifier, algorithm):
    expected, bundle = VECTORS[algorithm], vector_bundle(algorithm)
    tickets = verifier.evaluate(
        """async (bundle) => {
          const draw = lots.prepare(bundle), pace = lots.makePace(), found = {};
          for (const one of bundle.classes) {
            const order = await lots.drawnOrder(draw, one.class, pace);
            found[one.class] = order.slice(0, one.k).map(({ id, ticket }) => [id, lots.toHex(ticket)]);
          }
          return found;
        }""",
        bundle,
    )
    for name, drawn in expected["drawn"].items():
        assert [(id_[12:16], ticket[:16]) for id_, ticket in tickets[name]] == drawn
    for one in bundle["classes"]:
        one["threshold"] = tickets[one["class"]][-1][1]
    steps = steps_of(verifier, bundle)
    assert {one["state"] for name, one in steps.items() if name not in ("officer_root", "ranking")} == {"ok"}
    assert steps["pool_root"]["message"] == expected["pool_root"]
    assert steps["commit"]["message"] == expected["commit"]
    assert steps["seed"]["message"] == expected["seed"]
    assert steps["selected_root"]["message"] == expected["selected_root"]
    assert (steps["officer_root"]["state"], steps["ranking"]["state"]) == ("not published",) * 2


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_vectors_of_officers_and_the_sealed_key(verifier, algorithm):
    expected = VECTORS[algorithm]
    first = f"91330100TEST{expected['drawn']['A'][0][0]}XX"
    found = verifier.evaluate(
        """async ([algorithm, seed, key, object, officers]) => {
          const [s, k] = [lots.fromHex(seed), lots.fromHex(key)];
          const hex = (...fields) => lots.toHex(lots.tagged(algorithm, ...fields));
          return {
            kc: hex("DRAW-KEY-v1", k),
            sealed: hex("DRAW-SEALED-v1", s, k),
            officers: lots.rankingOf(algorithm, s, object, officers.map((line) => line.split("|")[0])),
            officer_root: lots.toHex(await lots.rootOf(algorithm, officers, lots.makePace())),
          };
        }""",
        [algorithm, expected["seed"], KEY, first, OFFICERS],
    )
    assert found == {name: expected[name] for name in ("kc", "sealed", "officers", "officer_root")}


RANDOM = 500
"""Bundles for each hash."""
VERIFIED = """async (bundles) => {
  const found = [];
  for (const text of bundles) {
    try {
      const results = await lots.verify(lots.readBundle(text));
      found.push(results.map(({ step, subject, state }) => [step, subject, state]));
    } catch (error) {
      found.push(error instanceof lots.Unreadable ? "unreadable" : String(error.stack));
    }
  }
  return found;
}"""


def browsers(verifier, bundles):
    """What the browser finds for each bundle: its steps, or "unreadable"."""
    return verifier.evaluate(VERIFIED, [json.dumps(one, ensure_ascii=False) for one in bundles])


def systems(bundle):
    """What the system's own verification finds."""
    try:
        return [[one.step, one.subject, one.state] for one in verify(bundle)]
    except Unreadable:
        return "unreadable"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_random_draws_are_found_as_the_system_finds_them(verifier, algorithm):
    bundles = [make_bundle(number, algorithm) for number in range(RANDOM)]
    for number, (found, bundle) in enumerate(zip(browsers(verifier, bundles), bundles, strict=True)):
        assert found == systems(bundle), number
        assert "failed" not in {state for _, _, state in found}, number


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_tampering_is_named_by_its_step(verifier, algorithm):
    cases = [case for number in range(20) for case in tamperings(make_bundle(number, algorithm))]
    assert len(cases) > 100
    found = browsers(verifier, [bundle for _, _, bundle in cases])
    for (what, expected, bundle), steps in zip(cases, found, strict=True):
        failed = steps if isinstance(steps, str) else next((step for step, _, state in steps if state == "failed"), "")
        assert failed == expected, what
        assert steps == systems(bundle), what
