"""What an evaluator writes down (评分表) about one file, and what is wrong with it, field by field.

广东省行政执法案卷评查办法第十条: each evaluator scores alone and writes the reasons for what is deducted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from enforcement.rules.evaluation.standard import Deduction, Item, Per, Standard, Veto


@dataclass(frozen=True)
class FileFacts:
    """The kind of file, and the answer to each question the standard asks about it (condition id -> yes)."""

    kind: str
    holds: Mapping[str, bool]


@dataclass(frozen=True)
class Reference:
    """Where a fault stands: the document (its number in the file, or its name where it is missing), page, passage."""

    document: str
    passage: str = ""
    page: int | None = None


@dataclass(frozen=True)
class Fault:
    """A deduction (by its code) that was found `times` times at one place."""

    deduction: str
    reference: Reference
    times: int = 1
    remark: str = ""


@dataclass(frozen=True)
class VetoMark:
    """A veto with its written reason and, if there is one, the place that shows it."""

    veto: str
    reason: str
    reference: Reference | None = None


@dataclass(frozen=True)
class Sheet:
    """One evaluator's sheet. An item without a fault has its full points."""

    faults: tuple[Fault, ...] = ()
    vetoes: tuple[VetoMark, ...] = ()


@dataclass
class Problems:
    """Sentences by field path (`faults.0.times`)."""

    by_field: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, sentence: str) -> None:
        """Add a sentence to a field."""
        self.by_field.setdefault(name, []).append(sentence)


def applies(standard: Standard, line: Item | Veto, facts: FileFacts) -> bool:
    """Whether an item or veto is asked of this file. A question that isn't put to this kind of file counts as yes."""
    if line.kinds and facts.kind not in line.kinds:
        return False
    asked = {condition.id for condition in standard.conditions_of(facts.kind)}
    return line.condition not in asked or facts.holds[line.condition]


def facts_problems(standard: Standard, facts: FileFacts) -> dict[str, list[str]]:
    """What is wrong with the kind and the answers: unknown, unanswered."""
    problems = Problems()
    if facts.kind not in {kind.id for kind in standard.kinds}:
        problems.add("kind", f"《{standard.name}》不适用于这种案卷；请改选案卷种类，或者另定标准。")
        return problems.by_field
    asked = {condition.id: condition for condition in standard.conditions_of(facts.kind)}
    for known, condition in asked.items():
        if known not in facts.holds:
            problems.add(f"holds.{known}", f"请回答：{condition.question}")
    for answered in facts.holds:
        if answered not in asked:
            problems.add(f"holds.{answered}", "这种案卷不问这个适用条件；请删去。")
    return problems.by_field


def counting_problems(standard: Standard, facts: FileFacts, sheet: Sheet) -> dict[str, list[str]]:
    """What keeps a sheet from being counted: unknown codes, items the case doesn't ask, impossible numbers."""
    problems = Problems()
    lines = _deductions(standard)
    counted: dict[str, int] = {}
    for place, fault in enumerate(sheet.faults):
        at = f"faults.{place}"
        if fault.deduction not in lines:
            problems.add(f"{at}.deduction", "标准中没有这个扣分项；标准以外的问题不扣分，可以写在评语里。")
            continue
        item, deduction = lines[fault.deduction]
        if not applies(standard, item, facts):
            problems.add(f"{at}.deduction", f"本案不适用第 {item.no} 项，不能扣分；请删去，或者改正适用条件。")
        if fault.times < 1:
            problems.add(f"{at}.times", "次数应为 1 以上的整数。")
        counted[fault.deduction] = counted.get(fault.deduction, 0) + fault.times
        if deduction.per is Per.ONCE and counted[fault.deduction] > 1:
            problems.add(f"{at}.times", "这个扣分项只扣一次；请删去重复的。")
    _count_vetoes(standard, facts, sheet, problems)
    return problems.by_field


def completeness_problems(standard: Standard, sheet: Sheet) -> dict[str, list[str]]:
    """What a draft still lacks before it can be signed: document and passage of each fault, reasons of vetoes."""
    problems = Problems()
    lines = _deductions(standard)
    for place, fault in enumerate(sheet.faults):
        at = f"faults.{place}.reference"
        missing = fault.deduction in lines and lines[fault.deduction][1].missing
        if not fault.reference.document.strip():
            problems.add(f"{at}.document", "每一处扣分都要指明卷内文书；文书缺失的，写明缺少的文书名称。")
        if not missing and not fault.reference.passage.strip():
            problems.add(f"{at}.passage", "请写明文书中的具体位置或者原文。")
        if fault.reference.page is not None and fault.reference.page < 1:
            problems.add(f"{at}.page", "页码应为 1 以上的整数。")
    for place, mark in enumerate(sheet.vetoes):
        if not mark.reason.strip():
            problems.add(f"vetoes.{place}.reason", "认定一票否决必须写明理由。")
    return problems.by_field


def _count_vetoes(standard: Standard, facts: FileFacts, sheet: Sheet, problems: Problems) -> None:
    known = {veto.no: veto for veto in standard.vetoes}
    seen: set[str] = set()
    for place, mark in enumerate(sheet.vetoes):
        at = f"vetoes.{place}.veto"
        if mark.veto not in known:
            problems.add(at, "标准中没有这个一票否决项。")
        elif not applies(standard, known[mark.veto], facts):
            problems.add(at, f"本案不适用 {mark.veto}；请删去，或者改正适用条件。")
        if mark.veto in seen:
            problems.add(at, f"{mark.veto} 已经认定过；请合并理由。")
        seen.add(mark.veto)


def _deductions(standard: Standard) -> dict[str, tuple[Item, Deduction]]:
    return {one.code: (item, one) for item in standard.items for one in item.deductions}
