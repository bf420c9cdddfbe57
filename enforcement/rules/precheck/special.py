"""What only summary files (行政处罚法第五十一条、第五十二条) and files without a penalty (第三十三条) are asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enforcement.rules.casefile.terms import StepKind
from enforcement.rules.duties import late
from enforcement.rules.major_decision import HEARING_PARTIES
from enforcement.rules.needs import APL, SAMR
from enforcement.rules.penalty import yuan
from enforcement.rules.precheck.base import Found, Rule, counted, day, no_penalty, overrun, summary
from enforcement.rules.precheck.view import CaseView

FOR_CORRECTION = re.compile(r"(三十三|33)\s*条\s*第?\s*(一|1)\s*款|33\s*[(（]\s*1\s*[)）]")
"""A ground for no penalty that rests on what the party has put right (行政处罚法第三十三条第一款)."""
ON_THE_SPOT = frozenset({"警告", "罚款"})


def _other_kind(view: CaseView) -> Iterator[Found]:
    other = [kind for kind in view.file.decision.kinds if kind not in ON_THE_SPOT]
    if other:
        yield Found((view.decision.id,), f"当场处罚只能是警告或者罚款，决定给予“{'、'.join(other)}”。")


def _above_limit(view: CaseView) -> Iterator[Found]:
    kind = view.party.kind.value
    name = next(name for name, kinds in HEARING_PARTIES.items() if kind in kinds)
    limit = view.number(f"summary.fine.{name}", view.decided_on)
    fine = view.file.decision.fine_fen
    if not limit.allows(fine):
        yield Found(
            (view.decision.id,),
            f"当场罚款{yuan(fine)}，{limit.name}为{yuan(limit.whole)}，"
            f"超过{yuan(fine - limit.whole)}，应当适用普通程序。",
        )


def _report_late(view: CaseView) -> Iterator[Found]:
    deadline = view.deadline("D37", view.decided_on)
    reported = view.last(StepKind.REPORTED)
    if reported is None:
        yield Found((view.decision.id,), f"{day(view.decided_on)}当场处罚，没有报所属机关备案。{counted(deadline)}")
    elif late(deadline, reported):
        yield Found((view.decision.id,), overrun(view, deadline, "报所属机关备案的日期", reported))


def _not_handed_over(view: CaseView) -> Iterator[Found]:
    served = view.served(view.decision.id)
    if served is not None and served.on != view.decided_on:
        yield Found(
            (view.decision.id,),
            f"当场处罚决定书在{day(view.decided_on)}作出，{day(served.on)}才交付，没有当场交付当事人。",
        )


def _ground_missing(view: CaseView) -> Iterator[Found]:
    if not view.file.decision.ground.strip():
        yield Found((view.decision.id,), "不予处罚，没有写明理由和条文。")


def _uneducated(view: CaseView) -> Iterator[Found]:
    if view.file.decision.education_document is None and not view.unproved:
        yield Found((view.decision.id,), "不予行政处罚的，应当对当事人进行教育，卷内没有教育记录。")


def _correction_missing(view: CaseView) -> Iterator[Found]:
    corrected = FOR_CORRECTION.search(view.file.decision.ground) and not view.unproved
    if corrected and not view.decision.contents.get("correction", "").strip():
        yield Found((view.decision.id,), f"《{view.decision.title}》没有写明当事人改正的情况（correction）。")


def _penalised_all_the_same(view: CaseView) -> Iterator[Found]:
    decision = view.file.decision
    if decision.kinds or decision.fine_fen or decision.confiscation_fen:
        yield Found((view.decision.id,), f"结果为不予处罚，决定却写有“{'、'.join(decision.kinds)}”或者金额。")


RULES = (
    Rule("summary-other-kind", "当场处罚种类不当", f"{APL}第五十一条", _other_kind, summary),
    Rule("summary-above-limit", "当场罚款超过限额", f"{APL}第五十一条", _above_limit, summary),
    Rule(
        "summary-report-late", "当场处罚没有按期备案", f"{APL}第五十二条第三款；{SAMR}第七十条", _report_late, summary
    ),
    Rule("summary-not-handed-over", "没有当场交付", f"{APL}第五十二条第一款", _not_handed_over, summary),
    Rule("no-penalty-ground-missing", "不予处罚没有理由", f"{APL}第三十条至第三十三条", _ground_missing, no_penalty),
    Rule("education-missing", "不予处罚没有教育", f"{APL}第三十三条第三款", _uneducated, no_penalty),
    Rule("correction-missing", "不予处罚没有写明改正情况", f"{APL}第三十三条第一款", _correction_missing, no_penalty),
    Rule("no-penalty-with-penalty", "不予处罚却有处罚内容", f"{APL}第五十七条", _penalised_all_the_same, no_penalty),
)
