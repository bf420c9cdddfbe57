"""Whether a rectification is late: the day it was handed in counts, not the day somebody looked at it.

The term begins once, with the receipt of the demand (广东省行政执法案卷评查办法第十九条至第二十二条). What is returned
goes on within the same term: it does not begin again, and what was late stays late.
"""

from __future__ import annotations

from datetime import date

from enforcement.rules.duties import Dated, late


def rectification_late(term: Dated, handed_in_on: date | None, today: date) -> bool:
    """Whether the agency is late on a civil day.

    ``handed_in_on`` is the day of the last hand-in that waits for its re-check or has passed it; None when there is
    none, or when it was returned: then the agency has to act again, and today counts.
    """
    return late(term, today if handed_in_on is None else handed_in_on)
