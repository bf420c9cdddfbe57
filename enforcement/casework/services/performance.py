"""Payment, confiscated goods, and performance (缴款、财物处理、履行)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.casework.commands import CaseCommand, RecordPayment, SettleGoods
from enforcement.casework.deadlines import CLOSING, PAYMENT, meet_deadline, start_deadline
from enforcement.casework.events import CasePerformed
from enforcement.casework.facts import collect_facts
from enforcement.casework.loading import open_case
from enforcement.casework.models import Case, CaseGoods, CasePayment
from enforcement.casework.steps import take_step, write_audit, write_note
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid
from enforcement.foundation.events import publish
from enforcement.platform.database import db, transaction
from enforcement.rules.procedure import BY_NAME


def record_payment(actor: Actor, command: RecordPayment, now: datetime) -> Case:
    """Take down a payment at the collecting bank; performed when all is paid and settled."""
    today = civil_date(now)
    if command.paid_on > today:
        raise Invalid({"paid_on": ["缴款日期不能晚于今天"]})
    if command.amount_fen == 0:
        raise Invalid({"amount_fen": ["请填写缴款金额；更正用负数"]})
    with transaction():
        case = open_case(actor, command.case, "record_payment", now, command.version)
        taken = db.session.scalar(
            select(CasePayment.id).where(CasePayment.case_id == case.id, CasePayment.slip_no == command.slip_no)
        )
        if taken:
            raise Invalid({"slip_no": ["这个缴款书号已经登记过"]})
        db.session.add(
            CasePayment(
                case_id=case.id,
                paid_on=command.paid_on,
                amount_fen=command.amount_fen,
                slip_no=command.slip_no,
                channel=command.channel,
                recorded_at=now,
                recorded_by=actor.name,
            )
        )
        db.session.flush()
        write_note(
            actor, case, f"缴款 {command.amount_fen / 100:,.2f} 元", now,
            text=f"{command.channel} {command.slip_no}",
        )  # fmt: skip
        write_audit(actor, case, "record_payment", now, after={"amount_fen": command.amount_fen})
        facts = collect_facts(case, today)
        if facts.fine_paid_fen >= facts.fine_due_fen:
            meet_deadline(case, PAYMENT, command.paid_on)
        _perform_when_done(actor, case, now)
        return case


def settle_goods(actor: Actor, command: SettleGoods, now: datetime) -> Case:
    """Take down how confiscated goods were dealt with (第七十四条)."""
    if command.settled_on > civil_date(now):
        raise Invalid({"settled_on": ["处理日期不能晚于今天"]})
    with transaction():
        case = open_case(actor, command.case, "settle_goods", now, command.version)
        db.session.add(
            CaseGoods(
                case_id=case.id,
                settled_on=command.settled_on,
                how=command.how,
                recorded_by=actor.name,
            )
        )
        db.session.flush()
        write_note(actor, case, "没收财物已处理", now, text=command.how)
        write_audit(actor, case, "settle_goods", now, after={"how": command.how})
        _perform_when_done(actor, case, now)
        return case


def confirm_performance(actor: Actor, command: CaseCommand, now: datetime) -> Case:
    """Confirm that everything decided was performed."""
    with transaction():
        case = open_case(actor, command.case, "confirm_performance", now, command.version)
        _perform(actor, case, now)
        return case


def _perform_when_done(actor: Actor, case: Case, now: datetime) -> None:
    if not BY_NAME["confirm_performance"].unmet(collect_facts(case, civil_date(now))):
        _perform(actor, case, now)


def _perform(actor: Actor, case: Case, now: datetime) -> None:
    today = civil_date(now)
    take_step(actor, case, "confirm_performance", collect_facts(case, today), now)
    start_deadline(case, CLOSING, today, now, reason="处罚决定履行完毕")
    publish(CasePerformed(case.id, case.public_id, today), now)
