"""What the page behind a code shows: that check, earlier ones that took place, the frequency; nothing planned."""

import pytest

from enforcement.foundation.errors import NotFound
from enforcement.inspection.register.enterprise import enterprise_view, kind_words, result_words, visited_on
from enforcement.rules.inspection.checks import CheckState
from tests.domains.inspection.noticed import CODE, make_check
from tests.domains.inspection.visiting import make_place
from tests.support.app import NOON

OTHER = "91110000100000001W"


@pytest.fixture
def place(app):
    return make_place()


def test_a01_the_check_its_results_and_the_earlier_ones(place):
    make_check(place)
    earlier = make_check(place, "EARLIER1", codes=["05"])
    make_check(place, "OTHER123", uscc=OTHER)
    view = enterprise_view(CODE.lower(), NOON)
    assert [one.public_id for one in view.earlier] == [earlier.public_id]
    assert result_words(view.earlier[0]) == "发现问题已责令改正"
    assert kind_words(view.check) == "个案检查"
    assert visited_on(view.check) == NOON.date()


def test_p06_the_checks_of_other_organs_stand_there_too(place):
    make_check(place)
    make_check(place, "OTHERORG", org_id=place.other.id, org_path=place.other.path, agency_name=place.other.name)
    assert [one.agency_name for one in enterprise_view(CODE, NOON).earlier] == [place.other.name]


def test_a_planned_check_stays_unseen(place):
    make_check(place)
    make_check(place, None, arrived_at=None, state=CheckState.ASSIGNED)
    assert enterprise_view(CODE, NOON).earlier == ()


def test_a_result_is_shown_once_it_was_told(place):
    make_check(place, told_at=None)
    assert result_words(enterprise_view(CODE, NOON).check) == ""


def test_the_frequency_so_far_with_its_cap(place):
    make_check(place)
    place.whole_visit(NOON)
    known = enterprise_view(CODE, NOON).standing
    assert (known.counted, known.cap, known.total) == (1, 2, 1)


@pytest.mark.parametrize("code", ["", "WRONG123", "../etc", "检查码", "7K3M92QF%"])
def test_wrong_codes_answer_alike(place, code):
    make_check(place)
    with pytest.raises(NotFound) as missing:
        enterprise_view(code, NOON)
    assert missing.value.message == NotFound.title
