"""Whatever stands in a file: it is refused by field, or checked to the end."""

import time
from copy import deepcopy
from random import Random

from enforcement.foundation.errors import Invalid
from enforcement.rules.casefile import case_file_from
from enforcement.rules.precheck import precheck
from tests.rules.precheck.cases import LAW
from tests.support.casefiles import clean_file

STRANGE = (None, "", " ", "2026-02-30", "1950-01-01", "2099-12-31", "o1", "d01", "p1", "１２", "-1", "1e9", 0, 1, -1, 10**6,
           10**18, 1.5, True, [], {}, [None], "2026-03-02T09:00+08:00", "云〔２０２６〕１号", "NaN")  # fmt: skip


def places(value, path=()):
    """The path of every value inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from places(one, (*path, key))


def test_strange_values_are_refused_or_checked():
    rng = Random(5)  # noqa: S311 -- the same in every run
    read = 0
    clean = [clean_file(n) for n in range(15)]
    paths = [list(places(one)) for one in clean]
    for n in range(1200):
        file = deepcopy(clean[n % 15])
        *way, last = rng.choice(paths[n % 15])
        holder = file
        for key in way:
            holder = holder[key]
        if isinstance(holder, dict) and rng.random() < 0.3:
            del holder[last]
        else:
            alike = [one for one in STRANGE if type(one) is type(holder[last])]
            holder[last] = rng.choice(alike if alike and rng.random() < 0.7 else STRANGE)
        try:
            case = case_file_from(file)
        except Invalid:
            continue
        read += 1
        for one in precheck(case, LAW):
            assert one.documents
            assert one.explanation
    assert read > 300


def test_days_of_another_century_do_not_keep_the_machine_busy():
    file = clean_file(3)
    file["payment"]["entries"][0]["on"] = "2099-12-31"
    file["publication"]["published_on"] = "2099-12-31"
    file["limitation"]["ended_on"] = "1949-10-01"
    begin = time.perf_counter()
    precheck(case_file_from(file), LAW)
    assert time.perf_counter() - begin < 5


def test_an_interval_that_ends_before_it_begins_is_told():
    file = clean_file(11)
    file["interruptions"][0]["last"] = "2026-01-01"
    assert any(
        one.rule == "not-checked" and "早于起日" in one.explanation for one in precheck(case_file_from(file), LAW)
    )
