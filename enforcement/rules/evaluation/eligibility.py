"""Who may not evaluate: who runs the round, reads its audit or the original case, belongs to the agency, worked on it.

广东省行政执法案卷评查办法第十条 asks evaluators whose fairness may be doubted to withdraw; 行政处罚法第五十八条 keeps
those who handled a case out of its check. Two sheets are worth more than one only while neither evaluator knows
of the other nor of the handlers, so whoever can open what is sealed or blinded by another role does not score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from enforcement.foundation.errors import Reason
from enforcement.foundation.permissions import Permission
from enforcement.rules.evaluation.bases import APART
from enforcement.rules.evaluation.blinding import bare

BASIS = APART
SEALED = "抽取规程：谁评哪件案卷，评分结束以后才公开"
RUNNING = frozenset({Permission.EVALUATION_PLAN, Permission.EVALUATION_APPROVE, Permission.AUDIT_READ})
"""On the path of the organ that evaluates: recusals, late seats, and each act of an evaluator with its seat."""
ORIGINALS = frozenset({Permission.CASE_READ, Permission.DOCUMENT_READ, Permission.RECORDING_READ})
"""On the path of the agency: the case as it was, with the names of those who handled it."""
OTHER = "换一名评查员"


@dataclass(frozen=True)
class Evaluator:
    """An evaluator: the organisations the person belongs to, those whose cases the person may open, and the marks.

    Organisations are paths.
    """

    belongs: frozenset[str]
    reads: frozenset[str]
    marks: frozenset[str]


@dataclass(frozen=True)
class FileRoles:
    """The agency (path) of a file, and the marks of its people by role (承办人, 审核人, 批准人 …)."""

    agency: str
    people: Mapping[str, frozenset[str]]


def marks(name: str, numbers: Iterable[str]) -> frozenset[str]:
    """What tells a person in a file: the name and each number, however they are written."""
    return frozenset(map(bare, (name, *numbers))) - {""}


def plan_problems(held: Collection[Permission], *, leads: bool) -> tuple[Reason, ...]:
    """Against scoring in a round: who wrote or approved its plan, and who holds a permission to run it or its audit.

    ``held``: the permissions on the organ that evaluates.
    """
    found: list[Reason] = []
    if leads:
        message = "起草或者批准评查方案的人不评分"
        found.append(Reason("leads-the-plan", message, f"{BASIS}；{SEALED}", OTHER))
    if not RUNNING.isdisjoint(held):
        message = "主持评查或者查阅操作日志的人知道谁评哪件案卷，不评分"
        found.append(Reason("sees-what-is-sealed", message, f"{BASIS}；{SEALED}", "收回该角色，或者换一名评查员"))
    return tuple(found)


def evaluator_problems(evaluator: Evaluator, file: FileRoles) -> tuple[Reason, ...]:
    """Every reason against this evaluator scoring this file; empty if none."""
    found: list[Reason] = []
    if any(path.startswith(file.agency) for path in evaluator.belongs):
        found.append(Reason("own-agency", "评查员不能评查本机关的案卷", BASIS, OTHER))
    if file.agency in evaluator.reads:
        message = "评查员能打开该机关的原案件，看得到承办人"
        found.append(Reason("opens-the-case", message, BASIS, "收回该角色，或者换一名评查员"))
    for role, people in file.people.items():
        if not evaluator.marks.isdisjoint(people):
            message = f"评查员是本案的{role}，不能评查本案"
            found.append(Reason("worked-on-the-case", message, f"{BASIS}；行政处罚法第五十八条", OTHER))
    return tuple(found)
