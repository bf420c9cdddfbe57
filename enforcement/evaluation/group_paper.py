"""The contents of a group report (评查组报告): what 广东省行政执法案卷评查办法第十三条 asks.

Object, evaluators, number and names of the files, grades, main problems, advice; and until when to object.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from enforcement.evaluation.facts import ClosedCase
from enforcement.evaluation.queries.files import files_named
from enforcement.evaluation.queries.final import ITEM, VETO, FinalFile, StandingSubject
from enforcement.evaluation.states import DecisionKind
from enforcement.rules.evaluation.drawing import MustDraw
from enforcement.rules.evaluation.figures import mean

if TYPE_CHECKING:
    from enforcement.evaluation.models.feedback import EvaluationReport

NOT_SCORED = "没有评完"
CHANCE = "随机抽取"
NOTHING_FOUND = "没有发现需要改正的问题，请继续保持，并对没有抽到的案卷自查"


def group_report_content(report: EvaluationReport, files: Sequence[FinalFile]) -> dict[str, Any]:
    """The contents of the form ``evaluation_group_report`` for the agency of a report; ``files`` are all of its files.

    The term for objections already stands in the row.
    """
    plan, standard = report.plan, files[0].decided.standard
    known = {one.public_id: one for one in files_named([one.decided.case_file for one in files])}
    problems = _problems(files, known)
    return {
        "agency": report.agency_name,
        "plan": plan.title,
        "period": f"{_day(plan.period_from)}至{_day(plan.period_to)}办结的案卷",
        "standard": f"《{standard.name}》{standard.version}版",
        "evaluators": sorted({sheet.evaluator_name for one in files for sheet in one.decided.sheets}),
        "summary": _summary(files),
        "files": [_file_row(number, one, known) for number, one in enumerate(files, 1)],
        "problems": problems,
        "advice": [*(_advice(one, count) for one, count in _most_frequent(files)), _TERM]
        if problems
        else [NOTHING_FOUND],
        "objection": (
            f"对扣分、一票否决有异议的，请在{_day(report.due_on)}前在系统中逐项书面提出并说明理由；"
            f"本机关在规定的期限内书面答复。期限届满以后，按本报告和对异议的答复确定结果（{report.basis}）。"
        ),
    }


_TERM = "结果确定以后，逐项整改并提交证明材料，由本机关复核；同类案卷请一并自查"


def _summary(files: Sequence[FinalFile]) -> str:
    results = [one.result for one in files if one.result is not None]
    grades = Counter(one.band.name for one in results)
    bands = [band.name for band in files[0].decided.standard.bands]
    counted = "，".join(f"{name} {grades[name]} 件" for name in bands)
    lines = [f"共评查 {len(files)} 件：{counted}。"]
    if results:
        lines.append(f"平均 {mean([one.unrounded for one in results]).words}。")
    if len(results) < len(files):
        lines.append(f"另有 {len(files) - len(results)} 件没有评完，不计入结果。")
    for number, one in enumerate(files, 1):
        waived = _decided_as(one, DecisionKind.NOT_RE_EVALUATED)
        lines += [f"第 {number} 件没有复评：{'；'.join(waived).rstrip('。')}。"] if waived else []
    return "\n".join(lines)


def _decided_as(file: FinalFile, kind: DecisionKind) -> list[str]:
    """The steps of the decisions of a kind."""
    return [step for one in file.decisions if one.kind is kind for step in one.steps]


def _file_row(number: int, file: FinalFile, known: Mapping[str, ClosedCase]) -> dict[str, str]:
    again = "（经过复评）" if _decided_as(file, DecisionKind.RE_EVALUATION) else ""
    again = "（未复评）" if _decided_as(file, DecisionKind.NOT_RE_EVALUATED) else again
    chosen = "、".join(MustDraw(one).words for one in file.decided.must_kinds)
    return {
        "no": str(number),
        "file": _name(file, known),
        "chosen": f"必查：{chosen}" if chosen else CHANCE,
        "points": file.result.points if file.result else NOT_SCORED,
        "grade": f"{file.result.band.name}{again}" if file.result else "—",
    }


def _name(file: FinalFile, known: Mapping[str, ClosedCase]) -> str:
    found = known[file.decided.case_file]
    return f"{found.file_no}\n{found.title}"


def _problems(files: Sequence[FinalFile], known: Mapping[str, ClosedCase]) -> list[dict[str, str]]:
    rows = []
    for number, (subject, _count) in enumerate(_most_frequent(files), 1):
        within = [(file, one) for file in files for one in file.told if one.subject == subject.subject]
        texts = dict.fromkeys(text for _file, one in within for text in one.texts)
        veto = "一票否决：" if subject.subject.startswith(VETO) else ""
        rows.append(
            {
                "no": str(number),
                "item": f"{subject.no} {subject.title}",
                "problem": "\n".join(f"{veto}{text}" for text in texts),
                "files": "\n".join(known[file.decided.case_file].file_no for file, _one in within),
            }
        )
    return rows


def _most_frequent(files: Sequence[FinalFile]) -> list[tuple[StandingSubject, int]]:
    """Each subject with the number of files that show it: the most frequent first, else in the standard's order."""
    counts = Counter(one.subject for file in files for one in file.told)
    first = {one.subject: one for file in reversed(files) for one in file.told}
    order = [f"{VETO}{one.no}" for one in files[0].decided.standard.vetoes]
    order += [f"{ITEM}{one.no}" for one in files[0].decided.standard.items]
    return [(first[name], counts[name]) for name in sorted(first, key=lambda one: (-counts[one], order.index(one)))]


def _advice(subject: StandingSubject, count: int) -> str:
    return f"第 {subject.no} 项“{subject.title}”（{count} 件）：按照{'；'.join(subject.articles)}改正"


def _day(value: Any) -> str:
    return f"{value.year}年{value.month}月{value.day}日"
