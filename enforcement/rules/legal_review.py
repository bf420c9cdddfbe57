"""What a review looks at and how it may end (市场监督管理行政处罚程序规定第五十三条、第五十四条; 行政处罚法第五十八条).

国办发〔2018〕118号 adds officers' qualification and suspected crime. Passed means 同意 and nothing
else; every other opinion sends the case back, and it must be submitted again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from enforcement.foundation.errors import Reason
from enforcement.rules.needs import APL, SAMR

ITEMS: dict[str, tuple[str, str]] = {
    "subject": ("主体和管辖权", f"{APL}第十七条、第二十二条；{SAMR}第五十三条"),
    "officers": ("执法人员资格", f"{APL}第四十二条；国办发〔2018〕118号"),
    "party": ("当事人", f"{SAMR}第五十三条"),
    "facts": ("事实和证据", f"{APL}第四十条、第四十六条；{SAMR}第五十三条"),
    "law": ("定性和依据", f"{APL}第三十八条；{SAMR}第五十三条"),
    "procedure": ("程序", f"{APL}第五十五条；{SAMR}第五十三条"),
    "discretion": ("裁量和处罚内容", f"{APL}第五条、第三十四条；{SAMR}第五十三条"),
    "crime": ("是否涉嫌犯罪", f"{APL}第二十七条；国办发〔2018〕118号"),
}

RESULTS: dict[str, str] = {
    "ok": "无异议",
    "mend": "有问题，可补正",
    "redo": "有问题，须重做",
}

AGREE = "agree"
OPINIONS: dict[str, str] = {
    AGREE: "同意",
    "correct": "建议纠正",
    "supplement": "建议补充调查",
    "transfer": "建议移送",
}


@dataclass(frozen=True)
class ReviewConclusion:
    """What a reviewer is about to conclude."""

    opinion: str
    reasons: str
    results: Mapping[str, str]
    legal: bool
    qualification_no: str
    handled_the_case: bool


def conclusion_problems(conclusion: ReviewConclusion) -> tuple[Reason, ...]:
    """Why the review may not end like this; empty when it may."""
    found: list[Reason] = []
    if conclusion.handled_the_case:
        found.append(
            Reason(
                "reviewer-apart",
                "您是本案的办案人员，不能审核本案",
                f"{APL}第五十八条；{SAMR}第四十九条",
                "由没有参与本案调查的人员审核",
            )
        )
    if conclusion.legal and not conclusion.qualification_no.strip():
        found.append(
            Reason(
                "reviewer-qualified",
                "审核人员没有登记法律职业资格",
                f"{APL}第五十八条第二款",
                "由取得法律职业资格的人员审核",
            )
        )
    if not conclusion.reasons.strip():
        found.append(Reason("reasons", "没有写明审核理由", f"{SAMR}第五十四条", "写明审核意见的理由"))
    found.extend(_item_problems(conclusion))
    return tuple(found)


def _item_problems(conclusion: ReviewConclusion) -> list[Reason]:
    passing = conclusion.opinion == AGREE
    open_items = [name for code, (name, _) in ITEMS.items() if code not in conclusion.results]
    faulty = [name for code, (name, _) in ITEMS.items() if conclusion.results.get(code) in {"mend", "redo"}]
    found = []
    if passing and open_items:
        found.append(
            Reason(
                "items-open", f"还有审核事项没有审：{'、'.join(open_items)}", f"{SAMR}第五十三条",
                "逐项写明审核结论",
            )
        )  # fmt: skip
    if passing and faulty:
        found.append(
            Reason(
                "items-faulty", f"这些事项有问题，不能同意：{'、'.join(faulty)}",
                f"{APL}第五十八条；{SAMR}第五十四条", "退回补正，再次送审后同意",
            )
        )  # fmt: skip
    if not passing and not faulty:
        found.append(
            Reason(
                "no-fault-named", "退回时至少有一项写明问题", f"{SAMR}第五十四条",
                "把有问题的事项标为“有问题”并写明",
            )
        )  # fmt: skip
    return found
