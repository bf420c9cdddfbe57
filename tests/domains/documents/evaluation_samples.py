"""Complete contents of the papers of an evaluation."""

from __future__ import annotations

from typing import Any


def evaluation_contents() -> dict[str, dict[str, Any]]:
    """Form code -> complete contents."""
    return {
        "evaluation_group_report": {
            "agency": "云州市市场监督管理局",
            "plan": "2026年上半年行政处罚案卷评查",
            "period": "2026年1月1日至2026年6月30日办结的案卷",
            "standard": "《行政处罚案卷评查标准（百分制）》2026.1版",
            "evaluators": ["李明", "王芳", "赵强"],
            "summary": "共评查 2 件：优秀 1 件，良好 0 件，合格 0 件，不合格 1 件。\n平均 72.50 分（2 件）。",
            "files": [
                {
                    "no": "1",
                    "file": "云市监案〔2026〕12号\n某食品经营部销售超过保质期的食品案",
                    "chosen": "必查：重大行政处罚案件",
                    "points": "96.81",
                    "grade": "优秀",
                },
                {
                    "no": "2",
                    "file": "云市监案〔2026〕18号\n某建材商行虚假宣传案",
                    "chosen": "随机抽取",
                    "points": "48.19",
                    "grade": "不合格（经过复评）",
                },
            ],
            "problems": [
                {
                    "no": "1",
                    "item": "P2.3 询问笔录",
                    "problem": "没有分别询问\n修改处没有确认",
                    "files": "云市监案〔2026〕12号\n云市监案〔2026〕18号",
                },
            ],
            "advice": ["第 P2.3 项“询问笔录”（2 件）：按照行政处罚法第五十五条改正"],
            "objection": "对扣分、一票否决有异议的，请在2026年9月18日前在系统中逐项书面提出并说明理由。",
        },
    }
