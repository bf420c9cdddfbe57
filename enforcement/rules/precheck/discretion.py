"""The fine against the law's range and the benchmark (行政处罚法第五条、第三十二条、第三十四条)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from enforcement.rules.casefile.sections import Benchmark
from enforcement.rules.discretion import (
    BENCHMARK_BASIS,
    MITIGATION_BASIS,
    RANGE_BASIS,
    Departure,
    FineProposal,
    check_fine,
)
from enforcement.rules.facts_catalogue import BenchmarkTier
from enforcement.rules.needs import APL
from enforcement.rules.penalty import Range
from enforcement.rules.precheck.base import Found, Rule, ordinary_penalty, penalty
from enforcement.rules.precheck.view import CaseView

FINE = "罚款"


def _proposal(benchmark: Benchmark, fine_fen: int) -> FineProposal:
    tier, departure = benchmark.tier, benchmark.departure
    return FineProposal(
        fine_fen=fine_fen,
        statutory=Range(benchmark.statutory_min_fen, benchmark.statutory_max_fen, benchmark.statutory_why),
        tier=None
        if tier is None
        else BenchmarkTier(
            tier.grade, tier.name, "", tier.conditions, tier.standard, tier.min_fen, tier.max_fen,
            tier.min_times, tier.max_times, tier.min_inclusive, tier.max_inclusive,
        ),
        base_fen=benchmark.base_fen,
        reasons=benchmark.reasons,
        mitigation=benchmark.mitigation,
        departure=None
        if departure is None
        else Departure(departure.reason, departure.approval, departure.superior_benchmark),
    )  # fmt: skip


def _against(code: str) -> Callable[[CaseView], Iterator[Found]]:
    """The check that hands on what `check_fine` says under one code."""

    def check(view: CaseView) -> Iterator[Found]:
        fine = view.file.decision.fine_fen
        if view.file.benchmark is None or not fine:
            return
        for reason in check_fine(_proposal(view.file.benchmark, fine)):
            if reason.code == code:
                yield Found((view.decision.id,), f"{reason.message}（{view.file.benchmark.title}）。", reason.basis)

    return check


def _not_applied(view: CaseView) -> Iterator[Found]:
    decision = view.file.decision
    if decision.fine_fen and view.file.benchmark is None and not decision.no_benchmark_reason.strip():
        yield Found(
            (view.decision.id,),
            "处以罚款，案卷没有写明适用的裁量基准和阶次，也没有写明没有适用的理由（罚款数额固定、没有公布裁量基准等）。",
        )


def _kinds_and_fine(view: CaseView) -> Iterator[Found]:
    decision = view.file.decision
    if (FINE in decision.kinds) != (decision.fine_fen > 0):
        said = "含罚款" if FINE in decision.kinds else "不含罚款"
        yield Found((decision.document,), f"处罚种类{said}，罚款数额却是{decision.fine_fen / 100:,.2f}元，两者不一致。")


RULES = (
    Rule("benchmark-not-applied", "没有适用裁量基准", BENCHMARK_BASIS, _not_applied, ordinary_penalty),
    Rule("fine-above-range", "罚款高于法定上限", RANGE_BASIS, _against("fine-above-range"), penalty),
    Rule("fine-below-range", "低于法定下限没有减轻理由", MITIGATION_BASIS, _against("fine-below-range"), penalty),
    Rule("fine-outside-grade", "罚款不在裁量阶次之内", BENCHMARK_BASIS, _against("fine-outside-grade"), penalty),
    Rule("departure-not-approved", "偏离基准没有批准", BENCHMARK_BASIS, _against("departure-not-approved"), penalty),
    Rule("grade-reasons-missing", "没有裁量理由", BENCHMARK_BASIS, _against("grade-reasons-missing"), penalty),
    Rule("kinds-and-fine-differ", "处罚种类与罚款数额不一致", f"{APL}第五十九条第一款第三项", _kinds_and_fine, penalty),
)
