"""Collective discussion by the heads (行政处罚法第五十七条第二款)."""

from __future__ import annotations

from collections.abc import Iterator

from enforcement.rules.casefile.terms import StepKind
from enforcement.rules.needs import APL, SAMR
from enforcement.rules.precheck.base import Found, Rule, day, ordinary, ordinary_penalty
from enforcement.rules.precheck.view import CaseView
from enforcement.rules.rulesets import BY_DEFAULT

APL57 = f"{APL}第五十七条第二款"
TOGETHER = 2
"""One alone discusses nothing; from how many on the law does not say."""


def _missing(view: CaseView) -> Iterator[Found]:
    if view.file.discussion is None and view.discussion_triggers:
        why = "；".join(one.sentence for one in view.discussion_triggers)
        yield Found((view.decision.id,), f"{why}，应当由行政机关负责人集体讨论决定，没有集体讨论记录。")


def _after_decision(view: CaseView) -> Iterator[Found]:
    if view.file.discussion is None:
        return
    held = view.document(view.file.discussion.document).issued_on
    if held > view.decided_on:
        yield Found(
            (view.file.discussion.document, view.decision.id),
            f"集体讨论在{day(held)}，晚于决定日期（{day(view.decided_on)}）{(held - view.decided_on).days}日。",
        )


def _before_heard(view: CaseView) -> Iterator[Found]:
    if view.file.discussion is None:
        return
    held = view.document(view.file.discussion.document).issued_on
    for heard, words in ((view.last(StepKind.STATEMENT), "陈述申辩"), (view.heard_on, "听证")):
        if heard is not None and held < heard:
            yield Found(
                (view.file.discussion.document,),
                f"集体讨论在{day(held)}，当事人的{words}在{day(heard)}，讨论早了{(heard - held).days}日，"
                "听取意见以后没有再讨论。",
            )


def _too_few(view: CaseView) -> Iterator[Found]:
    discussion = view.file.discussion
    if discussion is None:
        return
    held = view.document(discussion.document).issued_on
    least = view.number("discussion.quorum", held)
    present = len(set(discussion.attendees))
    if present < TOGETHER:
        yield Found((discussion.document,), f"{day(held)}的集体讨论有{present}名负责人参加，不是集体讨论。")
    elif not least.reached_by(present):
        source = BY_DEFAULT if least.default else least.basis
        words = f"{day(held)}的集体讨论有{present}名负责人参加，少于{least.whole}人（{least.name}：{source}）。"
        yield Found((discussion.document,), words, source)


def _handler_voted(view: CaseView) -> Iterator[Found]:
    discussion = view.file.discussion
    if discussion is None:
        return
    both = [view.officer(one).name for one in discussion.attendees if one in view.investigators]
    if both:
        yield Found((discussion.document,), f"本案调查人员{'、'.join(both)}参加了集体讨论的表决。")


def _not_agreed(view: CaseView) -> Iterator[Found]:
    discussion = view.file.discussion
    if discussion is not None and not discussion.agreed:
        yield Found((discussion.document, view.decision.id), "集体讨论没有同意处罚建议，仍然作出了处罚决定。")


RULES = (
    Rule("discussion-missing", "应当集体讨论没有讨论", f"{APL57}；{SAMR}第六十条", _missing, ordinary_penalty),
    Rule("discussion-after-decision", "集体讨论晚于决定", APL57, _after_decision, ordinary),
    Rule("discussion-before-heard", "集体讨论早于陈述申辩、听证", f"{APL57}、第六十五条", _before_heard, ordinary),
    Rule("discussion-too-few", "集体讨论人数不足", APL57, _too_few, ordinary),
    Rule("handler-voted", "调查人员参加表决", f"{APL57}；{APL}第五十八条", _handler_voted, ordinary),
    Rule("discussion-not-agreed", "集体讨论没有同意", APL57, _not_agreed, ordinary_penalty),
)
