"""Payment, instalments and surcharge (行政处罚法第六十六条至第七十三条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from enforcement.rules.casefile.sections import Payment
from enforcement.rules.casefile.terms import PaymentWay, StepKind
from enforcement.rules.needs import APL
from enforcement.rules.penalty import Pause, surcharge, yuan
from enforcement.rules.precheck.base import Found, Rule, counted, day, penalty, settled
from enforcement.rules.precheck.view import CaseView

APL72 = f"{APL}第七十二条第一款第一项"


@dataclass(frozen=True, slots=True)
class _Overdue:
    """A part of the fine that came in after its last day, and what the law adds to it."""

    paid_on: date
    part_fen: int
    due_on: date
    days: int
    amount_fen: int

    @property
    def words(self) -> str:
        return (
            f"{yuan(self.part_fen)}应在{day(self.due_on)}以前缴纳，{day(self.paid_on)}缴纳，计{self.days}日，"
            f"加处{yuan(self.amount_fen)}"
        )


def _paid(payment: Payment) -> int:
    return sum(one.fine_fen for one in payment.entries)


def _slips(view: CaseView, payment: Payment) -> tuple[str, ...]:
    return tuple(one.document for one in payment.entries if one.document is not None) or (view.decision.id,)


def _unsettled(view: CaseView) -> bool:
    """Whether the decision fell or was changed and the file does not say what is owed instead."""
    publication, decision = view.file.publication, view.file.decision
    return publication is not None and publication.overturned_on is not None and decision.changed_fine_fen is None


def _parts(view: CaseView, payment: Payment) -> list[tuple[date, int]]:
    """The parts of the fine with their last days, in order; none while nobody knows what is owed."""
    if _unsettled(view):
        return []
    if payment.instalments:
        return [(one.due_on, one.fine_fen) for one in sorted(payment.instalments, key=lambda one: one.due_on)]
    served = view.served(view.decision.id)
    if served is None:
        return []
    return [(view.deadline("D24", served.on).due, view.file.decision.due_fine_fen)]


def _overdue(view: CaseView, payment: Payment) -> list[_Overdue]:
    """Every amount paid late: payments fill the parts in the order of their last days."""
    parts = _parts(view, payment)
    pauses = [Pause(one.first, one.last) for one in payment.pauses]
    found = []
    for entry in payment.entries:
        left = entry.fine_fen
        while left and parts:
            due_on, owed = parts[0]
            taken = min(left, owed)
            left -= taken
            parts[0] = (due_on, owed - taken)
            if not parts[0][1]:
                parts.pop(0)
            daily, cap = view.number("D27", due_on), view.number("D27.cap", due_on)
            added = surcharge(taken, due_on, entry.on, daily_percent=daily.value, cap_percent=cap.value, pauses=pauses)
            if added.days:
                found.append(_Overdue(entry.on, taken, due_on, added.days, added.amount_fen))
    return found


def _sum_wrong(view: CaseView) -> Iterator[Found]:
    payment, fine = view.file.payment, view.file.decision.due_fine_fen
    if payment is None or payment.enforcement.strip() or view.last(StepKind.CLOSING) is None or _unsettled(view):
        return
    paid = _paid(payment)
    if paid != fine and not _paid_before_the_change(view, payment):
        added = "＋".join(yuan(one.fine_fen) for one in payment.entries) or "0元"
        name = "决定罚款" if view.file.decision.changed_fine_fen is None else "变更后的罚款"
        yield Found(
            _slips(view, payment),
            f"缴款合计{added}＝{yuan(paid)}，{name}{yuan(fine)}，相差{yuan(abs(paid - fine))}。",
        )


def _paid_before_the_change(view: CaseView, payment: Payment) -> bool:
    """Whether the fine came in as it was decided first; what was too much is given back, which is no payment."""
    publication, decision = view.file.publication, view.file.decision
    changed = None if publication is None else publication.overturned_on
    return (
        changed is not None
        and _paid(payment) == decision.fine_fen
        and all(one.on <= changed for one in payment.entries)
    )


def _payment_missing(view: CaseView) -> Iterator[Found]:
    fine = view.file.decision.due_fine_fen
    if fine and view.file.payment is None and view.last(StepKind.CLOSING) is not None and not _unsettled(view):
        yield Found((view.decision.id,), f"罚款{yuan(fine)}，已经结案，没有缴款记录。")


def _instalments_wrong(view: CaseView) -> Iterator[Found]:
    payment = view.file.payment
    if payment is None or not payment.instalments:
        return
    total, decision = sum(one.fine_fen for one in payment.instalments), view.file.decision
    paper = payment.instalment_document
    if paper is None:
        yield Found((view.decision.id,), "延期或者分期缴纳罚款没有经申请和批准的文书入卷。")
    if total not in {decision.fine_fen, decision.due_fine_fen}:
        added = "＋".join(yuan(one.fine_fen) for one in payment.instalments)
        words = f"各期合计{added}＝{yuan(total)}，决定罚款{yuan(decision.fine_fen)}，两者不等。"
        yield Found((paper or view.decision.id,), words)


def _no_surcharge(view: CaseView) -> Iterator[Found]:
    payment = view.file.payment
    if payment is None or payment.surcharge_waiver.strip():
        return
    overdue = _overdue(view, payment)
    if overdue and not any(one.surcharge_fen for one in payment.entries):
        words = "；".join(one.words for one in overdue)
        yield Found(
            _slips(view, payment),
            "逾期缴纳没有加处罚款，也没有写明不加处或者减免的理由（法律规定可以加处，由评查人员判断）："
            f"{words}。{_term_words(view, payment)}",
        )


def _surcharge_wrong(view: CaseView) -> Iterator[Found]:
    payment = view.file.payment
    if payment is None or _unsettled(view):
        return
    charged = sum(one.surcharge_fen for one in payment.entries)
    overdue = _overdue(view, payment)
    right = min(sum(one.amount_fen for one in overdue), view.file.decision.due_fine_fen)
    lowered = payment.surcharge_waiver.strip() and charged < right
    if charged and charged != right and not lowered:
        words = "；".join(one.words for one in overdue) or "没有逾期"
        yield Found(
            _slips(view, payment),
            f"加处罚款收取{yuan(charged)}，按每日百分比计算应为{yuan(right)}，"
            f"相差{yuan(abs(charged - right))}：{words}。"
            f"{_term_words(view, payment)}",
        )


def _surcharge_above_fine(view: CaseView) -> Iterator[Found]:
    payment, fine = view.file.payment, view.file.decision.due_fine_fen
    if payment is None or _unsettled(view):
        return
    charged = sum(one.surcharge_fen for one in payment.entries)
    if charged > fine:
        yield Found(
            _slips(view, payment), f"加处罚款{yuan(charged)}超出罚款数额{yuan(fine)}，多{yuan(charged - fine)}。"
        )


def _term_words(view: CaseView, payment: Payment) -> str:
    served = view.served(view.decision.id)
    if payment.instalments or served is None:
        return ""
    return counted(settled(view.deadline("D24", served.on)))


def _on_the_spot(view: CaseView) -> Iterator[Found]:
    payment = view.file.payment
    if payment is None or payment.on_the_spot_ground.strip():
        return
    taken = [one for one in payment.entries if one.way is PaymentWay.ON_THE_SPOT]
    if not taken:
        return
    papers = tuple(dict.fromkeys(one.document or view.decision.id for one in taken))
    words = "、".join(f"{day(one.on)}当场收缴{yuan(one.fine_fen)}" for one in taken)
    fine, limit = view.file.decision.fine_fen, view.number("summary.collection", taken[0].on)
    if view.ordinary:
        yield Found(
            papers,
            f"{words}。普通程序的罚款只有在当事人缴纳确有困难、经当事人提出时才可以当场收缴，没有写明这样的理由。",
            f"{APL}第六十七条、第六十九条",
        )
    elif not limit.allows(fine):
        # The limit is one of the fine: receipts for parts of it do not lower it.
        yield Found(
            papers,
            f"{words}，决定罚款{yuan(fine)}，超过{limit.name}{yuan(limit.whole)}，没有写明可以当场收缴的理由。",
        )


RULES = (
    Rule("payment-missing", "没有缴款记录", f"{APL}第六十六条、第六十七条", _payment_missing, penalty),
    Rule("payment-sum-wrong", "缴款合计与罚款不符", f"{APL}第六十六条、第六十七条", _sum_wrong, penalty),
    Rule("instalments-wrong", "延期分期不合规定", f"{APL}第六十六条第二款", _instalments_wrong, penalty),
    Rule("late-without-surcharge", "逾期缴款没有加处罚款", APL72, _no_surcharge, penalty),
    Rule("surcharge-wrong", "加处罚款计算错误", APL72, _surcharge_wrong, penalty),
    Rule("surcharge-above-fine", "加处罚款超过罚款", f"{APL72}；行政强制法第四十五条", _surcharge_above_fine, penalty),
    Rule("collected-on-the-spot", "违法当场收缴", f"{APL}第六十七条至第六十九条", _on_the_spot, penalty),
)
