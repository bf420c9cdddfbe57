"""The body of a penalty decision, put together from its contents in the order of the law.

Every content goes in word for word, so that :func:`forms.missing_contents` finds it, and the
served, the stored and the public text are one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def decision_paragraphs(data: Mapping[str, Any]) -> list[str]:
    """Paragraphs of 行政处罚决定书 (APL 59, SAMR 62, FINE 7, PUB-SAMR 8) from its contents.

    Takes the contents of the form without ``paragraphs``; sentences end with 。 once.
    """
    paragraphs = [
        _sentence(data["facts"]),
        f"上述事实，有以下证据证明：{_sentence(data['evidence'])}",
        _judgement(data),
        f"依据{data['penalty_basis']}的规定，本机关决定对当事人作出如下行政处罚：",
        *data["penalties"],
        _performance(data),
        _remedies(data),
        _sentence(data["publication_notice"]),
    ]
    return [paragraph for paragraph in paragraphs if paragraph]


def _judgement(data: Mapping[str, Any]) -> str:
    return (
        f"本机关认为，当事人的行为违反了{data['breach_basis']}的规定。"
        f"{_sentence(data['statement_reply'])}{_sentence(data.get('discretion', ''))}"
    )


def _remedies(data: Mapping[str, Any]) -> str:
    return (
        f"如不服本决定，可以{data['review_term']}；也可以{_sentence(data['suit_term'])}"
        "行政复议和行政诉讼期间，本决定不停止执行，法律另有规定的除外。"
    )


def _performance(data: Mapping[str, Any]) -> str:
    if not data.get("fine_fen"):
        return _sentence(data["performance"])
    return (
        f"{_sentence(data['performance'])}"
        f"代收机构：{data['collecting_body']}，地址：{_sentence(data['collecting_address'])}"
        f"{_sentence(data['surcharge'])}"
    )


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text.endswith(("。", "！", "？")) else f"{text}。"
