"""Withdrawal with a public reason, the record of acts, and finding what is public."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from enforcement.platform.database import db
from enforcement.publicity import services
from enforcement.publicity.commands import (
    RequireWithdrawal,
    Withdraw,
)
from enforcement.publicity.content import is_intact
from enforcement.publicity.register import RegisterFilter, Sort, count_public, find_public, record_of
from enforcement.publicity.states import PublicState
from enforcement.rules.publicity import Ground
from tests.domains.publicity.decisions import (
    DECIDED_ON,
    DUE_ON,
    at,
    person,
    proposer,
    published,
    publisher,
)


def withdrawal(record, reason="行政复议决定撤销原处罚", happened_on=DUE_ON):
    return Withdraw(record.code, Ground.REVOKED, happened_on, reason)


def test_48_withdrawal_is_due_in_3_working_days(bureau):
    record = published(bureau)
    command = RequireWithdrawal(record.code, Ground.ILLEGAL, date(2026, 10, 14))
    found = services.open_withdrawal_duty(publisher(bureau), command, at(date(2026, 10, 15)))
    assert (found.rule_id, found.due_on) == ("D23", date(2026, 10, 19))
    assert services.open_withdrawal_duty(publisher(bureau), command, at(date(2026, 10, 15))).id == found.id


def test_48_withdrawn_record_keeps_number_and_reason_the_text_is_gone(bureau):
    record = published(bureau)
    services.withdraw(publisher(bureau), withdrawal(record), at(DUE_ON))
    shown = record_of(record.code)
    assert shown.state is PublicState.WITHDRAWN
    assert (shown.document_number, shown.end_reason) == ("云市监处罚〔2026〕128号", "行政复议决定撤销原处罚")
    assert (shown.paragraphs, shown.party_name, shown.title) == ([], "", "")
    assert count_public(RegisterFilter(q="惠邻超市")) == 0
    assert count_public(RegisterFilter(q="复议")) == 1
    assert is_intact(shown)


def test_48_withdrawal_needs_a_public_reason(bureau):
    record = published(bureau)
    with pytest.raises(Invalid):
        services.withdraw(publisher(bureau), withdrawal(record, reason="  "), at(DUE_ON))
    assert record_of(record.code).state is PublicState.PUBLISHED


@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        (DECIDED_ON - timedelta(days=1), False),
        (DECIDED_ON, True),
        (DUE_ON, True),
        (DUE_ON + timedelta(days=1), False),
    ],
)
def test_48_the_event_lies_between_decision_and_today(bureau, day, allowed):
    record = published(bureau)
    command = withdrawal(record, happened_on=day)
    if allowed:
        assert services.withdraw(publisher(bureau), command, at(DUE_ON)).state is PublicState.WITHDRAWN
    else:
        with pytest.raises(Invalid):
            services.withdraw(publisher(bureau), command, at(DUE_ON))


def test_48_withdrawn_once(bureau):
    record = published(bureau)
    services.withdraw(publisher(bureau), withdrawal(record), at(DUE_ON))
    with pytest.raises(Refused):
        services.withdraw(publisher(bureau), withdrawal(record), at(DUE_ON))


def test_who_proposes_can_not_withdraw(bureau):
    record = published(bureau)
    with pytest.raises(NotFound):
        services.withdraw(person(105, "外人", bureau), withdrawal(record), at(DUE_ON))
    with pytest.raises(Forbidden):
        services.withdraw(proposer(bureau), withdrawal(record), at(DUE_ON))


def test_47_every_act_is_in_the_record(bureau):
    record = published(bureau)
    services.withdraw(publisher(bureau), withdrawal(record), at(DUE_ON))
    actions = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("publication.%"))))
    assert actions == {
        "publication.duty_opened",
        "publication.redactions_proposed",
        "publication.published",
        "publication.withdrawal_due",
        "publication.withdrawn",
    }


# --- search ---------------------------------------------------------------------------------


def test_filters_find_by_number_party_amount_day_and_state(bureau):
    first = published(bureau)
    second = published(
        bureau,
        "case2",
        party_name="东山县禾味餐饮店",
        title="东山县禾味餐饮店案",
        party_uscc="92330106MA2HL7K66L",
        document_number="云市监处罚〔2026〕129号",
        fine_fen=200_000,
        kinds=("警告", "罚款"),
        decided_on=DECIDED_ON + timedelta(days=1),
    )

    def codes(**changes):
        return [record.code for record in find_public(RegisterFilter(**changes)).items]

    assert codes(number="128") == [first.code]
    assert codes(party="禾味") == [second.code]
    assert codes(party="超过保质期") == []
    assert codes(uscc="92330106MA2HL7K66L") == [second.code]
    assert codes(kind="警告") == [second.code]
    assert codes(fine_from=200_000, fine_to=200_000) == [second.code]
    assert codes(fine_from=200_001) == [first.code]
    assert codes(fine_to=199_999) == []
    assert codes(decided_to=DECIDED_ON) == [first.code]
    assert codes(decided_from=DECIDED_ON + timedelta(days=1)) == [second.code]
    assert codes(q="东山 禾味") == [second.code]
    assert codes(q="禾味 处罚〔2026〕128号") == []
    services.withdraw(publisher(bureau), withdrawal(first), at(DUE_ON))
    assert codes(state=PublicState.WITHDRAWN) == [first.code]
    assert codes(fine_to=10**9) == [second.code]


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_meet_without_gap_or_double(bureau, sort):
    made = [
        published(
            bureau, f"case{index}", fine_fen=100_000 * (index % 3), decided_on=DECIDED_ON - timedelta(days=index % 2)
        )
        for index in range(7)
    ]
    wanted, cursor, seen = RegisterFilter(sort=sort), None, []
    while True:
        page = find_public(wanted, cursor, size=3)
        seen += [record.code for record in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(seen) == sorted(record.code for record in made)
    assert len(seen) == len(set(seen))
