"""How the papers and pages of a case put things into words."""

from __future__ import annotations

from enforcement.casework.models import Case, CaseEvidence, CaseProposal
from enforcement.rules.facts_catalogue import GRADE_NAMES, Grade
from enforcement.rules.penalty import capital_amount


def penalty_lines(case: Case) -> list[str]:
    """The proposed penalty, one line per kind, as the papers print it."""
    row = case.proposal
    if row is None:
        return []
    return [_line(kind, row) for kind in row.kinds]


def _line(kind: str, row: CaseProposal) -> str:
    if kind == "罚款":
        return f"处罚款{money_words(row.fine_fen)}"
    if kind == "没收违法所得" and row.confiscation_fen:
        return f"没收违法所得{money_words(row.confiscation_fen)}"
    if kind == "没收非法财物" and row.confiscation_text:
        return f"没收{row.confiscation_text}"
    if kind == "其他":
        return row.other_penalty
    return kind


def numbered_penalties(case: Case) -> list[str]:
    """The penalties as numbered sentences of a letter: ``一、…。``."""
    return [f"{number}、{line}。" for number, line in zip(_NUMBERS, penalty_lines(case), strict=False)]


_NUMBERS = "一二三四五六七八九十"


def discretion_words(case: Case) -> str:
    """Grade, benchmark and reasons, without a full stop; empty without a proposal.

    The party is told of the benchmark and the decision states it (行政处罚法第三十四条; 国办发〔2022〕27号), as well
    as the ground of a mitigation (第三十二条) and the reason of a departure.
    """
    row = case.proposal
    if row is None:
        return ""
    measure = f"参照{row.benchmark_title}，" if row.benchmark_title else ""
    words = [f"{measure}本案裁量阶次为{GRADE_NAMES[Grade(row.grade)]}，理由：{row.grade_reasons.rstrip('。')}"]
    if row.mitigation:
        words.append(f"减轻处罚的情形：{row.mitigation.rstrip('。')}")
    if row.departure:
        words.append(f"不按该基准裁量的理由：{row.departure.rstrip('。')}")
    return "。".join(words)


def money_words(fen: int) -> str:
    """``50,000.00元（伍万元整）``."""
    return f"{fen // 100:,}.{fen % 100:02d}元（{capital_amount(fen)}）"


def evidence_words(evidence: CaseEvidence) -> str:
    """One line of the evidence in a report or decision."""
    return f"{evidence.no}.{evidence.title}，证明{evidence.proves}"
