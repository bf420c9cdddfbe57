"""Late is who hands in after the last day; the term does not begin again (广东省行政执法案卷评查办法第十九条至第二十二条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from enforcement.rules.evaluation.rectification import rectification_late

LAST = date(2026, 10, 30)
AFTER = LAST + timedelta(days=1)
LONG_AFTER = LAST + timedelta(days=60)


@dataclass(frozen=True)
class Term:
    due: date = LAST
    strict: date = LAST
    earliest: date = LAST
    provisional: bool = False


@pytest.mark.parametrize(
    ("handed_in", "today", "late"),
    [
        (None, LAST, False),
        (None, AFTER, True),
        (LAST, LONG_AFTER, False),
        (AFTER, LONG_AFTER, True),
    ],
)
def test_the_day_of_handing_in_counts_and_without_one_today(handed_in, today, late):
    assert rectification_late(Term(), handed_in, today) is late
