"""What a finding of the machine pre-check is, and what a rule that makes one is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from enforcement.rules.deadlines import Deadline, DeadlineError
from enforcement.rules.needs import SAMR
from enforcement.rules.precheck.view import CaseView
from enforcement.rules.rulesets import BY_DEFAULT

MARKET_SUPERVISION = "市场监督管理"
"""The field whose procedural rule (市场监督管理行政处罚程序规定) is law for its agencies and for nobody else."""


class Unsettled(DeadlineError):
    """A term can't be held against the agency: no law sets it in this field, or its calendar is not loaded."""


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


def market_supervision(view: CaseView) -> bool:
    """The rule applies to agencies of market supervision."""
    return view.file.agency.domain == MARKET_SUPERVISION


def articles_for(view: CaseView, article: str) -> str:
    """What of the articles is law for the agency of a file; empty where nothing is."""
    own = market_supervision(view)
    return "；".join(one for one in article.split("；") if own or not one.startswith(SAMR))


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
        """Everything this rule finds in a file that breaks an article binding its agency."""
        if not self.applies(view):
            return
        for found in self.check(view):
            article = articles_for(view, found.article or self.article)
            if article:
                yield Finding(self.id, article, found.documents, found.explanation)


def day(on: date) -> str:
    """A civil day in words: 2026年3月2日."""
    return f"{on.year}年{on.month}月{on.day}日"


def counted(deadline: Deadline) -> str:
    """How a last day was counted, day by day, with article, ruleset and calendar; a provisional day is left out."""
    if deadline.provisional:
        return deadline.footnote
    return f"推算：{''.join(deadline.sentences)}{deadline.footnote}"


def settled(deadline: Deadline) -> Deadline:
    """The deadline, where it may be held against the agency. Raises Unsettled while its calendar is provisional."""
    if deadline.provisional:
        why = f"{deadline.term.name}的推算用到放假通知未载入的年份"
        raise Unsettled(f"{why}（{deadline.calendar_source}），不能据此认定")
    return deadline


def binding(view: CaseView, deadline: Deadline) -> Deadline:
    """The deadline, where a law sets it and its calendar is settled. Raises Unsettled."""
    if deadline.term.default:
        raise Unsettled(f"没有载入{view.file.agency.domain}领域的{deadline.term.name}，现有的是{BY_DEFAULT}")
    return settled(deadline)


def overrun(view: CaseView, deadline: Deadline, what: str, happened: date) -> str:
    """The sentence that an act came after the last day of its term, with the whole arithmetic.

    Raises Unsettled while the calendar is provisional, or where no law sets the term.
    """
    return overrun_words(view, binding(view, deadline), what, happened)


def overrun_words(view: CaseView, deadline: Deadline, what: str, happened: date) -> str:
    """The words of `overrun`, whatever the term rests on."""
    term = deadline.term
    over = (happened - deadline.due).days
    working = view.law.calendar.working_days_after(deadline.due, happened)
    return (
        f"{what}为{day(happened)}。{term.name}{term.text}，自{term.trigger}（{day(deadline.start)}）的次日起算，"
        f"{day(deadline.due)}届满，超过{over}日（{working}个工作日）。{counted(deadline)}"
    )
