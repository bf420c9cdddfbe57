"""A decided case as casework tells of it, and the people who publish."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from enforcement.foundation.actor import Actor, Grant
from enforcement.foundation.permissions import Permission
from enforcement.identity.models import Organisation
from enforcement.publicity import services
from enforcement.publicity.commands import ConfirmRedactions, ProposeRedactions
from enforcement.publicity.models import PublicationDuty, PublicRecord
from enforcement.publicity.services.redactions import spans_of
from enforcement.rules.publicity import PublicationFacts

DECIDED_ON = date(2026, 9, 23)
DUE_ON = date(2026, 10, 10)
"""Seven working days over 中秋节 and 国庆节 to a working Saturday."""
TEXT = (
    "法定代表人张卫国（身份证号码：330106199003075253）到场。",
    (
        "2026年8月5日，本局执法人员王强（执法证号ZJ0102001）、赵敏到场检查，发现货架上待售的牛奶味饼干均已超过保质期，"
        "货值金额合计1,126.40元。消费者李小红（电话13800138000）投诉属实。"
    ),
    "决定罚款50,000.00元，缴至账号3301 0401 6002 9999。",
)


def at(day: date, hour: int = 4) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def facts_of(organisation: Organisation, **changes: Any) -> PublicationFacts:
    facts = PublicationFacts(
        case_no="云市监案〔2026〕1号",
        title="云城市惠邻超市有限公司经营超过保质期的食品案",
        party_name="云城市惠邻超市有限公司",
        party_kind="organisation",
        party_uscc="91330106MA2HL7K66L",
        party_id_no="",
        legal_representative="张卫国",
        party_address="云城市东山县江畔路66号",
        party_phone="0571-81234567",
        third_persons=("李小红",),
        officer_names=("王强", "赵敏"),
        certificate_nos=("ZJ0102001", "ZJ0102002"),
        bank_account="3301 0401 6002 9999",
        document_public_id="document1",
        document_number="云市监处罚〔2026〕128号",
        document_sha256="e7b2405c91da663f51ac90ef3370e204b86d12f47a09c35ed4e1b7720f86a91c",
        decision_text=TEXT,
        decided_on=DECIDED_ON,
        agency_name=organisation.name,
        org_id=organisation.id,
        org_path=organisation.path,
        act="经营超过保质期的食品",
        basis="《中华人民共和国食品安全法》第一百二十四条第一款第五项",
        kinds=("罚款", "没收违法所得"),
        penalty_text="罚款50,000.00元；没收超过保质期的食品38件",
        fine_fen=5_000_000,
        confiscation_fen=0,
        grade="lighter",
        performed_on=None,
        served_on=None,
        region_name="东山县",
    )
    return replace(facts, **changes)


def person(user_id: int, name: str, organisation: Organisation, *permissions: Permission) -> Actor:
    grants = (Grant(frozenset(permissions), org_path=organisation.path),)
    return Actor(user_id=user_id, name=name, org_id=organisation.id, org_path=organisation.path, grants=grants)


def proposer(organisation: Organisation) -> Actor:
    return person(101, "林一", organisation, Permission.PUBLICATION_READ, Permission.PUBLICATION_PROPOSE)


def publisher(organisation: Organisation, user_id: int = 102) -> Actor:
    return person(
        user_id,
        "沈二",
        organisation,
        Permission.PUBLICATION_READ,
        Permission.PUBLICATION_PROPOSE,
        Permission.PUBLICATION_CONFIRM,
        Permission.PUBLICATION_WITHDRAW,
    )


def propose(duty: PublicationDuty, organisation: Organisation, now: datetime, **changes: Any) -> None:
    actor = proposer(organisation)
    services.draft_redactions(actor, duty.public_id, now)
    command = ProposeRedactions(duty.public_id, duty.version, spans_of(duty.redactions[-1]), **changes)
    services.propose_redactions(actor, command, now)


def confirm(duty: PublicationDuty, actor: Actor, now: datetime, **changes: Any) -> PublicRecord:
    command = ConfirmRedactions(duty.public_id, duty.version, spans_of(duty.redactions[-1]))
    return services.confirm_redactions(actor, replace(command, **changes), now)


def published(organisation: Organisation, matter_id: str = "case1", on: date = DUE_ON, **changes: Any) -> PublicRecord:
    now = at(on)
    facts = facts_of(organisation, **changes)
    duty = services.open_publication_duty(proposer(organisation), facts, matter_id, at(facts.decided_on))
    propose(duty, organisation, now)
    return confirm(duty, publisher(organisation), now)
