"""What holds for every deadline, whatever the term and the calendar days."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.rules.deadlines import Extension, Stop, compute_deadline
from enforcement.rules.duties import alarm_on, late, right_lapsed
from enforcement.rules.explanation import split_at
from enforcement.rules.rulesets import Term, Unit
from tests.rules.law_files import calendar

DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
LENGTHS = st.integers(1, 130)
UNITS = st.sampled_from([Unit.WD, Unit.CD, Unit.M])
ONE_DAY = timedelta(days=1)
fast = settings(max_examples=80, deadline=None)


@st.composite
def stop_lists(draw):
    starts = draw(st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=3))
    return [Stop(first, first + timedelta(days=length), "听证") for first, length in starts]


def count(start, length, unit, *, backward=False, stops=(), extensions=()):
    term = Term("T", "期限", length if unit is not Unit.M else length % 12 + 1, unit, backward=backward)
    return compute_deadline(term, start, calendar(), stops=stops, extensions=extensions)


@fast
@given(DAYS, LENGTHS, UNITS, stop_lists())
def test_article_85_no_deadline_ends_on_a_rest_day(start, length, unit, stops):
    counted = count(start, length, unit, stops=stops)
    assert calendar().is_working_day(counted.due)
    assert start < counted.unrolled <= counted.due
    assert counted.earliest <= counted.unrolled


@fast
@given(DAYS, LENGTHS, UNITS)
def test_counted_back_it_ends_on_a_working_day_before_the_day(start, length, unit):
    counted = count(start, length, unit, backward=True)
    assert counted.strict < counted.due <= counted.unrolled < start
    assert calendar().is_working_day(counted.due)
    assert calendar().is_working_day(counted.strict)


@fast
@given(DAYS, LENGTHS, st.sampled_from([Unit.WD, Unit.CD]), stop_lists())
def test_longer_terms_end_later(start, length, unit, stops):
    shorter, longer = (count(start, size, unit, stops=stops) for size in (length, length + 1))
    assert shorter.unrolled < longer.unrolled
    assert shorter.due <= longer.due


@fast
@given(DAYS, LENGTHS)
def test_working_days_counted_forward_and_back_meet(start, length):
    start = calendar().next_working_day(start)
    end = count(start, length, Unit.WD).due
    assert count(end, length, Unit.WD, backward=True).due == start


@fast
@given(DAYS, LENGTHS, st.sampled_from([Unit.WD, Unit.CD]), stop_lists())
def test_the_counted_days_of_the_explanation_add_up_to_the_length(start, length, unit, stops):
    for counted in (count(start, length, unit, stops=stops), count(start, length, unit, backward=True)):
        assert sum(run.counted for run in counted.explanation) == length


@fast
@given(DAYS, LENGTHS, UNITS, stop_lists(), st.booleans())
def test_the_explanation_covers_every_day_once(start, length, unit, stops, backward):
    counted = count(start, length, unit, backward=backward, stops=() if backward else stops)
    step = -ONE_DAY if backward else ONE_DAY
    expected = start
    for run in counted.explanation:
        assert run.first == expected
        expected = run.last + step
    assert expected - step == counted.strict


@fast
@given(DAYS, LENGTHS, stop_lists())
def test_a_calendar_term_moves_by_exactly_the_stopped_days_inside_it(start, length, stops):
    counted = count(start, length, Unit.CD, stops=stops)
    span = [start + timedelta(days=n) for n in range(1, (counted.unrolled - start).days + 1)]
    stopped = sum(any(stop.first <= each <= stop.last for stop in stops) for each in span)
    assert (counted.unrolled - start).days == length + stopped


@fast
@given(DAYS, LENGTHS, st.integers(1, 40), st.sampled_from([Unit.WD, Unit.CD]), stop_lists())
def test_an_extension_in_the_same_unit_is_a_longer_term(start, length, more, unit, stops):
    extended = count(start, length, unit, stops=stops, extensions=[Extension(more, unit)])
    assert extended.due == count(start, length + more, unit, stops=stops).due


@fast
@given(DAYS, LENGTHS, UNITS, st.integers(-5, 200))
def test_rights_lapse_no_earlier_than_duties_are_late_and_never_while_provisional(start, length, unit, later):
    counted = count(start, length, unit)
    today = start + timedelta(days=later)
    assert alarm_on(counted) <= counted.due
    assert not right_lapsed(counted, today) or late(counted, today)
    assert not (counted.provisional and right_lapsed(counted, today))


@fast
@given(DAYS, LENGTHS, UNITS, st.integers(0, 200), stop_lists())
def test_marking_today_loses_no_day_and_no_count(start, length, unit, later, stops):
    runs = count(start, length, unit, stops=stops).explanation
    marked = split_at(runs, start + timedelta(days=later))
    assert sum(run.days for run in marked) == sum(run.days for run in runs)
    assert sum(run.counted for run in marked) == sum(run.counted for run in runs)
