"""The system's own check: random draws hold, and every change is named by its step."""

import pytest

from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.reading import Unreadable
from enforcement.rules.draws.results import STEPS
from enforcement.rules.draws.verification import verify
from tests.support.bundles import make_bundle, tamperings
from tests.support.tampering import UNREADABLE


def first_fault(bundle):
    try:
        return next((result.step for result in verify(bundle) if result.state == "failed"), None)
    except Unreadable:
        return UNREADABLE


@pytest.mark.parametrize("algorithm", Algorithm)
def test_random_draws_hold(algorithm):
    for number in range(100):
        results = verify(make_bundle(number, algorithm))
        assert [result for result in results if result.state == "failed"] == []
        steps = dict.fromkeys(result.step for result in results)
        assert [step for step in STEPS if step in steps or step != "tickets"] == list(steps)


def test_every_change_is_named_by_its_step():
    for number in range(15):
        for what, step, bundle in tamperings(make_bundle(number, Algorithm.SHA256)):
            assert first_fault(bundle) == step, f"{number}: {what}"


def test_a_fault_says_what_was_expected_and_what_stands_there():
    bundle = make_bundle(1, Algorithm.SM3)
    bundle["commit"] = "00" * 32
    fault = next(result for result in verify(bundle) if result.state == "failed")
    assert (fault.step, fault.got) == ("commit", "00" * 32)
    assert len(fault.expected) == 64
    assert fault.expected != fault.got


def test_what_cannot_be_read_is_named_by_its_key():
    bundle = make_bundle(1, Algorithm.SHA256)
    bundle["classes"].append({"class": "Z", "N": "7", "k": 1, "threshold": None, "selected": []})
    with pytest.raises(Unreadable, match=r"classes\[\d\]\.N：应为整数"):
        verify(bundle)
