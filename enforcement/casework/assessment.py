"""How a proposed penalty stands: against range and benchmark, and what it makes due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enforcement.casework.deadlines import case_number
from enforcement.casework.models import Case, CaseProposal
from enforcement.catalogue import queries as catalogue
from enforcement.foundation.errors import Reason
from enforcement.rules.discretion import (
    BENCHMARK_BASIS,
    RANGE_BASIS,
    Approval,
    Departure,
    FineProposal,
    check_fine,
)
from enforcement.rules.facts_catalogue import BenchmarkFacts, BenchmarkTier, Grade, ItemFacts
from enforcement.rules.major_decision import (
    DISCUSSION_ARTICLE,
    Comparison,
    HearingThreshold,
    Trigger,
    discussion_due,
    hearing_comparisons,
    hearing_due,
    review_due,
)
from enforcement.rules.penalty import BandUnclear, Range, fine_range

FINE = "罚款"
GOODS = "没收非法财物"
_PERSONS = ("person", "individual_business")


@dataclass(frozen=True)
class DecisionTriggers:
    """Why review, discussion and hearing are due; and the hearing standard it does not reach."""

    review: tuple[Trigger, ...] = ()
    discussion: tuple[Trigger, ...] = ()
    hearing: tuple[Trigger, ...] = ()
    hearing_comparisons: tuple[Comparison, ...] = ()


def decision_triggers(case: Case, on: date) -> DecisionTriggers:
    """What the proposed penalty makes due; nothing before there is a proposal."""
    row = case.proposal
    if row is None:
        return DecisionTriggers()
    flags = set(case.flags)
    if row.departure:
        flags.add("departure")
    if row.grade == Grade.MITIGATED:
        flags.add("mitigated")
    confiscated = confiscated_fen(case, row)
    listed = catalogue.review_catalogue_on(case.org_id, on)
    review = review_due(
        listed.entries if listed else (),
        case.party.kind,
        row.fine_fen,
        confiscated,
        row.kinds,
        flags=flags,
    )
    thresholds = hearing_thresholds(case, on)
    return DecisionTriggers(
        review=review,
        discussion=_discussion(review, flags),
        hearing=hearing_due(thresholds, case.party.kind, row.fine_fen, confiscated, row.kinds),
        hearing_comparisons=hearing_comparisons(thresholds, case.party.kind, row.fine_fen, confiscated),
    )


def confiscated_fen(case: Case, row: CaseProposal) -> int:
    """Confiscated income and the value of confiscated goods together (行政处罚法 63(1)2).

    Goods count with the value stated for the case: when only part of them is taken, the doubt is the party's favour.
    """
    goods = case.goods_value_fen or 0 if GOODS in row.kinds else 0
    return row.confiscation_fen + goods


def _discussion(review: tuple[Trigger, ...], flags: set[str]) -> tuple[Trigger, ...]:
    due = discussion_due(review, flags)
    if "departure" in flags and "departure" not in {trigger.kind for trigger in due}:
        sentence = "偏离裁量基准，应当经负责人批准或者集体讨论决定"
        due += (Trigger(None, "departure", "偏离裁量基准", sentence, DISCUSSION_ARTICLE),)
    return due


def hearing_thresholds(case: Case, on: date) -> tuple[HearingThreshold, ...]:
    """The amounts from which a hearing must be offered, for the case's domain and region."""
    found = []
    for measured in ("fine", "confiscation"):
        for kind, parties in (("organisation", ("organisation",)), ("person", _PERSONS)):
            number = case_number(case, f"hearing.{measured}.{kind}", on)
            found.append(HearingThreshold(measured, parties, number.whole, number.inclusive, number.basis))
    return tuple(found)


def benchmark_of(case: Case) -> BenchmarkFacts | None:
    """The benchmark in force on the day of the act, else on the day the case came in."""
    if case.item_code is None:
        return None
    return catalogue.benchmark_on(case.org_id, case.item_code, case.acted_on or case.received_on)


def statutory_range(case: Case, item: ItemFacts, row: CaseProposal) -> Range:
    """The range of the fine. Errors: ``BandUnclear`` says what is missing to tell."""
    return fine_range(item.fine, case.goods_value_fen, case.illegal_income_fen, when=row.band_when)


def proposal_problems(case: Case, item: ItemFacts | None) -> tuple[Reason, ...]:
    """What speaks against the proposal; empty when it may be reported."""
    row = case.proposal
    if row is None or item is None:
        return ()
    problems = list(_kind_problems(row, item))
    if FINE in row.kinds:
        problems.extend(_fine_problems(case, row, item))
    return tuple(problems)


def _kind_problems(row: CaseProposal, item: ItemFacts) -> list[Reason]:
    allowed = set(item.kinds) | set(item.serious.adds if item.serious else ())
    problems = [
        Reason(
            "kind-not-provided",
            f"{item.penalty.citation}没有规定“{kind}”",
            "行政处罚法第四条、第三十八条",
            "删去这一种类",
        )
        for kind in row.kinds
        if kind not in allowed
    ]
    if not row.kinds:
        problems.append(Reason("kind-missing", "没有选择处罚种类", "行政处罚法第九条", "选择处罚种类"))
    if (row.fine_fen > 0) != (FINE in row.kinds):
        problems.append(Reason("fine-unclear", "罚款种类和罚款金额不一致", "行政处罚法第九条", "写明罚款金额"))
    if not row.grade_reasons.strip():
        problems.append(Reason("grade-reasons-missing", "没有写明裁量理由", BENCHMARK_BASIS, "写明裁量理由"))
    return problems


def _fine_problems(case: Case, row: CaseProposal, item: ItemFacts) -> tuple[Reason, ...]:
    try:
        statutory = statutory_range(case, item, row)
    except BandUnclear as error:
        return (Reason("band-unclear", str(error), RANGE_BASIS, "补充金额或者选择情节"),)
    benchmark = benchmark_of(case)
    tier = _tier(benchmark, row, statutory.when)
    if benchmark is not None and tier is None:
        sentence = f"《{benchmark.title}》没有所选的裁量阶次"
        return (Reason("grade-unknown", sentence, BENCHMARK_BASIS, "改选裁量阶次"),)
    departure = None
    if row.departure and benchmark is not None:
        departure = Departure(row.departure, Approval.COLLECTIVE, superior_benchmark=benchmark.org_id != case.org_id)
    return check_fine(
        FineProposal(
            fine_fen=row.fine_fen,
            statutory=statutory,
            tier=tier,
            base_fen=case.goods_value_fen,
            reasons=row.grade_reasons,
            mitigation=row.mitigation,
            departure=departure,
        )
    )


def _tier(benchmark: BenchmarkFacts | None, row: CaseProposal, when: str) -> BenchmarkTier | None:
    if benchmark is None:
        return None
    return benchmark.tier(row.grade, when) or benchmark.tier(row.grade, row.band_when)
