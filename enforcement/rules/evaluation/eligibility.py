"""Who may not evaluate a file: its own agency, whoever worked on it, whoever already scored it, whoever recused.

广东省行政执法案卷评查办法第十条 asks evaluators whose fairness may be doubted to withdraw, 行政处罚法第四十三条
likewise; 行政处罚法第五十八条 keeps those who handled a case out of its check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from enforcement.foundation.errors import Reason

BASIS = "广东省行政执法案卷评查办法第十条"
RECUSAL = "行政处罚法第四十三条"


@dataclass(frozen=True)
class Evaluator:
    """An evaluator: a stable id of the person, and the agencies the person belongs to."""

    person: str
    agencies: frozenset[str]


@dataclass(frozen=True)
class FileRoles:
    """Who stands in what relation to a file. `people` maps each role (承办人, 审核人, 批准人 …) to person ids.

    `recused` maps person ids to the recorded reason, `scoring` are the evaluators the file already has.
    """

    agency: str
    people: Mapping[str, frozenset[str]]
    recused: Mapping[str, str] = field(default_factory=dict)
    scoring: frozenset[str] = frozenset()


def evaluator_problems(evaluator: Evaluator, file: FileRoles) -> tuple[Reason, ...]:
    """Every reason against this evaluator scoring this file; empty if none."""
    other = "换一名评查员"
    found: list[Reason] = []
    if file.agency in evaluator.agencies:
        found.append(Reason("own-agency", "评查员不能评查本机关的案卷", BASIS, other))
    for role, people in file.people.items():
        if evaluator.person in people:
            found.append(
                Reason(
                    "worked-on-the-case", f"评查员是本案的{role}，不能评查本案", f"{BASIS}；行政处罚法第五十八条", other
                )
            )
    if evaluator.person in file.scoring:
        found.append(Reason("already-scoring", "每份案卷由不同的评查员独立评分", BASIS, other))
    if evaluator.person in file.recused:
        reason = file.recused[evaluator.person]
        found.append(Reason("recused", f"评查员已经回避：{reason}", f"{BASIS}；{RECUSAL}", other))
    return tuple(found)
