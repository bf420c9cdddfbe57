"""A02: the machine does not take a ground for another object that its own rows deny."""

import pytest

from enforcement.rules.inspection.replacing import reasons_against_cap_as_ground, reasons_against_joint_as_ground
from enforcement.rules.inspection.visits import Standing


@pytest.mark.parametrize(("counted", "reserved", "codes"), [(0, 0, ["A02"]), (1, 4, ["A02"]), (2, 0, []), (3, 0, [])])
def test_a02_the_cap_is_a_ground_when_it_is_reached(counted, reserved, codes):
    standing = Standing("X", 2026, counted, 0, 0, counted, reserved, 2, "依据")
    assert [one.code for one in reasons_against_cap_as_ground(standing)] == codes


@pytest.mark.parametrize(("covered", "codes"), [(True, []), (False, ["A02"])])
def test_a02_a_joint_visit_is_a_ground_when_there_is_one(covered, codes):
    assert [one.code for one in reasons_against_joint_as_ground(covered=covered)] == codes
