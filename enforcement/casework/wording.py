"""How the papers and pages of a case put things into words."""

from __future__ import annotations

from enforcement.casework.models import Case, CaseEvidence, CaseProposal
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


def money_words(fen: int) -> str:
    """``50,000.00元（伍万元整）``."""
    return f"{fen // 100:,}.{fen % 100:02d}元（{capital_amount(fen)}）"


def evidence_words(evidence: CaseEvidence) -> str:
    """One line of the evidence in a report or decision."""
    return f"{evidence.no}.{evidence.title}，证明{evidence.proves}"
