"""What a finding of the machine pre-check is, and what a rule that makes one is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from enforcement.rules.deadlines import Deadline
from enforcement.rules.precheck.view import CaseView


@dataclass(frozen=True, slots=True)
class Finding:
    """A proposal of the machine; people score.

    `rule` is the id of the registry, `article` what is broken, `documents` the ids of the papers concerned (of a
    missing paper: those that rest on it), `explanation` the Chinese sentences with the arithmetic of days.
    """

    rule: str
    article: str
    documents: tuple[str, ...]
    explanation: str

    def as_record(self) -> dict[str, object]:
        """JSON values, in the order of the exchange format."""
        return {
            "rule": self.rule,
            "article": self.article,
            "documents": list(self.documents),
            "explanation": self.explanation,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: the papers concerned and why; an article only where it is not the rule's."""

    documents: tuple[str, ...]
    explanation: str
    article: str = ""


def always(_view: CaseView) -> bool:
    """The rule applies to every file."""
    return True


def ordinary(view: CaseView) -> bool:
    """The rule applies to the general procedure (普通程序)."""
    return view.ordinary


def summary(view: CaseView) -> bool:
    """The rule applies to the summary procedure (简易程序)."""
    return not view.ordinary


def ordinary_penalty(view: CaseView) -> bool:
    """The rule applies where the general procedure ended with a penalty."""
    return view.ordinary and view.penalty


def penalty(view: CaseView) -> bool:
    """The rule applies where there is a penalty."""
    return view.penalty


def no_penalty(view: CaseView) -> bool:
    """The rule applies to files that end without a penalty (不予处罚)."""
    return not view.penalty


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding: id, Chinese title, article, the pure function that looks, the files it applies to."""

    id: str
    title: str
    article: str
    check: Callable[[CaseView], Iterable[Found]]
    applies: Callable[[CaseView], bool] = always

    def findings(self, view: CaseView) -> Iterable[Finding]:
        """Everything this rule finds in a file."""
        if not self.applies(view):
            return
        for found in self.check(view):
            yield Finding(self.id, found.article or self.article, found.documents, found.explanation)


def day(on: date) -> str:
    """A civil day in words: 2026年3月2日."""
    return f"{on.year}年{on.month}月{on.day}日"


def counted(deadline: Deadline) -> str:
    """How a last day was counted, day by day, with article, ruleset and calendar."""
    return f"推算：{''.join(deadline.sentences)}{deadline.footnote}"


def overrun(view: CaseView, deadline: Deadline, what: str, happened: date) -> str:
    """The sentence that an act came after the last day of its term, with the whole arithmetic."""
    term = deadline.term
    over = (happened - deadline.due).days
    working = view.law.calendar.working_days_after(deadline.due, happened)
    return (
        f"{what}为{day(happened)}。{term.name}{term.text}，自{term.trigger}（{day(deadline.start)}）的次日起算，"
        f"{day(deadline.due)}届满，超过{over}日（{working}个工作日）。{counted(deadline)}"
    )
