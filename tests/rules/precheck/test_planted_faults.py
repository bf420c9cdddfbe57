"""The promise of the pre-check: 95 % of 200 planted faults of 25 kinds and more, nothing on 60 clean files."""

from functools import cache

import pytest

from config.settings import ROOT
from enforcement.rules.precheck import RULES
from tests.support.casefiles import clean_file
from tests.support.faults import FAULTS, spoil
from tests.support.precheck_report import CLEAN, MARK, PLANTED, RULES_OF, SPOILT, evaluate, table


@cache
def report():
    return evaluate()


def test_two_hundred_faults_of_many_kinds_are_planted():
    assert (CLEAN, SPOILT, PLANTED, MARK) == (60, 60, 200, 95)
    assert report().planted.total() == PLANTED
    assert len(report().planted) >= 80


def test_at_least_ninety_five_percent_are_found():
    assert report().found.total() * 100 >= MARK * PLANTED, table(report())


def test_no_kind_of_fault_goes_unfound():
    assert [kind for kind in report().planted if not report().found[kind]] == []


def test_nothing_is_found_on_clean_files():
    assert report().false == (), table(report())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_faults_in_other_files_are_found_as_well(seed):
    other = evaluate(clean=0, seed=seed)
    assert other.found.total() * 100 >= MARK * PLANTED, table(other)


def test_every_kind_of_fault_has_its_rule():
    assert set(RULES_OF) == {one.kind for one in FAULTS}
    assert {rule for rules in RULES_OF.values() for rule in rules} <= {rule.id for rule in RULES}


def test_the_planter_knows_nothing_of_the_rules():
    files = sorted((ROOT / "tests" / "support").glob("fault*.py"))
    assert len(files) == 5
    assert [one.name for one in files if "from enforcement" in one.read_text(encoding="utf-8")] == []


def test_the_same_faults_are_planted_in_every_run():
    assert spoil(clean_file, 5, 17) == spoil(clean_file, 5, 17)
