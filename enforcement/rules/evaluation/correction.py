"""Results after the first: a failed file scored once more, and deductions that fall after an objection.

Order of 广东省行政执法案卷评查办法第十二条: failed files are evaluated again before the agency is told; objections
come later. Sheets stay as they were signed: what falls is left out when the counted ones are scored again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enforcement.rules.evaluation.bases import RE_EVALUATED
from enforcement.rules.evaluation.deciding import Result, mean_result
from enforcement.rules.evaluation.scoring import Score, score
from enforcement.rules.evaluation.sheets import FileFacts, Sheet
from enforcement.rules.evaluation.standard import Standard

BASIS = RE_EVALUATED
RE_EVALUATION_COUNTS = f"第一次评查不合格，反馈以前由另一名评查员复评，以复评结果为准（{BASIS}）。"


@dataclass(frozen=True)
class Fallen:
    """What upheld objections took out of a file: codes of deductions, numbers of vetoes."""

    deductions: frozenset[str] = frozenset()
    vetoes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything fell."""
        return bool(self.deductions or self.vetoes)


def must_be_re_evaluated(standard: Standard, grade: str) -> bool:
    """Whether a first result with this grade (band id) is scored once more: only the failed band is."""
    return grade == standard.failed_band.id


def re_evaluated(standard: Standard, scores: Sequence[Score]) -> Result:
    """The result once the re-evaluation, the last of all sheets, is signed: it alone counts."""
    return mean_result(standard, scores, (len(scores) - 1,), (RE_EVALUATION_COUNTS,))


def without(standard: Standard, facts: FileFacts, signed: Score, fallen: Fallen) -> Score:
    """A signed sheet scored again without what fell; nothing is ever added, so it never scores less."""
    if not fallen:
        return signed
    faults = (fault for item in signed.items for one in item.deducted for fault in one.faults)
    left = Sheet(
        tuple(fault for fault in faults if fault.deduction not in fallen.deductions),
        tuple(mark for mark in signed.vetoes if mark.veto not in fallen.vetoes),
    )
    return score(standard, facts, left)


def corrected(
    standard: Standard, facts: FileFacts, scores: Sequence[Score], counted: tuple[int, ...], fallen: Fallen
) -> Result:
    """The result of the sheets that counted before, without what fell. The same sheets count as before.

    `scores` are all signed sheets in order, `counted` their places (0, 1 …) that the result before followed.
    """
    left = [without(standard, facts, one, fallen) for one in scores]
    return mean_result(standard, left, counted, (f"异议成立，{fallen_words(fallen)}不再计入。",))


def fallen_words(fallen: Fallen) -> str:
    """What fell, in a clause: 扣分项 P1.1a、P2.3b，一票否决 V03."""
    deductions = f"扣分项 {'、'.join(sorted(fallen.deductions))}" if fallen.deductions else ""
    vetoes = f"一票否决 {'、'.join(sorted(fallen.vetoes))}" if fallen.vetoes else ""
    return "，".join(one for one in (deductions, vetoes) if one)
