"""What a need is: one requirement of a step, with its article and what lifts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from enforcement.foundation.errors import Reason
from enforcement.rules.facts import CaseFacts

APL = "行政处罚法"
SAMR = "市场监督管理行政处罚程序规定"


def always(_facts: CaseFacts) -> bool:
    """The need applies to every case."""
    return True


@dataclass(frozen=True)
class Need:
    """One requirement: code, short title, article, check, and what lifts it."""

    code: str
    title: str
    basis: str
    check: Callable[[CaseFacts], str | None]
    lift: str
    act: str = ""
    """The act or step that fulfils it, for the link in the panel."""
    applies: Callable[[CaseFacts], bool] = always

    def reason(self, facts: CaseFacts) -> Reason | None:
        """Why the step is refused on these facts, or ``None``."""
        if not self.applies(facts):
            return None
        sentence = self.check(facts)
        if sentence is None:
            return None
        return Reason(self.code, sentence, self.basis, self.lift)


def day_words(facts_date: object) -> str:
    return f"{facts_date:%Y年%-m月%-d日}"
